"""A table with a form under it; what is recorded is answered with the whole table again."""

from abc import abstractmethod
from typing import Any, ClassVar

from mdt_alpr.ui.desk.models.form import FormAct, FormHead, FormValues
from mdt_alpr.ui.desk.page import TablePage
from mdt_alpr.ui.desk.views.form_page import FormPage


class FormTable(TablePage):
    """Clears the fields named in ``emptied`` once what they say is recorded."""

    form: ClassVar[FormHead]
    emptied: ClassVar[tuple[str, ...]] = ()

    def widget(self) -> FormPage:
        """Return the table with the form."""
        view = FormPage(self.head, self.form)
        self.connect_form(view, self.act)
        return view

    @abstractmethod
    def act(self, act: FormAct) -> None:
        """Do what was pressed."""

    def recorded(self, answer: Any) -> None:
        """Clear the form, and show the table with what was just recorded."""
        self.empty_form()
        super().recorded(answer)

    def posted(self) -> None:
        """Clear the form, and load the table with what was just recorded."""
        self.empty_form()
        super().posted()

    def empty_form(self) -> None:
        """Clear the fields."""
        self.form_changed.emit(FormValues(dict.fromkeys(self.emptied, "")))
