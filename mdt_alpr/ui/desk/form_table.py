"""A table with a form or acts under it; an answer to what is recorded is the whole table."""

from abc import abstractmethod
from typing import Any, ClassVar

from PySide6.QtCore import Signal

from mdt_alpr.ui.desk.models.desk import ActRow
from mdt_alpr.ui.desk.models.form import FormAct, FormHead, FormValues
from mdt_alpr.ui.desk.page import TablePage
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.ui.desk.views.table_page import ActsPage


class FormTable(TablePage):
    """Clears the fields named in ``emptied`` once what they say is recorded."""

    form: ClassVar[FormHead]
    emptied: ClassVar[tuple[str, ...]] = ()

    def widget(self) -> FormPage:
        view = FormPage(self.head, self.form)
        self.connect_form(view, self.act)
        return view

    @abstractmethod
    def act(self, act: FormAct) -> None:
        """Do what was pressed."""

    def recorded(self, answer: Any) -> None:
        self.empty_form()
        super().recorded(answer)

    def posted(self) -> None:
        self.empty_form()
        super().posted()

    def empty_form(self) -> None:
        """Clear the fields."""
        self.form_changed.emit(FormValues(dict.fromkeys(self.emptied, "")))


class ActsTable(TablePage):
    """A table with acts on the chosen row, each as name and label.

    Signals:
        act_recorded: the reason and the choice were for an act that is recorded now.
    """

    acts: ClassVar[ActRow]
    act_recorded = Signal()

    def widget(self) -> ActsPage:
        view = ActsPage(self.head, self.acts)
        view.acted.connect(self.act)
        view.chosen.connect(self.choose)
        view.question.answered.connect(self.answered)
        self.acts_changed.connect(view.show_acts)
        self.question_changed.connect(view.ask)
        self.act_recorded.connect(view.empty)
        self.connect_table(view)
        return view

    def recorded(self, answer: Any) -> None:
        """Show the table with what was just recorded; its reason is not needed any more."""
        self.act_recorded.emit()
        super().recorded(answer)

    def posted(self) -> None:
        """Load the table with what was just recorded; its reason is not needed any more."""
        self.act_recorded.emit()
        super().posted()

    @abstractmethod
    def act(self, act: str, key: str, why: str, choice: str) -> None:
        """Do an act on a row."""

    def choose(self, _key: str) -> None:
        """Drop a question about another row."""
        self.drop_question()
