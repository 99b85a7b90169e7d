"""Hotlist categories: purpose, priority, sound, instruction, on or off (HOT-08, PUR-03)."""

from functools import partial

from mdt_alpr.domain.hotlist.hotlist import AlertStyle, Priority
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.review.list_precision import proposal_words
from mdt_alpr.ui.desk.models.desk import Cell, Column, PageState, TableRow
from mdt_alpr.ui.desk.models.lists import CategoryForm
from mdt_alpr.ui.desk.page import TablePage
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.presenters.words import MARKS, PURPOSE_CHOICES
from mdt_alpr.ui.desk.views.list_pages import CategoriesPage
from mdt_alpr.ui.entries.presenters.past_read_words import purpose_words
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.words import full_time
from mdt_alpr.wire import addresses
from mdt_alpr.wire.hotlists import (
    CategoriesMessage,
    CategoryDecision,
    CategoryMessage,
    SettingMessage,
)

STYLE_WORDS = {
    AlertStyle.SPOKEN: "Tone and words",
    AlertStyle.TONE: "Tone only",
    AlertStyle.SHOWN: "No sound",
}
_SCOPES = {
    "W": "Misdemeanor warrants are dropped",
    "B": "Each entry names its own",
}
_PRIORITIES = tuple((one.value, one.value.capitalize()) for one in Priority)
_STYLES = tuple((one.value, words) for one, words in STYLE_WORDS.items())
_QUESTIONS = {
    "on": "Switch on {name}? Its lines are used from the next delivery of the list.",
    "off": "Switch off {name}? No car alerts on it any more.",
}
_DECIDE = "Set it, or set the present priority again to keep it. Either starts the count anew."


class Categories(TablePage):
    """A category is on only with the lawful purpose that supports it."""

    title, order = "Categories", 55
    heading = "Hotlist categories"
    permissions = (Permission.MANAGE_LISTS,)
    note = "G.S. 20-183.31: each has a lawful purpose. An administrator decides."
    stopped = "Stopped. Press F5 to ask again."
    address, answer = addresses.CATEGORIES, CategoriesMessage
    columns = (
        Column("Category", 170),
        Column("State", 140),
        Column("Lawful purpose", 250),
        Column("Priority", 175),
        Column("Instruction", 180),
        Column("Decided", 185),
    )

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._categories: dict[str, CategoryMessage] = {}
        self._line: float | None = None

    def widget(self) -> CategoriesPage:
        """Return the table with the form."""
        view = CategoriesPage(self.head, PURPOSE_CHOICES, _PRIORITIES, _STYLES)
        view.acted.connect(self.act)
        view.chosen.connect(self.choose)
        view.question.answered.connect(self.answered)
        self.acts_changed.connect(view.show_acts)
        self.question_changed.connect(view.question.ask)
        self.form_changed.connect(view.show_form)
        self.about_changed.connect(view.show_about)
        self.connect_table(view)
        return view

    def begin(self) -> None:
        """Show the acts that the person has."""
        decides = self.has(Permission.MANAGE_ACCOUNTS)
        self.acts_changed.emit((*(("on", "off", "set") * decides), "look_alikes"))

    def rows(self, answer: CategoriesMessage) -> list[TableRow]:
        """Return a row for each category."""
        self._categories = {category.setting.code: category for category in answer.categories}
        self._line = answer.line
        return [_row(category) for category in answer.categories]

    def state(self, answer: CategoriesMessage) -> PageState:
        """Return how many are on."""
        number = sum(category.is_on for category in answer.categories)
        words = f"{number} of {len(answer.categories)} categories are on."
        if proposed := sum(category.proposed is not None for category in answer.categories):
            words += f" A lower priority is proposed for {proposed} of them."
        return PageState(foot=words)

    def choose(self, code: str) -> None:
        """Fill the form with a category, and say how often its lists were right."""
        if (category := self._categories.get(code)) is not None:
            setting, purpose = category.setting, category.purpose.value if category.purpose else ""
            known = setting.priority.value, setting.style.value, setting.instruction
            self.form_changed.emit(CategoryForm(code, *known, purpose))
            self.about_changed.emit(_precision(category, self._line))

    def act(self, act: str, form: CategoryForm) -> None:
        """Switch a category on or off after a question, or set it."""
        category = self._categories.get(form.code)
        if act == "look_alikes":
            self.open_wanted.emit(act, None)
        elif category is None:
            self.show_state(problem="Choose a category first.")
        elif act == "on" and not form.purpose:
            self.show_state(problem="Choose the lawful purpose that the category serves.")
        elif act in _QUESTIONS:
            purpose = Purpose(form.purpose) if act == "on" else None
            decision = CategoryDecision(purpose, form.reason)
            path = addresses.filled(addresses.CATEGORY_DECISION, code=form.code)
            words = _QUESTIONS[act].format(name=category.name)
            self.ask_first(words, partial(self.post, path, decision))
        else:
            body = SettingMessage(
                Priority(form.priority), AlertStyle(form.style), form.instruction, form.reason
            )
            self.post(addresses.filled(addresses.CATEGORY_SETTING, code=form.code), body)

    def forget(self) -> None:
        """Clear what a session left here."""
        super().forget()
        self._categories, self._line = {}, None


PAGE = Categories


def _row(category: CategoryMessage) -> TableRow:
    setting = category.setting
    restricted = "Restricted file" if category.restricted else ""
    state = Cell("On", Mark.TICK) if category.is_on else Cell("Off", Mark.RING)
    purpose = purpose_words(category.purpose) if category.purpose else ""
    scope = _SCOPES.get(setting.code, "")
    return TableRow(
        setting.code,
        (
            Cell(f"{setting.code}  {category.name}", strong=True, below=restricted),
            state,
            Cell(purpose or scope or "None named yet", below=scope if purpose else ""),
            Cell(
                setting.priority.value.capitalize(),
                MARKS[setting.priority],
                below=_below(category),
            ),
            Cell(setting.instruction),
            _decided(category),
        ),
    )


def _below(category: CategoryMessage) -> str:
    sound = STYLE_WORDS[category.setting.style]
    return sound if category.proposed is None else f"Proposed: {category.proposed.capitalize()}"


def _precision(category: CategoryMessage, line: float | None) -> str:
    """Return how often hits of each list were right, and what is proposed (D18)."""
    if category.proposed is not None and line is not None:
        return f"{proposal_words(category.proposed, category.lists, line)}. {_DECIDE}"
    counts = "; ".join(each.words for each in category.lists)
    return f"Hits since it was set that a person decided: {counts}." if counts else ""


def _decided(category: CategoryMessage) -> Cell:
    times = [
        (at, by, why)
        for at, by, why in (
            (category.decided_at, category.decided_by, category.decided_why),
            (category.setting.set_at, category.set_by, category.reason),
        )
        if at is not None
    ]
    if not times:
        return Cell("As installed")
    at, by, why = max(times)
    return Cell(f"{full_time(at)} by {by}", below=why)
