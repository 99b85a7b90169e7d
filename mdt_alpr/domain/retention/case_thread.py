"""What comes next in a case, from the hold to the last copy, and who must do it (8.C to 8.E, 7.B).

A case is a thread: what is preserved is sworn, then asked for in writing, granted by another
person, let out on a medium, received, and comes back or is destroyed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from mdt_alpr.domain.policy import HOLD_FORM, capture_date
from mdt_alpr.domain.printable import day_in_words
from mdt_alpr.domain.retention.disclosure import GIVEN, OPEN, Disclosure
from mdt_alpr.domain.retention.holds import Hold
from mdt_alpr.domain.retention.media import Copy, CopyState

_CUSTODIAN = "Custodian or administrator"


class CaseStage(StrEnum):
    """The act that a case waits for."""

    PRESERVE = "preserve"
    SWEAR = "swear"
    CONFIRM_WARRANT = "confirm_warrant"
    WRITE_AGAIN = "write_again"
    RECEIPT = "receipt"
    DECIDE = "decide"
    ASK = "ask"
    RELEASE = "release"
    END_COPY = "end_copy"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class NextStep:
    """What a case waits for, in words, and who does it; numbers are those of their logs, or 0."""

    stage: CaseStage
    words: str
    who: str
    hold: int = 0
    request: int = 0
    package: int = 0


@dataclass(frozen=True, slots=True)
class CasePackage:
    """A package of a case: its copy, the request it went out on, what is known of its file."""

    copy: Copy
    request: int
    is_written: bool
    is_received: bool


def next_step(
    holds: Sequence[tuple[int, Hold]],
    requests: Sequence[tuple[int, Disclosure]],
    packages: Sequence[CasePackage],
) -> NextStep:
    """Return what a case waits for first: what gets lost before what can wait."""
    live = [(number, hold) for number, hold in holds if hold.is_live]
    newest = live[-1][0] if live else 0
    waiting = chain(
        (_papers(number, hold) for number, hold in live if not hold.may_be_released),
        _copies(packages),
        _requests(requests, packages, newest),
        _ends(packages),
    )
    if not holds and not requests:
        words = f"Preserve the data: file form {HOLD_FORM} or enter a warrant"
        return NextStep(CaseStage.PRESERVE, words, "Whoever works the case")
    return next(waiting, NextStep(CaseStage.DONE, "Nothing waits", "Nobody", newest))


def _requests(
    requests: Sequence[tuple[int, Disclosure]], packages: Sequence[CasePackage], hold: int
) -> Iterator[NextStep]:
    for number, request in requests:
        if request.state in OPEN:
            words = f"Complete and decide data request {number}"
            who = f"{_CUSTODIAN}, not who recorded it"
            yield NextStep(CaseStage.DECIDE, words, who, hold, number)
    released = {package.request for package in packages}
    given = [number for number, request in requests if request.state in GIVEN]
    for number in given:
        if number not in released:
            words = f"Release a package on data request {number}"
            yield NextStep(CaseStage.RELEASE, words, _CUSTODIAN, hold, number)
    if hold and not given and not packages:
        words = "Record the written request of who is to receive the data"
        yield NextStep(CaseStage.ASK, words, _CUSTODIAN, hold)


def _papers(number: int, hold: Hold) -> NextStep:
    if hold.is_warrant:
        words = f"Confirm the warrant of hold {number}: its paper says what was entered"
        who = f"{_CUSTODIAN}, not who entered it"
        return NextStep(CaseStage.CONFIRM_WARRANT, words, who, number)
    day = day_in_words(capture_date(hold.first_loss_at))
    words = (
        f"Attach the sworn form of hold {number} and make it final: unsworn, data goes on {day}"
    )
    return NextStep(CaseStage.SWEAR, words, _CUSTODIAN, number)


def _copies(packages: Sequence[CasePackage]) -> Iterator[NextStep]:
    """Yield what copies wait for at once: their file, and the receipt."""
    for package in packages:
        number, request = package.copy.number, package.request
        if package.copy.state is not CopyState.OUT or package.is_received:
            continue
        stage = CaseStage.RECEIPT if package.is_written else CaseStage.WRITE_AGAIN
        words = f"Release package {number} again: nobody said that its file is written"
        if package.is_written:
            words = f"Have the receipt of package {number} signed, then send the passphrase"
        yield NextStep(stage, words, _CUSTODIAN, 0, request, number)


def _ends(packages: Sequence[CasePackage]) -> Iterator[NextStep]:
    """Yield what the copies that are out wait for last."""
    for package in packages:
        copy = package.copy
        if copy.state is CopyState.OUT:
            due = f" by {day_in_words(capture_date(copy.due_at))}" if copy.due_at else ""
            words = f"Get the copy of package {copy.number} back, or have it destroyed{due}"
            yield NextStep(CaseStage.END_COPY, words, _CUSTODIAN, 0, package.request, copy.number)
