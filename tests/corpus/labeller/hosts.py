"""Host names that AWS gives to customers' resources: which DNS label is the customer's?"""

from dataclasses import dataclass

from .addresses import ipv4
from .reasons import MALFORMED, OTHER, NotLabelled, Parts

HEX_UPPER = "0123456789ABCDEF"
INTERNAL = "internal-"


@dataclass(frozen=True)
class Hosts:
    """Reads host names and URLs with the table `hosts` of labels.yaml and the AWS service names of the data."""

    domains: tuple[str, ...]
    roles: frozenset[str]
    #: Service label → the place among the labels that it has at least.
    services: dict[str, int]
    public_services: frozenset[str]

    def locate(self, value: str) -> Parts:
        start = value.find("://") + 3 if "://" in value else 0
        host, _, path = value[start:].partition("/")
        host = host.partition(":")[0].rstrip(".")
        labels = host.split(".")
        if len(labels) < 3 or not host.endswith(tuple("." + domain for domain in self.domains)):
            raise NotLabelled(OTHER)
        if any(not label or not all(c.isalnum() or c == "-" for c in label) for label in labels):
            raise NotLabelled("a host with placeholders")
        if labels[:2] == ["oidc", "eks"]:
            return _oidc(value, path)
        self._check_service(host, labels)
        customer = next(label for label in labels if label not in self.roles and not _is_broker(label, labels))
        self._check_label(customer, labels)
        start += host.index(customer)
        kept = len(INTERNAL) if customer.startswith(INTERNAL) else 0
        return [(start + kept, start + len(customer))]

    def _check_service(self, host: str, labels: list[str]) -> None:
        if not host.endswith((".amazonaws.com", ".amazonaws.com.cn", ".on.aws")):
            return
        service = next((label for label in labels[1:] if label in self.services), None)
        if service is None:
            raise NotLabelled("a host of a service that is not promised")
        if labels.index(service) < self.services[service]:
            raise NotLabelled(MALFORMED)

    def _check_label(self, customer: str, labels: list[str]) -> None:
        if customer in self.public_services or customer.isdigit() or len(customer) < 3:
            raise NotLabelled("a public endpoint of AWS")
        if labels[-1] == "internal" and not customer.startswith(("ip-", "i-")):
            raise NotLabelled("a domain of AWS's own")
        if customer.startswith(("ec2-", "ip-")):
            ipv4(".".join(customer.split("-")[1:5]))
        if "execute-api" in labels and (len(customer) != 10 or not customer.isalnum()):
            raise NotLabelled(MALFORMED)
        if "cloudfront" in labels and (customer[0] != "d" or len(customer) < 12):
            raise NotLabelled(MALFORMED)
        if "eks" in labels and not _is_eks_id(customer):
            raise NotLabelled(MALFORMED)


def _oidc(value: str, path: str) -> Parts:
    identity = path.removeprefix("id/").partition("/")[0]
    if not _is_eks_id(identity):
        raise NotLabelled(MALFORMED)
    start = value.index(identity)
    return [(start, start + len(identity))]


def _is_broker(label: str, labels: list[str]) -> bool:
    """`b-1` of a Kafka broker's host numbers the broker; the cluster's name follows."""
    return "kafka" in labels and label.startswith("b-") and label[2:].isdigit()


def _is_eks_id(label: str) -> bool:
    return len(label) == 32 and all(c in HEX_UPPER for c in label)
