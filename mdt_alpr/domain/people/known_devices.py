"""Machines that headquarters knows: how one is enrolled, and how long it counts (IA-3, ACC-15).

A one-time code has 40 characters in five groups: a label, a secret, and the beginning of the
digest of headquarters' certificate. The last part never leaves the machine that is enrolled: by it
the machine knows that it speaks to the headquarters that made the code, before it sends anything.
"""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mdt_alpr.domain.canonical import canonical
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.policy import DEVICE_RENEWED_BEFORE

CODE_TRIES = 5

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter that is mistaken for a digit."""
_MISTAKEN = str.maketrans("OIL", "011")
_GROUP, _LABEL, _SECRET, _DIGEST = 8, 8, 18, 14
_LENGTH = _LABEL + _SECRET + _DIGEST
_RANDOM_BYTES = _LABEL + _SECRET


class DeviceKind(StrEnum):
    """What a machine is; officers sign in in cars, others at desks, nobody on a camera."""

    CAR = "car"
    DESK = "desk"
    CAMERA = "camera"


class EnrollmentRefusedError(DomainError):
    """A machine is not enrolled; the sentence says why."""


@dataclass(frozen=True, slots=True)
class EnrollmentCode:
    """A one-time code; ``spoken`` is what is sent, ``server`` what the machine keeps to itself."""

    label: str
    spoken: str
    server: str

    @property
    def words(self) -> str:
        """Return the code as it is written down."""
        whole = self.spoken + self.server
        return "-".join(whole[n : n + _GROUP] for n in range(0, _LENGTH, _GROUP))

    @property
    def digest(self) -> str:
        """Return what headquarters keeps of it."""
        return code_digest(self.spoken)

    def is_server(self, certificate: bytes) -> bool:
        """Tell whether a server's certificate (DER) is the one for which the code was made."""
        return hmac.compare_digest(_letters_of(hashlib.sha256(certificate)), self.server)


def new_code(random_bytes: Callable[[int], bytes], certificate: bytes) -> EnrollmentCode:
    """Return a new code for a server that shows ``certificate`` (DER)."""
    drawn = "".join(_LETTERS[byte % len(_LETTERS)] for byte in random_bytes(_RANDOM_BYTES))
    return EnrollmentCode(drawn[:_LABEL], drawn, _letters_of(hashlib.sha256(certificate)))


def code_in(words: str) -> EnrollmentCode:
    """Return the code that somebody typed, whatever the case of its letters.

    Raises:
        EnrollmentRefusedError: it is none.
    """
    text = "".join(words.upper().replace("-", " ").split()).translate(_MISTAKEN)
    if len(text) != _LENGTH or set(text) - set(_LETTERS):
        message = f"An enrollment code has {_LENGTH} letters and digits in groups of {_GROUP}."
        raise EnrollmentRefusedError(message)
    spoken = text[: _LABEL + _SECRET]
    return EnrollmentCode(spoken[:_LABEL], spoken, text[_LABEL + _SECRET :])


def code_digest(spoken: str) -> str:
    """Return what headquarters keeps of the part of a code that is sent."""
    return hashlib.sha256(b"mdt-alpr enrollment code\0" + spoken.encode()).hexdigest()


def code_label(spoken: str) -> str:
    """Return the part of a code by which headquarters finds it; empty where it is none."""
    is_whole = len(spoken) == _LABEL + _SECRET and not set(spoken) - set(_LETTERS)
    return spoken[:_LABEL] if is_whole else ""


def is_due_for_renewal(ends_at: datetime, now: datetime) -> bool:
    """Tell whether the certificate of a device is to be renewed at this contact."""
    return ends_at - now <= DEVICE_RENEWED_BEFORE


def _letters_of(digest: "hashlib._Hash") -> str:
    number = int.from_bytes(digest.digest()) >> (256 - 5 * _DIGEST)
    return "".join(_LETTERS[number >> 5 * n & 31] for n in reversed(range(_DIGEST)))


# ---------------------------------------------------------------- two machines, one certificate

_RUNS_KEPT = 16


def with_run(seen: tuple[str, ...], run: str) -> tuple[tuple[str, ...], bool]:
    """Return the starts of a machine's program with the one that asks now, the last one last.

    And whether two machines use its certificate: then their programs take turns, while a program
    that ended comes back under another number, so that none comes back after the next.
    """
    if seen[-1:] == (run,):
        return seen, False
    others = tuple(known for known in seen if known != run)
    return (*others, run)[-_RUNS_KEPT:], run in seen


# ---------------------------------------------------------------- what is signed


def enrollment_claim(public_key: str, request: bytes) -> bytes:
    """Return what a car's own key signs at enrollment; ``request`` is for its certificate."""
    return _claim("enrollment", {"public_key": public_key, "request": _sha256(request)})


def answer_claim(nonce: str, address: str, status: int, body: bytes) -> bytes:
    """Return what headquarters signs of an answer: nobody else's, and to this question only."""
    return _claim(
        "answer", {"nonce": nonce, "address": address, "status": status, "body": _sha256(body)}
    )


def wipe_claim(device: str, fingerprint: str) -> bytes:
    """Return what headquarters signs to order a revoked device to erase itself (SEC-07)."""
    return _claim("wipe", {"device": device, "fingerprint": fingerprint})


def _claim(what: str, facts: Mapping[str, object]) -> bytes:
    return canonical({"format": f"mdt-alpr {what} 1", **facts})


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class MachineLoss(StrEnum):
    """Why a machine is revoked."""

    LOST = "lost"
    STOLEN = "stolen"
    COPIED = "copied"
    """Its key, or the whole machine, was copied."""
    RETIRED = "retired"
    """It is no more used, and was in the agency's hands all the time."""


class ScreenLock(StrEnum):
    """Whether a lost machine was locked (CJIS 5.20.5)."""

    UNKNOWN = "unknown"
    LOCKED = "locked"
    UNLOCKED = "unlocked"


class OutOfHands(StrEnum):
    """How long a machine was out of the agency's hands (CJIS 5.20.5)."""

    UNKNOWN = "unknown"
    BRIEFLY = "briefly"
    LONG = "long"
    GONE = "gone"
    """It is not back."""


_LOCK_WORDS = {
    ScreenLock.UNKNOWN: "nobody knows whether it was locked",
    ScreenLock.LOCKED: "it was locked",
    ScreenLock.UNLOCKED: "it was not locked",
}
_OUT_WORDS = {
    OutOfHands.UNKNOWN: "nobody knows for how long",
    OutOfHands.BRIEFLY: "out of our hands for minutes",
    OutOfHands.LONG: "out of our hands for longer",
    OutOfHands.GONE: "not back",
}


def loss_words(device: str, loss: MachineLoss, lock: ScreenLock, out: OutOfHands) -> str:
    """Return what the incident of a lost machine says (SEC-07)."""
    what = f"The machine {device} was {loss.value} and is revoked"
    return f"{what}: {_LOCK_WORDS[lock]}, {_OUT_WORDS[out]}. The reason is on the page Machines."
