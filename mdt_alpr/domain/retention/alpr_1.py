"""What form ALPR-1 and a warrant demand: plate, cameras, times, facts, case (09.21.8.C.1, C.2)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from mdt_alpr.domain.citations import cited
from mdt_alpr.domain.errors import PlateTextError
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.kinds import (
    CaseNumber,
    Label,
    OwnCase,
    PlateText,
    Reference,
    Sealed,
    StateCode,
)
from mdt_alpr.domain.plate.plate import STATES, UNKNOWN_STATE, Plate, folded, tidy
from mdt_alpr.domain.policy import (
    HELD_CAMERAS_AT_MOST,
    MOST_DAYS,
    capture_date,
    capture_date_ends,
    date_ends,
)
from mdt_alpr.domain.reason_words import (
    case_needed,
    gives_no_reason,
    says_nothing,
    serves_no_purpose,
    single_line,
)

LONGEST_FACTS = 4000
LONGEST_WORDS = 400
_EVERY = re.compile(r"\b(all|any|every|each)\b|[*?%]", flags=re.IGNORECASE)


class HoldGround(StrEnum):
    """What the facts of the request must concern (8.C.2.c); exactly one is chosen."""

    CRIMINAL = "criminal_investigation"
    MISSING = "missing_person"
    MOTOR_CARRIER = "motor_carrier_violation"


GROUND_WORDS = {
    HoldGround.CRIMINAL: "Ongoing criminal investigation",
    HoldGround.MISSING: "Ongoing missing persons investigation",
    HoldGround.MOTOR_CARRIER: "Proof of a motor carrier safety violation",
}


PURPOSES = {HoldGround.CRIMINAL: Purpose.CRIMINAL, HoldGround.MISSING: Purpose.MISSING}
"""The lawful purpose that a search or a request names for the same matter."""


@dataclass(frozen=True, slots=True)
class HeldCamera:
    """A fixed site, or a car by its unit or device (8.C.2.a).

    ``camera`` is one of its cameras, empty for those of the device named.
    """

    unit: Reference
    camera: Reference = ""

    @classmethod
    def typed(cls, text: str) -> "HeldCamera":
        """Return the camera that was typed: "214 / front", or a place alone."""
        unit, _, camera = text.partition("/")
        return cls(unit.strip(), camera.strip())

    def __str__(self) -> str:
        """Return it as it is typed."""
        return f"{self.unit} / {self.camera}" if self.camera else self.unit

    @property
    def in_words(self) -> str:
        """Return it as a person writes it: "Unit 214, camera front"."""
        return f"{self.unit}, {self.camera}" if self.camera else self.unit


CAMERAS = "Cameras, each as unit or place / camera"


@dataclass(frozen=True, slots=True)
class HoldScope:
    """What is held: one plate, named cameras, a window of time, nothing beside it (PRS-07)."""

    text: Annotated[PlateText, Label("Plate, no wildcards")] = ""
    state: StateCode = ""
    cameras: Annotated[
        tuple[HeldCamera, ...],
        Label(
            CAMERAS, "214 / front; Main St", is_wide=True, reads=HeldCamera.typed, option="camera"
        ),
    ] = ()
    begins_at: Annotated[datetime | None, Label("Captured from", option="from")] = None
    ends_at: Annotated[datetime | None, Label("Captured to", option="to")] = None

    @property
    def plate(self) -> Plate:
        """Return the plate."""
        return Plate(self.text, self.state)

    @property
    def window(self) -> tuple[datetime, datetime]:
        """Return the first and the last instant; of a complete scope."""
        assert self.begins_at is not None  # noqa: S101 - ``scope_needs`` demands both
        assert self.ends_at is not None  # noqa: S101
        return self.begins_at, self.ends_at

    def covers(self, plate: Plate, unit: str, device: str, camera: str, at: datetime) -> bool:
        """Return whether a read is held.

        A read whose state nobody read is: it may be the plate, and its time would run out.
        """
        first, last = self.window
        return (
            folded(plate.text) == folded(self.text)
            and plate.state in (self.state, UNKNOWN_STATE)
            and first <= at <= last
            and self.names(unit, device, camera)
        )

    def covers_here(self, plate: Plate, camera: str, at: datetime) -> bool:
        """Return whether a read of the machine is held whose cameras alone are named."""
        everywhere = replace(
            self, cameras=tuple(HeldCamera("", place.camera) for place in self.cameras)
        )
        return everywhere.covers(plate, "", "", camera, at)

    def of(self, unit: str, device: str) -> "HoldScope":
        """Return what is held of one machine."""
        own = {unit.casefold(), device.casefold()}
        return replace(
            self, cameras=tuple(camera for camera in self.cameras if camera.unit.casefold() in own)
        )

    def names(self, unit: str, device: str, camera: str = "") -> bool:
        """Return whether one of the cameras is that of the unit or device."""
        own = {unit.casefold(), device.casefold()}
        return any(
            place.unit.casefold() in own
            and (not camera or not place.camera or place.camera.casefold() == camera.casefold())
            for place in self.cameras
        )

    def dates(self) -> tuple[date, date]:
        """Return the first and the last date of capture."""
        first, last = self.window
        return capture_date(first), capture_date(last)


@dataclass(frozen=True, slots=True)
class Alpr1:
    """Form ALPR-1 as it is filled in (8.C.2.a to d)."""

    scope: HoldScope = HoldScope()
    ground: Annotated[
        HoldGround | None,
        Label(
            "Needed for",
            options=(("", "What it is needed for"), *GROUND_WORDS.items()),
            is_wide=True,
            option="for",
        ),
    ] = None
    facts: Annotated[Sealed, Label("Specific and articulable facts", is_tall=True)] = ""
    case: OwnCase = ""
    parties: Annotated[
        Sealed, Label("Parties of the case", "State v. ...; victim ...", is_wide=True)
    ] = ""


@dataclass(frozen=True, slots=True)
class Warrant:
    """A search warrant for captured data (8.C.1, PRS-05)."""

    scope: HoldScope = HoldScope()
    court: Annotated[Reference, Label("Court", is_wide=True)] = ""
    number: Annotated[Reference, Label("Number of the warrant")] = ""
    issued_on: Annotated[date | None, Label("Issued on", option="issued")] = None
    is_federal: Annotated[
        bool,
        Label(
            "Issued by", options=(("", "State court"), ("yes", "Federal court")), option="federal"
        ),
    ] = False
    described: Annotated[
        Sealed, Label("What it covers, in its words", option="covers", is_tall=True)
    ] = ""
    case: CaseNumber = ""


class FormPart(StrEnum):
    """The parts of the form, by their letters in 8.C.2."""

    CAMERA_AND_PLATE = "a"
    TIMES = "b"
    FACTS = "c"
    CASE = "d"
    WARRANT = "warrant"


Needed = tuple[FormPart, str]


def form_needs(form: Alpr1, now: datetime) -> tuple[Needed, ...]:
    """Return what is missing or refused by part, as sentences; empty where it may be filed."""
    return (*scope_needs(form.scope, now), *_facts(form), *_case(form.case, form.parties))


def warrant_needs(warrant: Warrant, now: datetime) -> tuple[Needed, ...]:
    """Return what is missing of a warrant (PRS-05)."""
    return (*scope_needs(warrant.scope, now), *_warrant(warrant, now))


def scope_needs(scope: HoldScope, now: datetime) -> tuple[Needed, ...]:
    """Return what plate, cameras and window lack; no wildcard, never every camera (PRS-01)."""
    lacking = _scope(scope, now)
    return lacking or tuple(_gone(scope, now))


def statement_needs(form: Alpr1, now: datetime) -> tuple[Needed, ...]:
    """Return what a statement to another agency lacks: the same parts, however old (OUT-02).

    How long that agency keeps its data is its own matter.
    """
    return (*_scope(form.scope, now), *_facts(form), *_case(form.case, form.parties))


def tidied(form: Alpr1) -> Alpr1:
    """Return a complete form as it is kept."""
    return replace(
        form,
        scope=tidy_scope(form.scope),
        facts="\n".join(filter(None, map(single_line, form.facts.splitlines()))),
        case=single_line(form.case),
        parties=single_line(form.parties),
    )


def tidied_warrant(warrant: Warrant) -> Warrant:
    """Return a complete warrant as it is kept."""
    return replace(
        warrant,
        scope=tidy_scope(warrant.scope),
        court=single_line(warrant.court),
        number=single_line(warrant.number),
        described=single_line(warrant.described),
        case=single_line(warrant.case),
    )


def tidy_scope(scope: HoldScope) -> HoldScope:
    """Return a complete scope as it is kept: each camera once."""
    cameras = (HeldCamera(single_line(c.unit), single_line(c.camera)) for c in scope.cameras)
    return replace(scope, text=tidy(scope.text), cameras=tuple(dict.fromkeys(cameras)))


def _scope(scope: HoldScope, now: datetime) -> tuple[Needed, ...]:
    return (*_plate(scope), *_cameras(scope.cameras), *_window(scope, now))


def _plate(scope: HoldScope) -> Iterator[Needed]:
    part = FormPart.CAMERA_AND_PLATE
    if not scope.text.strip():
        yield part, "Enter the plate."
    elif _EVERY.search(scope.text):
        yield part, "Name one plate: no wildcards."
    else:
        try:
            tidy(scope.text)
        except PlateTextError as error:
            yield part, str(error)
    if scope.state not in STATES:
        yield part, "Choose the state of issuance."


def _cameras(cameras: tuple[HeldCamera, ...]) -> Iterator[Needed]:
    part = FormPart.CAMERA_AND_PLATE
    if not any(camera.unit.strip() for camera in cameras):
        yield part, "Name the camera: its fixed location, or the unit or device of the car."
    elif any(_EVERY.search(f"{camera.unit} {camera.camera}") for camera in cameras):
        yield part, "Name the particular cameras: not all of them."
    elif any(not camera.unit.strip() for camera in cameras):
        yield part, "Name the unit or place of each camera."
    elif any(
        len(word) > LONGEST_WORDS for camera in cameras for word in (camera.unit, camera.camera)
    ):
        yield part, f"A camera's name has at most {LONGEST_WORDS} characters."
    if len(cameras) > HELD_CAMERAS_AT_MOST:
        yield part, f"Name at most {HELD_CAMERAS_AT_MOST} cameras in one request."


def _window(scope: HoldScope, now: datetime) -> Iterator[Needed]:
    part, begins, ends = FormPart.TIMES, scope.begins_at, scope.ends_at
    if begins is None or ends is None:
        yield part, "Give the first and the last date and time."
    elif begins.tzinfo is None or ends.tzinfo is None:
        yield part, "Give both times with their zone."
    elif begins >= ends:
        yield part, "The first time must come before the last."
    elif ends > date_ends(capture_date(now)):
        yield part, "Only captured data is held: the last time is today at the latest."


def _gone(scope: HoldScope, now: datetime) -> Iterator[Needed]:
    if capture_date_ends(scope.dates()[1]) <= now:
        sentence = f"Everything captured then is gone: it was more than {MOST_DAYS} days ago."
        yield FormPart.TIMES, sentence


def _facts(form: Alpr1) -> Iterator[Needed]:
    part = FormPart.FACTS
    if form.ground is None:
        yield part, "Choose what the data is needed for."
    if not form.facts.strip():
        yield part, "Give the specific and articulable facts."
    elif form.ground is not HoldGround.MOTOR_CARRIER and serves_no_purpose(form.facts):
        of = cited("hold_grounds", " of ", "")
        yield part, f"A traffic or civil matter is no ground{of}: nothing is held."
    elif gives_no_reason(form.facts) or says_nothing(form.facts):
        yield part, "Say what happened: these facts are too short or too vague."
    elif len(form.facts) > LONGEST_FACTS:
        yield part, f"At most {LONGEST_FACTS} characters of facts."


def _case(case: str, parties: str) -> Iterator[Needed]:
    part = FormPart.CASE
    for sentence in case_needed(case):
        yield part, sentence
    if says_nothing(parties):
        yield part, "Name the parties of the case."
    if max(len(case), len(parties)) > LONGEST_WORDS:
        yield part, f"Case and parties have at most {LONGEST_WORDS} characters each."


def _warrant(warrant: Warrant, now: datetime) -> Iterator[Needed]:
    part = FormPart.WARRANT
    if says_nothing(warrant.court):
        yield part, "Name the court."
    if not warrant.number.strip():
        yield part, "Enter the warrant's number."
    if warrant.issued_on is None:
        yield part, "Enter the day on which it was issued."
    elif warrant.issued_on > capture_date(now):
        yield part, "A warrant is not issued in the future."
    if says_nothing(warrant.described):
        yield part, "Say what the warrant covers."
    for sentence in case_needed(warrant.case):
        yield part, sentence
    words = warrant.court, warrant.number, warrant.described, warrant.case
    if any(len(word) > LONGEST_WORDS for word in words):
        yield part, f"At most {LONGEST_WORDS} characters a field."
