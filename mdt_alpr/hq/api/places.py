"""Where a request comes from, as limits and locks count it."""

import ipaddress

from starlette.types import Scope


def place_of(scope: Scope) -> str:
    """Return the network address; of an IPv6 address its network, all of which one host has.

    Behind a proxy that the settings name, it is the address that the proxy tells.
    """
    host: str = (scope.get("client") or ("",))[0]
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False))
