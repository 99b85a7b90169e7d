"""Who asks, and whether that person may; a refusal is recorded."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, RefusedError
from mdt_alpr.hq.base.http import token_of
from mdt_alpr.hq.people import sign_in
from mdt_alpr.hq.people.rate_limits import SESSION_IS_KNOWN


async def caller_of(hq: Headquarters, request: Request, permission: Permission | None) -> Caller:
    """Return who asks.

    Raises:
        RefusedError: nobody is signed in, or that person may not do this.
    """
    token = token_of(request)
    caller = await run_in_threadpool(_allowed, hq, token, permission, address_of(request))
    request.scope[SESSION_IS_KNOWN] = True
    return caller


def address_of(request: Request) -> str:
    """Return what was asked for, for the record: the address without what is filled in."""
    return f"{request.method} {request.scope['route'].path}"


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
