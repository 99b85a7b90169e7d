"""What a manual entry still lacks, and what a question for past reads lacks (MAN-01, PUR-01)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from math import isfinite

from mdt_alpr.domain.errors import PlateTextError
from mdt_alpr.domain.hotlist.manual_entry import (
    Basis,
    EntryDraft,
    LeadSighting,
    PersonBasis,
    Purpose,
)
from mdt_alpr.domain.plate.plate import STATES, UNKNOWN_STATE, Plate, tidy
from mdt_alpr.domain.reading.reading import DOUBTFUL_BELOW
from mdt_alpr.domain.reason_words import (
    case_needed,
    gives_no_reason,
    identifies_surely,
    is_name_only,
    says_nothing,
    serves_no_purpose,
    single_line,
    speaks_of_arrest,
    unlawful_subjects,
)

SIMILAR_VEHICLE = "Similar vehicle, not identified: stop-and-inspect lead only"
"""The label of an entry that rests on a description (MAN-09, RS-10, RS-11)."""
PERSON_WEAK = "Person not positively identified: check who drives before anything else"
"""The label of an entry whose person is known by little more than a name (RS-09)."""

STOP_INSTRUCTION = "Check, then stop"
INSTRUCTIONS = ("Watch and report", "Call me first", STOP_INSTRUCTION)
"""The instructions that the form offers; none of them is to arrest (09.21.5.A.5)."""

_CONFUSED = {
    "0": "digit", "O": "letter", "1": "digit", "I": "letter", "8": "digit", "B": "letter",
    "5": "digit", "S": "letter", "2": "digit", "Z": "letter",
}  # fmt: skip
"""Characters that people mix up when they write a plate down (MAN-07)."""


def spelled_out(text: str) -> tuple[tuple[str, str], ...]:
    """Return each doubtful character with "letter" or "digit", in reading order (MAN-07).

    No other plate is ever derived from them: the confirmed one counts.
    """
    return tuple((c, _CONFUSED[c]) for c in text.upper() if c in _CONFUSED)


def with_text(draft: EntryDraft, text: str) -> EntryDraft:
    """Return the draft with another plate, which has not been confirmed yet (MAN-07)."""
    return draft if draft.text == text else replace(draft, text=text, spelled=False)


def still_needed(draft: EntryDraft) -> tuple[str, ...]:
    """Return what is missing or refused, as sentences in the form's reading order.

    Empty where the entry may be made (MAN-01, MAN-06, MAN-07, MAN-09, PUR-01, PUR-04).
    """
    return (
        *_plate(draft),
        *case_needed(draft.case),
        *_basis(draft),
        *_purpose(draft),
        *_reason(draft),
        *_person(draft),
        *_instruction(draft),
    )


def flags(draft: EntryDraft) -> tuple[str, ...]:
    """Return what in the entry's words a reviewer should check (RS-15)."""
    subjects = unlawful_subjects(f"{draft.reason} {draft.case}")
    return tuple(f"The reason mentions: {subject}." for subject in subjects)


def labels(draft: EntryDraft) -> tuple[str, ...]:
    """Return what must appear with the entry wherever it is shown (MAN-09, RS-09)."""
    words = []
    if draft.basis is Basis.DESCRIPTION:
        words.append(_lead_in_words(draft.sighting))
    if draft.person is not None and not identifies_surely(draft.person.identified_how):
        words.append(PERSON_WEAK)
    return tuple(words)


def plate_of(draft: EntryDraft) -> Plate:
    """Return the plate of a draft, exactly as it was confirmed: no O for 0, no second variant.

    Raises:
        PlateTextError: the text cannot be a plate.
    """
    return Plate(tidy(draft.text), draft.state)


def tidied(draft: EntryDraft) -> EntryDraft:
    """Return a complete draft as kept: the plate normalized, texts on one line.

    Raises:
        PlateTextError: the text cannot be a plate.
    """
    person = draft.person if draft.names_person else None
    return replace(
        draft,
        text=tidy(draft.text),
        reason=single_line(draft.reason),
        case=single_line(draft.case),
        instruction=single_line(draft.instruction),
        person=person
        and PersonBasis(
            single_line(person.identified_how),
            single_line(person.identified_by),
            single_line(person.tied_to_vehicle_how),
        ),
        sighting=draft.sighting if draft.basis is Basis.DESCRIPTION else None,
    )


def _lead_in_words(sighting: LeadSighting | None) -> str:
    if sighting is None:
        return SIMILAR_VEHICLE
    miles, minutes = f"{sighting.miles:g}", sighting.minutes
    return f"{SIMILAR_VEHICLE}. Seen {miles} miles and {minutes} minutes from the crime"


def _plate(draft: EntryDraft) -> Iterator[str]:
    if not draft.text.strip():
        yield "Enter the plate."
    else:
        try:
            text = tidy(draft.text)
        except PlateTextError as error:
            yield str(error)
        else:
            yield from _spelling(text, spelled=draft.spelled)
    if draft.state not in STATES:
        yield "Choose the state of issuance."


def _spelling(text: str, *, spelled: bool) -> Iterator[str]:
    doubtful = dict.fromkeys(f"{word} {character}" for character, word in spelled_out(text))
    if doubtful and not spelled:
        yield f"Confirm {', '.join(doubtful)}."


def _basis(draft: EntryDraft) -> Iterator[str]:
    if draft.basis is None:
        yield "Say how the plate was identified."
    elif draft.basis is Basis.DESCRIPTION and not _is_measured(draft.sighting):
        yield "Give miles and minutes between the crime and the sighting."


def _is_measured(sighting: LeadSighting | None) -> bool:
    return (
        sighting is not None
        and isfinite(sighting.miles)
        and sighting.miles >= 0
        and sighting.minutes >= 0
    )


def _purpose(draft: EntryDraft) -> Iterator[str]:
    if draft.purpose is None:
        yield "Choose one lawful purpose."


def _reason(draft: EntryDraft) -> Iterator[str]:
    if not draft.reason.strip():
        yield "Give the reason."
    elif serves_no_purpose(draft.reason):
        yield "That reason serves none of the four lawful purposes."
    elif gives_no_reason(draft.reason):
        yield "Say in the reason what happened: this one is too short or too vague."
    elif draft.basis is Basis.DESCRIPTION and speaks_of_arrest(draft.reason):
        yield "Leave arrest out of the reason: a similar vehicle is only a lead."


def _person(draft: EntryDraft) -> Iterator[str]:
    if draft.names_person is None:
        yield "Say whether a person is named."
    elif draft.names_person:
        yield from _person_basis(draft.person or PersonBasis("", "", ""))
    elif draft.purpose is Purpose.FELONY_WARRANT:
        yield "A felony warrant names a person: answer yes."


def _person_basis(person: PersonBasis) -> Iterator[str]:
    if not person.identified_how.strip():
        yield "Say how the person was positively identified."
    elif is_name_only(person.identified_how):
        yield "A name alone identifies no one: add what else does."
    if not person.identified_by.strip():
        yield "Say who identified the person."
    if says_nothing(person.tied_to_vehicle_how):
        yield "Say how the vehicle is tied to the person."


def _instruction(draft: EntryDraft) -> Iterator[str]:
    if not draft.instruction.strip():
        yield "Choose what officers should do."
    elif draft.basis is Basis.DESCRIPTION and speaks_of_arrest(draft.instruction):
        yield "Leave arrest out of the instruction: a similar vehicle is only a lead."


@dataclass(frozen=True, slots=True)
class PastReadsQuery:
    """A question for past reads of an entry's plate, recorded with purpose and case."""

    entry_id: str
    purpose: Purpose
    case: str


class Doubt(StrEnum):
    """Why a past read is not simply the listed plate; a look-alike is never exact (ALR-04)."""

    LOOK_ALIKE = "look_alike"
    STATE_NOT_READ = "state_not_read"
    CHARACTER = "character"
    """A character is doubtful, or frames of its pass disagreed on one (U23)."""


def past_reads_needs(purpose: Purpose | None, case: str) -> tuple[str, ...]:
    """Return what is missing before past reads may be shown, as sentences; else empty."""
    chosen = () if purpose is not None else ("Choose one lawful purpose.",)
    return (*chosen, *case_needed(case))


def doubts(read: Plate, listed: Plate, *, weakest: float, disputed: bool) -> Iterator[Doubt]:
    """Yield every doubt about a ``read`` of the ``listed`` plate; none where it is exact.

    ``weakest`` is the lowest confidence of its characters, 0 to 1; ``disputed``: frames of its
    pass disagreed.
    """
    if read.text != listed.text:
        yield Doubt.LOOK_ALIKE
    if read.state == UNKNOWN_STATE:
        yield Doubt.STATE_NOT_READ
    if disputed or weakest < DOUBTFUL_BELOW:
        yield Doubt.CHARACTER
