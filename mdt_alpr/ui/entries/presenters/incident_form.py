"""What an officer has entered so far of a report; the rules are those of the domain (OPS-01)."""

from dataclasses import dataclass
from enum import StrEnum

from mdt_alpr.domain.retention.alpr_1 import HoldGround
from mdt_alpr.domain.retention.incidents import (
    LONGEST_WORDS,
    IncidentForm,
    IncidentKind,
    Preservation,
)

LONGEST_CASE = 24
_LONGEST = 200


class ReportField(StrEnum):
    """The fields that open a pad, in their order."""

    WORDS = "words"
    CASE = "case"
    PARTIES = "parties"


_LENGTHS = {ReportField.WORDS: LONGEST_WORDS, ReportField.CASE: LONGEST_CASE}
_FOLLOWS = {ReportField.CASE: ReportField.PARTIES}


@dataclass(slots=True)
class ReportForm:
    """The fields as typed, and which of them is open; ``waits`` while it is on its way."""

    values: dict[ReportField, str]
    kind: IncidentKind = IncidentKind.WRONGFUL_STOP
    hit_id: str = ""
    ground: HoldGround | None = None
    open: ReportField | None = None
    waits: bool = False
    notice: str = ""

    def text(self, of: ReportField) -> str:
        """Return what a field holds."""
        return self.values.get(of, "")

    def as_reported(self) -> IncidentForm:
        """Return the report."""
        case, parties = self.text(ReportField.CASE), self.text(ReportField.PARTIES)
        keep = None if self.ground is None else Preservation(self.ground, case, parties)
        words = self.text(ReportField.WORDS)
        return IncidentForm(self.kind, words=words, hit_id=self.hit_id, keep=keep)

    def edit(self, what: ReportField | None) -> None:
        """Open the pad of a field, or none."""
        self.open, self.notice = what, ""

    def edit_next(self) -> None:
        """Open the field that follows, or go back to the form."""
        self.edit(None if self.open is None else _FOLLOWS.get(self.open))

    def set(self, what: ReportField, text: str) -> None:
        """Enter a field as a whole."""
        self.values[what], self.notice = text, ""

    def type(self, character: str) -> None:
        """Enter one character into the open field; with none open what happened is typed."""
        if self.open is None:
            self.edit(ReportField.WORDS)
        what = self.open or ReportField.WORDS
        text = self.text(what)
        fits = len(text) < _LENGTHS.get(what, _LONGEST)
        if fits and character.isprintable() and (text or character != " "):
            self.set(what, text + (character.upper() if what is ReportField.CASE else character))

    def delete(self) -> None:
        """Remove the last character."""
        if self.open is not None:
            self.set(self.open, self.text(self.open)[:-1])

    def clear(self) -> None:
        """Remove every character of the open field."""
        if self.open is not None:
            self.set(self.open, "")


def empty_report() -> ReportForm:
    """Return a report of a wrongful stop in which nothing is said."""
    return ReportForm({})
