"""Categories, corrections and look-alikes: tables with a form under each."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from mdt_alpr.ui.desk.models.desk import ActRow, TableHead, TableRow
from mdt_alpr.ui.desk.models.lists import CategoryForm, CorrectionForm
from mdt_alpr.ui.desk.views.parts import ChoiceBox, QuestionBar
from mdt_alpr.ui.desk.views.table_page import ActsPage, TableView
from mdt_alpr.ui.kit.views.labels import wrapped
from mdt_alpr.ui.kit.views.layouts import spaced

Choices = Sequence[tuple[str, str]]


def choice_of(name: str, options: Choices) -> QComboBox:
    """Return a box to choose from, pairs of value and words."""
    box = ChoiceBox()
    box.setAccessibleName(name)
    for value, words in options:
        box.addItem(words, value)
    return box


class ListFormPage(TableView):
    """A table, a form for the chosen row, and acts.

    Signals:
        acted: the act's name and the form.
        chosen: the key of the row that was chosen.
    """

    acted = Signal(str, object)
    chosen = Signal(str)

    def __init__(self, head: TableHead) -> None:
        super().__init__(head)
        self.question, self.about = QuestionBar(), wrapped("", "deskvalue")
        self.add_above(self.question)
        self.add_above(self.about)
        self.about.hide()
        self.buttons: dict[str, QPushButton] = {}
        self.lines: dict[str, QLineEdit] = {}
        self.table.selectionModel().currentRowChanged.connect(self._choose)

    def replace_rows(self, rows: Sequence[TableRow], has_more: bool) -> None:
        """Show these rows, and say which is chosen."""
        super().replace_rows(rows, has_more)
        self.chosen.emit(self.table.chosen)

    def show_about(self, words: str) -> None:
        """Show a line about the chosen row; empty for none."""
        self.about.setText(words)
        self.about.setVisible(bool(words))

    def show_acts(self, acts: Collection[str]) -> None:
        """Show the acts that the person has."""
        for name, button in self.buttons.items():
            button.setVisible(name in acts)

    def forget(self) -> None:
        """Clear what a session left on the page."""
        super().forget()
        self.show_about("")
        for line in self.lines.values():
            line.clear()

    def add_lines(self, *fields: tuple[str, str]) -> None:
        """Make the lines of the form, pairs of name and words."""
        for name, words in fields:
            self.lines[name] = QLineEdit()
            self.lines[name].setPlaceholderText(words)
            self.lines[name].setAccessibleName(words)

    def add_buttons(self, *acts: tuple[str, str]) -> list[QPushButton]:
        """Make the buttons of acts, pairs of name and words."""
        for act, words in acts:
            self.buttons[act] = QPushButton(words)
            self.buttons[act].setObjectName(act)
            self.buttons[act].clicked.connect(self._act)
        return list(self.buttons.values())

    def form(self) -> object:
        """Return what is entered."""
        raise NotImplementedError

    def _choose(self) -> None:
        self.chosen.emit(self.table.chosen)

    def _act(self) -> None:
        if self.state.waits:  # a double press is one act
            return
        self.acted.emit(self.sender().objectName(), self.form())


class CategoriesPage(ListFormPage):
    """Every category of the lists, and what an administrator sets of the chosen one."""

    def __init__(
        self, head: TableHead, purposes: Choices, priorities: Choices, styles: Choices
    ) -> None:
        super().__init__(head)
        self.purpose = choice_of("Lawful purpose", purposes)
        self.priority = choice_of("Priority", priorities)
        self.style_of = choice_of("How it sounds", styles)
        self.add_lines(
            ("instruction", "Instruction to officers, shown after their entry"),
            ("reason", "Reason, at least 10 characters"),
        )
        on, off, settle, look_alikes = self.add_buttons(
            ("on", "Switch on"),
            ("off", "Switch off"),
            ("set", "Set"),
            ("look_alikes", "Look-alikes"),
        )
        grid = QGridLayout()
        for place, part in enumerate((self.purpose, on, off)):
            grid.addWidget(part, 0, 1 + place)
        grid.addWidget(self.lines["reason"], 0, 0)
        grid.addWidget(self.lines["instruction"], 1, 0)
        for place, part in enumerate((self.priority, self.style_of, settle, look_alikes)):
            grid.addWidget(part, 1, 1 + place)
        grid.setColumnStretch(0, 1)
        self.column.insertLayout(self.column.count() - 1, grid)

    def show_acts(self, acts: Collection[str]) -> None:
        """Show the form to who may set something."""
        super().show_acts(acts)
        for part in (self.purpose, self.priority, self.style_of, *self.lines.values()):
            part.setVisible("set" in acts)

    def show_form(self, form: CategoryForm) -> None:
        """Fill the form with the chosen category."""
        for box, value in (
            (self.purpose, form.purpose),
            (self.priority, form.priority),
            (self.style_of, form.style),
        ):
            box.setCurrentIndex(max(0, box.findData(value)))
        self.lines["instruction"].setText(form.instruction)
        self.lines["reason"].clear()

    def form(self) -> CategoryForm:
        """Return what is entered."""
        return CategoryForm(
            code=self.table.chosen,
            priority=str(self.priority.currentData()),
            style=str(self.style_of.currentData()),
            instruction=self.lines["instruction"].text().strip(),
            purpose=str(self.purpose.currentData()),
            reason=self.lines["reason"].text().strip(),
        )


class CorrectionsPage(ListFormPage):
    """Records on which no car alerts, and a form for a further one."""

    def __init__(self, head: TableHead, states: Choices, days: Choices) -> None:
        super().__init__(head)
        self.state_of, self.days = choice_of("State", states), choice_of("For how long", days)
        self.add_lines(
            ("plate", "Plate as listed"),
            ("record", "Record, where several are on the plate"),
            ("evidence", "Evidence: the hit, the case or the reply that shows it"),
            ("owner", "How its agency was asked, or what it answered"),
            ("reason", "Reason, at least 10 characters"),
        )
        place, renew, owner, end = self.add_buttons(
            ("place", "Stop alerts on it"),
            ("renew", "Renew chosen"),
            ("owner", "Note its agency"),
            ("end", "End chosen"),
        )
        grid = QGridLayout()
        for number, part in enumerate(
            (self.lines["plate"], self.state_of, self.lines["record"], self.days, place)
        ):
            grid.addWidget(part, 0, number)
        grid.addWidget(self.lines["evidence"], 1, 0, 1, 4)
        grid.addWidget(renew, 1, 4)
        grid.addWidget(self.lines["owner"], 2, 0, 1, 4)
        grid.addWidget(owner, 2, 4)
        grid.addWidget(self.lines["reason"], 3, 0, 1, 4)
        grid.addWidget(end, 3, 4)
        for number, share in enumerate((2, 2, 3, 1)):
            grid.setColumnStretch(number, share)
        self.column.insertLayout(self.column.count() - 1, grid)

    def show_form(self, form: CorrectionForm) -> None:
        """Fill the form with a record that is wrong; the rest is to be entered."""
        self.state_of.setCurrentIndex(max(0, self.state_of.findData(form.state)))
        for name, value in (("plate", form.text), ("record", form.entry_id)):
            self.lines[name].setText(value)
        for name in ("evidence", "owner", "reason"):
            self.lines[name].clear()
        self.lines["evidence"].setFocus()

    def forget(self) -> None:
        """Clear what a session left on the page."""
        super().forget()
        self.state_of.setCurrentIndex(0)

    def form(self) -> CorrectionForm:
        """Return what is entered."""
        text = {name: line.text().strip() for name, line in self.lines.items()}
        return CorrectionForm(
            number=self.table.chosen,
            text=text["plate"],
            state=str(self.state_of.currentData()),
            entry_id=text["record"],
            evidence=text["evidence"],
            owner=text["owner"],
            days=int(self.days.currentData()),
            reason=text["reason"],
        )


class LookAlikesPage(ActsPage):
    """Which misreads of a plate count, and the switch.

    Signals:
        wanted: a plate to show.
    """

    wanted = Signal(str)

    def __init__(self, head: TableHead, acts: ActRow, longest: int) -> None:
        super().__init__(head, acts)
        self.plate, self.show_button = QLineEdit(), QPushButton("Show its misreads")
        self.plate.setPlaceholderText("Plate to try")
        self.plate.setAccessibleName("Plate to try")
        self.plate.setMaxLength(longest)
        self.plate.returnPressed.connect(self._want)
        self.show_button.clicked.connect(self._want)
        holder = QWidget()
        row = spaced(QHBoxLayout(holder), margins=(0, 0, 0, 0))
        row.addWidget(self.plate)
        row.addWidget(self.show_button)
        row.addStretch(1)
        self.add_above(holder)

    def forget(self) -> None:
        """Clear what a session left on the page."""
        super().forget()
        self.plate.clear()

    def _want(self) -> None:
        self.wanted.emit(self.plate.text().strip())
