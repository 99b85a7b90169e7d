"""One way to write an address: its permission, body, answer and summary are at one place.

::

    ROUTES = RouteTable()

    @ROUTES.serve("POST", addresses.CASE_STEPS, "Take a step in a case", Permission.REVIEW_HITS)
    def make_step(call: ApiCall, number: str, body: CaseStepRequest) -> CasesMessage: ...

A handler gets the call; then, by name, what its path or its query holds (text, a number, or a list
of texts) and, as ``body``, the message that was sent. It runs on a worker thread, and returns a
message or None (204). An ``async`` handler runs on the event loop and gets the request; it reads
the body itself and returns a response. The published description is made of the same declaration.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from functools import cached_property, partial
from http import HTTPStatus
from inspect import signature
from typing import Any, TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mdt_alpr.acts.act import Act, Declaration, Look, Unversioned
from mdt_alpr.domain.audit.audit import Origin
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.people.known_devices import DeviceKind, answer_claim
from mdt_alpr.domain.people.roles import PRIVILEGED, Permission
from mdt_alpr.domain.policy import proof_is_recent
from mdt_alpr.hq.audit.answers import AnswerGiven, record_answer
from mdt_alpr.hq.base.case_formats import demand_own_cases
from mdt_alpr.hq.base.declared import Promise, checked, promised
from mdt_alpr.hq.base.headquarters import (
    ApiCall,
    Caller,
    EnrolledDevice,
    Headquarters,
    RefusedError,
    acting_as,
)
from mdt_alpr.hq.base.http import HashingGate, answer, body_of, nothing, place_of, token_of
from mdt_alpr.hq.base.settings import CERTIFICATE
from mdt_alpr.hq.people import sign_in
from mdt_alpr.hq.people.cameras import camera_caller
from mdt_alpr.hq.people.enrolling import Shown, demand_device
from mdt_alpr.hq.people.parameters import ParameterOfAddress, parameter_of
from mdt_alpr.hq.people.rate_limits import SESSION_IS_KNOWN
from mdt_alpr.wire.addresses import SECOND_PERSON
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.devices import NONCE_HEADER, RUN_HEADER, SIGNATURE_HEADER
from mdt_alpr.wire.problems import Problem

Handler = TypeVar("Handler", bound=Callable[..., Any])
_RECORDED = (Problem.NOT_PERMITTED, Problem.CAR_ONLY, Problem.OTHER_MACHINE, Problem.SECOND_PERSON)
"""Refusals of a person who is signed in, which have entries of their own (AUD-02)."""
_LOG = logging.getLogger(__name__)
_LONGEST_NONCE = 64
_SEEN = "seen"
_JSON_TYPES: dict[Any, str] = {str: "string", list: "string", int: "integer", float: "number"}


class MayAsk(Enum):
    """Which machines may ask."""

    ENROLLED = 0
    INCLUDING_REVOKED = 1
    ANY = 2


@dataclass(frozen=True, kw_only=True)
class Declared:
    """What is declared of an address beside its path, summary and permissions.

    ``accepts`` and ``returns`` are for handlers whose own annotations do not say it: a message
    class, or the media type of anything else. ``also`` are further statuses that are no problem. A
    rule that a service raises becomes the problem ``refusal`` with the rule's own sentence as
    detail. ``hashes``: it makes a password's hash. ``slashes``: what is filled in may hold a "/".
    ``machine`` says from which machines, ``kinds`` of which kind, where not of every one. A fixed
    camera asks by its certificate alone, and where it is declared (``cameras``) only.
    ``signed``: a car is shown that the answer is of its headquarters (SC-23).
    ``privileged``: the caller gave the password lately, as for every change by ``PRIVILEGED``.
    ``renews``: cars ask again all the time (``hq.hits.waiting_cars``).
    ``is_register``: the message may name every account. ``second``: what another person must be
    allowed to do, who confirms it by a sign-in of their own (header ``SECOND_PERSON``).
    """

    status: int = HTTPStatus.OK
    also: tuple[int, ...] = ()
    accepts: type | str | None = None
    returns: type | str | None = None
    is_open: bool = False
    hashes: bool = False
    slashes: bool = False
    privileged: bool = False
    refusal: Problem | None = None
    machine: MayAsk = MayAsk.ENROLLED
    kinds: tuple[DeviceKind, ...] = ()
    cameras: bool = False
    signed: bool = False
    is_register: bool = False
    renews: bool = False
    second: Permission | None = None


@dataclass(frozen=True)
class Endpoint:
    """One method of one address. A caller needs one of the permissions; without any, a session."""

    method: str
    address: str
    summary: str
    permissions: tuple[Permission, ...]
    handler: Callable[..., Any]
    declared: Declared
    act: Declaration[Any] | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether nobody needs to be signed in."""
        return self.declared.is_open

    @property
    def is_privileged(self) -> bool:
        """Tell whether the caller must have given the password lately (ACC-08)."""
        changes = self.method != "GET" and not PRIVILEGED.isdisjoint(self.permissions)
        return self.declared.privileged or changes

    @cached_property
    def accepts(self) -> type | str | None:
        """Return the message class or media type of the body, None without one."""
        body = signature(self.handler).parameters.get("body")
        return self.declared.accepts if body is None else body.annotation

    @cached_property
    def returns(self) -> type | str | None:
        """Return the message class or media type of the answer, None without one."""
        annotation = signature(self.handler).return_annotation
        is_message = isinstance(annotation, type) and not issubclass(annotation, Response)
        return annotation if is_message else self.declared.returns

    @property
    def statuses(self) -> tuple[int, ...]:
        """Return every status that is no problem."""
        done = HTTPStatus.NO_CONTENT if self.returns is None else self.declared.status
        return (done, *self.declared.also)

    @property
    def query(self) -> Mapping[str, str]:
        """Return the JSON type of every parameter of the query, by its name there."""
        named = {
            part.name_in_query: _JSON_TYPES[part.kind]
            for part in self._parameters
            if f"{{{part.name}}}" not in self.address
        }
        return named | {_SEEN: "string"} if self.changes else named

    @property
    def changes(self) -> bool:
        """Tell whether it changes a thing of which its sender was shown a version."""
        return isinstance(self.act, Act) and not isinstance(self.act.changes, Unversioned)

    @cached_property
    def _parameters(self) -> tuple[ParameterOfAddress, ...]:
        declared = list(signature(self.handler).parameters.values())[1:]
        return tuple(parameter_of(p) for p in declared if p.name not in ("request", "body"))

    def route(self) -> Route:
        """Return the address for the router."""
        path = self.address.replace("}", ":path}") if self.declared.slashes else self.address
        route = Route(path, self._respond)
        route.methods = {self.method}  # Starlette answers HEAD where GET is asked for
        return route

    async def _respond(self, request: Request) -> Response:
        hq: Headquarters = request.app.state.hq
        with acting_as("", Origin(address=place_of(request.scope))):
            call = await self._call_for(hq, request)
            if call.session is None:
                response = await self._answered(call, request)
            else:
                seen = request.query_params.get(_SEEN, "") if self.changes else ""
                with acting_as(call.by, call.session.origin):
                    began = time.perf_counter()
                    with promised(seen) as promise:
                        response = await self._answered(call, request)
                    if self.act is not None and self.act.is_measured and promise.entries:
                        took_s = time.perf_counter() - began
                        length = response.headers.get("content-length", "")
                        given = AnswerGiven(call.address, promise.entries, length, took_s)
                        await run_in_threadpool(record_answer, call.hq, call.by, given)
                self._note_broken(promise)
        if self.declared.signed:
            _sign(call, request, response)
        return response

    async def _answered(self, call: ApiCall, request: Request) -> Response:
        given = {parameter.name: parameter.of(request) for parameter in self._parameters}
        if asyncio.iscoroutinefunction(self.handler):
            response: Response = await self.handler(call, request=request, **given)
            return response
        if isinstance(self.accepts, type):
            limits = call.hq.settings.limits
            most = limits.register_bytes if self.declared.is_register else limits.message_bytes
            sent = await body_of(request, most)
            await run_in_threadpool(call.still_permitted)
            body: Any = decode(self.accepts, sent)
            if self.is_open and call.machine is not None and hasattr(body, "device"):
                body = replace(body, device=call.machine.device)
            given["body"] = body
        if self.declared.hashes:
            gate: HashingGate = request.app.state.hashing
            async with gate.passed():
                result = await run_in_threadpool(self._handled, call, given)
        else:
            result = await run_in_threadpool(self._handled, call, given)
        if isinstance(result, Response):
            return result
        return nothing() if result is None else answer(result, self.declared.status)

    def _handled(self, call: ApiCall, given: dict[str, object]) -> object:
        body = given.get("body")
        checked(body, self.declared.refusal)
        demand_own_cases(call.hq, body, self.declared.refusal)
        try:
            return self.handler(call, **given)
        except RefusedError:
            raise
        except DomainError as error:
            if self.declared.refusal is None:
                raise
            raise RefusedError(self.declared.refusal, str(error)) from error

    def _note_broken(self, promise: Promise) -> None:
        """Log what a declaration does not say, or says and its handler does not do: bugs."""
        if not isinstance(self.act, Act | Look):
            return
        about = f"{self.method} {self.address}"
        if undeclared := promise.events - set(self.act.records):
            names = ", ".join(sorted(event.name for event in undeclared))
            _LOG.error("%s records what its declaration does not say: %s", about, names)
        shows_captured = isinstance(self.act, Look) and self.act.shows_captured
        if shows_captured and promise.entries and not promise.has_ids:
            _LOG.error("%s shows captured data and records no ids of it", about)
        if promise.seen and not promise.was_compared:
            _LOG.error("%s does not compare the version that was shown", about)

    async def _call_for(self, hq: Headquarters, request: Request) -> ApiCall:
        """Return the call of a car that asked before, else of who may make it now."""
        if not self.declared.renews:
            return await self._call(hq, request)
        waiting = request.app.state.waiting
        asks = who_asks(request)
        known: ApiCall | None = waiting.call_of(asks)
        call = known or await self._call(hq, request)
        if known is None:
            waiting.note(asks, call)
        request.scope[SESSION_IS_KNOWN] = True
        return call

    async def _call(self, hq: Headquarters, request: Request) -> ApiCall:
        """Return the call of somebody who may make it; a refusal is recorded (AUD-02).

        Raises:
            RefusedError: nobody is signed in, that person may not do this, who confirms it may
                not, or the audit cannot be written and it is not for a car (AUD-05).
        """
        address = f"{request.method} {request.scope['route'].path}"
        place = place_of(request.scope)
        try:
            machine = await self._machine(hq, request)
        except RefusedError as error:
            await request.app.state.refused.note(place, error.problem)
            raise
        if self.is_open:
            return ApiCall(hq, address, place, machine=machine)
        if hq.audit_is_down and Permission.OPERATE_CAR not in self.permissions:
            raise RefusedError(Problem.NOT_READY)
        try:
            permitted = self._permitted(hq, request, machine)
            caller = await run_in_threadpool(permitted)
        except RefusedError as error:
            if error.problem not in _RECORDED:
                await request.app.state.refused.note(place, error.problem)
            raise
        request.scope[SESSION_IS_KNOWN] = not caller.is_camera
        caller = replace(caller, address=place)
        call = ApiCall(hq, address, place, caller, machine, still_permitted=permitted)
        if machine is not None and caller.device != machine.device:
            await run_in_threadpool(sign_in.record_refused_access, hq, call.caller, address)
            raise RefusedError(Problem.OTHER_DEVICE)
        if self.is_privileged and not _proved_lately(caller.proved_at, hq.clock.now()):
            raise RefusedError(Problem.PROOF_WANTED)
        return replace(call, second=await self._second(request, call))

    def _permitted(
        self, hq: Headquarters, request: Request, machine: EnrolledDevice | None
    ) -> Callable[[], Caller]:
        """Return what says who asks: the session, or a fixed camera's certificate."""
        if machine is not None and machine.kind is DeviceKind.CAMERA:
            return partial(camera_caller, hq, machine)
        address = f"{request.method} {request.scope['route'].path}"
        return partial(sign_in.permitted_caller, hq, token_of(request), self.permissions, address)

    async def _second(self, request: Request, call: ApiCall) -> Caller | None:
        """Return who confirms it as well, where somebody may and does."""
        token = request.headers.get(SECOND_PERSON)
        if self.declared.second is None or not token:
            return None
        given = call.hq, token, call.caller, self.declared.second, call.address
        try:
            return await run_in_threadpool(sign_in.confirming_caller, *given)
        except RefusedError as error:
            if error.problem not in _RECORDED:
                await request.app.state.refused.note(call.place, error.problem)
            raise

    async def _machine(self, hq: Headquarters, request: Request) -> EnrolledDevice | None:
        """Return the machine that asks; None where the settings demand none, or any may ask.

        Raises:
            RefusedError: it is not enrolled, revoked, or of another kind.
        """
        access = self.declared.machine
        if not hq.settings.devices_demanded or access is MayAsk.ANY:
            return None
        proved = request.scope.get("state", {}).get(CERTIFICATE, "")
        shown = Shown(proved, request.headers.get(RUN_HEADER, "")[:_LONGEST_NONCE])
        revoked_too = access is MayAsk.INCLUDING_REVOKED
        device = await run_in_threadpool(demand_device, hq, shown, revoked_too=revoked_too)
        is_camera = device.kind is DeviceKind.CAMERA
        kinds = self.declared.kinds
        if (kinds and device.kind not in kinds) or (is_camera and not self.declared.cameras):
            raise RefusedError(Problem.OTHER_KIND)
        return device


def who_asks(request: Request) -> tuple[str, str, str, str]:
    """Return a request's token, certificate, start of the program and network address."""
    proved = request.scope.get("state", {}).get(CERTIFICATE, "")
    run = request.headers.get(RUN_HEADER, "")[:_LONGEST_NONCE]
    return request.headers.get("Authorization", ""), proved, run, place_of(request.scope)


def _sign(call: ApiCall, request: Request, response: Response) -> None:
    """Sign an answer for the machine that asked, with the number that it gave to its question."""
    nonce = request.headers.get(NONCE_HEADER, "")
    if nonce and len(nonce) <= _LONGEST_NONCE:
        claim = answer_claim(nonce, call.address, response.status_code, bytes(response.body))
        response.headers[SIGNATURE_HEADER] = call.hq.signer.sign(claim).hex()


def _proved_lately(proved_at: datetime | None, now: datetime) -> bool:
    return proved_at is not None and proof_is_recent(proved_at, now)


class RouteTable(list[Endpoint]):
    """The addresses of one feature, in the order in which the router tries them."""

    def serve(
        self, method: str, address: str, summary: str, *may: Permission, **declared: Any
    ) -> Callable[[Handler], Handler]:
        """Declare what is answered at an address; see ``Declared`` for ``declared``."""

        def declare(handler: Handler) -> Handler:
            more = Declared(**declared)
            self.append(Endpoint(method, address, summary, may, handler, more))
            return handler

        return declare

    def does(self, act: Declaration[Any], **declared: Any) -> Callable[[Handler], Handler]:
        """Declare what does an act; ``declared`` is what only headquarters must know of it."""
        known = {
            "refusal": act.refusal,
            "second": act.second,
            "privileged": act.is_privileged,
            **declared,
        }

        def declare(handler: Handler) -> Handler:
            more = Declared(**known)
            made = Endpoint(act.method, act.address, act.summary, act.may, handler, more, act)
            if made.accepts is not (act.body or made.accepts):
                raise TypeError(f"{act.at}: its handler has another body than the act")
            self.append(made)
            return handler

        return declare
