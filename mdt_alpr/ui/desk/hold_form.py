"""A form at the desk whose data is held as soon as headquarters has it (09.21.8.C)."""

import os
from abc import abstractmethod
from typing import ClassVar

from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.retention.alpr_1 import FormPart, Needed
from mdt_alpr.ui.desk.models.desk import Column
from mdt_alpr.ui.desk.models.form import FormAct, FormHead, FormValues
from mdt_alpr.ui.desk.page import SENDING, TableBase
from mdt_alpr.ui.desk.presenters.hold_words import checklist
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.wire.holds import HoldMessage

CHECK, FILE = "check", "file"


class HoldFormPage(TableBase):
    """The parts of the form with what each lacks, and the form."""

    form: ClassVar[FormHead]
    parts: ClassVar[tuple[FormPart, ...]]
    before: ClassVar[str]
    """The line under the parts of a form that was just opened."""
    incomplete: ClassVar[str]
    complete: ClassVar[str]
    opened_from = "holds"
    columns = (Column("Part", 300), Column("State", 760))
    tall, finds = False, False
    saved_as = ()

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self.hold_id = ""

    @abstractmethod
    def needs(self, form: FormValues) -> tuple[Needed, ...]:
        """Return what is missing or refused, by part."""

    @abstractmethod
    def request(self, form: FormValues) -> tuple[str, object]:
        """Return where a complete form is sent, and what."""

    def widget(self) -> FormPage:
        view = FormPage(self.head, self.form)
        self.connect_form(view, self.act)
        return view

    def open(self, chosen: FormValues | object) -> None:
        self.forget()
        self.hold_id = new_id(self.desk.now(), os.urandom(10))
        empty = dict.fromkeys(self._fields, "")
        carried = chosen.values if isinstance(chosen, FormValues) else {}
        values = empty | carried
        focus = next((name for name, text in values.items() if not text), "")
        self.form_changed.emit(FormValues(values, focus=focus))
        self.acts_changed.emit({CHECK, FILE})
        self.show(*checklist(self.parts, None))
        self.show_state(foot=self.before)

    @property
    def _fields(self) -> list[str]:
        return [field.name for field in self.form.fields]

    def act(self, act: FormAct) -> None:
        """Check what is entered, and file it where nothing lacks."""
        needed = self.needs(act.form)
        self.show(*checklist(self.parts, needed))
        if needed:
            self.show_state(problem=self.incomplete)
        elif act.act == CHECK:
            self.show_state(foot=self.complete)
        else:
            address, body = self.request(act.form)
            self.show_state(waits=SENDING)
            self.acts_changed.emit(set())
            self.wait(self.ask(HoldMessage, address, body), self._filed)

    def refused(self, why: str) -> None:
        """Show why it was not filed; it can be filed again."""
        self.acts_changed.emit({CHECK, FILE})
        self.show_state(problem=why)

    def forget(self) -> None:
        super().forget()
        self.hold_id = ""

    def _filed(self, answer: HoldMessage) -> None:
        self.form_changed.emit(FormValues(dict.fromkeys(self._fields, "")))
        self.outdated.emit(self.opened_from)
        self.open_wanted.emit("hold_item", answer.line.number)
