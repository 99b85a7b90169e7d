"""A table with an act that another person confirms, who signs in at this desk (ACC-12)."""

from collections.abc import Callable

from PySide6.QtCore import Signal

from mdt_alpr.ui.desk.models.lists import SecondPerson
from mdt_alpr.ui.desk.page import TableBase
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.views.second_person import SecondPersonBar

Confirmed = Callable[[SecondPerson], None]


class TwoPeople(TableBase):
    """A table with an act that another person confirms, who signs in at this desk (ACC-12).

    Signals:
        second_changed: what another person has to confirm; empty for nothing.
    """

    second_changed = Signal(str)

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._confirmed: Confirmed | None = None

    def connect_second(self, bar: SecondPersonBar) -> None:
        """Connect the bar that asks for the second person; ``second_changed`` is the view's."""
        bar.given.connect(self.second_given)
        bar.refused.connect(self.leave_undone)

    def want_second(self, words: str, confirmed: Confirmed) -> None:
        """Ask who confirms it, then do it with who was entered."""
        self._confirmed = confirmed
        self.second_changed.emit(words)

    def second_given(self, entered: SecondPerson) -> None:
        """Do what was asked about."""
        confirmed = self._confirmed
        self.leave_undone()
        if confirmed is not None:
            confirmed(entered)

    def leave_undone(self) -> None:
        """Drop what was asked about."""
        self._confirmed = None
        self.second_changed.emit("")

    def forget(self) -> None:
        super().forget()
        self.leave_undone()
