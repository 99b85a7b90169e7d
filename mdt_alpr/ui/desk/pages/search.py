"""Search stored reads: where a plate, or a part of one, was seen (09.21.8.B, SRC-01 to SRC-04)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Signal

from mdt_alpr.acts import search as acts
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.plate.plate import STATES
from mdt_alpr.domain.policy import (
    CAPTURED_DATA_KEPT_FOR,
    SEARCH_NARROW_MILES,
    SEARCH_NARROW_WINDOW,
)
from mdt_alpr.domain.search.offense import Offense, offense_words
from mdt_alpr.domain.search.question import (
    ANY_STATE,
    CASES_NOT_LOOKED_UP,
    CASES_OF_ANY_FORMAT,
    Area,
    CaseCheck,
    SearchQuestion,
)
from mdt_alpr.ui.desk.models.desk import Column
from mdt_alpr.ui.desk.models.form import FormAct, FormField, FormHead, FormValues
from mdt_alpr.ui.desk.models.map_view import NO_MAP, MapView
from mdt_alpr.ui.desk.page import ASKING, TableBase
from mdt_alpr.ui.desk.presenters.map_marks import map_view
from mdt_alpr.ui.desk.presenters.search_words import foot_of, form_over, marked, row_of
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.presenters.words import PURPOSE_CHOICES
from mdt_alpr.ui.desk.views.search_reads_page import SearchReadsPage
from mdt_alpr.ui.kit.words import NoSuchTimeError, full_time, typed_time
from mdt_alpr.wire.manual import ManualEntryView
from mdt_alpr.wire.search import FoundReads, PageWanted, SearchForm, SearchOrder, SearchRequest

_SEARCH, _BACK, _NEXT, _MAP, _WHO = "search", "previous", "next", "map", "who"
_HOLD = "hold"
_FORM_CALL, _PICTURE = "search form", "search picture"
_UNITS, _EVERYWHERE, _POINT = "", "everywhere", "point"
_WHERE = ((_UNITS, "Of the units named"), (_POINT, "Around a point"), (_EVERYWHERE, "Everywhere"))
_OFFENSES = tuple((offense.value, offense_words(offense)) for offense in Offense)
_STATES = ((ANY_STATE, "Any state"), *STATES.items())
_FORM = FormHead(
    (
        FormField("plate", "Plate", "? is one, * any number"),
        FormField("state", "State", options=_STATES),
        FormField("since", "From", "Nov 24, 2026 08:30"),
        FormField("until", "To", "Nov 24, 2026 08:30"),
        FormField("purpose", "Lawful purpose", options=PURPOSE_CHOICES),
        FormField("where", "Where", options=_WHERE),
        FormField("point", "Point", "35.99400, -78.89860"),
        FormField("miles", "Miles around it", f"{SEARCH_NARROW_MILES:g}"),
        FormField("units", "Units", "Unit 12, Unit 14"),
        FormField("camera", "Camera", "Any"),
        FormField("case", "Case or event number"),
        FormField("offense", "Type of offense", options=_OFFENSES),
        FormField("reason", "Reason: what happened", wide=True),
    ),
    (
        (_SEARCH, "Search"),
        (_BACK, "Previous page"),
        (_NEXT, "Next page"),
        (_MAP, "Map"),
        (_WHO, "Who saw this"),
        (_HOLD, "Preserve this"),
    ),
    in_row=5,
    above=True,
)
_BLANK = dict.fromkeys((field.name for field in _FORM.fields), "")
FOOT = "No search yet. Headquarters records each search with its reason."
CASE_WORDS = {
    CaseCheck.KNOWN: "",
    CaseCheck.NO_SYSTEM: "",
    CaseCheck.UNKNOWN: " The case is not known.",
    CaseCheck.NOT_CHECKED: " The case was not checked.",
}
_NO_DEGREES = "Enter the point as degrees, such as 35.99400, -78.89860, and the miles as a number."
_MINUTE = timedelta(minutes=1)
_NO_TIME = "Enter both times as Nov 24, 2026 08:30."


class SearchReads(TableBase):
    """One search at a time; what is wide is asked about before it is made.

    Signals:
        watermark_changed: who looks at the picture that is waited for; empty for none.
        picture_came: the picture, None where there is none.
        map_changed: where the reads of the page were made (``MapView``).
        map_shown: whether the map is shown in place of the table.
    """

    title, order = "Search", 42
    does = (acts.SEARCH,)
    heading = "Search stored reads"
    permissions = (Permission.SEARCH_READS,)
    also_waits = (_FORM_CALL, _PICTURE)
    note = (
        f"Reads are kept {CAPTURED_DATA_KEPT_FOR.days} days at most. A search shows where a plate "
        "was seen, not who drove it."
    )
    finds = False
    columns = (
        Column("Read", 130, SearchOrder.TIME.value),
        Column("Plate as read", 130, SearchOrder.PLATE.value),
        Column("State", 200, SearchOrder.STATE.value),
        Column("Note", 230),
        Column("Car", 180, SearchOrder.UNIT.value),
        Column("Place", 190),
    )

    watermark_changed = Signal(str)
    picture_came = Signal(object)
    map_changed = Signal(object)
    map_shown = Signal(bool)

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._places: dict[str, Area] = {}
        self._request: SearchRequest | None = None
        self._found: FoundReads | None = None
        self._wanted = PageWanted()
        self._on_map = False

    def widget(self) -> SearchReadsPage:
        view = SearchReadsPage(self.head, _FORM, _SEARCH)
        view.sort_wanted.connect(self.sort)
        view.opened.connect(self.show_picture)
        self.watermark_changed.connect(view.show_watermark)
        self.picture_came.connect(view.show_picture)
        self.map_changed.connect(view.map.show_map)
        self.map_shown.connect(view.turned.turn)
        view.map.tiles_wanted.connect(self.desk.map.want)
        self.desk.map.came.connect(view.map.show_tile)
        self.connect_form(view, self.act)
        return view

    def begin(self) -> None:
        """Reset for the person who signs in: the last seven days, and no place yet."""
        self._clear()
        times = self._times(SEARCH_NARROW_WINDOW)
        self.form_changed.emit(FormValues({**_BLANK, "state": ANY_STATE, **times}))

    def load(self) -> None:
        """Ask what a search can name; no search begins by itself."""
        if self._found is None:
            self.show_state(foot=FOOT)
        self.wait(self.ask(SearchForm, acts.SHOW_FORM.path()), self._can_name, _FORM_CALL)

    def open(self, chosen: ManualEntryView) -> None:
        """Show the search for a manual entry's plate; nothing is searched yet."""
        self.begin()
        self.load()
        facts = chosen.facts
        given = {
            **self._times(CAPTURED_DATA_KEPT_FOR),
            "plate": chosen.text,
            "state": chosen.state,
            "where": _EVERYWHERE,
            "purpose": facts.purpose.value,
            "case": facts.case,
            "reason": facts.reason,
        }
        self.form_changed.emit(FormValues(given))

    def act(self, act: FormAct) -> None:
        """Search, go to another page of what was found, or turn to the map and back."""
        if act.act == _SEARCH:
            self.search(act.form)
        elif act.act == _MAP:
            self._turn(on_map=not self._on_map)
        elif act.act == _WHO:
            self.open_wanted.emit("who_saw", act.key)
        elif act.act == _HOLD:
            self._preserve(act.key)
        elif self._found is not None:
            step = 1 if act.act == _NEXT else -1
            self._fetch(replace(self._wanted, page=self._found.page + step))

    def _preserve(self, read_id: str) -> None:
        """Open form ALPR-1 with what the read and the search say; who the parties are lacks."""
        reads = self._found.reads if self._found is not None else ()
        read = next((read for read in reads if read.read_id == read_id), None)
        if read is None or self._request is None:
            self.show_state(problem="Choose a read first.")
            return
        form = form_over(read, self._request.question)
        self.open_wanted.emit("hold_request", form)

    def search(self, form: FormValues) -> None:
        """Ask headquarters, which checks and records it, or asks back."""
        self._clear()
        try:
            question = self._question(form)
        except _TypedError as error:
            self.show_state(problem=str(error))
            return
        self._request = SearchRequest(question, wanted=self._wanted)
        self._send(self._request)

    def answered(self, yes: bool) -> None:
        self.question_changed.emit("")
        if yes and self._request is not None:
            self._send(replace(self._request, confirmed=True))
        else:
            self.show_state(foot="Nothing was searched. Narrow the search, or drop it.")

    def sort(self, order: str) -> None:
        """Sort what was found; the same column again turns it round."""
        if self._found is None or not self._found.search_id:
            return
        same = self._wanted.order.value == order
        turned = not self._wanted.descending if same else order == SearchOrder.TIME.value
        self._fetch(PageWanted(0, SearchOrder(order), turned))

    def show_picture(self, read_id: str) -> None:
        """Ask for the picture of a read, which headquarters records."""
        found = self._found
        if found is None:
            return
        path = acts.SHOW_PICTURE.path(search_id=found.search_id, read_id=read_id)
        self.watermark_changed.emit(self.desk.watermark())
        self.desk.used()
        self.desk.asking.ask(
            _PICTURE,
            self.desk.picture_at(path),
            self.picture_came.emit,
            lambda _: self.picture_came.emit(None),
        )

    def forget(self) -> None:
        self.desk.asking.cancel(*self.calls)
        self._places = {}
        self.begin()

    def refused(self, why: str) -> None:
        """Show why there is no answer."""
        self.show_state(problem=why)

    def _times(self, window: timedelta) -> dict[str, str]:
        """Return the fields of a window up to now: to the end of this minute, as it is typed."""
        until = self.desk.now() + _MINUTE
        return {"since": full_time(until - window), "until": full_time(until)}

    def _can_name(self, form: SearchForm) -> None:
        self._places = {place.name: place for place in form.places}
        named = tuple((name, name) for name in self._places)
        self.form_changed.emit(FormValues(options={"where": (*_WHERE, *named)}))
        if self._found is None:
            off = CASES_OF_ANY_FORMAT * (not form.case_formats)
            unknown = CASES_NOT_LOOKED_UP * (not form.checks_cases)
            self.show_state(foot=" ".join(filter(None, (FOOT, off, unknown))))

    def _send(self, request: SearchRequest) -> None:
        self.show_state(waits=ASKING)
        self.wait(self._on_the_map(acts.SEARCH.path(), request), self._came)

    def _fetch(self, wanted: PageWanted) -> None:
        if self._found is None:
            return
        self._wanted = wanted
        self.show_state(waits=ASKING)
        path = acts.SHOW_PAGE.path(search_id=self._found.search_id)
        self.wait(self._on_the_map(path, wanted), self._came)

    def _on_the_map(self, path: str, body: object) -> Callable[[], object]:
        """Return the request, whose reads are put on the map off the screen's thread."""
        ask, file = self.ask(FoundReads, path, body), self.desk.map.file

        def call() -> object:
            answer = ask()
            reads = answer.reads if isinstance(answer, FoundReads) else ()
            hits = answer.alerted if isinstance(answer, FoundReads) else ()
            return answer, map_view((marked(read, hits) for read in reads), file, hits)

        return call

    def _turn(self, *, on_map: bool) -> None:
        self._on_map = on_map
        self.map_shown.emit(on_map)

    def _came(self, answer: tuple[FoundReads, MapView]) -> None:
        found, seen = answer
        if found.ask:
            words = " ".join(found.ask).replace("It ", "This search ", 1)
            self.question_changed.emit(f"{words} It will be reviewed. Search anyway?")
            self.show_state()
            return
        self._found = found
        self.show(*(row_of(read, found.alerted) for read in found.reads))
        acts = [_SEARCH]
        acts += [_BACK] if found.page > 0 else []
        acts += [_NEXT] if found.page + 1 < found.pages else []
        acts += [_MAP] if seen.marks else []
        acts += [_WHO] if found.reads and "who_saw" in self.desk.pages else []
        acts += [_HOLD] if found.reads else []
        self.map_changed.emit(seen)
        self._turn(on_map=self._on_map and bool(seen.marks))
        self.acts_changed.emit(acts)
        self.about_changed.emit(f"{found.notice}{CASE_WORDS[found.case_check]}")
        self.show_state(foot=foot_of(found))

    def _clear(self) -> None:
        self._request, self._found, self._wanted = None, None, PageWanted()
        self.show()
        self.map_changed.emit(NO_MAP)
        self._turn(on_map=False)
        self.question_changed.emit("")
        self.about_changed.emit("")
        self.watermark_changed.emit("")
        self.acts_changed.emit((_SEARCH,))

    def _question(self, form: FormValues) -> SearchQuestion:
        try:
            since, until = (typed_time(form.text(name)) for name in ("since", "until"))
        except NoSuchTimeError as error:
            raise _TypedError(str(error)) from None
        except ValueError:
            raise _TypedError(_NO_TIME) from None
        where = form.text("where")
        units = tuple(filter(None, (unit.strip() for unit in form.text("units").split(","))))
        return SearchQuestion(
            plate=form.text("plate"),
            state=form.text("state") or ANY_STATE,
            since=since,
            until=until,
            purpose=form.text("purpose"),
            case=form.text("case"),
            reason=form.text("reason"),
            area=self._area(where, form),
            units=units,
            camera=form.text("camera"),
            everywhere=where == _EVERYWHERE,
            offense=Offense(form.text("offense")),
        )

    def _area(self, where: str, form: FormValues) -> Area | None:
        if where != _POINT:
            return self._places.get(where)
        try:
            lat, lon = (float(part) for part in form.text("point").split(","))
            return Area(lat, lon, float(form.text("miles") or SEARCH_NARROW_MILES))
        except ValueError:
            raise _TypedError(_NO_DEGREES) from None


PAGE = SearchReads


class _TypedError(ValueError):
    """What was typed is no time or no point; the sentence says what to do."""
