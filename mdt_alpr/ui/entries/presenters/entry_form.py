"""What an officer has entered so far of a manual entry; the rules are those of the domain."""

from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from math import isfinite

from mdt_alpr.domain.entry.form import INSTRUCTIONS, with_text
from mdt_alpr.domain.hotlist.manual_entry import (
    Basis,
    EntryDraft,
    LeadSighting,
    PersonBasis,
    Purpose,
)
from mdt_alpr.domain.plate.plate import LONGEST_PLATE, STATES, Plate
from mdt_alpr.domain.reading.reading import Read

LONGEST_TEXT = 160
LONGEST_CASE = 24
_LONGEST_NUMBER = 6


class Field(StrEnum):
    """The fields that open a pad."""

    PLATE = "plate"
    STATE = "state"
    CASE = "case"
    REASON = "reason"
    INSTRUCTION = "instruction"
    IDENTIFIED_HOW = "identified_how"
    IDENTIFIED_BY = "identified_by"
    TIED_HOW = "tied_to_vehicle_how"
    MILES = "miles"
    MINUTES = "minutes"
    JUSTIFICATION = "justification"
    WHY_UNREAD = "why_unread"


PERSON_FIELDS = (Field.IDENTIFIED_HOW, Field.IDENTIFIED_BY, Field.TIED_HOW)
SIGHTING_FIELDS = (Field.MILES, Field.MINUTES)
_FIRST_TYPED = (Field.PLATE, Field.STATE, Field.CASE, Field.REASON)
_NEXT = {
    Field.PLATE: Field.STATE,
    Field.STATE: Field.CASE,
    Field.IDENTIFIED_HOW: Field.IDENTIFIED_BY,
    Field.IDENTIFIED_BY: Field.TIED_HOW,
    Field.MILES: Field.MINUTES,
}
_LENGTHS = {
    Field.PLATE: LONGEST_PLATE,
    Field.CASE: LONGEST_CASE,
    Field.MILES: _LONGEST_NUMBER,
    Field.MINUTES: _LONGEST_NUMBER,
}
_NOBODY = PersonBasis("", "", "")


@dataclass(slots=True)
class EntryForm:
    """The draft, and which of its fields is open.

    ``waiting`` is the draft that is on its way to the records thread, ``refused`` why an act was
    refused. ``about`` is the entry that more time is asked for. ``letter`` is the first of
    the two keys that enter a state. ``misread`` is the read that is corrected, if one is,
    ``aside`` the entry that waits meanwhile.
    """

    draft: EntryDraft = field(default_factory=EntryDraft)
    miles: str = ""
    minutes: str = ""
    justification: str = ""
    about: str = ""
    open: Field | None = None
    letter: str = ""
    states_page: int = 0
    waiting: EntryDraft | None = None
    refused: str = ""
    notice: str = ""
    misread: Read | None = None
    aside: "EntryForm | None" = None

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was entered yet."""
        return self.draft == EntryDraft() and not self.miles and not self.minutes

    @property
    def may_check(self) -> bool:
        """Tell whether plate and state can be compared with the list."""
        plate, misread = Plate(self.draft.text, self.draft.state), self.misread
        is_whole = bool(plate.text and plate.state) and self.waiting is None
        return is_whole and (misread is None or misread.plate != plate)

    def start_over(self, notice: str = "") -> None:
        """Forget the draft, or go on with the entry that waited for a correction.

        A request for more time that is being written stays.
        """
        if self.aside is not None:
            self._become(self.aside)
            self.notice = notice
            return
        self.draft, self.miles, self.minutes = EntryDraft(), "", ""
        self.waiting, self.refused = None, ""
        if self.open is not Field.JUSTIFICATION:
            self.edit(None)
        self.notice = notice

    def correct(self, misread: Read) -> None:
        """Begin with what was read in place of the entry, which waits."""
        aside = self.aside or replace(self)
        draft = with_text(EntryDraft(state=misread.state), misread.text)
        self._become(EntryForm(draft, open=Field.PLATE, misread=misread, aside=aside))

    def _become(self, other: "EntryForm") -> None:
        for name in (part.name for part in fields(other)):
            setattr(self, name, getattr(other, name))

    def refuse(self, why: tuple[str, ...]) -> None:
        """Note that an act was refused."""
        what = "Not added" if self.waiting is not None else "Not done"
        self.waiting, self.refused = None, f"{what}. {' '.join(why)}"

    # ------------------------------------------------------------------------------ fields

    def text(self, of: Field) -> str:
        """Return what a field holds."""
        draft, person = self.draft, self.draft.person or _NOBODY
        if of in PERSON_FIELDS:
            return str(getattr(person, of.value))
        own = INSTRUCTIONS
        texts = {
            Field.PLATE: draft.text,
            Field.STATE: draft.state,
            Field.CASE: draft.case,
            Field.REASON: draft.reason,
            Field.INSTRUCTION: "" if draft.instruction in own else draft.instruction,
            Field.MILES: self.miles,
            Field.MINUTES: self.minutes,
            Field.JUSTIFICATION: self.justification,
            Field.WHY_UNREAD: "",
        }
        return texts[of]

    def edit(self, what: Field | None) -> None:
        """Open the pad of a field, or none."""
        self.open, self.letter, self.states_page = what, "", 0
        self.notice = ""

    def next_field(self) -> Field | None:
        """Return the field that follows the open one, None for the form."""
        if self.misread is not None and self.open is Field.STATE:
            return None
        return None if self.open is None else _NEXT.get(self.open)

    def first_empty(self) -> Field:
        """Return the first field that wants typing, for keys that are pressed on the form."""
        return next((f for f in _FIRST_TYPED if not self.text(f)), Field.REASON)

    def type(self, character: str) -> None:
        """Enter one character into the open field."""
        if self.open is None:
            self.edit(self.first_empty())
        what = self.open or self.first_empty()
        if what is Field.STATE:
            self._type_state(character.upper())
        elif what is not Field.WHY_UNREAD and self._takes(what, character):
            self._set(what, self.text(what) + _as_kept(what, character))

    def delete(self) -> None:
        """Remove the last character."""
        if self.open is Field.STATE:
            self.choose_state("")
        elif self.open is not None:
            self._set(self.open, self.text(self.open)[:-1])

    def clear(self) -> None:
        """Remove every character of the open field."""
        if self.open is Field.STATE:
            self.choose_state("")
        elif self.open is not None:
            self._set(self.open, "")

    # ----------------------------------------------------------------------------- answers

    def choose_state(self, code: str) -> None:
        """Enter a state code, or remove it."""
        if code in STATES or not code:
            self.letter = ""
            self._draft(state=code)

    def choose_basis(self, basis: str) -> None:
        """Enter how the plate was identified; a description asks for distance and minutes."""
        chosen = Basis(basis)
        self._draft(basis=chosen)
        self._sight()
        if chosen is Basis.DESCRIPTION:
            self.edit(Field.MILES)

    def choose_purpose(self, purpose: str) -> None:
        """Enter the lawful purpose."""
        self._draft(purpose=Purpose(purpose))

    def name_person(self, *, named: bool) -> None:
        """Enter whether a person is named; a name asks for three answers more (MAN-06)."""
        person = (self.draft.person or _NOBODY) if named else None
        self._draft(names_person=named, person=person)
        if named:
            self.edit(Field.IDENTIFIED_HOW)

    def choose_instruction(self, words: str) -> None:
        """Enter one of the fixed instructions, or open the pad for own words."""
        if words in INSTRUCTIONS:
            self._draft(instruction=words)
        elif not words:
            self.edit(Field.INSTRUCTION)

    def take_case(self, case: str) -> None:
        """Enter the case number of a call, and go on to the form."""
        self._draft(case=case)
        self.edit(None)

    def justify(self, entry_id: str) -> None:
        """Open the pad that asks why an own entry needs more time (MAN-03)."""
        if self.about != entry_id:
            self.about, self.justification = entry_id, ""
        self.edit(Field.JUSTIFICATION)

    def justified(self) -> None:
        """Forget a justification that was sent."""
        self.justification, self.about = "", ""
        self.edit(None)

    def confirm(self) -> None:
        """Confirm that the doubtful characters are right."""
        self._draft(spelled=bool(self.draft.text))

    # ------------------------------------------------------------------------------ inside

    def _set(self, what: Field, text: str) -> None:
        if what is Field.PLATE:
            self.draft = with_text(self.draft, text)
        elif what in PERSON_FIELDS:
            person = self.draft.person or _NOBODY
            self._draft(person=replace(person, **{what.value: text}))
        elif what in (Field.MILES, Field.MINUTES, Field.JUSTIFICATION):
            setattr(self, what.value, text)
            self._sight()
        else:
            self._draft(**{what.value: text})
        self.refused, self.notice = "", ""

    def _draft(self, **changes: object) -> None:
        self.draft = replace(self.draft, **changes)  # type: ignore[arg-type]
        self.refused, self.notice = "", ""

    def _sight(self) -> None:
        """Put distance and minutes into the draft where both are numbers (MAN-09)."""
        sighting = None
        if self.draft.basis is Basis.DESCRIPTION and self.minutes.isdecimal():
            miles = _number(self.miles)
            sighting = None if miles is None else LeadSighting(miles, int(self.minutes))
        self.draft = replace(self.draft, sighting=sighting)

    def _takes(self, what: Field, character: str) -> bool:
        if len(self.text(what)) >= _LENGTHS.get(what, LONGEST_TEXT):
            return False
        if what is Field.PLATE:
            return character.isascii() and character.isalnum()
        if what is Field.MILES:
            return character.isdecimal() or (character == "." and "." not in self.miles)
        if what is Field.MINUTES:
            return character.isdecimal()
        return character.isprintable() and not (character == " " and not self.text(what))

    def _type_state(self, character: str) -> None:
        pair = self.letter + character
        if pair in STATES:
            self.choose_state(pair)
        elif any(code.startswith(character) for code in STATES):
            self.letter = character
            self._draft(state="")


def _as_kept(what: Field, character: str) -> str:
    return character.upper() if what in (Field.PLATE, Field.CASE) else character


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if isfinite(number) else None
