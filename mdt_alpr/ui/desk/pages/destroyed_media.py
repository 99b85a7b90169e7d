"""Destroyed media at the desk: what, how, by whom, who saw it, and its certificate (RET-10)."""

from mdt_alpr.domain.equipment.media import DestroyedMedium, DestructionMethod, MediaKind
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.ui.desk.form_table import FormTable
from mdt_alpr.ui.desk.models.desk import Cell, Column, PageState, TableRow
from mdt_alpr.ui.desk.models.form import FormAct, FormField, FormHead, FormValues
from mdt_alpr.ui.desk.page import ASKING
from mdt_alpr.ui.desk.presenters.cells import date_cell, time_cell
from mdt_alpr.ui.desk.presenters.saving import saved_to
from mdt_alpr.ui.desk.presenters.words import typed_day
from mdt_alpr.wire import addresses
from mdt_alpr.wire.media import MediaMessage, MediumMessage
from mdt_alpr.wire.papers import PaperFile

_ADD, _SAVE = "add", "save"
_KINDS = {
    MediaKind.DISK: "Disk",
    MediaKind.LAPTOP: "Laptop",
    MediaKind.MEMORY_STICK: "Memory stick",
    MediaKind.MEMORY_CARD: "Memory card",
    MediaKind.PAPER: "Paper",
    MediaKind.OTHER: "Other",
}
_METHODS = {
    DestructionMethod.OVERWRITTEN: "Overwritten",
    DestructionMethod.DEGAUSSED: "Degaussed",
    DestructionMethod.SHREDDED: "Shredded or crushed",
}
_FORM = FormHead(
    (
        FormField("kind", "Medium", options=tuple((k.value, w) for k, w in _KINDS.items())),
        FormField("serial", "Serial number or label"),
        FormField("held", "What was on it. No plates."),
        FormField("method", "How", options=tuple((k.value, w) for k, w in _METHODS.items())),
        FormField("passes", "Passes", "3 at least, if overwritten"),
        FormField("day", "Destroyed on", "Nov 28, 2026"),
        FormField("destroyed_by", "Destroyed by"),
        FormField("witness", "Witness"),
        FormField("note", "Note. No plates.", wide=True),
    ),
    ((_ADD, "Record destroyed medium"), (_SAVE, "Save certificate of chosen as PDF")),
    saves=((_SAVE, "destroyed-medium.pdf"),),
)
_TEXTS = ("serial", "held", "destroyed_by", "witness", "note")


class DestroyedMedia(FormTable):
    """The newest first; what was recorded stays."""

    title, order = "Destroyed media", 92
    permissions = (Permission.MANAGE_EQUIPMENT,)
    form, emptied = _FORM, (*_TEXTS, "passes", "day")
    also_waits = (_SAVE,)
    note = "CJIS MP-6: overwritten 3 times, degaussed or shredded, before a witness"
    address, answer = addresses.DESTROYED_MEDIA, MediaMessage
    nothing = "Nothing is recorded. Fill in the form, then press Record destroyed medium."
    columns = (
        Column("Number", 70),
        Column("Medium", 190),
        Column("What was on it", 230),
        Column("How", 170),
        Column("Destroyed", 150),
        Column("Witness", 120),
        Column("Recorded", 150),
    )

    def rows(self, found: MediaMessage) -> list[TableRow]:
        """Return a row for each medium."""
        return list(map(_row, found.media))

    def state(self, found: MediaMessage) -> PageState:
        """Return how many there are."""
        return PageState(foot=f"{len(found.media)} destroyed media.")

    def act(self, act: FormAct) -> None:
        """Record a medium, or save the certificate of the chosen one."""
        if act.act == _SAVE:
            self._save(act)
            return
        try:
            medium = _medium(act.form)
        except ValueError:
            self.show_state(problem="Enter the day as Nov 28, 2026, and passes as a number.")
            return
        self.send(self.address, medium)

    def _save(self, act: FormAct) -> None:
        if not act.key:
            self.show_state(problem="Choose a medium first.")
            return
        self.show_state(waits=ASKING)
        path = addresses.filled(addresses.MEDIUM_PAPER, number=act.key)
        self.wait(saved_to(act.place, self.ask(PaperFile, path)), self.say_saved, _SAVE)


PAGE = DestroyedMedia


def _medium(form: FormValues) -> DestroyedMedium:
    """Return what was entered.

    Raises:
        ValueError: the day or the passes are none.
    """
    return DestroyedMedium(
        kind=MediaKind(form.text("kind")),
        method=DestructionMethod(form.text("method")),
        passes=int(form.text("passes") or 0),
        destroyed_on=typed_day(form.text("day")),
        **{name: form.text(name) for name in _TEXTS},
    )


def _row(one: MediumMessage) -> TableRow:
    medium = one.medium
    passes = f"{medium.passes} passes" if medium.passes else ""
    return TableRow(
        str(one.number),
        (
            Cell(str(one.number), strong=True),
            Cell(_KINDS[medium.kind], below=medium.serial),
            Cell(medium.held, below=medium.note),
            Cell(_METHODS[medium.method], below=passes),
            date_cell(medium.destroyed_on, below=f"by {medium.destroyed_by}"),
            Cell(medium.witness),
            time_cell(one.recorded_at, below=f"by {one.recorded_by}"),
        ),
    )
