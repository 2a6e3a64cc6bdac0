"""IPv4 addresses and blocks, by Python's `ipaddress`."""

import ipaddress

from .reasons import OTHER, NotLabelled, Parts, whole

DOCUMENTATION = tuple(ipaddress.IPv4Network(f"{net}.0/24") for net in ("192.0.2", "198.51.100", "203.0.113"))
RESOLVERS = ("1.1.1.1", "1.0.0.1", "8.8.8.8", "8.8.4.4", "9.9.9.9")


def ipv4(value: str) -> Parts:
    try:
        _refuse(ipaddress.IPv4Address(value))
    except ValueError:
        raise NotLabelled(OTHER) from None
    return whole(value)


def cidr(value: str) -> Parts:
    """The address of a block; its mask length may stay."""
    address, slash, length = value.partition("/")
    if not slash or not length.isdigit():
        raise NotLabelled(OTHER)
    if length == "0":
        raise NotLabelled("the block of all addresses")
    return ipv4(address)


def _refuse(address: ipaddress.IPv4Address) -> None:
    if (
        address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_reserved
        or address.packed[0] == 0
    ):
        raise NotLabelled("loopback, link-local, multicast, a netmask or 0.0.0.0")
    if any(address in network for network in DOCUMENTATION):
        raise NotLabelled("an address range for documentation (RFC 5737)")
    steps = {after - before for before, after in zip(address.packed, address.packed[1:], strict=False)}
    if str(address) in RESOLVERS or steps in ({0}, {1}):
        raise NotLabelled("a public resolver's address, or a filler such as 1.2.3.4")
