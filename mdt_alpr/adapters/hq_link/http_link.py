"""Headquarters over HTTPS; the addresses are those of version 1 of ``wire.messages``.

Whatever goes wrong leaves as one of three: the session does not count (SignInRefusedError),
headquarters understood and said no (RequestRefusedError), or it cannot be reached now
(LinkLostError, LinkBusyError where it asks for a pause).
"""

import gzip
import hashlib
import secrets
import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from typing import TypeVar

import httpx

from mdt_alpr.adapters.hq_link.answers import (
    ahead_s,
    answer_from,
    at_sign_in,
    body_of,
    failure_of,
    hotlist_from,
    message_of,
    not_signed,
    not_understood,
    request_from,
    session_from,
    unreachable,
)
from mdt_alpr.adapters.hq_link.enrolled import Enrolled
from mdt_alpr.adapters.hq_link.trust import of_this_machine
from mdt_alpr.domain.entry.form import PastReadsQuery
from mdt_alpr.domain.errors import LinkLostError, SignInRefusedError
from mdt_alpr.domain.hit.status_query import StatusAnswer, StatusQuery
from mdt_alpr.domain.hotlist.hotlist import Hotlist
from mdt_alpr.domain.people.provenance import sign_in_claim
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.domain.people.second_factor import Enrollment
from mdt_alpr.domain.retention.outbox import OutboxItem
from mdt_alpr.domain.safeguards import headquarters_fault
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.outbox import RequestRefusedError
from mdt_alpr.patrol.ports import Signer
from mdt_alpr.patrol.store_port import Lists
from mdt_alpr.wire import addresses
from mdt_alpr.wire.accounts import (
    FactorOffer,
    FactorRequest,
    KeyChallenge,
    PasswordChange,
    RecoveryCodes,
)
from mdt_alpr.wire.car_settings import SettingsOffer
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.devices import (
    AGENT,
    NONCE_HEADER,
    CertificateRenewal,
    EnrollmentMessage,
    OwnDeviceMessage,
)
from mdt_alpr.wire.holds import HoldOrders, KnownHolds
from mdt_alpr.wire.hotlist_package import lines_of
from mdt_alpr.wire.manual import PastReadsMessage, PastReadsRequest
from mdt_alpr.wire.messages import (
    VERSION,
    BatchMessage,
    HotlistMessage,
    ItemMessage,
    Receipt,
    ReceiptsMessage,
    SessionMessage,
    SignInMessage,
)
from mdt_alpr.wire.pictures import (
    PICTURES_TYPE,
    DigestsMessage,
    PictureReceipt,
    PicturesMessage,
    frames,
)
from mdt_alpr.wire.program_updates import PART_BYTES, OfferMessage
from mdt_alpr.wire.status import StatusResponse

M = TypeVar("M")
_NONCE_BYTES = 16
_SIGNED = frozenset(
    {
        addresses.ITEMS,
        addresses.PICTURES,
        addresses.PICTURES_HELD,
        addresses.STATUS,
        addresses.DEVICE,
    }
)
"""What a car acts on for good: data leaves it, a gate opens."""
CONNECT_WITHIN_S = 5.0
ANSWER_WITHIN_S = 20.0
COMPRESSED_FROM = 1024
"""Bytes; a smaller body only grows by gzip."""
LARGEST_ANSWER = 4 * 1024 * 1024
LARGEST_HOTLIST = 1024 * 1024 * 1024
"""Bytes that a car accepts from the network before it gives up on an answer."""


def open_client(
    address: str,
    answer_within_s: float = ANSWER_WITHIN_S,
    transport: httpx.BaseTransport | None = None,
) -> httpx.Client:
    """Return a client for a headquarters on this very machine, without TLS (SEC-01).

    An enrolled machine has its own (``enrolled.Enrolled.client``). Proxies of the environment are
    not used. ``transport`` carries the requests in place of the machine's network, as in a drill.

    Raises:
        OutsideError: it is on another machine, which nobody reaches who is not enrolled.
    """
    return httpx.Client(
        base_url=of_this_machine(address),
        verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),  # trusts nobody
        timeout=httpx.Timeout(answer_within_s, connect=CONNECT_WITHIN_S),
        http2=False,
        follow_redirects=False,
        trust_env=False,
        transport=transport,
        headers=AGENT,
    )


class HttpLink:
    """See ``patrol.ports.HqLink``; used by the link thread only.

    ``clock_compared`` gets by how many seconds our clock is ahead of each answer's, and when.
    ``lists`` accepts signed packages of lists; without it a list comes as one message. ``unit`` is
    what the car calls itself, ``signer`` shows that it is this device.
    ``training``: whether this car is in training; None signs in at any headquarters. ``known`` is
    the enrolled machine: receipts and status replies must be signed by its headquarters (V5).
    """

    def __init__(  # noqa: PLR0913 - what a car says of itself
        self,
        client: httpx.Client,
        clock: Clock,
        device: str,
        clock_compared: Callable[[float, datetime], None] = lambda _ahead_s, _at: None,
        lists: Lists | None = None,
        *,
        training: bool | None = None,
        unit: str = "",
        signer: Signer | None = None,
        known: Enrolled | None = None,
    ) -> None:
        self._known = known
        self._client = client
        self._clock = clock
        self._device = device
        self._clock_compared = clock_compared
        self._lists = lists
        self._training = training
        self._unit = unit
        self._signer = signer

    def sign_in(self, person_id: str, password: str, code: str = "") -> Session:
        """Begin a session of a person in this car.

        Raises:
            SignInRefusedError: refused, or one of car and headquarters is in training (V9).
        """
        key = proof = ""
        if self._signer is not None:
            key = self._signer.public_key
            proof = self._signer.sign(sign_in_claim(self._device, key, person_id)).hex()
        message = SignInMessage(person_id, password, self._device, self._unit, key, proof, code)
        try:
            request = self._posted(addresses.SESSIONS, message)
            begun = message_of(SessionMessage, self._answer(request))
            session = session_from(begun)
        except LinkLostError as error:
            raise at_sign_in(error) from error
        trains = begun.training if self._training is None else self._training
        if fault := headquarters_fault(car_trains=trains, headquarters_trains=begun.training):
            with suppress(LinkLostError, SignInRefusedError):
                self.sign_out(session)
            raise SignInRefusedError(fault)
        return session

    def offer_factor(self, person_id: str, password: str, code: str = "") -> Enrollment:
        """Ask for a second factor, which counts after its first code."""
        offer = self._factor(addresses.SECOND_FACTOR, FactorOffer, person_id, password, code)
        return Enrollment(offer.address, offer.secret, key=offer.key)

    def confirm_factor(self, person_id: str, password: str, code: str) -> Enrollment:
        at = addresses.SECOND_FACTOR_CODE
        return Enrollment(
            recovery=self._factor(at, RecoveryCodes, person_id, password, code).codes
        )

    def key_question(self, person_id: str, password: str) -> str:
        at = addresses.SECOND_FACTOR_CHALLENGE
        return self._factor(at, KeyChallenge, person_id, password).options

    def _factor(self, at: str, kind: type[M], *words: str) -> M:
        person_id, password, *code = words
        message = FactorRequest(person_id, password, self._device, *code)
        try:
            return message_of(kind, self._answer(self._posted(at, message)))
        except RequestRefusedError as error:
            raise SignInRefusedError(str(error)) from error
        except LinkLostError as error:
            raise at_sign_in(error) from error

    def change_password(
        self, person_id: str, password: str, new_password: str, code: str = ""
    ) -> None:
        message = PasswordChange(person_id, password, new_password, self._device, code)
        try:
            self._do(self._posted(addresses.PASSWORD, message))
        except RequestRefusedError as error:
            raise SignInRefusedError(str(error)) from error

    def sign_out(self, session: Session) -> None:
        self._do(
            self._client.build_request(
                "DELETE", addresses.SESSION_IN_USE, headers=_authorized(session)
            )
        )

    def send(self, session: Session, items: Sequence[OutboxItem]) -> tuple[Receipt, ...]:
        body = encode(self._batch(items)).encode()
        headers = {**_authorized(session), **_json()}
        if len(body) > COMPRESSED_FROM:
            body = gzip.compress(body, mtime=0)
            headers["Content-Encoding"] = "gzip"
        request = self._client.build_request(
            "POST", addresses.ITEMS, content=body, headers=headers
        )
        return message_of(ReceiptsMessage, self._answer(request)).receipts

    def send_pictures(
        self, session: Session, pictures: Sequence[tuple[str, bytes]]
    ) -> tuple[PictureReceipt, ...]:
        """Send pictures in one request; sending one again does no harm."""
        headers = {**_authorized(session), "Content-Type": PICTURES_TYPE}
        request = self._client.build_request(
            "POST", addresses.PICTURES, content=frames(pictures), headers=headers
        )
        return message_of(PicturesMessage, self._answer(request)).receipts

    def held_pictures(self, session: Session, digests: Sequence[str]) -> frozenset[str]:
        request = self._posted(addresses.PICTURES_HELD, DigestsMessage(tuple(digests)), session)
        return frozenset(message_of(DigestsMessage, self._answer(request)).digests)

    def holds(self, session: Session, known: Sequence[str]) -> HoldOrders:
        headers, sent = {**_authorized(session), **_json()}, encode(KnownHolds(tuple(known)))
        place = addresses.CAR_HOLDS
        request = self._client.build_request("POST", place, content=sent, headers=headers)
        return message_of(HoldOrders, self._answer(request))

    def hotlist(self, session: Session, known_version: int) -> Hotlist | None:
        if self._lists is not None:
            return self._changes(session, self._lists, known_version)
        request = self._client.build_request(
            "GET",
            addresses.HOTLIST,
            params={"known_version": known_version},
            headers=_authorized(session),
        )
        body = self._answer(request, LARGEST_HOTLIST)
        if not body:
            return None
        hotlist = hotlist_from(message_of(HotlistMessage, body))
        return replace(hotlist, digest=hashlib.sha256(body).hexdigest())

    def _changes(self, session: Session, lists: Lists, known_version: int) -> Hotlist | None:
        """Return the present list with what changed since the version that the car has.

        Where the list in use has a higher number than the delivered one, that one was lost, or
        used after headquarters was restored: the whole is asked for.
        """
        known = known_version if known_version <= lists.version else 0
        request = self._client.build_request(
            "GET",
            addresses.HOTLIST_CHANGES,
            params={"known_version": known, "lineage": lists.lineage},
            headers=_authorized(session),
        )
        sent_at = self._clock.now()
        try:
            response = self._client.send(request, stream=True)
            try:
                self._compare(response, sent_at)
                if response.status_code == HTTPStatus.NO_CONTENT:
                    return None
                if response.is_success:
                    return lists.accept(lines_of(response.iter_bytes()))
                body = body_of(response, LARGEST_ANSWER)
            finally:
                response.close()
        except httpx.HTTPError as error:
            raise unreachable(error) from error
        raise failure_of(response, body, self._clock.now())

    def ask_status(self, session: Session, hit_id: str, query: StatusQuery) -> StatusAnswer:
        """Return what headquarters' gateway answered; see ``patrol.status_questions``."""
        request = self._posted(addresses.STATUS, request_from(hit_id, query), session)
        return answer_from(message_of(StatusResponse, self._answer(request)), query)

    def past_reads(self, session: Session, query: PastReadsQuery) -> PastReadsMessage:
        """Return the newest reads of the plate of an entry; headquarters records the search."""
        at = addresses.filled(addresses.ENTRY_PAST_READS, entry_id=query.entry_id)
        request = self._posted(at, PastReadsRequest(query.purpose.value, query.case), session)
        return message_of(PastReadsMessage, self._answer(request))

    def own_device(self) -> OwnDeviceMessage:
        """Return what headquarters knows of this machine; nobody needs to be signed in."""
        request = self._client.build_request("GET", addresses.DEVICE)
        return message_of(OwnDeviceMessage, self._answer(request))

    def update_offer(self) -> OfferMessage:
        """Return which package this machine is to install."""
        request = self._client.build_request("GET", addresses.DEVICE_UPDATE)
        return message_of(OfferMessage, self._answer(request))

    def settings_offer(self) -> SettingsOffer:
        """Return which settings this machine is given."""
        request = self._client.build_request("GET", addresses.DEVICE_SETTINGS)
        return message_of(SettingsOffer, self._answer(request))

    def update_part(self, number: int, at: int) -> bytes:
        """Return a part of it, from a byte on."""
        path = addresses.filled(addresses.DEVICE_UPDATE_PART, number=str(number), at=str(at))
        return self._answer(self._client.build_request("GET", path), PART_BYTES)

    def renew(self, request: str) -> EnrollmentMessage:
        asked = self._posted(addresses.DEVICE_RENEWAL, CertificateRenewal(request))
        return message_of(EnrollmentMessage, self._answer(asked))

    def note_wiped(self) -> None:
        self._do(self._client.build_request("POST", addresses.DEVICE_WIPED))

    def close(self) -> None:
        """Close every connection."""
        self._client.close()

    def _batch(self, items: Sequence[OutboxItem]) -> BatchMessage:
        messages = tuple(
            ItemMessage(i.item_id, i.sequence, i.kind.value, i.made_at, i.body) for i in items
        )
        return BatchMessage(VERSION, self._device, self._clock.now(), messages)

    def _posted(self, at: str, message: object, session: Session | None = None) -> httpx.Request:
        headers = _json() if session is None else {**_authorized(session), **_json()}
        return self._client.build_request("POST", at, content=encode(message), headers=headers)

    def _do(self, request: httpx.Request) -> None:
        """Demand an answer without a body: a hotspot's sign-in page must not pass for "done"."""
        if self._answer(request):
            raise not_understood()

    def _answer(self, request: httpx.Request, most: int = LARGEST_ANSWER) -> bytes:
        """Return the body of a good answer; empty where there is none to give."""
        sent_at = self._clock.now()
        request.headers[NONCE_HEADER] = nonce = secrets.token_hex(_NONCE_BYTES)
        try:
            response = self._client.send(request, stream=True)
            self._compare(response, sent_at)
            try:
                body = body_of(response, most)
            finally:
                response.close()
        except httpx.HTTPError as error:
            raise unreachable(error) from error
        if not response.is_success:
            raise failure_of(response, body, self._clock.now())
        if self._known is not None and request.url.path in _SIGNED:
            asked = f"{request.method} {request.url.path}"
            if not self._known.is_answer(nonce, asked, response, body):
                raise not_signed()
        return b"" if response.status_code == HTTPStatus.NO_CONTENT else body

    def _compare(self, response: httpx.Response, sent_at: datetime) -> None:
        came_at = self._clock.now()
        ahead = ahead_s(response.headers.get("Date"), sent_at, came_at)
        if ahead is not None:
            self._clock_compared(ahead, came_at)


def _authorized(session: Session) -> dict[str, str]:
    """Return the header of a person's session; a fixed camera has none, its certificate counts."""
    return {"Authorization": f"Bearer {session.token}"} if session.token else {}


def _json() -> dict[str, str]:
    return {"Content-Type": "application/json"}
