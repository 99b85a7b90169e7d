"""Where a request comes from, as limits and locks count it."""

import ipaddress

from starlette.types import Scope


def place_of(scope: Scope) -> str:
    """Return the place of a request; behind a proxy that the settings name, of its client."""
    return place_of_address((scope.get("client") or ("",))[0])


def place_of_address(host: str) -> str:
    """Return the network address; of an IPv6 address its network, all of which one host has."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False))
