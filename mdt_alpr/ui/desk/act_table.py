"""A page made of acts: its table is their listing, its form asks for their fields."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import Enum
from functools import partial
from typing import Any, ClassVar

from mdt_alpr.acts.act import Act, Declaration, Nothing
from mdt_alpr.acts.fields import ActField, built, enum_words
from mdt_alpr.acts.listing import ListCell, ListColumn, Listing
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.kinds import faults_of
from mdt_alpr.ui.desk.form_table import FormTable
from mdt_alpr.ui.desk.models.desk import Cell, Column, PageState, TableRow
from mdt_alpr.ui.desk.models.form import FormAct, FormField, FormHead, FormValues
from mdt_alpr.ui.desk.page import SENDING
from mdt_alpr.ui.desk.presenters.cells import date_cell, minute_cell, year_cell
from mdt_alpr.ui.desk.presenters.words import typed_day
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.ui.hit.presenters.hit_words import date_words
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.words import typed_time

DAY_HINT, TIME_HINT = "Nov 28, 2026", "Nov 28, 2026 14:00"
_READ: dict[type, Any] = {datetime: typed_time, date: typed_day, bool: bool}
_HINTS: dict[type, str] = {date: DAY_HINT, datetime: TIME_HINT}
_YES = (("", "No"), ("yes", "Yes"))


class FieldRefusedError(DomainError):
    """What was typed is no value of its field; says what is."""


def form_of(*acts: Declaration[Any], **head: Any) -> FormHead:
    """Return the form of acts with the button of each; a field of several is there once."""
    asked = {field.name: field for act in acts for field in act.fields}
    return FormHead(tuple(map(_form_field, asked.values())), _buttons(acts), **head)


def body_of(act: Declaration[Any], form: FormValues) -> Any:
    """Return the body of what was typed.

    Raises:
        FieldRefusedError: says of a field what is wrong; nothing is sent.
    """
    values = {field.name: _value(field, form.text(field.name)) for field in act.fields}
    given = {name: value for name, value in values.items() if value is not None}
    body = None if act.body is None else built(act.body, {**given, **act.says})
    if faults := " ".join(faults_of(body)):
        raise FieldRefusedError(faults)
    return body


def columns_of(listing: Listing[Any, Any]) -> tuple[Column, ...]:
    """Return the columns of a listing."""
    return tuple(Column(c.title, c.width, c.order, c.right) for c in _shown(listing))


def rows_of(listing: Listing[Any, Any], answer: object) -> list[TableRow]:
    """Return the rows of an answer."""
    return [
        TableRow(str(listing.key(row)), tuple(_cell(c.value(row)) for c in _shown(listing)))
        for row in listing.rows(answer)
    ]


def _shown(listing: Listing[Any, Any]) -> list[ListColumn[Any]]:
    return [column for column in listing.columns if column.width]


class ActTable(FormTable):
    """A listing with the acts on it; what an act answers is the listing again.

    An act on the chosen row has the row's key as the one place of its address. Each person has
    the acts that they may do, and their fields.
    """

    shows: ClassVar[Declaration[Any]]
    acts: ClassVar[tuple[Act[Any], ...]]
    asks_first: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Buttons of acts that cannot be undone, each with the question before it.

    ``{row...}`` and ``{body...}`` of it are of the chosen row and of what is sent.
    """
    fills: ClassVar[tuple[str, ...]] = ()
    """The fields that have what a chosen row has under the same name."""
    in_row: ClassVar[int] = 4

    def __init_subclass__(cls) -> None:
        """Make address, columns and form of the declarations."""
        super().__init_subclass__()
        shows, listing = cls.shows, cls.shows.listed_on(date.min)
        if listing is None:
            raise TypeError(f"{cls.__name__}: {shows.at} has no listing")
        cls.address, cls.answer = shows.address, shows.answers
        cls.nothing = cls.nothing or listing.nothing
        cls.columns = columns_of(listing)
        cls.form = form_of(*cls.acts, in_row=cls.in_row, goes_back=bool(cls.opened_from))
        cls.emptied = tuple(field.name for field in cls.form.fields)

    _answer: Any = None

    def widget(self) -> FormPage:
        """Return the table with the form."""
        view = super().widget()
        view.chosen.connect(self.choose)
        return view

    def begin(self) -> None:
        """Show the acts that the person may do."""
        may = [act for act in self.acts if not act.may or any(map(self.has, act.may))]
        self.acts_changed.emit(tuple(act.button for act in may))
        asked = {field.name for act in may for field in act.fields}
        self.form_changed.emit(FormValues(hidden=frozenset(self.emptied) - asked))

    def row(self, key: str) -> Any:
        """Return what a line of the answer is made of, None where there is none."""
        rows = self.listing.rows(self._answer) if self._answer is not None else ()
        return next((row for row in rows if str(self.listing.key(row)) == key), None)

    @property
    def listing(self) -> Listing[Any, Any]:
        """Return how the answer is listed today."""
        listing = self.shows.listed_on(self.desk.today())
        assert listing is not None  # noqa: S101 - demanded of the class
        return listing

    def choose(self, key: str) -> None:
        """Fill fields with what the chosen row has; drop a question about another row."""
        self.drop_question()
        if (row := self.row(key)) is not None:
            self.form_changed.emit(FormValues({n: _typed(getattr(row, n)) for n in self.fills}))

    def open(self, _chosen: object) -> None:
        """Show the list, with today as every day of the form."""
        self.empty_form()
        self.load()

    def rows(self, found: Any) -> Sequence[TableRow]:
        """Return the rows of an answer, on which a person decides."""
        self._answer = found
        return rows_of(self.listing, found)

    def state(self, found: Any) -> PageState:
        """Return the line under the rows."""
        return PageState(foot=self.listing.foot(found))

    def act(self, act: FormAct) -> None:
        """Do what was pressed, unless a field refuses or no line is chosen."""
        pressed = next(known for known in self.acts if known.button == act.act)
        if pressed.places and not act.key:
            self.show_state(problem="Choose a line first.")
            return
        try:
            body = self.body(pressed, act.form)
        except DomainError as error:
            self.show_state(problem=str(error))
            return
        places = dict.fromkeys(pressed.places, act.key)
        path = pressed.path(seen=pressed.seen_in(self._answer, **places), **places)
        send = partial(self._do, pressed, path, body)
        question = self.question(pressed, self.row(act.key), body)
        if question:
            self.ask_first(question, send)
        else:
            send()

    def body(self, pressed: Act[Any], form: FormValues) -> Any:
        """Return what is sent of what was typed."""
        return body_of(pressed, form)

    def question(self, pressed: Act[Any], row: Any, body: Any) -> str:
        """Return what is asked before an act, empty for nothing."""
        return dict(self.asks_first).get(pressed.button, "").format(row=row, body=body)

    def empty_form(self) -> None:
        """Clear the fields, with today as every day that must be named."""
        today = date_words(self.desk.today())
        fields = [field for act in self.acts for field in act.fields if field.type is date]
        days = {field.name for field in fields}
        days -= {field.name for field in fields if not field.is_required}
        self.form_changed.emit(FormValues({n: today if n in days else "" for n in self.emptied}))

    def forget(self) -> None:
        """Clear what a session left here."""
        super().forget()
        self._answer = None

    def _do(self, act: Act[Any], path: str, body: object) -> None:
        self.show_state(waits=SENDING)
        if act.answers is Nothing:
            self.post(path, body, put=act.method == "PUT")
        elif act.answers is self.answer:
            self.send(path, body)
        else:
            self.wait(self.ask(act.answers, path, body), lambda _: self.posted())


def _buttons(acts: Iterable[Declaration[Any]]) -> tuple[tuple[str, str], ...]:
    return tuple((act.button, act.button) for act in acts)


def _form_field(field: ActField) -> FormField:
    hint = field.hint or _HINTS.get(field.type, "")
    options = field.options or (_YES if field.type is bool else ())
    return FormField(
        field.name, field.words, hint, options, wide=field.is_wide, is_secret=field.is_secret
    )


def _typed(value: object) -> str:
    """Return a value as a field of the form has it."""
    if isinstance(value, bool):
        return "yes" if value else ""
    return date_words(value) if isinstance(value, date) else str(value)


def _value(field: ActField, typed: str) -> object:
    read = _READ.get(field.type, field.type)
    if not typed and not field.is_required:
        return None
    try:
        if field.is_list:
            return tuple(map(read, filter(None, map(str.strip, typed.split(";")))))
        return read(typed)
    except ValueError:
        hint = field.hint or _HINTS.get(field.type) or "a number"
        raise FieldRefusedError(f"{field.words}: enter it as {hint}.") from None


def _cell(value: object) -> Cell:
    shown = value if isinstance(value, ListCell) else ListCell(value)
    more: dict[str, Any] = {
        "mark": Mark(shown.mark) if shown.mark else None,
        "below": shown.below,
        "strong": shown.is_strong,
        "plate": shown.is_plate,
        "warns": shown.warns,
    }
    if isinstance(shown.value, datetime):
        return (minute_cell if shown.to_minute else year_cell)(shown.value, **more)
    if isinstance(shown.value, date):
        return date_cell(shown.value, **more)
    if isinstance(shown.value, Enum):
        return Cell(enum_words(shown.value), **more)
    return Cell("" if shown.value is None else str(shown.value), **more)
