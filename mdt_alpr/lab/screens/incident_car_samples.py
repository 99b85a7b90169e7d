"""The report of an incident in the car in each of its states with sample data."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from mdt_alpr.domain.hit.disposition import Closing, Disposition, Stopped
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.officer import Driving
from mdt_alpr.domain.people.roles import Role, Session
from mdt_alpr.domain.retention.alpr_1 import HoldGround
from mdt_alpr.domain.retention.incidents import IncidentForm, IncidentKind
from mdt_alpr.lab.screens.entry_samples import NOW
from mdt_alpr.lab.screens.hit_sample_hits import red_car
from mdt_alpr.patrol.events import DrivingChanged, Event, SignedIn
from mdt_alpr.patrol.incident_events import IncidentReported, OwnHitsFound
from mdt_alpr.ui.entries.models.incidents import IncidentView
from mdt_alpr.ui.entries.presenters.incident_form import ReportField
from mdt_alpr.ui.entries.presenters.incidents import IncidentPresenter

_CASE, _PARTIES = "26-041877", "Driver J. Ames"
_ENDS = (
    Disposition.VERIFIED_STOPPED, Disposition.MISREAD, Disposition.CLEARED_OR_STALE,
    Disposition.LOST_SIGHT, Disposition.WRONG_STATE, Disposition.DUPLICATE,
)  # fmt: skip
Act = Callable[[IncidentPresenter], None]


def incident_views() -> dict[str, IncidentView]:
    """Return the sample views by name, in the order in which an officer meets them."""
    return {name: make() for name, make in _PAGES.items()}


def own_hits() -> tuple[Hit, ...]:
    """Return hits of a shift, the newest first."""
    one = red_car().hit
    return tuple(
        replace(
            one,
            hit_id=f"hit-{number}",
            raised_at=NOW - timedelta(minutes=9 + 47 * number),
            closing=Closing(end, NOW, Stopped.NO),
        )
        for number, end in enumerate(_ENDS)
    )


class SampleDesk:
    """Reports nothing."""

    def find_own_hits(self) -> None:
        """Find nothing."""

    def report_incident(self, form: IncidentForm) -> None:
        """Keep it to itself."""


class SampleClock:
    """Stands still."""

    def now(self) -> datetime:
        """Return the samples' instant."""
        return NOW


def _half(presenter: IncidentPresenter) -> None:
    presenter.choose_hit("hit-0")


def _fill(presenter: IncidentPresenter) -> None:
    _half(presenter)
    presenter.use_phrase("0")


def _keep(presenter: IncidentPresenter) -> None:
    _fill(presenter)
    presenter.choose_ground(HoldGround.CRIMINAL.value)
    for field, text in ((ReportField.CASE, _CASE), (ReportField.PARTIES, _PARTIES)):
        presenter.edit_field(field.value)
        for character in text:
            presenter.type_text(character)
    presenter.next_field()


def _words(presenter: IncidentPresenter) -> None:
    _fill(presenter)
    presenter.edit_field(ReportField.WORDS.value)


def _breach(presenter: IncidentPresenter) -> None:
    presenter.choose_kind(IncidentKind.BREACH.value)
    presenter.use_phrase("1")


def _report(presenter: IncidentPresenter) -> None:
    _fill(presenter)
    presenter.confirm()
    presenter.take(IncidentReported("1"))


def _view(
    *acts: Act, hits: tuple[Hit, ...] | None = None, then: tuple[Event, ...] = ()
) -> IncidentView:
    views: list[IncidentView] = []
    presenter = IncidentPresenter(SampleDesk(), SampleClock(), zone=UTC)
    presenter.view_changed.connect(views.append)
    presenter.take(SignedIn(Session("officer-1", "Ofc. R. Alvarez", Role.OFFICER, NOW, "token")))
    presenter.begin()
    presenter.take(OwnHitsFound(own_hits() if hits is None else hits))
    for act in acts:
        act(presenter)
    for event in then:
        presenter.take(event)
    return views[-1]


_PAGES: dict[str, Callable[[], IncidentView]] = {
    "report_empty": lambda: _view(hits=()),
    "report_half": lambda: _view(_half),
    "report_words": lambda: _view(_words),
    "report_ready": lambda: _view(_fill),
    "report_keep": lambda: _view(_keep),
    "report_breach": lambda: _view(_breach),
    "report_sent": lambda: _view(_report),
    "report_moving": lambda: _view(_fill, then=(DrivingChanged(Driving(31.0)),)),
}
