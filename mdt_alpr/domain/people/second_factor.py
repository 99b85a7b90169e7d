"""A second factor beside the password: who needs one, and which code counts (ACC-02, ACC-04).

CJIS IA-2(1), (2) and (8), IA-5(1)(c) and (d): a code of a time step counts once, and never one of
an earlier step; a recovery code counts once. A factor of another kind asks the same questions.
"""

import base64
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum

from mdt_alpr.domain.errors import DomainError, KeyWantedError, SetupCodeWantedError
from mdt_alpr.domain.printable import is_printable

STEP = timedelta(seconds=30)
STEPS_BESIDE = 1
"""A phone's clock may be so many steps beside headquarters'."""
CODE_DIGITS = 6
SECRET_BYTES = 20
"""ACC-04 demands 112 bits."""
RECOVERY_CODES = 10
ENROLLMENT_LASTS = timedelta(minutes=15)
"""How long an offered secret waits for its first code, or for the key that is set up instead."""
KEY_CHALLENGE_LASTS = timedelta(minutes=2)
"""How long a person has to find a security key, type its PIN and touch it."""
KEY_SITES = ".mdt-alpr.internal"
"""Ends the name by which keys know a headquarters: no website's, on no public network."""
MOST_KEYS = 10
LONGEST_KEY_NAME = 40
LONGEST_KEY_ANSWER = 16_384
"""Characters of what a security key answers; those on the market need less than 4,000."""
RECOVERY_BYTES = 7
_RECOVERY_LENGTH = 10
_CODE = re.compile(rf"[0-9]{{{CODE_DIGITS}}}", flags=re.ASCII)
_RECOVERY = re.compile(rf"[A-Z2-7]{{{_RECOVERY_LENGTH}}}", flags=re.ASCII)
_MISREAD = str.maketrans("018", "OIB")
"""A recovery code has none of these digits."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class FactorStep(Enum):
    """What a person with the right password still has to do before signing in."""

    NOTHING = "nothing"
    CODE = "code"
    ENROLL = "enroll"


class CodeAsks(Enum):
    """What counts where a code is asked."""

    APP = "app"
    KEY = "key"
    """A security key, or a code."""
    SETUP = "setup"
    """An administrator's one-time code: the person has no factor yet."""


def code_asks(error: Exception) -> CodeAsks:
    """Return what counts where this refusal asks for a code."""
    if isinstance(error, KeyWantedError):
        return CodeAsks.KEY
    return CodeAsks.SETUP if isinstance(error, SetupCodeWantedError) else CodeAsks.APP


@dataclass(frozen=True, slots=True)
class Enrollment:
    """A factor that is being set up: ``address`` and ``secret`` for an app, then recovery codes.

    ``address`` is what its QR code holds; ``key`` is the question to a security key instead.
    """

    address: str = ""
    secret: str = ""
    recovery: tuple[str, ...] = ()
    key: str = ""

    def __repr__(self) -> str:
        """Return a text without a secret."""
        return "Enrollment()"


def next_step(*, is_enrolled: bool, is_demanded: bool) -> FactorStep:
    """Return what follows the password: who has a factor always shows it (ACC-02)."""
    if is_enrolled:
        return FactorStep.CODE
    return FactorStep.ENROLL if is_demanded else FactorStep.NOTHING


def is_demanded(*, trains: bool, is_removed: bool) -> bool:
    """Return whether everybody needs a factor: nothing is real where headquarters trains."""
    return not trains and not is_removed


class KeyRefusedError(DomainError):
    """A security key is not added, named or removed so; the sentence says why."""


def key_name(words: str) -> str:
    """Return a security key's name in the form in which it is kept.

    Raises:
        KeyRefusedError: it is empty, too long, or has signs that cannot be printed.
    """
    name = " ".join(words.split())
    if not name or len(name) > LONGEST_KEY_NAME or not is_printable(name):
        message = f"A security key's name has 1 to {LONGEST_KEY_NAME} printable characters."
        raise KeyRefusedError(message)
    return name


def counter_counts(stored: int, shown: int) -> bool:
    """Tell whether a key's signature counter is later than the kept one.

    Many keys have none, and always show 0. A counter that went back is that of a copied key.
    """
    return shown > stored or stored == shown == 0


def demand_another_factor(*, has_app: bool, keys: int, is_demanded: bool) -> None:
    """Refuse to remove one's own last second factor (ACC-02).

    Raises:
        KeyRefusedError: nobody would get in without an administrator.
    """
    if is_demanded and not has_app and keys <= 1:
        raise KeyRefusedError("This is your only second factor. Set up another one first.")


def is_key_answer(code: str) -> bool:
    """Tell whether this came from a security key, not from a person's fingers."""
    return code.startswith("{")


def typed(code: str) -> str:
    """Return a code as it is compared, however a person typed it."""
    plain = "".join(code.split()).replace("-", "").upper()
    return plain if is_time_code(plain) else plain.translate(_MISREAD)


def is_time_code(code: str) -> bool:
    """Tell whether this has the form of a code of a time step."""
    return _CODE.fullmatch(code) is not None


def is_recovery_code(code: str) -> bool:
    """Tell whether this has the form of a recovery code, as ``typed`` returns it."""
    return _RECOVERY.fullmatch(code) is not None


def step_of(at: datetime) -> int:
    """Return the number of the time step of an instant."""
    return (at - _EPOCH) // STEP


def step_counted(
    code: str, now: datetime, last_step: int, code_at: Callable[[int], str]
) -> int | None:
    """Return the time step whose code this is, None where it does not count (ACC-04).

    ``last_step`` is the newest one that counted; ``code_at`` makes the code of a step.
    """
    if not is_time_code(code):
        return None
    middle, step_used = step_of(now), None
    for step in range(middle - STEPS_BESIDE, middle + STEPS_BESIDE + 1):
        if hmac.compare_digest(code_at(step), code) and step > last_step:
            step_used = step
    return step_used


def enrollment_is_open(offered_at: datetime, now: datetime) -> bool:
    """Tell whether an offered secret may still be confirmed by its first code."""
    return offered_at <= now < offered_at + ENROLLMENT_LASTS


def recovery_code(random: bytes) -> str:
    """Return a recovery code of ``RECOVERY_BYTES`` random bytes, as ``typed`` returns it."""
    return base64.b32encode(random).decode()[:_RECOVERY_LENGTH]


def recovery_words(code: str) -> str:
    """Return a recovery code as a person reads it."""
    half = _RECOVERY_LENGTH // 2
    return f"{code[:half]}-{code[half:]}"
