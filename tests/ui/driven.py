"""A patrol whose car moves: the window with the presenters of speed and crew."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.officer import Driving
from mdt_alpr.patrol.events import DrivingChanged, Event, Health, PositionChanged
from mdt_alpr.ui.shell.presenters.crew import CrewPresenter
from tests.ui.screen import settle
from tests.ui.window import Patrol


class ReportedCrew:
    """Notes who is said to work the screen, and lets it be so."""

    def __init__(self) -> None:
        self.actions: list[bool] = []

    def second_officer(self, *, present: bool) -> None:
        self.actions.append(present)


class Driven(Patrol):
    """A car on patrol with a receiver."""

    def __init__(self, qtbot: QtBot) -> None:
        self.crew_desk = ReportedCrew()
        self.crew: CrewPresenter | None = None
        super().__init__(qtbot)
        self.crew = CrewPresenter(self.crew_desk, self.clock)
        self.cell = self.window.strip.crew
        self.car.access_changed.connect(self.crew.take_access)
        self.crew.view_changed.connect(self.cell.show_view)
        self.cell.clicked.connect(self.crew.press)
        self.window.extra_keys.second_officer.connect(self.crew.press)
        self.window.extra_keys.letter.connect(self.crew.take_letter)

    def happen(self, *events: Event) -> None:
        """Let events happen."""
        super().happen(*events)
        if self.crew is not None:
            for event in events:
                self.crew.take(event)
        settle()

    def tick(self) -> None:
        """Let the second pass on the screen."""
        super().tick()
        if self.crew is not None:
            self.crew.tick()
        settle()

    def drive(self, mph: float | None, *, passenger: bool = False) -> None:
        """Let the car go that fast."""
        self.happen(PositionChanged(Health.OK, ""), DrivingChanged(Driving(mph, passenger)))

    def press(self) -> None:
        """Touch the cell."""
        QTest.mouseClick(self.cell, Qt.MouseButton.LeftButton)
        settle()

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.clock.pass_by(seconds=seconds)
        self.tick()
