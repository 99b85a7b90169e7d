"""The register of equipment at the desk: cars, cameras, fixed sites, and what is due (MNT-01)."""

from dataclasses import fields
from datetime import date

from mdt_alpr.domain.equipment.register import HOLDS_OTHERS, EquipmentFacts, EquipmentKind
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.ui.desk.form_table import FormTable
from mdt_alpr.ui.desk.models.desk import Cell, Column, PageState, TableRow
from mdt_alpr.ui.desk.models.form import FormAct, FormField, FormHead, FormValues
from mdt_alpr.ui.desk.page import ASKING, SENDING
from mdt_alpr.ui.desk.presenters.cells import date_cell
from mdt_alpr.ui.desk.presenters.equipment_words import KIND_WORDS, WAITING, check_cell, state_cell
from mdt_alpr.ui.desk.presenters.saving import saved_to
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.presenters.words import typed_day
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.ui.hit.presenters.hit_words import date_words
from mdt_alpr.wire import addresses
from mdt_alpr.wire.equipment import (
    DeviceCheckMessage,
    EquipmentHistoryMessage,
    EquipmentMessage,
    RegisterMessage,
)
from mdt_alpr.wire.papers import PaperFile

_OPEN, _ADD, _CHANGE, _PLATE = "open", "add", "change", "plate"
_FORM = FormHead(
    (
        FormField("kind", "Kind", options=tuple((k.value, w) for k, w in KIND_WORDS.items())),
        FormField("name", "Name"),
        FormField("model", "Maker and model"),
        FormField("serial", "Serial number"),
        FormField("custodian", "Responsible"),
        FormField("installed_on", "Installed on", "Nov 28, 2026"),
        FormField("software", "Software version"),
        FormField("device", "Enrolled machine", is_choice=True),
        FormField("part_of", "Mounted in", is_choice=True),
        FormField("place", "Place", "Of a fixed site, or on the car"),
    ),
    (
        (_OPEN, "History and work: Enter"),
        (_CHANGE, "Save changes"),
        (_ADD, "Register as new"),
        (_PLATE, "Save test plate as PDF"),
    ),
    saves=((_PLATE, "test-plate.pdf"),),
)
_NOTHING_CHOSEN = (("", "None"),)


class Equipment(FormTable):
    """The menu shows how many items wait for somebody, from sign-in on."""

    title, order = "Equipment", 112
    permissions = (Permission.MANAGE_EQUIPMENT,)
    counts = True
    form = _FORM
    also_waits = (_PLATE,)
    note = "Order 09.21.3.A: installation, maintenance, calibration"
    address, answer = addresses.EQUIPMENT, RegisterMessage
    nothing = "Nothing is registered. Fill in the form, then press Register as new."
    columns = (
        Column("Name", 160),
        Column("Kind", 90),
        Column("Model and serial", 150),
        Column("Machine and check", 165),
        Column("Installed", 105),
        Column("Responsible", 105),
        Column("State", 285),
    )

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._items: dict[str, EquipmentMessage] = {}
        self._machines: tuple[str, ...] = ()
        self._checks: dict[str, DeviceCheckMessage] = {}

    def widget(self) -> FormPage:
        """Return the table with the form."""
        view = super().widget()
        view.chosen.connect(self.choose)
        view.table.opened.connect(self.open_item)
        return view

    def rows(self, found: RegisterMessage) -> list[TableRow]:
        """Return a row for each item."""
        today = self.desk.today()
        return [self._row(one, today) for one in found.equipment]

    def state(self, found: RegisterMessage) -> PageState:
        """Return how many are in use, and which machines are in no item."""
        in_use = sum(one.retired_at is None for one in found.equipment)
        foot = f"{in_use} in use, {_waiting(found)} need work."
        if found.machines:
            foot += f" Enrolled, not registered: {', '.join(found.machines)}."
        return PageState(foot=foot)

    def show_answer(self, found: RegisterMessage) -> None:
        """Show the register, and how many wait for somebody."""
        self._items = {str(one.number): one for one in found.equipment}
        self._machines = found.machines
        self._checks = {one.device: one for one in found.checks}
        self._offer()
        super().show_answer(found)

    def waiting(self, found: RegisterMessage) -> int:
        """Return how many need work."""
        return _waiting(found)

    def choose(self, key: str) -> None:
        """Fill the form with an item."""
        if (one := self._items.get(key)) is None:
            return
        self._offer(one.facts.device)
        values = {each.name: str(getattr(one.facts, each.name)) for each in fields(one.facts)}
        values["installed_on"] = date_words(one.facts.installed_on)
        values["part_of"] = str(one.facts.part_of or "")
        self.form_changed.emit(FormValues(values))

    def open_item(self, key: str) -> None:
        """Open an item with its history."""
        if (one := self._items.get(key)) is not None:
            self.open_wanted.emit("equipment_item", one)

    def act(self, act: FormAct) -> None:
        """Open the chosen item, save it, or register a new one."""
        if act.act == _PLATE:
            self.show_state(waits=ASKING)
            call = self.ask(PaperFile, addresses.TEST_PLATE)
            self.wait(saved_to(act.place, call), self._saved_plate, _PLATE)
            return
        if act.act != _ADD and act.key not in self._items:
            self.show_state(problem="Choose an item first.")
            return
        if act.act == _OPEN:
            self.open_item(act.key)
            return
        try:
            facts = _facts(act.form)
        except ValueError:
            self.show_state(problem="Enter the day of installation as Nov 28, 2026.")
            return
        path = addresses.EQUIPMENT
        if act.act == _CHANGE:
            path = addresses.filled(addresses.EQUIPMENT_ITEM, number=act.key)
        self.show_state(waits=SENDING)
        self.wait(self.ask(EquipmentHistoryMessage, path, facts), self._saved)

    def forget(self) -> None:
        """Clear what a session left here."""
        self._items, self._machines, self._checks = {}, (), {}
        self._offer()

    def _saved_plate(self, paper: PaperFile) -> None:
        self.show_state(foot=f"Saved {paper.name}. Print it at 100 percent.")

    def _saved(self, _found: EquipmentHistoryMessage) -> None:
        self.load()

    def _offer(self, device: str = "") -> None:
        machines = sorted({*self._machines, device} - {""})
        holders = [
            (key, one.facts.name)
            for key, one in self._items.items()
            if one.facts.kind in HOLDS_OTHERS and one.retired_at is None
        ]
        options = {
            "device": (*_NOTHING_CHOSEN, *((name, name) for name in machines)),
            "part_of": (*_NOTHING_CHOSEN, *holders),
        }
        self.form_changed.emit(FormValues(options=options))

    def _row(self, one: EquipmentMessage, today: date) -> TableRow:
        facts = one.facts
        holder = self._items.get(str(facts.part_of))
        return TableRow(
            str(one.number),
            (
                Cell(facts.name, strong=True, below=facts.place),
                Cell(KIND_WORDS[facts.kind], below=f"in {holder.facts.name}" if holder else ""),
                Cell(facts.model, below=", ".join(w for w in (facts.serial, facts.software) if w)),
                check_cell(facts.device, self._checks.get(facts.device)),
                date_cell(facts.installed_on),
                Cell(facts.custodian),
                state_cell(one, today),
            ),
        )


PAGE = Equipment


def _waiting(found: RegisterMessage) -> int:
    return sum(one.retired_at is None and one.state in WAITING for one in found.equipment)


def _facts(form: FormValues) -> EquipmentFacts:
    """Return what was entered.

    Raises:
        ValueError: the day is none.
    """
    texts = {
        name: form.text(name)
        for name in ("name", "serial", "model", "custodian", "software", "device", "place")
    }
    return EquipmentFacts(
        kind=EquipmentKind(form.text("kind")),
        installed_on=typed_day(form.text("installed_on")),
        part_of=int(form.text("part_of") or 0),
        **texts,
    )
