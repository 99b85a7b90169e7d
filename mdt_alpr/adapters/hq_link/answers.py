"""What headquarters answered, in the car's words."""

import logging
import ssl
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TypeVar

import httpx

from mdt_alpr.domain.conversion import converted
from mdt_alpr.domain.errors import (
    CodeWantedError,
    DeviceRevokedError,
    FactorMissingError,
    KeyWantedError,
    LinkLostError,
    OutsideError,
    PasswordDueError,
    ProofWantedError,
    SetupCodeWantedError,
    SignInRefusedError,
)
from mdt_alpr.domain.hit.status_query import (
    GatewayResult,
    GatewaySource,
    StatusAnswer,
    StatusQuery,
)
from mdt_alpr.domain.hotlist.hotlist import CATEGORIES, Hotlist, lis_of, state_of
from mdt_alpr.domain.people.roles import Role, Session
from mdt_alpr.domain.plate.plate import state_in_words
from mdt_alpr.patrol.outbox import LinkBusyError, RequestRefusedError
from mdt_alpr.wire.codec import DecodeError, decode_answer
from mdt_alpr.wire.devices import WIPE_HEADER
from mdt_alpr.wire.messages import HotlistMessage, SessionMessage, record_from
from mdt_alpr.wire.problems import CONTENT_TYPE, Problem, ProblemMessage
from mdt_alpr.wire.status import STATUS_VERSION, StatusRequest, StatusResponse

M = TypeVar("M")

_LOG = logging.getLogger(__name__)
_PEOPLE = 2
"""First digit of the problems that speak of people and sessions."""
_SECOND_QUESTIONS = {
    Problem.PASSWORD_DUE.number: PasswordDueError,
    Problem.CODE_WANTED.number: CodeWantedError,
    Problem.CODE_REFUSED.number: CodeWantedError,
    Problem.KEY_WANTED.number: KeyWantedError,
    Problem.KEY_REFUSED.number: KeyWantedError,
    Problem.SETUP_CODE_WANTED.number: SetupCodeWantedError,
    Problem.SETUP_CODE_REFUSED.number: SetupCodeWantedError,
    Problem.FACTOR_MISSING.number: FactorMissingError,
    Problem.PROOF_WANTED.number: ProofWantedError,
}
"""What a person is asked next."""
_LONGEST_SENTENCE = 300
_STAYS = "Queued items are kept and sent again."
_NEEDED = "Headquarters is needed to sign in. Try again."
_UNKNOWN = "Look whether it was done before you try again."


def body_of(response: httpx.Response, most: int) -> bytes:
    """Return the body of an answer.

    Raises:
        LinkLostError: it has more than ``most`` bytes.
    """
    body = bytearray()
    for part in response.iter_bytes():
        body += part
        if len(body) > most:
            raise not_understood()
    return bytes(body)


def message_of(kind: type[M], body: bytes) -> M:
    """Return the message in a good answer.

    Raises:
        LinkLostError: it is none of version 1.
    """
    try:
        return decode_answer(kind, body)
    except DecodeError as error:
        raise not_understood() from error


def session_from(message: SessionMessage) -> Session:
    """Return the session that headquarters began.

    Raises:
        LinkLostError: its role is unknown here.
    """
    try:
        role = Role(message.role)
    except ValueError:
        raise not_understood() from None
    return converted(Session, message, role=role)


def hotlist_from(message: HotlistMessage) -> Hotlist:
    """Return the list; entries of a category that this version does not know are left out."""
    known = [entry for entry in message.entries if entry.category in CATEGORIES]
    if left_out := len(message.entries) - len(known):
        _LOG.warning("%d hotlist entries of an unknown category left out", left_out)
    return converted(Hotlist, message, entries=tuple(record_from(entry) for entry in known))


def failure_of(response: httpx.Response, body: bytes, now: datetime) -> OutsideError:
    """Return what an answer outside 200 to 299 means; the sentence is headquarters' own."""
    problem = _problem(response, body)
    sentence = _sentence(problem, response.status_code)
    if problem is not None and problem.number in _SECOND_QUESTIONS:
        return _SECOND_QUESTIONS[problem.number](sentence)
    if problem is not None and problem.number == Problem.REVOKED.number:
        return DeviceRevokedError(sentence, response.headers.get(WIPE_HEADER, ""))
    refuses_person = problem is not None and problem.number // 100 == _PEOPLE
    if response.status_code == HTTPStatus.UNAUTHORIZED or refuses_person:
        return SignInRefusedError(sentence)
    if response.is_server_error or response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        return LinkBusyError(sentence, _retry_after(response, now))
    if problem is not None and response.is_client_error:
        return RequestRefusedError(sentence, problem.number)
    return LinkLostError(sentence)


def unreachable(error: httpx.HTTPError) -> LinkLostError:
    """Return what a failure below HTTP means."""
    if isinstance(error, httpx.TimeoutException):
        return LinkLostError(f"Headquarters did not answer in time. {_STAYS}")
    if _is_about_certificates(error):
        return LinkLostError(
            "Headquarters' certificate is not trusted. Call the technician; do not sign in "
            "elsewhere. Queued items are kept."
        )
    if _refuses_certificate(error):
        return LinkLostError(
            "Headquarters does not accept this machine's certificate: it may have ended. Call the "
            "technician, who enrolls it again. Queued items are kept."
        )
    return LinkLostError(f"Headquarters cannot be reached. {_STAYS}")


def at_sign_in(error: LinkLostError) -> LinkLostError:
    """Return a lost link in the words of a sign-in, where nothing of the person's is queued."""
    words = str(error)
    return LinkLostError(words.replace(_STAYS, _NEEDED)) if words.endswith(_STAYS) else error


def not_signed() -> LinkLostError:
    """Return the failure for an answer that is not of the headquarters that this car knows."""
    return LinkLostError(
        "The answer is not of the headquarters that this car knows. Call the technician; do not "
        f"sign in elsewhere. {_STAYS}"
    )


def at_command(error: LinkLostError) -> LinkLostError:
    """Return a lost link in the words of a command, where nothing is queued."""
    words = str(error)
    return LinkLostError(words.replace(_STAYS, _UNKNOWN)) if words.endswith(_STAYS) else error


def not_understood() -> LinkLostError:
    """Return the failure for an answer that is no answer of version 1."""
    return LinkLostError(f"Headquarters' answer is not understood. {_STAYS}")


def _problem(response: httpx.Response, body: bytes) -> ProblemMessage | None:
    if not response.headers.get("Content-Type", "").startswith(CONTENT_TYPE):
        return None
    try:
        return decode_answer(ProblemMessage, body)
    except DecodeError:
        return None


def _sentence(problem: ProblemMessage | None, status: int) -> str:
    if problem is None:
        return f"Headquarters answered with status {status}. {_STAYS}"
    words = " ".join(f"{problem.title} {problem.detail}".split())
    return words[:_LONGEST_SENTENCE]


def _retry_after(response: httpx.Response, now: datetime) -> timedelta:
    """Return the pause that headquarters asks for, in seconds or as a date; never negative."""
    value = response.headers.get("Retry-After", "").strip()
    try:
        pause = (
            timedelta(seconds=int(value))
            if value.isascii() and value.isdigit()
            else parsedate_to_datetime(value) - now
        )
    except (ValueError, TypeError, OverflowError):
        return timedelta(0)
    return max(pause, timedelta(0))


def _is_about_certificates(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _refuses_certificate(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLError) and "alert" in str(error).lower():
            return "certificate" in str(error).lower() or "unknown ca" in str(error).lower()
        error = error.__cause__ or error.__context__
    return False


def request_from(hit_id: str, query: StatusQuery) -> StatusRequest:
    """Return the question, its state spelled out (VER-04)."""
    return StatusRequest(
        version=STATUS_VERSION,
        query_id=query.query_id,
        hit_id=hit_id,
        asked_at=query.asked_at,
        LIC=query.text,
        LIS=lis_of(query.state),
        state_name=state_in_words(query.state),
        NIC=query.nic,
        ORI=query.ori,
        entry_id=query.entry_id,
    )


def answer_from(response: StatusResponse, query: StatusQuery) -> StatusAnswer:
    """Return the answer to ``query``; what it is about stays as it was answered.

    Raises:
        LinkLostError: it is no answer of this version.
    """
    try:
        result, source = GatewayResult(response.result), GatewaySource(response.source)
    except ValueError:
        raise not_understood() from None
    if response.version != STATUS_VERSION:
        raise not_understood()
    same = response.query_id == query.query_id
    return StatusAnswer(
        query_id=query.query_id,
        text=response.LIC,
        state=state_of(response.LIS),
        entry_id=response.entry_id if same else "",
        nic=response.NIC,
        result=result,
        source=source,
        responder=response.responder,
        answered_at=response.answered_at,
        simulated=response.simulated,
        why=response.why,
    )


HALF_A_SECOND = 0.5
"""An answer carries whole seconds, cut off: on average the true time is half a second later."""


def ahead_s(date: str | None, sent_at: datetime, came_at: datetime) -> float | None:
    """Return by how many seconds our clock is ahead; None where the answer has no date.

    The date is compared with the middle between sending and receiving.
    """
    try:
        parsed = parsedate_to_datetime(date or "")
    except ValueError:
        return None
    theirs = parsed if parsed.tzinfo is not None else parsed.replace(tzinfo=UTC)
    middle = sent_at + (came_at - sent_at) / 2
    return (middle - theirs).total_seconds() - HALF_A_SECOND
