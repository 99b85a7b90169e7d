"""A form at the desk whose data is held as soon as headquarters has it (09.21.8.C)."""

from abc import abstractmethod
from dataclasses import replace
from typing import Any, ClassVar

from mdt_alpr.acts.act import Act
from mdt_alpr.domain.retention.alpr_1 import FormPart, Needed
from mdt_alpr.ui.desk.act_form import body_of, form_of
from mdt_alpr.ui.desk.models.desk import Column
from mdt_alpr.ui.desk.models.form import FormAct, FormHead, FormValues
from mdt_alpr.ui.desk.page import SENDING, TableBase
from mdt_alpr.ui.desk.presenters.hold_words import checklist
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.wire.holds import HoldMessage

_CHECK = "check"


class HoldFormPage(TableBase):
    """The parts of the form with what each lacks, and the form."""

    files: ClassVar[Act[HoldMessage]]
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

    def __init_subclass__(cls) -> None:
        """Make the form of the declaration."""
        super().__init_subclass__()
        form = form_of(cls.files, in_row=6, goes_back=True)
        cls.form = replace(form, acts=((_CHECK, "Check"), *form.acts))
        cls.does, cls.permissions = (cls.files,), cls.files.may

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._made: dict[str, object] = {}

    @abstractmethod
    def needs(self, body: Any) -> tuple[Needed, ...]:
        """Return what is missing or refused, by part."""

    def hidden(self) -> frozenset[str]:
        """Return the fields that the person has no use for."""
        return frozenset()

    def widget(self) -> FormPage:
        view = FormPage(self.head, self.form)
        self.connect_form(view, self.act)
        return view

    def open(self, chosen: FormValues | object) -> None:
        self.forget()
        self._made = self.made(self.files)
        empty = dict.fromkeys(self._fields, "")
        carried = chosen.values if isinstance(chosen, FormValues) else {}
        values = empty | carried
        focus = next((name for name, text in values.items() if not text), "")
        self.form_changed.emit(FormValues(values, hidden=self.hidden(), focus=focus))
        self._offer()
        self.show(*checklist(self.parts, None))
        self.show_state(foot=self.before)

    @property
    def _fields(self) -> list[str]:
        return [field.name for field in self.form.fields]

    def act(self, act: FormAct) -> None:
        """Check what is entered, and file it where nothing lacks."""
        body = body_of(self.files, act.form, self._made, is_draft=True)
        needed = self.needs(body)
        self.show(*checklist(self.parts, needed))
        if needed:
            self.show_state(problem=self.incomplete)
        elif act.act == _CHECK:
            self.show_state(foot=self.complete)
        else:
            self.show_state(waits=SENDING)
            self.acts_changed.emit(set())
            self.wait(self.ask(HoldMessage, self.files.path(), body), self._filed)

    def refused(self, why: str) -> None:
        """Show why it was not filed; it can be filed again."""
        self._offer()
        self.show_state(problem=why)

    def forget(self) -> None:
        super().forget()
        self._made = {}

    def _offer(self) -> None:
        self.acts_changed.emit({_CHECK, self.files.button})

    def _filed(self, answer: HoldMessage) -> None:
        self.form_changed.emit(FormValues(dict.fromkeys(self._fields, "")))
        self.outdated.emit(self.opened_from)
        self.open_wanted.emit("hold_item", answer.line.number)
