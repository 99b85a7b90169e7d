"""One item of the register with its work orders, its schedule and its end (MNT-02)."""

from datetime import date
from functools import partial

from mdt_alpr.domain.equipment.schedule import WorkKind, WorkResult
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.ui.desk.models.desk import Cell, Column, TableRow
from mdt_alpr.ui.desk.models.form import FormAct, FormField, FormHead, FormValues
from mdt_alpr.ui.desk.page import ASKING, SENDING, TableBase
from mdt_alpr.ui.desk.presenters.cells import date_cell, time_cell
from mdt_alpr.ui.desk.presenters.equipment_words import (
    KIND_WORDS,
    RESULT_WORDS,
    WORK_WORDS,
    due_words,
)
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.presenters.words import typed_day
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.ui.hit.presenters.hit_words import date_words
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.words import full_time
from mdt_alpr.wire import addresses
from mdt_alpr.wire.equipment import (
    EquipmentHistoryMessage,
    EquipmentMessage,
    PlanRequest,
    WorkDoneRequest,
    WorkMessage,
    WorkOrderRequest,
)
from mdt_alpr.wire.manual import ReasonMessage

_ORDER, _PLAN, _RETIRE = "order", "plan", "retire"
_RESULTS = {one.value: one for one in WorkResult if one.value}
_FORM = FormHead(
    (
        FormField("kind", "Work", options=tuple((k.value, w) for k, w in WORK_WORDS.items())),
        FormField("day", "Day: due, or done", "Nov 28, 2026"),
        FormField("done_by", "Done by"),
        FormField("every_days", "Days between two dates", "0 for no schedule"),
        FormField("note", "Note or reason. No plates here.", wide=True),
    ),
    (
        (_ORDER, "Open work order"),
        (WorkResult.PASSED.value, "Passed"),
        (WorkResult.FAILED.value, "Failed"),
        (WorkResult.CANCELED.value, "Canceled"),
        (_PLAN, "Set schedule"),
        (_RETIRE, "Retire item"),
    ),
    in_row=6,
    goes_back=True,
)
_MARKS = {
    WorkResult.OPEN: Mark.RING,
    WorkResult.PASSED: Mark.TICK,
    WorkResult.FAILED: Mark.CROSS,
    WorkResult.CANCELED: None,
}


class EquipmentItem(TableBase):
    """Work orders, the newest first; acts are of the chosen order or of the item."""

    title, order = "Work orders", 113
    permissions = (Permission.MANAGE_EQUIPMENT,)
    opened_from = "equipment"
    note = "The schedule opens an order 14 days before its day"
    columns = (
        Column("Order", 60),
        Column("Work", 115),
        Column("Due", 120),
        Column("Ordered", 170),
        Column("Result", 115),
        Column("Done", 140),
        Column("Note", 340),
    )

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._item: EquipmentMessage | None = None

    def widget(self) -> FormPage:
        """Return the table with the form."""
        view = FormPage(self.head, _FORM)
        self.connect_form(view, self.act)
        return view

    def open(self, chosen: EquipmentMessage) -> None:
        """Show an item."""
        self.forget()
        self._item = chosen
        self.about_changed.emit(_about(chosen, self.desk.today()))
        today = date_words(self.desk.today())
        values = {"day": today, "done_by": "", "every_days": "", "note": ""}
        self.form_changed.emit(FormValues(values))
        self.load()

    def load(self) -> None:
        """Request the item's history."""
        if self._item is not None:
            self.show_state(waits=ASKING)
            path = self._path(addresses.EQUIPMENT_ITEM)
            self.wait(self.ask(EquipmentHistoryMessage, path), self._show)

    def act(self, act: FormAct) -> None:
        """Open or close an order, set the schedule, or ask whether to retire the item."""
        if self._item is None:
            return
        if act.act == _RETIRE:
            why = ReasonMessage(act.form.text("note"))
            words = f"Retire {self._item.facts.name}? It stays in the register, for good."
            self.ask_first(words, partial(self._send, addresses.EQUIPMENT_RETIREMENT, why))
        elif act.act in _RESULTS and not act.key:
            self.show_state(problem="Choose an open work order first.")
        else:
            try:
                self._send(*self._message(act))
            except ValueError:
                words = "Enter the day as Nov 28, 2026, and days as a number."
                self.show_state(problem=words)

    def forget(self) -> None:
        """Clear what a session left here."""
        super().forget()
        self._item = None

    def _message(self, act: FormAct) -> tuple[str, object]:
        """Return the address and the body to post.

        Raises:
            ValueError: a day or a number is none.
        """
        form, kind = act.form, WorkKind(act.form.text("kind"))
        if act.act == _PLAN:
            return addresses.EQUIPMENT_SCHEDULE, PlanRequest(kind, int(form.text("every_days")))
        day, note = typed_day(form.text("day")), form.text("note")
        if act.act == _ORDER:
            return addresses.EQUIPMENT_WORK, WorkOrderRequest(kind, day, note)
        path = addresses.filled(addresses.WORK_DONE, number=act.key)
        return path, WorkDoneRequest(_RESULTS[act.act], day, form.text("done_by"), note)

    def _send(self, address: str, body: object) -> None:
        self.show_state(waits=SENDING)
        path = self._path(address)
        self.wait(self.ask(EquipmentHistoryMessage, path, body), self._changed)

    def _path(self, address: str) -> str:
        assert self._item is not None  # noqa: S101 - nothing is asked before an item is open
        number = str(self._item.number)
        return addresses.filled(address, number=number) if "{number}" in address else address

    def _changed(self, found: EquipmentHistoryMessage) -> None:
        self.outdated.emit(self.opened_from)
        values = {"done_by": "", "every_days": "", "note": ""}
        self.form_changed.emit(FormValues(values))
        self._show(found)

    def _show(self, found: EquipmentHistoryMessage) -> None:
        self._item = found.item
        today = self.desk.today()
        self.about_changed.emit(_about(found.item, today))
        self.show(*(_row(one, today) for one in found.works))
        open_ones = sum(one.result is WorkResult.OPEN for one in found.works)
        empty = "No work order yet. The schedule opens one, or you do."
        counts = f"{open_ones} open of {len(found.works)} work orders."
        self.show_state(foot=counts if found.works else empty)


PAGE = EquipmentItem


def _about(one: EquipmentMessage, today: date) -> str:
    facts = one.facts
    due = "; ".join(
        f"{WORK_WORDS[each.kind]} every {each.every_days} days, {due_words(each.due_on, today)}"
        for each in one.due
    )
    words = f"{KIND_WORDS[facts.kind]} {facts.name}, {facts.model}, {facts.serial}. "
    if one.retired_at is not None:
        words += f"Retired {full_time(one.retired_at)} by {one.retired_by}: {one.why_retired}."
        return words
    return words + (f"{due}." if due else "No schedule.")


def _row(one: WorkMessage, today: date) -> TableRow:
    is_late = one.result is WorkResult.OPEN and one.due_on < today
    done = date_cell(one.done_on, below=f"by {one.done_by}") if one.done_on else Cell("")
    note = "; ".join(text for text in (one.words, one.note) if text)
    return TableRow(
        str(one.number),
        (
            Cell(str(one.number), strong=True),
            Cell(WORK_WORDS[one.kind]),
            date_cell(one.due_on, below="overdue" if is_late else "", warns=is_late),
            time_cell(one.ordered_at, below=f"by {one.ordered_by or 'the schedule'}"),
            Cell(
                RESULT_WORDS[one.result],
                _MARKS[one.result],
                warns=one.result is WorkResult.FAILED,
            ),
            done,
            Cell(note),
        ),
    )
