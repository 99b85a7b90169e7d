"""What was on the lists on a past day: the lists, or the records of a plate (HOT-12)."""

from datetime import datetime

from PySide6.QtCore import Signal

from mdt_alpr.domain.hotlist.hotlist import CATEGORIES
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.plate.plate import LONGEST_PLATE, STATES
from mdt_alpr.domain.policy import CAPTURE_ZONE
from mdt_alpr.ui.desk.models.desk import Cell, Column, TableRow
from mdt_alpr.ui.desk.models.lists import CorrectionForm
from mdt_alpr.ui.desk.page import ASKING
from mdt_alpr.ui.desk.presenters.cells import minute_cell
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.presenters.words import NONE, day_time, plate_words
from mdt_alpr.ui.desk.search_table import SearchTable
from mdt_alpr.ui.desk.views.plate_pages import ListDayPage
from mdt_alpr.ui.kit.words import local_day, local_time
from mdt_alpr.wire import addresses
from mdt_alpr.wire.feeds import (
    FeedMessage,
    ListedRecordMessage,
    ListedThenMessage,
    ListedThenRequest,
)

_STATES = (("", "State"), *sorted(STATES.items(), key=lambda pair: pair[1]))
_FOOT = "Enter day, time and reason; a plate too, for its records. Headquarters logs it."


class ListDay(SearchTable):
    """Lists are known for good, records that left for some weeks.

    Signals:
        day_changed: the day and time to begin with.
    """

    title, order = "Past day", 54
    heading = "What was listed on a day"
    permissions = (Permission.MANAGE_LISTS, Permission.READ_AUDIT)
    note = "O and 0 are the same here. Ended manual entries: Plate test."
    columns = (
        Column("List", 180),
        Column("What", 220),
        Column("Details", 260),
        Column("On it since", 140),
        Column("Until", 140),
    )

    day_changed = Signal(str, str)

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._records: dict[str, ListedRecordMessage] = {}

    def widget(self) -> ListDayPage:
        """Return the table under the search."""
        view = ListDayPage(self.head, _STATES, LONGEST_PLATE)
        view.asked.connect(self.search)
        view.corrected.connect(self.correct)
        self.day_changed.connect(view.show_day)
        self.connect_table(view)
        return view

    def begin(self) -> None:
        """Begin with now."""
        now = local_time(self.desk.now())
        self.day_changed.emit(now.date().isoformat(), f"{now:%H:%M}")

    def open(self, _chosen: object) -> None:
        """Show what to do."""
        self.load()

    def load(self) -> None:
        """Show what to do: each search is logged."""
        self.show_state(foot=_FOOT)

    def search(self, *asked: str) -> None:
        """Ask headquarters, which records it."""
        day, time, plate, state, why = asked
        if plate and not state:
            self.show_state(problem="Enter the plate's state too.")
            return
        at = datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=CAPTURE_ZONE)
        body = ListedThenRequest(at, plate.upper(), state, why)
        self.show_state(waits=ASKING)
        call = self.ask(ListedThenMessage, addresses.LISTED_THEN, body)
        self.wait(call, self._plate_found if plate else self._lists_found)

    def correct(self, key: str) -> None:
        """Begin a correction of the chosen record."""
        one = self._records.get(key)
        if one is None or one.left_at is not None:
            self.show_state(problem="Choose a record that is listed now.")
            return
        self.open_wanted.emit("corrections", CorrectionForm("", one.text, one.state, one.entry_id))

    def forget(self) -> None:
        """Clear what a session left here."""
        super().forget()
        self.desk.asking.cancel(self.page_name())
        self._records = {}

    def _lists_found(self, answer: ListedThenMessage) -> None:
        self._records = {}
        self.show(*map(_list, answer.lists))
        words = (
            f"{len(answer.lists)} lists, version {answer.version}." if answer.lists else "No list."
        )
        self.show_state(foot=f"{day_time(answer.at)}: {words}")

    def _plate_found(self, answer: ListedThenMessage) -> None:
        self._records = {
            record.entry_id: record for record in answer.records if record.left_at is None
        }
        self.show(*map(_record, answer.records))
        number = len(answer.records)
        words = f"{number} {'record' if number == 1 else 'records'} of this plate."
        if answer.at < answer.since:
            since = local_day(answer.since)
            words += f" Records that left before {since:%b} {since.day} are erased."
        self.show_state(foot=f"{day_time(answer.at)}: {words}")


PAGE = ListDay


def _list(feed: FeedMessage) -> TableRow:
    return TableRow(
        feed.name,
        (
            Cell(feed.name, strong=True),
            Cell(f"{feed.entries:,} records"),
            Cell(feed.source, below=f"data of {day_time(feed.data_at)[:-3]}"),
            minute_cell(feed.loaded_at),
            Cell(""),
        ),
    )


def _record(one: ListedRecordMessage) -> TableRow:
    kind = CATEGORIES[one.category]
    entered = f"entered {one.entered_on:%b} {one.entered_on.day}" if one.entered_on else ""
    vehicle = one.vehicle or "No vehicle described"
    numbers = f"NIC {one.nic or NONE}, ORI {one.ori or NONE}"
    return TableRow(
        one.entry_id,
        (
            Cell(one.list_name, strong=True, below=entered),
            Cell(plate_words(one.text, one.state), plate=True, below=kind.name),
            Cell(vehicle, below=numbers),
            minute_cell(one.came_at) if one.came_at else Cell("Not known"),
            minute_cell(one.left_at) if one.left_at else Cell("Still listed"),
        ),
    )
