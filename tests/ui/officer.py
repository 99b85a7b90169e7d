"""A hit presenter with its desk, and an officer who presses; the clock stands where it is put."""

from datetime import UTC
from typing import Any

from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hit.status_query import AGAINST
from mdt_alpr.domain.reading.reading import Box
from mdt_alpr.ui.hit.models.hit_view import HitView, Spoken
from mdt_alpr.ui.hit.presenters.hit_presenter import HitPresenter
from tests.builders import SetClock, a_hit, a_read, an_entry
from tests.ui.acts import Act
from tests.ui.fake_desk import FakeDesk

BLACK_SUV = {"color": "BLK", "make": "DODG", "style": "UT"}


class Officer:
    """Asks the presenter for one thing at a time and looks at what it shows."""

    def __init__(self) -> None:
        self.clock = SetClock()
        self.desk = FakeDesk(self.clock)
        self.presenter = HitPresenter(self.desk, self.clock, zone=UTC)
        self.do = self.presenter.actions
        self.desk.publish = self.presenter.take
        self.view: HitView | None = None
        self.views: list[HitView | None] = []
        self.said: list[Spoken] = []
        self.presenter.view_changed.connect(self._see)
        self.presenter.spoken.connect(self.said.append)

    @property
    def page(self) -> Any:
        """Return the page that stands there."""
        assert self.view is not None
        return self.view.page

    def shows(self, page: type) -> bool:
        """Tell whether such a page stands there."""
        return isinstance(self.page, page)

    def asks(self, pad: type) -> bool:
        """Tell whether such a pad stands there."""
        return isinstance(self.page.pad, pad)

    def hit(self, *entries: Any, text: str = "EXN2894", state: str = "", **fields: Any) -> Hit:
        """Let a hit be raised and open it."""
        seen = a_read(text, state, box=Box(0, 0, 241, 100))
        raised = self.desk.raise_hit(a_hit(seen, *(entries or (an_entry(**BLACK_SUV),)), **fields))
        self.presenter.open(raised.hit_id)
        return raised

    def act(self, act: Act) -> None:
        """Do one thing on the hit that is on the screen."""
        act(self.presenter if act.name == "leave" else self.do)

    def look(self, seconds: float = 1.0) -> None:
        """Look at the picture."""
        self.clock.pass_by(seconds=seconds)
        self.presenter.tick()

    def type(self, text: str) -> None:
        """Type characters."""
        for character in text:
            self.do.type_character(character)

    def enter(self, text: str = "EXN2894", state: str = "NC") -> None:
        """Look, enter plate and state, go on to the vehicle or compare."""
        self.look()
        self.do.clear_entry()
        self.type(text)
        self.do.go_next()
        self.do.choose_state(state)
        self.do.go_next()

    def vehicle(self, body: str = "SUV", color: str = "black") -> None:
        """Answer the vehicle and compare."""
        self.do.choose_body(body)
        self.do.choose_color(color)
        self.do.go_next()

    def status(self, source: str = "mdt", result: str = "active") -> None:
        """State a reply."""
        self.do.ask_status(source)
        self.do.state_result(result)
        if result in AGAINST:
            self.do.state_result(result)

    def verified(self) -> Hit:
        """Do everything up to the open gate."""
        hit = self.hit()
        self.enter()
        self.vehicle()
        self.status("mdt")
        self.status("dcin")
        return hit

    def _see(self, view: HitView | None) -> None:
        self.view = view
        self.views.append(view)
