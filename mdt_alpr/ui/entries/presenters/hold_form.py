"""What an officer has entered so far of form ALPR-1; the rules are those of the domain."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from mdt_alpr.domain.plate.plate import LONGEST_PLATE, STATES
from mdt_alpr.domain.policy import HOLD_WINDOWS_OFFERED
from mdt_alpr.domain.retention.alpr_1 import Alpr1, HeldCamera, HoldGround, HoldScope
from mdt_alpr.ui.kit.words import full_time, typed_time_or_none

LONGEST_FACTS = 600
_LONGEST = 200
_AROUND_A_READ = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)
WINDOWS = {
    str(span.days): ("Last 24 h" if span.days == 1 else f"Last {span.days} days", span)
    for span in HOLD_WINDOWS_OFFERED
}
"""Windows of time by one touch, up to now, by their days."""


class HoldField(StrEnum):
    """The fields that open a pad, in their order."""

    PLATE = "plate"
    STATE = "state"
    OTHERS = "others"
    BEGINS = "begins"
    ENDS = "ends"
    CASE = "case"
    PARTIES = "parties"
    FACTS = "facts"


FIELDS = tuple(HoldField)
_LENGTHS = {HoldField.PLATE: LONGEST_PLATE, HoldField.CASE: 24, HoldField.FACTS: LONGEST_FACTS}


@dataclass(frozen=True, slots=True)
class EnteredPlate:
    """A plate that this officer entered before: on a hit, or as a manual entry."""

    text: str
    state: str
    case: str = ""
    seen_at: datetime | None = None


@dataclass(slots=True)
class HoldForm:
    """The fields as typed, and which of them is open.

    ``letter`` is the first of the two keys that enter a state; ``waits`` while the form is on its
    way to the records thread.
    """

    values: dict[HoldField, str]
    this_car: bool = True
    ground: HoldGround | None = None
    open: HoldField | None = None
    letter: str = ""
    states_page: int = 0
    confirming: bool = False
    waits: bool = False
    notice: str = ""
    hides_plate: bool = False
    """The plate stood there before a hit came that waits for its entry: it may be the wanted one.
    """

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was entered yet."""
        return not any(self.values.values()) and self.ground is None

    def text(self, of: HoldField) -> str:
        """Return what a field holds."""
        return self.values.get(of, "")

    def alpr_1(self, unit: str) -> Alpr1:
        """Return the form; what cannot be read is left empty, and is then asked for."""
        own = (HeldCamera(unit),) if self.this_car else ()
        scope = HoldScope(
            text=self.text(HoldField.PLATE),
            state=self.text(HoldField.STATE),
            cameras=(*own, *named_cameras(self.text(HoldField.OTHERS))),
            begins_at=typed_time_or_none(self.text(HoldField.BEGINS)),
            ends_at=typed_time_or_none(self.text(HoldField.ENDS)),
        )
        case, parties = self.text(HoldField.CASE), self.text(HoldField.PARTIES)
        return Alpr1(scope, self.ground, self.text(HoldField.FACTS), case, parties)

    # ------------------------------------------------------------------------------ fields

    def edit(self, what: HoldField | None) -> None:
        """Open the pad of a field, or none."""
        self.open, self.letter, self.states_page = what, "", 0
        self.confirming, self.notice = False, ""

    def first_empty(self) -> HoldField:
        """Return the first field that wants typing, for keys that are pressed on the form."""
        wanted = (field for field in FIELDS if field is not HoldField.OTHERS)
        return next((name for name in wanted if not self.text(name)), HoldField.FACTS)

    def edit_next(self) -> None:
        """Open the field that follows, or go back to the form."""
        follows = {
            HoldField.PLATE: HoldField.STATE,
            HoldField.BEGINS: HoldField.ENDS,
            HoldField.CASE: HoldField.PARTIES,
            HoldField.PARTIES: HoldField.FACTS,
        }
        self.edit(None if self.open is None else follows.get(self.open))

    def type(self, character: str) -> None:
        """Enter one character into the open field; with none open the first empty one opens.

        The question before it is filed takes none.
        """
        if self.confirming:
            return
        if self.open is None:
            self.edit(self.first_empty())
        what = self.open or self.first_empty()
        if what is HoldField.STATE:
            self._type_state(character.upper())
        elif _takes(what, character, self.text(what)):
            if what is HoldField.PLATE and self.hides_plate:
                self.clear()
            as_kept = what in (HoldField.PLATE, HoldField.CASE)
            self.set(what, self.text(what) + (character.upper() if as_kept else character))

    def delete(self) -> None:
        """Remove the last character."""
        if self.open is HoldField.STATE:
            self.choose_state("")
        elif self.open is not None:
            hidden = self.open is HoldField.PLATE and self.hides_plate
            self.set(self.open, "" if hidden else self.text(self.open)[:-1])

    def clear(self) -> None:
        """Remove every character of the open field."""
        if self.open is not None:
            self.set(self.open, "")

    def set(self, what: HoldField, text: str) -> None:
        """Enter a field as a whole."""
        self.values[what] = text
        self.notice = ""
        self.hides_plate &= what is not HoldField.PLATE

    def choose_state(self, code: str) -> None:
        """Enter a state code, or remove it."""
        if code in STATES or not code:
            self.letter = ""
            self.set(HoldField.STATE, code)

    def _type_state(self, character: str) -> None:
        pair = self.letter + character
        if pair in STATES:
            self.choose_state(pair)
        elif any(code.startswith(character) for code in STATES):
            self.choose_state("")
            self.letter = character

    # ----------------------------------------------------------------------------- answers

    def use(self, plate: EnteredPlate, now: datetime) -> None:
        """Fill in a plate that the officer entered before; what was typed elsewhere stays."""
        self.set(HoldField.PLATE, plate.text)
        self.set(HoldField.STATE, plate.state)
        if plate.case and not self.text(HoldField.CASE):
            self.set(HoldField.CASE, plate.case)
        if plate.seen_at is not None and not self.text(HoldField.BEGINS):
            ends = min(plate.seen_at + _AROUND_A_READ, now + _MINUTE)
            self._limit(plate.seen_at - _AROUND_A_READ, ends)

    def use_window(self, key: str, now: datetime) -> None:
        """Fill in a window of time that ends now."""
        if key in WINDOWS:
            self._limit(now - WINDOWS[key][1], now + _MINUTE)

    def _limit(self, begins: datetime, ends: datetime) -> None:
        self.set(HoldField.BEGINS, full_time(begins))
        self.set(HoldField.ENDS, full_time(max(ends, begins + _MINUTE)))


def empty_form() -> HoldForm:
    """Return a form in which only this car is named."""
    return HoldForm({})


def named_cameras(text: str) -> tuple[HeldCamera, ...]:
    """Return cameras as typed: "Unit 221 / front, Union St"."""
    return tuple(HeldCamera.typed(name) for name in re.split("[,;]", text) if name.strip())


def without_plate(form: HoldForm) -> HoldForm:
    """Return the form as it may be shown while its plate is hidden."""
    return replace(form, values=form.values | {HoldField.PLATE: ""}, confirming=False)


def _takes(what: HoldField, character: str, text: str) -> bool:
    if len(text) >= _LENGTHS.get(what, _LONGEST):
        return False
    if what is HoldField.PLATE:
        return character.isascii() and character.isalnum()
    if what in (HoldField.BEGINS, HoldField.ENDS):
        return character in TIME_CHARACTERS
    return character.isprintable() and not (character == " " and not text)


TIME_CHARACTERS = "0123456789/-: "
