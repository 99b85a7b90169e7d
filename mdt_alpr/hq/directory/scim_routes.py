"""The part of SCIM 2.0 (RFC 7643, 7644) by which a directory says who has left.

Whoever shows the directory's token may ask; it need not be an enrolled machine. What a directory
sends beside ``active`` and ``displayName`` is left aside.
"""

import json
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from mdt_alpr.domain.errors import DomainError
from mdt_alpr.hq.base.headquarters import ApiCall, RefusedError
from mdt_alpr.hq.base.http import body_of, token_of
from mdt_alpr.hq.directory import leavers
from mdt_alpr.hq.directory.leavers import KnownPerson
from mdt_alpr.hq.people.endpoints import MayAsk, RouteTable
from mdt_alpr.hq.people.rate_limits import SESSION_IS_KNOWN
from mdt_alpr.wire import addresses
from mdt_alpr.wire.problems import Problem

ROUTES = RouteTable()
SCIM = "application/scim+json"
_OPEN: dict[str, Any] = {"is_open": True, "machine": MayAsk.ANY, "returns": SCIM}
_CORE = "urn:ietf:params:scim:schemas:core:2.0"
_API = "urn:ietf:params:scim:api:messages:2.0"
_FILTER = re.compile(r'\s*(userName|externalId|id)\s+eq\s+"([^"\\]*)"\s*', re.IGNORECASE)
_YES_OR_NO = {"true": True, "false": False}
"""Some directories send words."""
_NOT_NEWEST = "Set its newest token at the directory: mdt-alpr hq directory new-token."


class ScimError(Exception):
    """What is answered with a status and a sentence, as SCIM has it."""

    def __init__(self, status: int, words: str, kind: str = "") -> None:
        super().__init__(words)
        self.status, self.words, self.kind = status, words, kind


@ROUTES.serve("GET", addresses.SCIM_ABOUT, "See which part of SCIM is served", **_OPEN)
async def about(call: ApiCall, request: Request) -> Response:
    """Say what is there."""
    await _demand_token(call, request)
    no = {"supported": False}
    said = {
        "schemas": [f"{_CORE}:ServiceProviderConfig"],
        "patch": {"supported": True},
        "bulk": {**no, "maxOperations": 0, "maxPayloadSize": 0},
        "filter": {"supported": True, "maxResults": 10_000},
        "changePassword": no,
        "sort": no,
        "etag": no,
        "authenticationSchemes": [
            {"type": "oauthbearertoken", "name": "Bearer", "description": "hq directory new-token"}
        ],
    }
    return _answer(said)


@ROUTES.serve("GET", addresses.SCIM_USERS, "See linked accounts", **_OPEN)
async def users(call: ApiCall, request: Request) -> Response:
    """Show linked accounts, or those that a filter asks for."""
    await _demand_token(call, request)
    asked = request.query_params.get("filter", "")
    wanted = _FILTER.fullmatch(asked)
    if asked and wanted is None:
        return _failed(ScimError(400, 'Ask for userName eq "..." or externalId.', "invalidFilter"))
    people = await run_in_threadpool(_known, call)
    if wanted is not None:
        people = [person for person in people if _is_asked(person, wanted[1], wanted[2])]
    return _answer(
        {
            "schemas": [f"{_API}:ListResponse"],
            "totalResults": len(people),
            "startIndex": 1,
            "itemsPerPage": len(people),
            "Resources": [_resource(person) for person in people],
        }
    )


@ROUTES.serve("POST", addresses.SCIM_USERS, "Refuse to make an account", accepts=SCIM, **_OPEN)
async def refuse_user(call: ApiCall, request: Request) -> Response:
    """Make no account: an administrator does, and links it."""
    await _demand_token(call, request)
    await body_of(request, call.hq.settings.limits.message_bytes)
    words = "An administrator makes accounts here, then links them: hq directory link."
    return _failed(ScimError(HTTPStatus.FORBIDDEN, words))


@ROUTES.serve("GET", addresses.SCIM_USER, "See a linked account", slashes=True, **_OPEN)
async def user(call: ApiCall, request: Request, person_id: str) -> Response:
    """Show a linked account."""
    await _demand_token(call, request)
    people = await run_in_threadpool(_known, call)
    return _shown(next((person for person in people if person.person_id == person_id), None))


@ROUTES.serve(
    "PUT", addresses.SCIM_USER, "Say of a person all", accepts=SCIM, slashes=True, **_OPEN
)
async def put_user(call: ApiCall, request: Request, person_id: str) -> Response:
    """Take what is said of a person."""
    await _demand_token(call, request)
    try:
        return await _changed(call, person_id, await _sent(call, request))
    except ScimError as error:
        return _failed(error)


@ROUTES.serve(
    "PATCH", addresses.SCIM_USER, "Say of a person some", accepts=SCIM, slashes=True, **_OPEN
)
async def patch_user(call: ApiCall, request: Request, person_id: str) -> Response:
    """Take what is said anew of a person."""
    await _demand_token(call, request)
    try:
        operations = (await _sent(call, request)).get("Operations")
        if not isinstance(operations, list):
            raise ScimError(400, "Operations: a list.", "invalidSyntax")  # noqa: TRY301 - answered below
        said: dict[str, Any] = {}
        for operation in operations:
            said |= _said_by(operation)
        return await _changed(call, person_id, said)
    except ScimError as error:
        return _failed(error)


@ROUTES.serve(
    "DELETE", addresses.SCIM_USER, "Disable an account", slashes=True, **{**_OPEN, "returns": None}
)
async def end_user(call: ApiCall, request: Request, person_id: str) -> Response:
    """Disable an account: nothing that a person did is erased."""
    await _demand_token(call, request)
    try:
        await _changed(call, person_id, {"active": False})
    except ScimError as error:
        return _failed(error)
    return Response(status_code=HTTPStatus.NO_CONTENT)


async def _demand_token(call: ApiCall, request: Request) -> None:
    def is_token() -> bool:
        return bool(call.hq.settings.directory) and leavers.asks_with(call.hq, token_of(request))

    try:
        is_right = await run_in_threadpool(is_token)
    except RefusedError:
        is_right = False
    if not is_right:
        await request.app.state.refused.note(call.place, Problem.NOT_SIGNED_IN)
        raise RefusedError(Problem.NOT_SIGNED_IN, _NOT_NEWEST)
    request.scope[SESSION_IS_KNOWN] = True


async def _sent(call: ApiCall, request: Request) -> dict[str, Any]:
    body = await body_of(request, call.hq.settings.limits.message_bytes)
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        sent = None
    if not isinstance(sent, dict):
        raise ScimError(HTTPStatus.BAD_REQUEST, "It is no JSON object.", "invalidSyntax")
    return sent


def _said_by(operation: object) -> dict[str, Any]:
    """Return what an operation says; a directory may write its word with a capital."""
    if not isinstance(operation, dict) or str(operation.get("op")).lower() not in (
        "add",
        "replace",
        "remove",
    ):
        raise ScimError(HTTPStatus.BAD_REQUEST, "op: add, replace or remove.", "invalidSyntax")
    value, path = operation.get("value"), operation.get("path")
    if str(operation["op"]).lower() == "remove":
        return {}
    if path is None:
        return value if isinstance(value, dict) else {}
    return {str(path): value}


async def _changed(call: ApiCall, person_id: str, said: Mapping[str, Any]) -> Response:
    # names in any case, and with their schema before them (RFC 7643, 2.1; RFC 7644, 3.10)
    known = {name.rpartition(":")[2].lower(): value for name, value in said.items()}
    active, name = known.get("active"), known.get("displayname")
    if isinstance(active, str):
        active = _YES_OR_NO.get(active.lower(), active)
    if active is not None and not isinstance(active, bool):
        raise ScimError(HTTPStatus.BAD_REQUEST, "active: true or false.", "invalidValue")
    if name is not None and not isinstance(name, str):
        raise ScimError(HTTPStatus.BAD_REQUEST, "displayName: a text.", "invalidValue")

    def change() -> KnownPerson | None:
        return leavers.change(call.hq, person_id, is_active=active, name=name)

    try:
        return _shown(await run_in_threadpool(change))
    except RefusedError:
        raise
    except DomainError as error:
        raise ScimError(HTTPStatus.CONFLICT, str(error), "mutability") from error


def _known(call: ApiCall) -> list[KnownPerson]:
    with call.hq.reading() as work:
        return leavers.known_people(work, call.hq.settings.directory)


def _is_asked(person: KnownPerson, attribute: str, value: str) -> bool:
    if attribute.lower() == "externalid":
        return person.subject == value
    return value.casefold() in (person.person_id.casefold(), person.subject.casefold())


def _resource(person: KnownPerson) -> dict[str, Any]:
    return {
        "schemas": [f"{_CORE}:User"],
        "id": person.person_id,
        "externalId": person.subject,
        "userName": person.person_id,
        "displayName": person.name,
        "active": person.is_active,
        "meta": {"resourceType": "User"},
    }


def _shown(person: KnownPerson | None) -> Response:
    if person is None:
        return _failed(ScimError(HTTPStatus.NOT_FOUND, "No linked account is this."))
    return _answer(_resource(person))


def _failed(error: ScimError) -> Response:
    said = {"schemas": [f"{_API}:Error"], "status": str(int(error.status)), "detail": error.words}
    return _answer(said | ({"scimType": error.kind} if error.kind else {}), error.status)


def _answer(said: Mapping[str, Any], status: int = HTTPStatus.OK) -> Response:
    return Response(json.dumps(said), status, media_type=SCIM)
