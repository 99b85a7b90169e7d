"""The page of manual entries in each of its states with sample data.

Plates, names and cases are made up; the acts take the real way from the form to its view.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from operator import methodcaller

from mdt_alpr.domain.entry.form import PastReadsQuery
from mdt_alpr.domain.hotlist.manual_entry import (
    Basis,
    EntryDraft,
    Extension,
    ManualEntry,
    PersonBasis,
    Purpose,
)
from mdt_alpr.domain.officer import Driving
from mdt_alpr.domain.plate.plate import STATES_OFFERED_FIRST
from mdt_alpr.domain.policy import manual_entry_ends
from mdt_alpr.lab.screens.hit_sample_hits import red_car
from mdt_alpr.patrol.entry_events import EntriesChanged
from mdt_alpr.patrol.events import DrivingChanged, Event, HitRaised, PastReadsAnswered
from mdt_alpr.patrol.past_reads import NOT_QUEUED
from mdt_alpr.ui.entries.models.entries import EntriesView
from mdt_alpr.ui.entries.models.past_reads import PastReadsView
from mdt_alpr.ui.entries.presenters.entries_view import FORM, entries_view
from mdt_alpr.ui.entries.presenters.entry_form import EntryForm, Field
from mdt_alpr.ui.entries.presenters.own_entries_view import OwnEntries
from mdt_alpr.ui.entries.presenters.past_reads import PastReadsPresenter
from mdt_alpr.wire.manual import PastReadsMessage
from mdt_alpr.wire.messages import CharacterMessage, PlaceMessage, ReadMessage

NOW = datetime(2026, 11, 24, 20, 2, 40, tzinfo=UTC)
_REASON = "Larceny from motor vehicle, Nov 23, 400 Union St S. Seen leaving."
_HOW = "Known in person, photo on file"
FormAct = Callable[[EntryForm], None]


def entry_views() -> dict[str, EntriesView]:
    """Return the sample views by name, in the order in which an officer meets them."""
    return {name: make() for name, make in _ENTRY_PAGES.items()}


def typed(field: Field, text: str) -> tuple[FormAct, ...]:
    """Return the acts that enter ``text`` into a field and leave its pad."""
    return (_edit(field), *_type(text), _edit(None))


def sample_entries() -> tuple[ManualEntry, ...]:
    """Return three live entries: two days left, eleven, and one that more time is asked for."""
    draft = EntryDraft(text="KLM4471", state="NC", case="26-039902", reason=_REASON,
                       purpose=Purpose.CRIMINAL, basis=Basis.VIDEO, names_person=False,
                       instruction="Call me first", spelled=True)  # fmt: skip
    second = replace(draft, text="SJB902", state="SC", case="26-040310")
    third = replace(draft, text="TRP8823", case="26-041022")
    asked = replace(_live(third, 6.2), extension=Extension.ASKED, justification="Lab is slow.")
    return (_live(draft, 28.2), _live(second, 19.4), asked)


def wanted_person() -> ManualEntry:
    """Return a live entry that names a person and was entered 13 hours ago (MAN-08)."""
    draft = EntryDraft(text="RDC5508", state="VA", case="26-041533", reason=_REASON,
                       purpose=Purpose.FELONY_WARRANT, basis=Basis.REGISTRATION,
                       names_person=True, person=PersonBasis(_HOW, "Det. Ruiz", "Registered"),
                       instruction="Call me first", spelled=True)  # fmt: skip
    return _live(draft, 13 / 24)


def _edit(field: Field | None) -> FormAct:
    return methodcaller("edit", field)


def _type(text: str) -> tuple[FormAct, ...]:
    return tuple(methodcaller("type", character) for character in text)


def _second_page(form: EntryForm) -> None:
    form.states_page = 2


def _live(draft: EntryDraft, days: float) -> ManualEntry:
    entered = NOW - timedelta(days=days)
    return ManualEntry(draft.text, draft, "officer-1", entered, manual_entry_ends(entered))


def _shown(
    acts: Iterable[FormAct] = (), own: OwnEntries | None = None, notice: str = ""
) -> EntriesView:
    form = EntryForm()
    for act in acts:
        act(form)
    form.notice = notice
    if form.open is Field.JUSTIFICATION:
        form.about = "KLM4471"
    listed = own or OwnEntries(sample_entries())
    return entries_view(form, listed, NOW, UTC, STATES_OFFERED_FIRST)


# ---------------------------------------------------------------------------------- acts

_PLATE = typed(Field.PLATE, "HBO1052")
_CHECKED: tuple[FormAct, ...] = (*_PLATE, methodcaller("choose_state", "NC"))
_HALF: tuple[FormAct, ...] = (
    *_CHECKED,
    *typed(Field.CASE, "26-041877"),
    methodcaller("choose_basis", Basis.VIDEO.value),
)
_READY: tuple[FormAct, ...] = (
    *_HALF,
    methodcaller("confirm"),
    methodcaller("choose_purpose", Purpose.CRIMINAL.value),
    *typed(Field.REASON, _REASON),
    methodcaller("name_person", named=False),
    methodcaller("choose_instruction", "Watch and report"),
)
_PERSON: tuple[FormAct, ...] = (
    *_READY,
    methodcaller("name_person", named=True),
    *_type(_HOW),
    *typed(Field.IDENTIFIED_BY, "Det. Ruiz"),
)
_DESCRIBED: tuple[FormAct, ...] = (
    *_READY,
    methodcaller("choose_basis", Basis.DESCRIPTION.value),
    *_type("1.2"),
    *typed(Field.MINUTES, "35"),
)
_ARMED = OwnEntries(sample_entries(), armed="KLM4471")
_RECHECK = OwnEntries((*sample_entries(), wanted_person()))

_ENTRY_PAGES: dict[str, Callable[[], EntriesView]] = {
    "entry_empty": lambda: _shown(own=OwnEntries()),
    "entry_plate": lambda: _shown((*_PLATE, _edit(Field.PLATE))),
    "entry_state": lambda: _shown((*_PLATE, _edit(Field.STATE))),
    "entry_all_states": lambda: _shown((*_PLATE, _edit(Field.STATE), _second_page)),
    "entry_check": lambda: _shown((*_CHECKED, _edit(Field.WHY_UNREAD))),
    "entry_half": lambda: _shown(_HALF),
    "entry_reason": lambda: _shown((*_READY, _edit(Field.REASON))),
    "entry_ready": lambda: _shown(_READY),
    "entry_person": lambda: _shown((*_PERSON, _edit(Field.TIED_HOW))),
    "entry_person_half": lambda: _shown(_PERSON),
    "entry_distance": lambda: _shown((*_DESCRIBED, _edit(Field.MILES))),
    "entry_described": lambda: _shown(_DESCRIBED),
    "entry_added": lambda: _shown(notice="Entry added. It is on the list of this car now."),
    "entry_clear": lambda: _shown(_HALF, replace(_ARMED, armed=FORM)),
    "entry_remove": lambda: _shown(own=_ARMED),
    "entry_recheck": lambda: _shown(own=_RECHECK),
    "entry_more_time": lambda: _shown((_edit(Field.JUSTIFICATION),)),
    "entry_held": lambda: _shown(own=replace(_ARMED, hidden=True)),
    "entry_moving": lambda: _shown(_HALF, OwnEntries(sample_entries(), live=False)),
}


_MOST = 200
_LOST = f"Headquarters cannot be reached. {NOT_QUEUED}"
_SEEN = (
    # was the state read, days ago, unit, camera, disputed
    (True, 0.4, "Unit 209", "Camera 1, front", ()),
    (False, 2.1, "Unit 221", "Camera 2, rear", ()),
    (True, 2.9, "Unit 214", "Camera 1, front", (3,)),
    (True, 11.3, "Unit 209", "Camera 1, front", ()),
    (True, 11.4, "Unit 203", "Camera 1, front", ()),
    (False, 30.2, "Unit 209", "Camera 1, front", ()),
    (True, 71.7, "Unit 221", "Camera 2, rear", ()),
)


def past_views() -> dict[str, PastReadsView]:
    """Return the sample views by name, in the order in which an officer meets them."""
    return {name: make() for name, make in _PAST_PAGES.items()}


def past_reads(
    count: int = len(_SEEN), plate: str = "KLM4471", state: str = "NC"
) -> PastReadsMessage:
    """Return reads as headquarters shows them, as many as asked for, again and again."""
    found = (_read(number, plate, state) for number in range(count))
    return PastReadsMessage(tuple(found), _MOST, kept_days=90)


class _Desk:
    """Keeps the last query."""

    query: PastReadsQuery

    def ask_past_reads(self, query: PastReadsQuery) -> None:
        """Take what is asked."""
        self.query = query


def _view(
    answer: Callable[[PastReadsQuery], PastReadsAnswered] | None = None,
    *events: Event,
    entry: int = 0,
    asks: bool = True,
) -> PastReadsView:
    views: list[PastReadsView] = []
    desk = _Desk()
    presenter = PastReadsPresenter(desk, UTC)
    presenter.view_changed.connect(views.append)
    entries = sample_entries()
    presenter.take(EntriesChanged(entries))
    presenter.look_back(entries[entry].entry_id)
    if asks:
        presenter.show_reads()
    else:
        presenter.clear_text()
    if answer is not None:
        presenter.take(answer(desk.query))
    for event in events:
        presenter.take(event)
    return views[-1]


def _found(count: int) -> Callable[[PastReadsQuery], PastReadsAnswered]:
    return lambda query: PastReadsAnswered(query, past_reads(count))


def _look_alikes(query: PastReadsQuery) -> PastReadsAnswered:
    return PastReadsAnswered(query, past_reads(3, "SJB9O2", "SC"))


def _read(number: int, plate: str, state: str) -> ReadMessage:
    is_state_read, days, unit, camera, disputed = _SEEN[number % len(_SEEN)]
    at = NOW - timedelta(days=days + number // len(_SEEN) / 24)
    place = PlaceMessage(
        35.40872 + days / 1000, -80.57951, at, at, 24.0, 271.0, 3.0, simulated=False
    )
    return ReadMessage(
        read_id=str(number), revision=0, unit=unit, camera=camera, person_id="ralvarez",
        captured_at=at, text=plate, state=state if is_state_read else "",
        state_confidence=0.97, characters=tuple(CharacterMessage(c, 0.97, ()) for c in plate),
        disputed=disputed, frames=9, box=(0, 0, 1, 1), crop_digest="", context_digest="",
        engine="sample", software="sample",
        place=None if number % 3 == 2 else place,  # noqa: PLR2004 - every third without a receiver
    )  # fmt: skip


_PAST_PAGES: dict[str, Callable[[], PastReadsView]] = {
    "past_ask": lambda: _view(asks=False),
    "past_waits": _view,
    "past_refused": lambda: _view(lambda query: PastReadsAnswered(query, why=_LOST)),
    "past_reads": lambda: _view(_found(len(_SEEN))),
    "past_reads_most": lambda: _view(_found(_MOST)),
    "past_look_alike": lambda: _view(_look_alikes, entry=1),
    "past_none": lambda: _view(_found(0)),
    "past_hit_waits": lambda: _view(_found(3), HitRaised(red_car().hit)),
    "past_moving": lambda: _view(_found(3), DrivingChanged(Driving(31.0))),
}
