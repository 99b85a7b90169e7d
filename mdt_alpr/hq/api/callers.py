"""Who asks, and whether that person may; a refusal is recorded."""

import ipaddress

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from mdt_alpr.domain.roles import Permission
from mdt_alpr.hq.api.http import token_of
from mdt_alpr.hq.service import sign_in
from mdt_alpr.hq.service.headquarters import Caller, Headquarters, RefusedError


async def caller_of(hq: Headquarters, request: Request, permission: Permission | None) -> Caller:
    """Return who asks.

    Raises:
        RefusedError: nobody is signed in, or that person may not do this.
    """
    token = token_of(request)
    return await run_in_threadpool(_allowed, hq, token, permission, address_of(request))


def address_of(request: Request) -> str:
    """Return what was asked for, for the record: the address without what is filled in."""
    return f"{request.method} {request.scope['route'].path}"


def place_of(request: Request) -> str:
    """Return where a request comes from; of an IPv6 address its network, which one host has.

    Behind a proxy that the settings name, it is the address that the proxy tells.
    """
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if address.version == 4:  # noqa: PLR2004 - of the Internet Protocol
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False))


def _allowed(hq: Headquarters, token: str, permission: Permission | None, address: str) -> Caller:
    with hq.reading() as work:
        caller = sign_in.caller_of(work, token)
    if permission is not None:
        try:
            sign_in.demand(caller, permission)
        except RefusedError:
            sign_in.record_refused_access(hq, caller, address)
            raise
    return caller
