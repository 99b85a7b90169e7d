"""Weeks of a trial played whole: drawn pictures through a car, its headquarters and judges.

Every part is the product's own: engines, tracks, store and link of a car in trial mode, a served
headquarters with its sample, judges who ask and answer over HTTP, and the report. What is drawn
is known, so that the report's intervals can be held against the truth of all passes. The weeks are
short, for each picture is recognized; ``trial_weeks`` draws long ones without pictures.
"""

import os
import random
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import httpx

from mdt_alpr.acts.trial import PLAN_TRIAL, SHOW_TRIAL
from mdt_alpr.adapters.hq_link.desk_link import HttpDeskLink
from mdt_alpr.adapters.vault.memory_vault import MemoryVault
from mdt_alpr.car.runtime import Car
from mdt_alpr.car.settings import CarSettings
from mdt_alpr.car.watch import Engines
from mdt_alpr.car.wiring import Outside, make_car
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.domain.plate.plate import folded
from mdt_alpr.domain.policy import capture_date, days_after
from mdt_alpr.domain.reading.reading import Read
from mdt_alpr.domain.reading.sightings import MOVING_PICTURES
from mdt_alpr.domain.review.accuracy import Score
from mdt_alpr.domain.review.trial_report import FIGURE_WORDS, TrialFigure, TrialPlan
from mdt_alpr.drive.canvas import Bytes
from mdt_alpr.drive.optics import HEIGHT, WIDTH
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.capture_day import id_time
from mdt_alpr.hq.base.settings import HqSettings, PasswordCost
from mdt_alpr.hq.hotlists.importing import import_csv
from mdt_alpr.hq.people.sample_agency import (
    ADMINISTRATOR,
    CUSTODIAN,
    OFFICER,
    PEOPLE,
    SUPERVISOR,
    sample_agency,
)
from mdt_alpr.measure.drawn_passes import (
    BEGINS,
    DrawnPass,
    WeekSize,
    drawn_week,
    empty_road,
    pass_pictures,
)
from mdt_alpr.measure.engine_choice import EngineChoice
from mdt_alpr.measure.evaluation import loaded
from mdt_alpr.patrol.events import (
    CandidateUnread,
    Event,
    HitRaised,
    ListChanged,
    ReadMade,
    SignedIn,
    SignedOut,
    SourceEnded,
)
from mdt_alpr.patrol.ports import Frame
from mdt_alpr.wire import addresses
from mdt_alpr.wire.review import TruthPassMessage, TruthReading
from mdt_alpr.wire.trial import TrialMessage

_COMES_WITHIN_S = 120.0
_PASSWORD = "a long word of the simulation"  # noqa: S105 - of people who do not exist


SHORT = WeekSize()


class _WeekClock:
    """Shows when the newest picture was taken."""

    def __init__(self) -> None:
        self.at = BEGINS

    def now(self) -> datetime:
        return self.at


class _WeekCamera:
    """Shows the passes of a day, each picture once the last one was taken."""

    name, stills = "front", True

    def __init__(self, clock: _WeekClock, dice: random.Random) -> None:
        self._clock, self._dice, self._number = clock, dice, 0
        self._frames: Iterator[tuple[datetime, Bytes]] = iter(())
        self.begins = threading.Event()

    def show(self, passes: Sequence[DrawnPass]) -> None:
        """Show these next."""
        self._frames = self._day(passes)

    def open(self) -> None:
        """Wait until the shift has what it needs."""
        self.begins.wait(_COMES_WITHIN_S)

    def close(self) -> None:
        """Give nothing back."""

    def read(self) -> Frame | None:
        """Return the next picture."""
        shown = next(self._frames, None)
        if shown is None:
            return None
        at, picture = shown
        self._clock.at, self._number = at, self._number + 1
        return Frame(picture, at, self._number, WIDTH, HEIGHT, self.name)

    def _day(self, passes: Sequence[DrawnPass]) -> Iterator[tuple[datetime, Bytes]]:
        for drawn in passes:
            for number, picture in enumerate(pass_pictures(drawn, self._dice)):
                yield drawn.at + timedelta(seconds=number / 8), picture
        last = passes[-1].at if passes else self._clock.at
        for seconds in (10, 12):  # the last pass is over only once the road was seen empty
            yield last + timedelta(seconds=seconds), empty_road()


@dataclass(slots=True)
class _Heard:
    """What the car said, on its threads."""

    reads: dict[str, Read] = field(default_factory=dict)
    unread: list[datetime] = field(default_factory=list)
    alerts: int = 0
    happened: list[type] = field(default_factory=list)
    came: threading.Condition = field(default_factory=threading.Condition)

    def take(self, event: Event) -> None:
        with self.came:
            if isinstance(event, ReadMade):
                self.reads[event.read.read_id] = event.read
            elif isinstance(event, CandidateUnread) and event.candidate.over:
                self.unread.append(event.candidate.at)
            elif isinstance(event, HitRaised):
                self.alerts += 1
            self.happened.append(type(event))
            self.came.notify_all()

    def wait_for(self, kind: type, number: int) -> None:
        """Wait until an event came so often.

        Raises:
            OutsideError: it did not.
        """
        with self.came:
            if not self.came.wait_for(
                lambda: self.happened.count(kind) >= number, _COMES_WITHIN_S
            ):
                raise OutsideError(f"The played car gave no {kind.__name__}.")


class PlayedWeek:
    """A week with its car and headquarters, in a folder of its own."""

    def __init__(self, size: WeekSize, seed: int) -> None:
        self._size, self._dice = size, random.Random(seed)  # noqa: S311 - made-up passes
        self._clock, self._heard = _WeekClock(), _Heard()
        self.passes = drawn_week(size, self._dice)
        self._camera = _WeekCamera(self._clock, self._dice)

    def play(self, folder: Path) -> TrialMessage:
        """Drive, judge and report.

        Raises:
            OutsideError: the car did not come as far.
        """
        settings = HqSettings(folder / "hq", password_cost=PasswordCost(1, 8, 1))
        with ExitStack() as stack:
            served = stack.enter_context(InProcessHq(settings, self._clock, os.urandom))
            sample_agency(
                served.hq, dict.fromkeys(PEOPLE, _PASSWORD), capture_date(self._clock.now())
            )
            self._list(served, folder)
            client = stack.enter_context(httpx.Client(base_url=served.base_url, timeout=60))
            desk = _Desk(client, self._clock)
            desk.plan(self._size)
            self._drive(served.base_url, folder)
            every = [drawn for day in self.passes for drawn in day]
            for person in (SUPERVISOR, CUSTODIAN):
                desk.judge(person, every, self._size.error, self._dice)
            return desk.report()

    def truth(self) -> dict[TrialFigure, Score]:
        """Return how every pass of the week was: those of the report's figures, all counted.

        Plates offered are those that the car read or found; the drawing knows what they say.
        """
        every = [drawn for day in self.passes for drawn in day if drawn.is_legible]
        read_of = {_pass_at(every, read.captured_at): read for read in self._heard.reads.values()}
        read_of.pop(None, None)
        found = {_pass_at(every, at) for at in self._heard.unread} - {None, *read_of}
        right = {drawn for drawn, read in read_of.items() if drawn and _is_right(drawn, read)}
        with_state = {drawn for drawn in right if drawn.state == read_of[drawn].state}
        hidden = [d for d, read in read_of.items() if d not in right and not read.disputed]
        number = len(read_of)
        return {
            TrialFigure.READ: Score(number, number + len(found)),
            TrialFigure.RIGHT: Score(len(right), number),
            TrialFigure.STATE_RIGHT: Score(len(with_state), number),
            TrialFigure.UNFLAGGED_WRONG: Score(len(hidden), number),
        }

    @property
    def alerts(self) -> int:
        """Return how many hits alerted: none may."""
        return self._heard.alerts

    def _list(self, served: InProcessHq, folder: Path) -> None:
        """List some of the plates, every second one with another state."""
        file, rows = folder / "list.csv", ["Plate Number,Description,State/Province"]
        for number, drawn in enumerate(self.passes[0][::3]):
            rows.append(f"{drawn.text},Stolen vehicle,{'NY' if number % 2 else drawn.state}")
        file.write_text("\n".join(rows) + "\n", encoding="utf-8")
        import_csv(served.hq, file, "simulation")

    def _drive(self, address: str, folder: Path) -> None:
        engines = _engines()
        outside = Outside(
            self._camera,
            MemoryVault(bytes),
            self._clock,
            make_recognition=lambda: Engines(engines.recognition(MOVING_PICTURES)),
        )
        settings = CarSettings(
            unit="Unit 12", device="car-12", data=folder / "car", hq_url=address, mode="trial"
        )
        car = make_car(settings, outside, self._heard.take)
        car.start()
        try:
            for day, passes in enumerate((*self.passes, ())):  # the last sends what is left
                self._shift(car, day, passes)
        finally:
            self._camera.begins.set()
            car.stop()

    def _shift(self, car: Car, day: int, passes: Sequence[DrawnPass]) -> None:
        if passes:
            self._clock.at = passes[0].at - timedelta(minutes=2)
        self._camera.begins.clear()
        self._camera.show(passes)
        car.desk.sign_in(OFFICER, _PASSWORD)
        self._heard.wait_for(SignedIn, day + 1)
        car.hold_round()
        self._heard.wait_for(ListChanged, 1)
        self._camera.begins.set()
        self._heard.wait_for(SourceEnded, day + 1)
        car.wait_for_source_end()
        if car.wait_until_sent(0.0):
            car.hold_round()
        if car.wait_until_sent(_COMES_WITHIN_S):
            raise OutsideError("The played car did not send everything.")
        car.desk.sign_out()
        self._heard.wait_for(SignedOut, day + 1)
        car.wait_until_sent(0.0)  # what the shift's end records is recorded before the next day


def _pass_at(passes: Sequence[DrawnPass], at: datetime) -> DrawnPass | None:
    """Return which pass a picture shows; None where it shows none."""
    within = timedelta(seconds=2)
    return next((d for d in passes if timedelta(0) <= at - d.at < within), None)


def _is_right(drawn: DrawnPass, read: Read) -> bool:
    return folded(read.text) == folded(drawn.text)


@cache
def _engines() -> Any:
    return loaded(EngineChoice())


class _Desk:
    """The people at the desk, over HTTP."""

    def __init__(self, client: httpx.Client, clock: _WeekClock) -> None:
        self._link = HttpDeskLink(client, clock, "desk")

    def plan(self, size: WeekSize) -> None:
        """Plan the trial before anything passes."""
        first = capture_date(BEGINS)
        last = days_after(first, size.days - 1)
        plan = TrialPlan(first, last, judged=size.judged, read=50.0)
        session = self._session(ADMINISTRATOR)
        self._link.ask(session, TrialMessage, PLAN_TRIAL.address, plan)

    def judge(
        self, person: str, passes: Sequence[DrawnPass], error: float, dice: random.Random
    ) -> None:
        """Judge whatever is shown, with a mistake now and then."""
        session = self._session(person)
        shown = self._link.ask(session, TruthPassMessage, addresses.TRUTH_NEXT)
        while shown.read_id:
            at = id_time(shown.read_id)
            drawn = None if at is None else _pass_at(passes, at)
            text, state = ("", "")
            if drawn is not None and drawn.is_legible:
                text, state = drawn.text, drawn.state
                if dice.random() < error:
                    text = text[:-1] + str((int(text[-1]) + 1) % 10)
            answer = TruthReading(shown.read_id, text, state)
            shown = self._link.ask(session, TruthPassMessage, addresses.TRUTH, answer)

    def report(self) -> TrialMessage:
        """Return what the trial says."""
        return self._link.ask(self._session(ADMINISTRATOR), TrialMessage, SHOW_TRIAL.address)

    def _session(self, person: str) -> Session:
        return self._link.sign_in(person, _PASSWORD)


def figures(weeks: int, seed: int = 44) -> dict[str, Any]:
    """Return of how many whole weeks each figure's interval held the truth of all passes.

    Raises:
        OutsideError: a car did not come as far.
        EngineMissingError: the engines cannot be used.
    """
    held: dict[TrialFigure, int] = {}
    passes = alerts = 0
    for number in range(weeks):
        week = PlayedWeek(SHORT, seed + number)
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            said = {line.name: line for line in week.play(Path(folder)).lines}
        for figure, truth in week.truth().items():
            line = said[FIGURE_WORDS[figure]]
            held.setdefault(figure, 0)
            held[figure] += not truth.of or line.low - 0.1 <= 100 * truth.share <= line.high + 0.1
        passes += sum(len(day) for day in week.passes)
        alerts += week.alerts
    return {
        "weeks_whole": weeks,
        "passes_whole": passes,
        "alerts": alerts,
        "figures_whole": [
            {"name": figure.value, "held_weeks": number} for figure, number in held.items()
        ],
    }
