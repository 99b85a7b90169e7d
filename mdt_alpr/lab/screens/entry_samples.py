"""The page of manual entries in each of its states with sample data.

Plates, names and cases are made up; the acts take the real way from the form to its view.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from operator import methodcaller

from mdt_alpr.domain.hotlist.manual_entry import (
    Basis,
    EntryDraft,
    Extension,
    ManualEntry,
    PersonBasis,
    Purpose,
)
from mdt_alpr.domain.plate.plate import STATES_OFFERED_FIRST
from mdt_alpr.domain.policy import manual_entry_ends
from mdt_alpr.ui.entries.models.entries import EntriesView
from mdt_alpr.ui.entries.presenters.entries_view import FORM, entries_view
from mdt_alpr.ui.entries.presenters.entry_form import EntryForm, Field
from mdt_alpr.ui.entries.presenters.own_entries_view import OwnEntries

NOW = datetime(2026, 11, 24, 20, 2, 40, tzinfo=UTC)
_REASON = "Larceny from motor vehicle, Nov 23, 400 Union St S. Seen leaving."
_HOW = "Known in person, photo on file"
FormAct = Callable[[EntryForm], None]


def entry_views() -> dict[str, EntriesView]:
    """Return the sample views by name, in the order in which an officer meets them."""
    return {name: make() for name, make in _SAMPLES.items()}


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
    return ManualEntry(draft.text, draft, "ralvarez", entered, manual_entry_ends(entered))


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
_HALF: tuple[FormAct, ...] = (
    *_PLATE,
    methodcaller("choose_state", "NC"),
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

_SAMPLES: dict[str, Callable[[], EntriesView]] = {
    "entry_empty": lambda: _shown(own=OwnEntries()),
    "entry_plate": lambda: _shown((*_PLATE, _edit(Field.PLATE))),
    "entry_state": lambda: _shown((*_PLATE, _edit(Field.STATE))),
    "entry_all_states": lambda: _shown((*_PLATE, _edit(Field.STATE), _second_page)),
    "entry_half": lambda: _shown(_HALF),
    "entry_reason": lambda: _shown((*_READY, _edit(Field.REASON))),
    "entry_ready": lambda: _shown(_READY),
    "entry_person": lambda: _shown((*_PERSON, _edit(Field.TIED_HOW))),
    "entry_person_half": lambda: _shown(_PERSON),
    "entry_distance": lambda: _shown((*_DESCRIBED, _edit(Field.MILES))),
    "entry_described": lambda: _shown(_DESCRIBED),
    "entry_added": lambda: _shown(notice="Entry added. It alerts in this car now."),
    "entry_clear": lambda: _shown(_HALF, replace(_ARMED, armed=FORM)),
    "entry_remove": lambda: _shown(own=_ARMED),
    "entry_recheck": lambda: _shown(own=_RECHECK),
    "entry_more_time": lambda: _shown((_edit(Field.JUSTIFICATION),)),
    "entry_held": lambda: _shown(own=replace(_ARMED, hidden=True)),
    "entry_moving": lambda: _shown(_HALF, OwnEntries(sample_entries(), live=False)),
}
