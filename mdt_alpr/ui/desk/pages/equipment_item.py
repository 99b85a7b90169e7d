"""One item of the register with its work orders, its schedule and its end (MNT-02)."""

from functools import partial
from typing import Any

from mdt_alpr.acts import equipment
from mdt_alpr.acts.act import Act
from mdt_alpr.acts.fields import enum_words
from mdt_alpr.domain.equipment.schedule import WorkKind, WorkResult
from mdt_alpr.ui.desk.act_form import DAY_HINT
from mdt_alpr.ui.desk.models.form import FormAct, FormField, FormHead, FormValues
from mdt_alpr.ui.desk.page import ASKING, SENDING, TableBase
from mdt_alpr.ui.desk.presenters.listing_rows import columns_of, rows_of
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.presenters.words import typed_day
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.ui.hit.presenters.hit_words import date_words
from mdt_alpr.wire.equipment import (
    EquipmentHistoryMessage,
    EquipmentMessage,
    PlanRequest,
    WorkDoneRequest,
    WorkOrderRequest,
)
from mdt_alpr.wire.manual import ReasonMessage

_ORDER, _PLAN, _RETIRE = "order", "plan", "retire"
_RESULTS = {result.value: result for result in WorkResult if result.value}
_FORM = FormHead(
    (
        FormField("kind", "Work", options=tuple((k.value, enum_words(k)) for k in WorkKind)),
        FormField("day", "Day: due, or done", DAY_HINT),
        FormField("done_by", "Done by"),
        FormField("every_days", "Days between two dates", "0 for no schedule"),
        FormField("note", "Note or reason. No plates here.", wide=True),
    ),
    (
        (_ORDER, "Open work order"),
        *((result, enum_words(member)) for result, member in _RESULTS.items()),
        (_PLAN, "Set schedule"),
        (_RETIRE, "Retire item"),
    ),
    in_row=6,
    goes_back=True,
)
_EMPTY = {"done_by": "", "every_days": "", "note": ""}


class EquipmentItem(TableBase):
    """Work orders, the newest first; acts are of the chosen order or of the item."""

    title, order = "Work orders", 113
    permissions = equipment.SHOW_ITEM.may
    opened_from = "equipment"
    note = "The schedule opens an order 14 days before its day"
    columns = columns_of(equipment.WORKS)

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._item: EquipmentMessage | None = None
        self._shown: EquipmentHistoryMessage | None = None

    def widget(self) -> FormPage:
        view = FormPage(self.head, _FORM)
        self.connect_form(view, self.act)
        return view

    def open(self, chosen: Any) -> None:
        self.forget()
        self._item = chosen.item
        self.about_changed.emit(equipment.about(chosen.item))
        self.form_changed.emit(FormValues({**_EMPTY, "day": date_words(self.desk.today())}))
        self.load()

    def load(self) -> None:
        if self._item is not None:
            self.show_state(waits=ASKING)
            path = equipment.SHOW_ITEM.path(number=self._item.number)
            self.wait(self.ask(EquipmentHistoryMessage, path), self._show)

    def act(self, act: FormAct) -> None:
        """Open or close an order, set the schedule, or ask whether to retire the item."""
        if self._item is None:
            return
        if act.act == _RETIRE:
            why = ReasonMessage(act.form.text("note"))
            words = f"Retire {self._item.facts.name}? It stays in the register, for good."
            self.ask_first(words, partial(self._send, equipment.RETIRE, why))
        elif act.act in _RESULTS and not act.key:
            self.show_state(problem="Choose an open work order first.")
        else:
            try:
                self._send(*self._message(act))
            except ValueError:
                words = "Enter the day as Nov 28, 2026, and days as a number."
                self.show_state(problem=words)

    def forget(self) -> None:
        super().forget()
        self._item = self._shown = None

    def _message(self, act: FormAct) -> tuple[Act[Any], object, str]:
        """Return the act, its body and the number of a work order, if it is of one.

        Raises:
            ValueError: a day or a number is none.
        """
        form, kind = act.form, WorkKind(act.form.text("kind"))
        if act.act == _PLAN:
            return equipment.SCHEDULE, PlanRequest(kind, int(form.text("every_days"))), ""
        day, note = typed_day(form.text("day")), form.text("note")
        if act.act == _ORDER:
            return equipment.ORDER, WorkOrderRequest(kind, day, note), ""
        done = WorkDoneRequest(_RESULTS[act.act], day, form.text("done_by"), note)
        return equipment.CLOSE, done, act.key

    def _send(self, act: Act[Any], body: object, order: str = "") -> None:
        assert self._item is not None  # noqa: S101 - nothing is asked before an item is open
        number = order or self._item.number
        self.show_state(waits=SENDING)
        path = act.path(seen=act.seen_in(self._shown, number=number), number=number)
        self.wait(self.ask(EquipmentHistoryMessage, path, body), self._changed)

    def _changed(self, answer: EquipmentHistoryMessage) -> None:
        self.outdated.emit(self.opened_from)
        self.form_changed.emit(FormValues(_EMPTY))
        self._show(answer)

    def _show(self, answer: EquipmentHistoryMessage) -> None:
        self._item, self._shown = answer.item, answer
        self.about_changed.emit(equipment.about(answer.item))
        self.show(*rows_of(equipment.WORKS, answer, self.desk.now()))
        still = sum(work.result is WorkResult.OPEN for work in answer.works)
        counts = f"{still} open of {len(answer.works)} work orders."
        self.show_state(foot=counts if answer.works else equipment.WORKS.nothing)


PAGE = EquipmentItem
