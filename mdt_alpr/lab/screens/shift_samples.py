"""The officer's own shift with sample data."""

from dataclasses import replace
from datetime import timedelta

from mdt_alpr.domain.hotlist.manual_entry import Extension, ManualEntry
from mdt_alpr.domain.people.roles import Returned, Role, Session
from mdt_alpr.domain.retention.outbox import Arrival, OwnReport
from mdt_alpr.lab.screens.entry_samples import NOW, sample_entries
from mdt_alpr.lab.screens.incident_car_samples import SampleClock, SampleDesk, own_hits
from mdt_alpr.patrol.entry_events import EntriesChanged
from mdt_alpr.patrol.events import SignedIn
from mdt_alpr.patrol.incident_events import OwnHitsFound
from mdt_alpr.ui.shell.models.pages import StatusView
from mdt_alpr.ui.shell.presenters.shift import ShiftPresenter

_RETURNED = Returned(
    "hit-9",
    NOW - timedelta(hours=26),
    "V",
    "Say why no second source was asked.",
    "Sgt. T. Cole",
    NOW,
)


def shift_views() -> dict[str, StatusView]:
    """Return the page in each of its states, by name."""
    return {"shift": _shown(), "shift_empty": _shown(empty=True)}


def _shown(*, empty: bool = False) -> StatusView:
    views: list[StatusView] = []
    presenter = ShiftPresenter(SampleDesk(), SampleClock())
    presenter.view_changed.connect(views.append)
    returned = () if empty else (_RETURNED,)
    person = Session("officer-1", "Ofc. R. Alvarez", Role.OFFICER, NOW, "token", returned)
    presenter.take(SignedIn(person))
    presenter.begin()
    if not empty:
        presenter.take(EntriesChanged(_entries()))
        presenter.take(OwnHitsFound(own_hits(), _reports()))
    return views[-1]


def _entries() -> tuple[ManualEntry, ...]:
    first, *others = sample_entries()
    why = "The warrant was served."
    refused = replace(
        first, extension=Extension.REFUSED, decided_by="Sgt. T. Cole", decided_why=why
    )
    return (refused, *others)


def _reports() -> tuple[OwnReport, ...]:
    return (
        OwnReport(NOW - timedelta(minutes=12), "wrongful_stop", Arrival.WAITS),
        OwnReport(NOW - timedelta(hours=3), "other", Arrival.ARRIVED),
    )
