"""A presenter of manual entries at a desk with the real rules; the clock stands where put."""

from datetime import UTC

from mdt_alpr.domain.officer import Driving
from mdt_alpr.domain.people.roles import Role, Session
from mdt_alpr.lab.screens import entry_samples
from mdt_alpr.patrol.desk import EntriesDesk
from mdt_alpr.patrol.events import DrivingChanged, SignedIn
from mdt_alpr.ui.entries.models.entries import EntriesView, OwnEntryRow
from mdt_alpr.ui.entries.presenters.entries import EntriesPresenter
from mdt_alpr.ui.hit.models.hit_view import Spoken
from tests.builders import SetClock
from tests.ui.fake_entries_desk import FakeEntriesDesk, FakePlatesDesk


class Form:
    """A presenter at a desk, and what it shows."""

    def __init__(self, clock: SetClock | None = None, desk: EntriesDesk | None = None) -> None:
        self.clock = clock or SetClock(entry_samples.NOW)
        self.desk = FakeEntriesDesk(self.clock)
        self.plates = FakePlatesDesk()
        self.presenter = EntriesPresenter(desk or self.desk, self.plates, self.clock, zone=UTC)
        self.desk.publish = self.presenter.take
        self.views: list[EntriesView] = []
        self.said: list[Spoken] = []
        self.reported: list[str] = []
        self.presenter.view_changed.connect(self.views.append)
        self.presenter.spoken.connect(self.said.append)
        self.presenter.live_changed.connect(self.reported.append)
        self.presenter.tick()

    @property
    def view(self) -> EntriesView:
        return self.views[-1]

    @property
    def lock_title(self) -> str:
        return self.view.lock.title if self.view.lock is not None else ""

    @property
    def row(self) -> OwnEntryRow:
        return self.view.own.rows[0]

    def type(self, field: str, text: str) -> None:
        self.presenter.edit_field(field)
        for c in text:
            self.presenter.type_text(c)
        self.presenter.close_field()

    def fill(self) -> None:
        self.type("plate", "hb1052")
        self.presenter.choose_state("NC")
        self.presenter.confirm_spelling()
        self.type("case", "26-041877")
        self.presenter.choose_basis("video")
        self.presenter.choose_purpose("criminal_investigation")
        self.type("reason", "Larceny from a car at 400 Union St")
        self.presenter.name_person(named=False)
        self.presenter.choose_instruction("Call me first")

    def wait(self, **time: float) -> None:
        self.clock.pass_by(**time)
        self.presenter.tick()

    def drive(self, mph: float, *, passenger: bool = False) -> None:
        self.presenter.take(DrivingChanged(Driving(mph, passenger)))

    def sign_in(self, person: str) -> None:
        self.presenter.take(SignedIn(Session(person, "Ofc.", Role.OFFICER, entry_samples.NOW, "")))
