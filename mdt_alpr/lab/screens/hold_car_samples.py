"""Form ALPR-1 in the car in each of its states with sample data; plates and names are made up."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.officer import Driving
from mdt_alpr.domain.people.roles import Role, Session
from mdt_alpr.domain.retention.alpr_1 import Alpr1, HoldGround
from mdt_alpr.domain.retention.holds import HoldState
from mdt_alpr.lab.screens.entry_samples import NOW, sample_entries
from mdt_alpr.lab.screens.hit_sample_hits import red_car
from mdt_alpr.patrol.entry_events import EntriesChanged
from mdt_alpr.patrol.events import (
    DrivingChanged,
    Event,
    HitRaised,
    HoldRequested,
    OwnHoldsChanged,
    SignedIn,
)
from mdt_alpr.ui.entries.models.holds import HoldsView
from mdt_alpr.ui.entries.presenters.hold_form import HoldField
from mdt_alpr.ui.entries.presenters.holds import HoldPresenter
from mdt_alpr.wire.holds import OwnHold

_FACTS = "Witness saw this car leave the lot on Union St at 23:10 after an armed robbery."
_PARTIES = "State v. D. Marsh; victim R. Poole"
_PERSON = "officer-1"
Act = Callable[[HoldPresenter], None]


def hold_views() -> dict[str, HoldsView]:
    """Return the sample views by name, in the order in which an officer meets them."""
    return {name: make() for name, make in _PAGES.items()}


def sample_requests() -> tuple[OwnHold, ...]:
    """Return one that waits for a link, one near its day 90, a final one, two that are over."""
    return (
        _own("KLM4471", 0, HoldState.PROVISIONAL, 86, number=0),
        _own("SJB902", 84, HoldState.PROVISIONAL, 6),
        _own("TRP8823", 200, HoldState.FINAL, 165),
        _own("", 95, HoldState.LAPSED, None),
        _own("", 120, HoldState.CANCELED, None),
    )


def _own(text: str, ago: int, state: HoldState, left: int | None, *, number: int = 117) -> OwnHold:
    at = NOW - timedelta(days=ago)
    ends_at = None if left is None else NOW + timedelta(days=left)
    case = "26-038204" if text else ""
    made = new_id(at, bytes(10))
    return OwnHold(made, text, "NC" if text else "", case, state, at, ends_at, number)


class _Desk:
    """Files nothing."""

    def request_hold(self, form: Alpr1) -> None:
        """Keep it to itself."""


class _Clock:
    def now(self) -> datetime:
        """Return the samples' instant."""
        return NOW


def _fill(presenter: HoldPresenter) -> None:
    presenter.use_plate("0")
    presenter.choose_window("7")
    presenter.choose_ground(HoldGround.CRIMINAL.value)
    for field, text in ((HoldField.PARTIES, _PARTIES), (HoldField.FACTS, _FACTS)):
        presenter.edit_field(field.value)
        for character in text:
            presenter.type_text(character)
    presenter.go_back()


def _half(presenter: HoldPresenter) -> None:
    presenter.use_plate("0")
    presenter.choose_window("1")


def _others(presenter: HoldPresenter) -> None:
    _half(presenter)
    presenter.edit_field(HoldField.OTHERS.value)
    for character in "Unit 221, Union St / north":
        presenter.type_text(character)


def _facts(presenter: HoldPresenter) -> None:
    _fill(presenter)
    presenter.edit_field(HoldField.FACTS.value)


def _plate(presenter: HoldPresenter) -> None:
    presenter.edit_field(HoldField.PLATE.value)


def _begins(presenter: HoldPresenter) -> None:
    _half(presenter)
    presenter.edit_field(HoldField.BEGINS.value)


def _ask(presenter: HoldPresenter) -> None:
    _fill(presenter)
    presenter.ask_confirm()


def _file(presenter: HoldPresenter) -> None:
    _ask(presenter)
    presenter.confirm()
    presenter.take(HoldRequested("1"))


def _view(*acts: Act, own: tuple[OwnHold, ...] = (), then: tuple[Event, ...] = ()) -> HoldsView:
    views: list[HoldsView] = []
    presenter = HoldPresenter(_Desk(), _Clock(), "Unit 214", zone=UTC)
    presenter.view_changed.connect(views.append)
    session = Session(_PERSON, "Ofc. R. Alvarez", Role.OFFICER, NOW, "token")
    presenter.take(SignedIn(session))
    presenter.take(EntriesChanged(sample_entries()))
    presenter.take(OwnHoldsChanged(own))
    presenter.begin()
    for act in acts:
        act(presenter)
    for event in then:
        presenter.take(event)
    return views[-1]


_PAGES: dict[str, Callable[[], HoldsView]] = {
    "preserve_empty": _view,
    "preserve_half": lambda: _view(_half, own=sample_requests()[1:2]),
    "preserve_plate": lambda: _view(_plate),
    "preserve_cameras": lambda: _view(_others),
    "preserve_from": lambda: _view(_begins),
    "preserve_facts": lambda: _view(_facts),
    "preserve_ready": lambda: _view(_fill, own=sample_requests()[1:]),
    "preserve_confirm": lambda: _view(_ask, own=sample_requests()[1:]),
    "preserve_filed": lambda: _view(_file, own=sample_requests()),
    "preserve_hit_waits": lambda: _view(_fill, then=(HitRaised(red_car().hit),)),
    "preserve_moving": lambda: _view(_fill, then=(DrivingChanged(Driving(31.0)),)),
}
