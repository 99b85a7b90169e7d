"""Hotlists at the desk: their health, deliveries, and stopped ones (09.21.4.A.3, 09.21.9)."""

import threading
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal

from mdt_alpr.acts import feeds as acts
from mdt_alpr.acts.act import Act
from mdt_alpr.acts.hotlists import DELIVER_LIST
from mdt_alpr.domain.citations import cited
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.hotlist.delivery import FeedState, ListProblem
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.policy import LIST_STALE_AFTER, list_is_stale
from mdt_alpr.ui.desk.act_table import PagedList
from mdt_alpr.ui.desk.models.desk import Cell, Column, TableRow
from mdt_alpr.ui.desk.models.lists import FeedsView, SecondPerson
from mdt_alpr.ui.desk.page import SENDING
from mdt_alpr.ui.desk.presenters.cells import minute_cell
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.two_people import Confirmed, TwoPeople
from mdt_alpr.ui.desk.views.hotlists_page import HotlistsPage
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.words import age
from mdt_alpr.wire import addresses
from mdt_alpr.wire.feeds import CarListMessage, DeliveriesMessage, FeedMessage, FeedsMessage
from mdt_alpr.wire.hotlists import DeliveryMessage, KnownListMessage
from mdt_alpr.wire.manual import ReasonMessage

_HEALTH = "hotlists_health"
_BY_CONTENT = ("", "Format: as the file shows")
_NO_DELIVERY = "Choose a delivery first."
_STOPPED = "Stopped. Nothing was delivered."
_SENT_WHOLE = "The file was sent whole: headquarters may have imported it. Press F5."
_STALE_H = round(LIST_STALE_AFTER.total_seconds() / 3600)
_LISTS = (
    Column("List", 170),
    Column("State", 170),
    Column("Age of data", 90, right=True),
    Column("Loaded", 120),
    Column("Records", 80, right=True),
    Column("Last change", 100),
)
_CARS = (Column("Car", 110), Column("Its list", 110))


class Hotlists(TwoPeople, PagedList):
    """Two people settle a stopped delivery, each by a sign-in of their own (HOT-04).

    Signals:
        feeds_changed: lists in use, cars, what is wrong (``FeedsView``).
        settled: an act is done; its reason is used up.
    """

    title, order = "Hotlists", 52
    heading = "Hotlist feeds"
    counts = True
    also_waits = (_HEALTH,)
    note = "Age is the age of the data, not of its delivery"
    shows = acts.SHOW_DELIVERIES
    opens = "dropped_lines", "Dropped lines"

    feeds_changed = Signal(object)
    settled = Signal()
    _moved = Signal(int, int)

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._health: FeedsMessage | None = None
        self._sent: dict[str, tuple[Path, str]] = {}
        self._stop, self._is_whole = threading.Event(), False
        self._moved.connect(self._show_progress)

    def widget(self) -> HotlistsPage:
        view = HotlistsPage(self.head, _LISTS, _CARS)
        view.acted.connect(self.act)
        view.delivered.connect(self.deliver)
        view.past_day_wanted.connect(self.open_past_day)
        view.question.answered.connect(self.answered)
        self.feeds_changed.connect(view.show_feeds)
        self.acts_changed.connect(view.show_acts)
        self.question_changed.connect(view.question.ask)
        self.settled.connect(view.done)
        self.connect_second(view.second)
        self.second_changed.connect(view.ask_second)
        self.connect_table(view)
        return view

    def begin(self) -> None:
        chief = self.has(Permission.MANAGE_ACCOUNTS)
        self.acts_changed.emit(("dropped", "settle", "accept", *(["retire"] * chief)))

    def load(self) -> None:
        """Request the health of the lists, and the newest deliveries."""
        self.wait(self.ask(FeedsMessage, acts.SHOW_FEEDS.path()), self._show_health, _HEALTH)
        super().load()

    def keep(self, _answer: DeliveriesMessage) -> None:
        """Leave the menu to the health of the lists."""

    def act(self, act: str, key: str, feed: str, why: str) -> None:
        """Show the dropped lines, settle or use a stopped delivery, or retire a list."""
        if act == "retire":
            self._ask_to_retire(feed, why)
            return
        delivery = self.known.get(key)
        if delivery is None:
            self.show_state(problem=_NO_DELIVERY)
        elif act == "dropped":
            self.open_row(key)
        elif not delivery.stopped:
            self.show_state(problem="Only a stopped delivery is settled or used anyway.")
        elif not why.strip():
            self.show_state(problem="Give the reason first.")
        elif act == "settle":
            settle = self._act(acts.DISMISS_DELIVERY, why, number=delivery.number)
            words = f"Settle {delivery.source}: nothing replaces it, and the list in use stays. "
            words += "Another custodian or an administrator confirms:"
            self.want_second(words, settle)
        else:
            words = f"Use {delivery.source} although it was stopped: {delivery.stopped} "
            words += "An administrator, not you, confirms:"
            accept = self._act(acts.ACCEPT_DELIVERY, why, number=delivery.number)
            self.want_second(words, partial(self._accept, delivery, accept))

    def open_past_day(self) -> None:
        """Open what was listed on a past day."""
        self.open_wanted.emit("list_day", None)

    def deliver(self, place: str, form: str, entered: SecondPerson | None = None) -> None:
        """Send a file; a second person confirms one that was stopped."""
        file = Path(place)
        try:
            facts = file.stat()
            written_at = datetime.fromtimestamp(facts.st_mtime, UTC)
        except (OSError, OverflowError, ValueError):
            self.show_state(problem=f"{file.name} cannot be read. Choose another file.")
            return
        self._sent[file.name] = file, form
        named = {"name": file.name, "format": form, "written_at": written_at.isoformat()}
        path = addresses.asking(DELIVER_LIST.path(), **named)
        self._stop, self._is_whole = threading.Event(), False
        self.show_state(waits=f"Sending {file.name}")
        moved = partial(self._note_moved, self._stop, facts.st_size)
        self.desk.used()
        call = self.desk.send(DeliveryMessage, path, file, moved, entered)
        self.wait(call, partial(self._delivered, file.name))

    def cancel(self) -> None:
        """Stop waiting, and sending where a file is on its way."""
        self._stop.set()
        self.desk.asking.cancel(*self.calls, self.saving_call)
        self.show_state(problem=_SENT_WHOLE if self._is_whole else self.stopped)

    def forget(self) -> None:
        super().forget()
        self._stop.set()
        self._health, self._sent = None, {}

    def _show_health(self, answer: FeedsMessage) -> None:
        self._health = answer
        formats = (_BY_CONTENT, *((name, name) for name in answer.formats))
        alarm, detail = _alarm(answer)
        feeds = tuple(_feed(feed, answer.at) for feed in answer.feeds)
        cars = tuple(_car(car, answer.at) for car in answer.cars)
        self.feeds_changed.emit(FeedsView(feeds, cars, alarm, detail, formats))
        self.waiting_changed.emit(self.page_name(), len(answer.troubles))

    def _ask_to_retire(self, feed: str, why: str) -> None:
        if not feed:
            self.show_state(problem="Choose a list first.")
        elif not why.strip():
            self.show_state(problem="Give the reason first.")
        else:
            words = f"Retire {feed}: every entry of it leaves headquarters and the cars. "
            words += "A custodian or another administrator confirms:"
            self.want_second(words, self._act(acts.RETIRE_LIST, why, name=feed))

    def _accept(self, delivery: KnownListMessage, kept: Confirmed, entered: SecondPerson) -> None:
        """Use a file: the one that was sent from here again, else the one that is kept."""
        if (sent := self._sent.get(delivery.source)) is not None:
            self.deliver(str(sent[0]), sent[1], entered)
        else:
            kept(entered)

    def _act(self, act: Act[Any], why: str, **places: object) -> Confirmed:
        """Return what does an act on what is shown now, once somebody confirms it."""
        path = act.path(seen=act.seen_in(self._health, **places), **places)

        def confirmed(entered: SecondPerson) -> None:
            self.desk.used()
            self.show_state(waits=SENDING)
            call = self.desk.confirmed(act.answers, path, ReasonMessage(why), entered)
            self.wait(call, self._done)

        return confirmed

    def _done(self, _answer: object) -> None:
        self.settled.emit()
        self.load()

    def _note_moved(self, stop: threading.Event, size: int, gone: int) -> None:
        """Show how much is sent; called on the thread that sends."""
        if stop.is_set():
            raise OutsideError(_STOPPED)
        self._moved.emit(gone, size)

    def _show_progress(self, gone: int, size: int) -> None:
        if self._stop.is_set():
            return
        self._is_whole = gone >= size
        share = f"{100 * gone // max(1, size)}%"
        words = "Headquarters reads the file" if self._is_whole else f"Sending the file, {share}"
        self.show_state(waits=words)

    def _delivered(self, name: str, answer: DeliveryMessage) -> None:
        if not answer.stopped:
            self._sent.pop(name, None)
        self.load()
        if answer.stopped:
            self.show_state(problem=f"{name} was stopped: {answer.stopped}")


PAGE = Hotlists


def _alarm(answer: FeedsMessage) -> tuple[str, str]:
    """Return the worst trouble in words, and what it means for the cars."""
    if not answer.troubles:
        return "", ""
    first, more = answer.troubles[0], len(answer.troubles) - 1
    since = age(first.since, answer.at)
    words = f"{first.name} was stopped {since} ago. {first.why}"
    if first.kind == ListProblem.OVERDUE:
        words = f"{first.name} is {since} old. Limit {_STALE_H} h{cited('list_late')}."
    stale = sum(
        car.compiled_at is not None and list_is_stale(car.compiled_at, answer.at)
        for car in answer.cars
    )
    why = f" {first.why}" if first.kind == ListProblem.OVERDUE else ""
    cars = f"{stale} of {len(answer.cars)} cars show STALE LIST on every alert.{why}"
    return words, f"{cars} {more} more." if more else cars


_STATES = {
    FeedState.GOOD.value: ("Good", Mark.TICK),
    FeedState.KEPT_OLD.value: ("Kept the old list", Mark.WEAK),
    FeedState.OVERDUE.value: (f"Over {_STALE_H} h old", Mark.CROSS),
}


def _feed(feed: FeedMessage, now: datetime) -> TableRow:
    words, mark = _STATES[feed.state]
    is_bad = feed.state != FeedState.GOOD
    return TableRow(
        feed.name,
        (
            Cell(feed.name, strong=True),
            Cell(words, mark, warns=is_bad),
            Cell(age(feed.data_at, now), warns=feed.state == FeedState.OVERDUE),
            minute_cell(feed.loaded_at),
            Cell(f"{feed.entries:,}"),
            Cell(f"+{feed.fresh:,}, -{feed.canceled:,}"),
        ),
    )


def _car(car: CarListMessage, now: datetime) -> TableRow:
    name = Cell(car.unit or car.device, strong=True)
    if car.compiled_at is None:
        return TableRow(car.device, (name, Cell("No list yet", Mark.RING)))
    is_old = list_is_stale(car.compiled_at, now)
    words = Cell(age(car.compiled_at, now), Mark.WEAK if is_old else Mark.TICK, warns=is_old)
    return TableRow(car.device, (name, words))
