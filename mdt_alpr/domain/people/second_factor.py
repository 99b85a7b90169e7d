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

STEP = timedelta(seconds=30)
STEPS_BESIDE = 1
"""A phone's clock may be so many steps beside headquarters'."""
CODE_DIGITS = 6
SECRET_BYTES = 20
"""ACC-04 demands 112 bits."""
RECOVERY_CODES = 10
ENROLLMENT_LASTS = timedelta(minutes=15)
"""How long an offered secret waits for its first code."""
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


@dataclass(frozen=True, slots=True)
class Enrollment:
    """A factor that is being set up: ``address`` and ``secret`` for an app, then recovery codes.

    ``address`` is what its QR code holds.
    """

    address: str = ""
    secret: str = ""
    recovery: tuple[str, ...] = ()

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
    middle, found = step_of(now), None
    for step in range(middle - STEPS_BESIDE, middle + STEPS_BESIDE + 1):
        if hmac.compare_digest(code_at(step), code) and step > last_step:
            found = step
    return found


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
