"""The register of equipment at the desk: cars, cameras, fixed sites, and what is due (MNT-01)."""

from dataclasses import fields
from pathlib import Path

from mdt_alpr.acts import equipment
from mdt_alpr.domain.citations import under
from mdt_alpr.domain.equipment.register import HOLDS_OTHERS
from mdt_alpr.ui.desk.act_table import ActTable
from mdt_alpr.ui.desk.models.desk import TableRow
from mdt_alpr.ui.desk.models.form import FormValues
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.ui.hit.presenters.hit_words import date_words
from mdt_alpr.wire.equipment import RegisterMessage
from mdt_alpr.wire.papers import PaperFile

_NOTHING_CHOSEN = (("", "None"),)


class Equipment(ActTable):
    """The menu shows how many items wait for somebody, from sign-in on."""

    title, order = "Equipment", 112
    counts = True
    note = under("equipment", "installation, maintenance, calibration")
    nothing = "Nothing is registered. Fill in the form, then press Register as new."
    shows = equipment.SHOW_REGISTER
    acts = (equipment.CHANGE, equipment.REGISTER, equipment.PRINT_TEST_PLATE)
    saves = ((equipment.PRINT_TEST_PLATE.button, "test-plate.pdf"),)
    opens = "equipment_item", "History and work: Enter"
    choices, in_row = ("device", "part_of"), 5

    def widget(self) -> FormPage:
        view = super().widget()
        view.chosen.connect(self.choose)
        return view

    def rows(self, answer: RegisterMessage) -> list[TableRow]:
        """Return a row for each item, and offer the machines and what cameras are mounted in."""
        rows = list(super().rows(answer))
        self._offer()
        return rows

    def waiting(self, answer: RegisterMessage) -> int:
        return equipment.waiting(answer)

    def choose(self, key: str) -> None:
        if key not in self.known:
            return
        facts = self.known[key].item.facts
        self._offer(facts.device)
        values = {part.name: str(getattr(facts, part.name)) for part in fields(facts)}
        values["installed_on"] = date_words(facts.installed_on)
        values["part_of"] = str(facts.part_of or "")
        self.form_changed.emit(FormValues(values))

    def say_saved(self, file: Path | PaperFile) -> None:
        self.show_state(foot=f"Saved {file.name}. Print it at 100 percent.")

    def forget(self) -> None:
        super().forget()
        self._offer()

    def _offer(self, device: str = "") -> None:
        machines = self.found.machines if self.found else ()
        items = [row.item for row in self.known.values() if row.item.retired_at is None]
        holders = ((str(i.number), i.facts.name) for i in items if i.facts.kind in HOLDS_OTHERS)
        named = ((name, name) for name in sorted({*machines, device} - {""}))
        options = {"device": (*_NOTHING_CHOSEN, *named), "part_of": (*_NOTHING_CHOSEN, *holders)}
        self.form_changed.emit(FormValues(options=options))


PAGE = Equipment
