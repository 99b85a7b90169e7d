"""Sampled passes judged blind, and how accurate the reader was (D22). No read is shown here."""

from collections import Counter

from PySide6.QtCore import Signal

from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.plate.plate import STATES
from mdt_alpr.domain.policy import SAMPLES_SHOWN_FROM
from mdt_alpr.domain.review.truth import Truth, TruthTally, tallied
from mdt_alpr.ui.desk.models.desk import Bar, BlindPassView, Chart
from mdt_alpr.ui.desk.page import ASKING, SENDING, Page
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.views.chart_pages import TruthPage
from mdt_alpr.wire import addresses
from mdt_alpr.wire.review import TruthMessage, TruthPassMessage, TruthReading

STATE_CHOICES = (("", "State"), *((code, name) for code, name in STATES.items()))
NONE_LEFT = (
    "No reads left to judge. "
    f"Reads of the last {SAMPLES_SHOWN_FROM.days} days with a picture are listed here."
)
NOTHING = "Nothing judged yet. Each judged read counts here; what you type is not kept."
PROMPT = "What is on the plate? The read is not shown."
_PARTS = (("Night, 0 to 6", 6), ("Morning, 6 to 12", 12), ("Day, 12 to 18", 18), ("Evening", 24))
_JUDGMENTS = {
    Truth.RIGHT: "right",
    Truth.STATE_UNREAD: "right without a state",
    Truth.OTHER_STATE: "with another state",
    Truth.WRONG: "wrong",
    Truth.UNREADABLE: "not readable by eye",
    Truth.MISSED: "not read by the car",
}
_PASS, _COUNTS, _PICTURE = "pass", "accuracy", "sample"


class ReadAccuracy(Page):
    """One pass at a time; its picture carries the viewer's name and the time (DIS-05).

    Signals:
        sample_changed: the pass to judge (``BlindPassView``).
        picture_came: its picture.
        charts_changed: how many reads were right.
    """

    title, order = "Read accuracy", 40
    permissions = (Permission.REVIEW_HITS, Permission.DOWNLOAD)

    sample_changed = Signal(object)
    picture_came = Signal(object)
    charts_changed = Signal(object)

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._read_id = self._foot = ""

    def widget(self) -> TruthPage:
        view = TruthPage(STATE_CHOICES)
        view.judged.connect(self.judge)
        view.unreadable.connect(self.unreadable)
        view.another.connect(self.load)
        view.canceled.connect(self.cancel)
        self.sample_changed.connect(view.show_sample)
        self.picture_came.connect(view.show_picture)
        self.charts_changed.connect(view.show_charts)
        self.state_changed.connect(view.show_state)
        return view

    @property
    def calls(self) -> tuple[str, ...]:
        """Return the names of the calls that the page may wait for."""
        return _PASS, _COUNTS, _PICTURE

    def begin(self) -> None:
        self._read_id = ""

    def load(self) -> None:
        self.show_state(waits=ASKING)
        self.wait(self.ask(TruthPassMessage, addresses.TRUTH_NEXT), self._show_pass, _PASS)
        self._count()

    def judge(self, text: str, state: str) -> None:
        """Send what is on the plate; headquarters compares."""
        if not self._read_id:
            self.show_state(problem=NONE_LEFT)
        elif not text.strip() or not state:
            self.show_state(problem="Enter the plate and choose its state, or press Unreadable.")
        else:
            self._send(TruthReading(self._read_id, text, state))

    def unreadable(self) -> None:
        """Send that the plate cannot be read by eye."""
        if self._read_id:
            self._send(TruthReading(self._read_id, "", ""))

    def show_state(self, **words: str) -> None:
        """Show a state, with what was judged so far in the footer."""
        super().show_state(foot=self._foot, **words)

    # ------------------------------------------------------------------------ inside

    def _send(self, ask: TruthReading) -> None:
        if self.desk.asking.waits(_PASS):  # a double press judges one read
            return
        self.show_state(waits=SENDING)
        self.wait(self.ask(TruthPassMessage, addresses.TRUTH, ask), self._judged, _PASS)

    def _judged(self, answer: TruthPassMessage) -> None:
        self._show_pass(answer)
        self._count()

    def _count(self) -> None:
        self.wait(self.ask(TruthMessage, addresses.TRUTH), self._counted, _COUNTS)

    def _show_pass(self, answer: TruthPassMessage) -> None:
        self._read_id = answer.read_id
        prompt = PROMPT if answer.read_id else NONE_LEFT
        self.sample_changed.emit(BlindPassView(answer.digest, self.desk.watermark(), prompt))
        self.show_state()
        if answer.digest:
            self.wait(self.desk.picture(answer.digest), self.picture_came.emit, _PICTURE)

    def _counted(self, answer: TruthMessage) -> None:
        self.charts_changed.emit(charts(answer))
        self._foot = totals(answer)
        if not self.desk.asking.waits(_PASS):
            self.show_state()


PAGE = ReadAccuracy


def charts(answer: TruthMessage) -> tuple[Chart, ...]:
    """Return how many judged reads were right, by camera and by time of day."""
    hours = [
        (next(name for name, until in _PARTS if int(hour.name) < until), hour)
        for hour in answer.hours
    ]
    by_part = tallied((name, truth, n) for name, one in hours for truth, n in one.counts())
    order = [name for name, _ in _PARTS]
    parts = sorted(by_part, key=lambda part: order.index(part.name))
    return (
        Chart("Plate and state right, by camera", tuple(map(_bar, answer.cameras)), NOTHING),
        Chart("Plate and state right, by time of day", tuple(map(_bar, parts)), NOTHING),
    )


def _bar(tally: TruthTally) -> Bar:
    words = f"{tally.right:,} of {tally.judged:,}"
    return Bar(tally.name or "not given", tally.right, words, tally.judged)


def totals(answer: TruthMessage) -> str:
    """Return what was judged, in a line."""
    counts = Counter[Truth]()
    for camera in answer.cameras:
        counts.update(dict(camera.counts()))
    if not counts.total():
        return NOTHING
    parts = ", ".join(
        f"{counts[truth]:,} {words}"
        for truth, words in _JUDGMENTS.items()
        if counts[truth] or truth is not Truth.MISSED  # of trials only
    )
    return f"{counts.total():,} passes judged: {parts}."
