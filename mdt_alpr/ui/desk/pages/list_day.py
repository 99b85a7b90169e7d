"""What was on the lists on a past day: the lists, or the records of a plate (HOT-12)."""

from datetime import datetime

from PySide6.QtCore import Signal

from mdt_alpr.acts.feeds import LISTED_THEN, SHOW_PAST_DAY
from mdt_alpr.domain.kinds import STATES_BY_NAME
from mdt_alpr.domain.plate.plate import LONGEST_PLATE
from mdt_alpr.domain.policy import CAPTURE_ZONE
from mdt_alpr.ui.desk.page import ASKING
from mdt_alpr.ui.desk.presenters.listing_rows import columns_of, foot_of, rows_of
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.search_table import SearchTable
from mdt_alpr.ui.desk.views.plate_pages import ListDayPage
from mdt_alpr.ui.kit.words import local_time
from mdt_alpr.wire.feeds import ListedRecordMessage, ListedThenMessage, ListedThenRequest

_FOOT = "Enter day, time and reason; a plate too, for its records. Headquarters logs it."


class ListDay(SearchTable):
    """Lists are known for good, records that left for some weeks.

    Signals:
        day_changed: the day and time to begin with.
    """

    title, order = "Past day", 54
    heading = "What was listed on a day"
    permissions = SHOW_PAST_DAY.may
    note = "O and 0 are the same here. Ended manual entries: Plate test."
    columns = columns_of(LISTED_THEN)

    day_changed = Signal(str, str)

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._records: dict[str, ListedRecordMessage] = {}

    def widget(self) -> ListDayPage:
        view = ListDayPage(self.head, STATES_BY_NAME, LONGEST_PLATE)
        view.asked.connect(self.search)
        view.corrected.connect(self.correct)
        self.day_changed.connect(view.show_day)
        self.connect_table(view)
        return view

    def begin(self) -> None:
        now = local_time(self.desk.now())
        self.day_changed.emit(now.date().isoformat(), f"{now:%H:%M}")

    def open(self, _chosen: object) -> None:
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
        body = ListedThenRequest(at=at, text=plate.upper(), state=state, reason=why)
        self.show_state(waits=ASKING)
        call = self.ask(ListedThenMessage, SHOW_PAST_DAY.path(), body)
        self.wait(call, self._show_listed)

    def correct(self, key: str) -> None:
        """Begin a correction of the chosen record."""
        record = self._records.get(key)
        if record is None or record.left_at is not None:
            self.show_state(problem="Choose a record that is listed now.")
            return
        self.open_wanted.emit("corrections", record)

    def forget(self) -> None:
        super().forget()
        self.desk.asking.cancel(self.page_name())
        self._records = {}

    def _show_listed(self, answer: ListedThenMessage) -> None:
        self._records = {record.entry_id: record for record in answer.records}
        self.show(*rows_of(LISTED_THEN, answer, self.desk.now()))
        self.show_state(foot=foot_of(LISTED_THEN, answer))


PAGE = ListDay
