"""A page made of acts: its table is their listing, its form asks for their fields."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, ClassVar

from mdt_alpr.acts.act import Act, Declaration, Nothing
from mdt_alpr.acts.listing import Listing
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.ui.desk.act_form import body_of, form_of, text_in_form
from mdt_alpr.ui.desk.form_table import FormTable
from mdt_alpr.ui.desk.models.desk import PageState, TableRow
from mdt_alpr.ui.desk.models.form import FormAct, FormField, FormValues
from mdt_alpr.ui.desk.page import ASKING, SENDING, TablePage
from mdt_alpr.ui.desk.paged_table import PagedTable
from mdt_alpr.ui.desk.presenters.listing_rows import about_of, columns_of, foot_of, rows_of
from mdt_alpr.ui.desk.presenters.saving import saved_to
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.ui.desk.views.table_page import TableView
from mdt_alpr.ui.hit.presenters.hit_words import date_words
from mdt_alpr.wire.papers import PaperFile


class ListTable(TablePage):
    """A listing, whose rows may open a page of their own."""

    shows: ClassVar[Declaration[Any]]
    opens: ClassVar[tuple[str, str]] = "", ""
    """The page that Enter opens with the chosen row, and what its button is called."""

    def __init_subclass__(cls) -> None:
        """Make address and columns of the declaration."""
        super().__init_subclass__()
        shows = getattr(cls, "shows", None)
        if shows is None:  # a kind of such pages, not a page
            return
        listing = shows.listed_on(date.min)
        if listing is None:
            raise TypeError(f"{cls.__name__}: {shows.at} has no listing")
        cls.address, cls.answer = shows.address, shows.answers
        cls.permissions = cls.permissions or shows.may
        cls.does = (shows, *vars(cls).get("does", ()))
        cls.nothing = cls.nothing or listing.nothing
        cls.columns = columns_of(listing)

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self.found: Any = None
        self.known: dict[str, Any] = {}

    @property
    def listing(self) -> Listing[Any, Any]:
        """Return how the answer is listed today."""
        listing = self.shows.listed_on(self.desk.today())
        assert listing is not None  # noqa: S101 - demanded of the class
        return listing

    def rows(self, answer: Any) -> Sequence[TableRow]:
        self.found, listing = answer, self.listing
        self.known = {str(listing.key(row)): row for row in listing.rows(answer)}
        if listing.about:
            self.about_changed.emit(about_of(listing, answer))
        return rows_of(listing, answer, self.desk.now())

    def state(self, answer: Any) -> PageState:
        """Return the line under the rows."""
        return PageState(foot=foot_of(self.listing, answer))

    def waiting(self, answer: Any) -> int:
        return self.listing.waiting(answer) if self.listing.waiting else super().waiting(answer)

    def connect_table(self, view: TableView) -> None:
        super().connect_table(view)
        if self.opens[0]:
            view.table.opened.connect(self.open_row)

    def open_row(self, key: str) -> None:
        """Open a row on its page."""
        if key in self.known:
            self.open_wanted.emit(self.opens[0], self.known[key])
        else:
            self.show_state(problem="Choose a line first.")

    def forget(self) -> None:
        super().forget()
        self.found, self.known = None, {}


class AskedTable(ListTable, FormTable):
    """A listing that is asked for by the fields of its form; headquarters records it."""

    also: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Further buttons, each as name and words."""
    saves: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Those of them that write a file, each with the file's name."""
    is_above: ClassVar[bool] = True
    """Whether the form stands over the table."""
    prompt: ClassVar[str]
    """Stands under the table before anything is asked for."""
    confirm: ClassVar[str] = "This will be reviewed. Go on all the same?"
    failed = "Nothing is shown."

    def __init_subclass__(cls) -> None:
        """Make the form of the declaration."""
        super().__init_subclass__()
        form = form_of(cls.shows, above=cls.is_above, saves=cls.saves)
        cls.form = replace(form, acts=(*form.acts, *cls.also))
        cls.emptied = tuple(field.name for field in cls.shows.fields)

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self.asked: Any = None

    def begin(self) -> None:
        self.forget()

    def open(self, chosen: Any) -> None:
        form = FormValues({self.emptied[0]: chosen})
        self.form_changed.emit(form)
        self.ask_for(form)

    def load(self) -> None:
        """Ask again; before the first time none begins by itself, as each is recorded."""
        if self.asked is None:
            self.show_state(foot=self.prompt)
        else:
            self._ask(self.asked)

    def ask_for(self, form: FormValues) -> None:
        """Ask for what was typed, unless its field refuses."""
        try:
            self._ask(body_of(self.shows, form))
        except DomainError as error:
            self.show_state(problem=str(error))

    def show_answer(self, answer: Any) -> None:
        """Show the rows, or ask what is to be confirmed first; the foot says where none are."""
        if self.shows.confirms and (asked := " ".join(self.shows.confirms(answer))):
            self._show_none()
            self.ask_first(f"{asked} {self.confirm}", self._confirmed)
            self.show_state()
            return
        self.show(*self.rows(answer))
        self.state_changed.emit(self.state(answer))

    def refused(self, why: str) -> None:
        """Show why there is no answer, and no rows."""
        self._show_none()
        super().refused(why)

    def forget(self) -> None:
        super().forget()
        self.asked = None
        self.empty_form()

    def _show_none(self) -> None:
        self.found, self.known = None, {}
        self.show()

    def _confirmed(self) -> None:
        self._ask(replace(self.asked, confirmed=True))

    def _ask(self, body: Any) -> None:
        self.asked = body
        self.show_state(waits=ASKING)
        self.wait(self.ask(self.answer, self.address, body), self.show_answer)


class ActTable(ListTable, FormTable):
    """A listing with the acts on it; what an act answers is the listing again.

    An act on the chosen row has the row's key as the one place of its address. Each person has
    the acts that they may do, and their fields.
    """

    acts: ClassVar[tuple[Declaration[Any], ...]]
    asks_first: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Buttons of acts that cannot be undone, each with the question before it.

    ``{row...}`` and ``{body...}`` of it are of the chosen row and of what is sent.
    """
    fills: ClassVar[tuple[str, ...]] = ()
    """The fields that have what a chosen row has under the same name."""
    saves: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Buttons of acts that write a file, each with the file's name."""
    in_row: ClassVar[int] = 4
    """So many fields of the form stand side by side."""
    choices: ClassVar[tuple[str, ...]] = ()
    """Fields whose options come with the rows."""
    omits: ClassVar[tuple[str, ...]] = ()
    """Fields that have no place of their own in the form: the page gives them."""
    links: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Pages that open without a row, each with what its button is called."""
    typed: ClassVar[tuple[FormField, ...]] = ()
    """Fields before those of the acts, of which the page itself makes something."""

    def __init_subclass__(cls) -> None:
        """Make address, columns and form of the declarations."""
        super().__init_subclass__()
        if not hasattr(cls, "acts"):  # a kind of such pages, not a page
            return
        cls.does, goes_back = (*cls.does, *cls.acts), bool(cls.opened_from)
        form = form_of(
            *cls.acts, choices=cls.choices, omits=cls.omits, in_row=cls.in_row,
            goes_back=goes_back, saves=cls.saves,
        )  # fmt: skip
        opens = (cls.opens,) if cls.opens[0] else ()
        fields = (*cls.typed, *form.fields)
        cls.form = replace(form, fields=fields, acts=(*opens, *form.acts, *cls.links))
        cls.emptied = tuple(field.name for field in cls.form.fields if not field.options)

    def widget(self) -> FormPage:
        view = super().widget()
        view.chosen.connect(self.choose)
        return view

    def begin(self) -> None:
        """Empty the form for the person who signs in, and offer what that person may do."""
        self.empty_form()
        may = [act for act in self.acts if not act.may or any(map(self.has, act.may))]
        opens = (self.opens[0],) if self.opens[0] else ()
        self.acts_changed.emit((*opens, *(act.button for act in may), *dict(self.links)))
        asked = {field.name for act in may for field in act.fields}
        asked |= {field.name for field in self.typed if may}
        hidden = {field.name for field in self.form.fields} - asked
        self.form_changed.emit(FormValues(hidden=frozenset(hidden)))

    def choose(self, key: str) -> None:
        """Fill fields with what the chosen row has; drop a question about another row."""
        self.drop_question()
        if (row := self.known.get(key)) is not None:
            self.form_changed.emit(
                FormValues({n: text_in_form(getattr(row, n)) for n in self.fills})
            )

    def open(self, chosen: Any) -> None:
        """Show the list, with today as every day of the form."""
        self.empty_form()
        super().open(chosen)

    def act(self, act: FormAct) -> None:
        """Do what was pressed, unless a field refuses or no line is chosen."""
        if act.act == self.opens[0]:
            self.open_row(act.key)
            return
        if act.act in dict(self.links):
            self.open_wanted.emit(act.act, None)
            return
        pressed = next(known for known in self.acts if known.button == act.act)
        places = self.places(pressed, act)
        if not all(places.values()):
            self.show_state(problem="Choose a line first.")
            return
        try:
            body = self.body(pressed, act.form)
        except DomainError as error:
            self.show_state(problem=str(error))
            return
        if not isinstance(pressed, Act):
            self._save(act.place, pressed.path(**places), body)
            return
        named = {field.name: getattr(body, field.name, "") for field in pressed.fields}
        seen = pressed.seen_in(self.found, **{**named, **places})
        path = pressed.path(seen=seen, **places)
        send = partial(self._do, pressed, path, body)
        question = self.question(pressed, self.known.get(act.key), body)
        if question:
            self.ask_first(question, send)
        else:
            send()

    def body(self, pressed: Declaration[Any], form: FormValues) -> Any:
        """Return what is sent of what was typed."""
        return body_of(pressed, form, self.made(pressed))

    def places(self, pressed: Declaration[Any], act: FormAct) -> dict[str, str]:
        """Return what is filled in in the address of an act."""
        return dict.fromkeys(pressed.places, act.key)

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

    def was_done(self, _answer: Any) -> None:
        """Load the table after an act that answered something else."""
        self.posted()

    def _save(self, place: str, path: str, body: object) -> None:
        self.show_state(waits=ASKING)
        call = saved_to(place, self.ask(PaperFile, path, body))
        self.wait(call, self.say_saved, self.saving_call)

    def _do(self, act: Act[Any], path: str, body: object) -> None:
        self.show_state(waits=SENDING)
        if act.answers is Nothing:
            self.post(path, body, put=act.method == "PUT")
        elif act.answers is self.answer:
            self.send(path, body)
        else:
            self.wait(self.ask(act.answers, path, body), self.was_done)


class PagedList(PagedTable, ListTable):
    """A listing in pages, each asked for when the one before is nearly over."""

    def rows(self, answer: Any) -> Sequence[TableRow]:
        """Return the rows of a page, beside those before it."""
        before = self.known
        rows = super().rows(answer)
        self.known = before | self.known
        return rows

    def has_more(self, answer: Any, loaded: int) -> bool:
        return bool(self.listing.after and self.listing.after(answer, loaded))

    def foot(self, answer: Any) -> str:
        return self.state(answer).foot or super().foot(answer)

    def keep(self, answer: Any) -> None:
        if self.counts:
            self.waiting_changed.emit(self.page_name(), self.waiting(answer))


class PagedActs(PagedList, ActTable):
    """A listing in pages with the acts on it."""
