"""Values that carry several identifiers: ARNs, queue URLs, image URIs. Which parts are the customer's?"""

from dataclasses import dataclass

from .reasons import MALFORMED, OTHER, NotLabelled, Parts

ACCOUNT_DIGITS = 12


@dataclass(frozen=True)
class Locators:
    """Reads locators with the tables of labels.yaml and the AWS service names of the data."""

    arn_words: frozenset[str]
    #: Services whose ARNs have no account although the resource is the customer's.
    accountless: frozenset[str]
    public_services: frozenset[str]

    def arn(self, value: str) -> Parts:
        """`arn:partition:service:region:account:resource`: the account and the names and ids in the resource."""
        if not value.startswith("arn:"):
            raise NotLabelled(OTHER)
        second = value.find("arn:", 1)
        if second > 0:
            # Import ids join two ARNs by a sign: each is read for itself.
            head = value[:second].rstrip("_#,|")
            return self.arn(head) + [(second + s, second + e) for s, e in self.arn(value[second:])]
        fields = value.split(":", 5)
        if len(fields) < 6 or not fields[5] or any(c.isspace() or c in "<>$[]{},;\\" for c in value) or "..." in value:
            raise NotLabelled("an ARN with placeholders, wildcards only or cut short")
        parts: Parts = []
        start = sum(len(field) + 1 for field in fields[:4])
        owner = fields[4]
        if owner.isdigit() and len(owner) == ACCOUNT_DIGITS:
            if set(owner) == {"0"}:
                raise NotLabelled("an account of zeros")
            parts.append((start, start + len(owner)))
        elif not owner and fields[2] not in self.accountless:
            raise NotLabelled("an ARN without account of a service that publishes a catalogue so")
        elif owner and owner != "*":
            raise NotLabelled("an ARN of AWS's own (policy, public resource) or without a real account")
        parts += self._resource(fields[2], fields[5], start + len(owner) + 1)
        if not parts:
            raise NotLabelled("an ARN that names nobody's resource")
        return parts

    def _resource(self, service: str, resource: str, offset: int) -> Parts:
        """The first segment is the resource's type, unless it is the only one; S3 puts the bucket first."""
        segments: Parts = []
        at = len(resource) - len(resource.lstrip("/"))
        for index in range(at, len(resource) + 1):
            if index == len(resource) or resource[index] in ":/":
                segments.append((at, index))
                at = index + 1
        if service == "s3":
            segments = segments[:1] if not resource.startswith("accesspoint") else segments[1:2]
        elif service == "execute-api":
            segments = segments[:1]
        elif "aws-service-role" in resource:
            segments = []
        elif len(segments) > 1:
            segments = segments[1:]
        return [(offset + s, offset + e) for s, e in segments if self._identifies(resource[s:e])]

    def _identifies(self, segment: str) -> bool:
        if segment in self.arn_words or segment in self.public_services or segment.startswith(("AWSServiceRole", "$")):
            return False
        if segment.startswith("default."):
            return False  # a parameter group that AWS provides
        if "!" in segment:
            return False  # a name that a service of AWS gave to its own resource
        wild = "*" in segment or "?" in segment
        return not wild and len(segment) > 2 and not segment.isdigit() and segment[:4] not in ("2015", "2016")

    def queue_url(self, value: str) -> Parts:
        scheme, separator, rest = value.partition("://")
        host, _, path = rest.partition("/")
        owner, _, queue = path.partition("/")
        if not separator or "amazonaws.com" not in host:
            raise NotLabelled(OTHER)
        if not owner.isdigit() or len(owner) != ACCOUNT_DIGITS or not queue:
            raise NotLabelled(MALFORMED)
        start = len(scheme) + 3 + len(host) + 1
        return [(start, start + len(owner)), (start + len(owner) + 1, len(value))]

    def image_uri(self, value: str) -> Parts:
        """`account.dkr.ecr.region.amazonaws.com/repository:tag`: account and repository."""
        start = value.find("://") + 3 if "://" in value else 0
        host, _, path = value[start:].partition("/")
        labels = host.split(".")
        if labels[1:3] != ["dkr", "ecr"]:
            raise NotLabelled(OTHER)
        if not labels[0].isdigit() or len(labels[0]) != ACCOUNT_DIGITS:
            raise NotLabelled(MALFORMED)
        parts = [(start, start + ACCOUNT_DIGITS)]
        repository = path.partition("@")[0].partition(":")[0]
        if repository:
            parts.append((start + len(host) + 1, start + len(host) + 1 + len(repository)))
        return parts
