"""A page that shows one numbered record with its steps, and takes the next one."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from mdt_alpr.ui.desk.models.desk import TableRow
from mdt_alpr.ui.desk.models.form import FormAct, FormHead, FormValues
from mdt_alpr.ui.desk.page import SENDING, TableBase
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.wire import addresses


class StepsPage(TableBase):
    """The steps, oldest first; buttons for those that this person may take now."""

    form: ClassVar[FormHead]
    empty: ClassVar[Mapping[str, str]]
    """The form's fields once a step was taken."""
    address: ClassVar[str]
    """Where a step goes; it holds the record's number."""
    answer: ClassVar[type]

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self.record: Any = None

    def widget(self) -> FormPage:
        """Return the steps with the form."""
        view = FormPage(self.head, self.form)
        self.connect_form(view, self.act)
        return view

    def open(self, chosen: Any) -> None:
        """Show a record."""
        self.forget()
        self.form_changed.emit(FormValues(self.first_values()))
        self.show_record(chosen)

    def first_values(self) -> dict[str, str]:
        """Return the form's fields for a record that is opened."""
        return dict(self.empty)

    @abstractmethod
    def act(self, act: FormAct) -> None:
        """Take a step by ``want``, or do what else was pressed."""

    @abstractmethod
    def about(self, answer: Any) -> str:
        """Return what the record is, in a few sentences."""

    @abstractmethod
    def rows(self, answer: Any) -> Sequence[TableRow]:
        """Return a row for each step."""

    @abstractmethod
    def open_acts(self, answer: Any) -> Sequence[str]:
        """Return the acts that the person has now."""

    @abstractmethod
    def foot(self, answer: Any) -> str:
        """Return the line under the rows."""

    def want(self, step: object, question: str) -> None:
        """Take a step, after a question unless it is empty."""
        if question:
            self.ask_first(question, partial(self._send, step))
        else:
            self._send(step)

    def path(self, address: str) -> str:
        """Return an address of the record."""
        return addresses.filled(address, number=str(self.record.number))

    def forget(self) -> None:
        """Clear what a session left here."""
        super().forget()
        self.record = None
        self.acts_changed.emit(())

    def _send(self, step: object) -> None:
        if self.record is None:
            return
        self.show_state(waits=SENDING)
        self.wait(self.ask(self.answer, self.path(self.address), step), self._changed)

    def _changed(self, answer: Any) -> None:
        self.outdated.emit(self.opened_from)
        self.form_changed.emit(FormValues(dict(self.empty)))
        self.show_record(answer)

    def show_record(self, answer: Any) -> None:
        """Show a record as it is now."""
        self.record = answer
        self.about_changed.emit(f"No. {answer.number}. {self.about(answer)}")
        self.show(*self.rows(answer))
        self.acts_changed.emit(self.open_acts(answer))
        self.show_state(foot=self.foot(answer))
