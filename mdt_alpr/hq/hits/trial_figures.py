"""What a trial says: its figures with their intervals, part by part, and what to change."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from math import sqrt
from typing import Any

from sqlalchemy import select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.trial import ENDED_AS
from mdt_alpr.domain.hit.trial_state import WEATHER_FACT, CarState, state_from
from mdt_alpr.domain.people.drills import StepSum
from mdt_alpr.domain.plate.plate import UNKNOWN_STATE
from mdt_alpr.domain.policy import SESSION_LASTS
from mdt_alpr.domain.review.accuracy import Score
from mdt_alpr.domain.review.trial_parts import (
    TOO_FEW,
    CarFigures,
    Part,
    PartKind,
    Weather,
    WeatherNote,
    car_figures,
    cars_to_change,
    light_of,
    median_interval,
    notes_of_car,
    rate_interval,
    scores_of,
    speed_of,
    tells_nothing,
    weather_at,
    what_to_change,
    width_of,
)
from mdt_alpr.domain.review.trial_report import (
    FIGURE_WORDS,
    IS_AT_MOST,
    JudgedPass,
    TrialFigure,
    interval,
    readiness,
    trial_scores,
    verdict,
)
from mdt_alpr.domain.review.truth import Truth
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.audit.trial_plan import PlannedTrial, planned_trial
from mdt_alpr.hq.base.capture_day import capture_day
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.base.hit_tables import HIT_LOG
from mdt_alpr.hq.base.tables import DEVICE_AUDIT, TRUTH_CHECKS
from mdt_alpr.hq.hits import trial_compared, trial_missed
from mdt_alpr.hq.hits.trial import SUBJECT, of_trial, why_no_second
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.trainings import step_sums
from mdt_alpr.hq.reads import captured, device_audit
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import ReadMessage
from mdt_alpr.wire.trial import AN_HOUR, SHARE, TrialLine, TrialMessage

NOT_PLANNED = "No trial is planned. Plan it before it begins: hq plan-trial."
_NOT_SEEN = (
    "Plates offered are those that a car read and those that it found without reading them. What "
    "it took for no plate at all is not among them: measure that on pictures of your own."
)
_NO_SECOND_LOOK = (
    "Cars kept too few pictures of plates that they did not read, so plates offered are not "
    "known. A car learns of the trial when an officer signs in with a link, after it was planned."
)
_GONE = "{} pictures of missed plates, of {} that the cars kept, are not here yet."
_Z_95 = 1.959964
_UNASKED_AT_MOST = 0.05
_T = TRUTH_CHECKS.c
_HIT_IS_FALSE = frozenset({Truth.WRONG, Truth.OTHER_STATE})


@dataclass(frozen=True, slots=True)
class _Judged:
    """A pass of the sample as it was judged, with its read where there is one."""

    row: Any
    read: ReadMessage | None
    parts: tuple[Part, ...]

    @property
    def passed(self) -> JudgedPass:
        """Return how it counts."""
        row = self.row
        was_read = row.truth is not Truth.MISSED
        return JudgedPass(
            was_read=was_read,
            right=was_read and row.truth is not Truth.WRONG,
            state_right=row.truth is Truth.RIGHT,
            flagged=self.read is not None and bool(self.read.disputed),
            same_answer=None if row.second is None else row.second is row.truth,
        )


def report(work: Work, by: str) -> TrialMessage:
    """Return what the newest trial says; that it was viewed is recorded."""
    record(work, AuditEvent.HQ_TRIAL_VIEWED, SUBJECT, by)
    trial = planned_trial(work)
    if trial is None:
        return TrialMessage(NOT_PLANNED, ready=False)
    query = select(TRUTH_CHECKS).where(*of_trial(trial, _T.captured_at, _T.camera))
    rows = [row for row in work.connection.execute(query) if row.truth is not Truth.UNREADABLE]
    sample = list(_sample(work, trial, rows))
    cars = _cars(work, trial)
    missed_are_known = _missed_are_known(cars)
    passes = [judged.passed for judged in sample]
    false, hits = _false_alerts(work, rows)
    scores = trial_scores(passes, false, hits, missed_are_known=missed_are_known)
    answer = verdict(scores, trial.plan.limits)
    right = scores_of((judged.parts, judged.passed.right) for judged in sample if judged.read)
    offered = scores_of((judged.parts[:2], judged.passed.was_read) for judged in sample)
    lines = [*_lines(trial, scores), *_of_hits(scores, cars), *_parts("Every character", right)]
    if missed_are_known:
        lines += _parts("Plates read", offered)
    compared = list(trial_compared.compared_readers(work, trial))
    lines += [
        _part(f"Same pictures, {name}", score) for two in compared for name, score in two.scores()
    ]
    lines += _practiced(step_sums(work, trial))
    names = people.names(work.connection)
    return TrialMessage(
        answer.words, answer.ready, (*lines, *_of_cars(cars)),
        trial.plan, trial.at, names.get(trial.by, trial.by),
        (
            *what_to_change(scores[TrialFigure.RIGHT], right), *cars_to_change(cars),
            *(two.words for two in compared if two.words),
        ),
        tuple(_notes(work, trial, cars, missed_are_known=missed_are_known)),
    )  # fmt: skip


def _missed_are_known(cars: Mapping[str, CarFigures]) -> bool:
    """Tell whether nearly all reads were made by cars that kept what they missed."""
    reads = sum(car.ready.of for car in cars.values())
    unasked = sum(car.unasked for car in cars.values())
    return any(car.asks for car in cars.values()) and unasked <= _UNASKED_AT_MOST * reads


def _notes(
    work: Work, trial: PlannedTrial, cars: Mapping[str, CarFigures], *, missed_are_known: bool
) -> Iterator[str]:
    yield _NOT_SEEN if missed_are_known else _NO_SECOND_LOOK
    kept, here = (
        sum(car.kept for car in cars.values()),
        trial_missed.arrived(work.connection, trial),
    )
    if here < kept:
        yield _GONE.format(f"{kept - here:,}", f"{kept:,}")
    if words := why_no_second(work, trial):
        yield f"Nobody can judge a pass as the second person. {words}"


def _sample(work: Work, trial: PlannedTrial, rows: Iterable[Any]) -> Iterator[_Judged]:
    """Yield the passes of the sample; of one without a read little is known."""
    noted, of_cars = _weather(work, trial), _weather_in_cars(work, trial)
    for row in rows:
        if not trial.sample.holds(row.read_id):
            continue
        parts = [(PartKind.LIGHT, light_of(row.hour)), (PartKind.CAMERA, row.camera)]
        in_car = (seen for unit, seen in of_cars.items() if row.camera.startswith(f"{unit}, "))
        notes = (*noted, *chain.from_iterable(in_car))
        parts.append((PartKind.WEATHER, weather_at(notes, row.captured_at)))
        body = captured.read(work, capture_day(row.read_id), row.read_id)
        read = decode(ReadMessage, body) if body else None
        if read is not None:
            mph = read.place.speed_mph if read.place else None
            parts += [
                (PartKind.SPEED, speed_of(mph)),
                (PartKind.WIDTH, width_of(read.box[2] - read.box[0])),
                (PartKind.STATE, read.state if read.state != UNKNOWN_STATE else "none"),
                (PartKind.ENGINE, read.engine),
            ]
        yield _Judged(row, read, tuple(parts))


def _weather(work: Work, trial: PlannedTrial) -> list[WeatherNote]:
    """Return the notes of this trial, in their order."""
    return [
        WeatherNote(_instant(said["begins"]), _instant(said["ends"]), Weather(said["weather"]))
        for said in trial.entries(work, AuditEvent.HQ_TRIAL_WEATHER_NOTED)
    ]


def _weather_in_cars(work: Work, trial: PlannedTrial) -> dict[str, list[WeatherNote]]:
    """Return what the officers of each unit chose, by the unit."""
    seen: dict[str, list[tuple[datetime, str]]] = {}
    for row in _entries_of_cars(work, trial, AuditEvent.TRIAL_WEATHER):
        facts = device_audit.entry_of(row.body).detail
        if trial.is_named(facts):
            seen.setdefault(row.subject, []).append((row.at, dict(facts).get(WEATHER_FACT, "")))
    return {unit: list(notes_of_car(of_unit, SESSION_LASTS)) for unit, of_unit in seen.items()}


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _cars(work: Work, trial: PlannedTrial) -> dict[str, CarFigures]:
    """Return what each car said of itself on the days of a trial.

    What it kept by the rule of another trial are no plates that this one offered.
    """
    states: dict[str, list[CarState]] = {}
    for row in _entries_of_cars(work, trial, AuditEvent.TRIAL_STATE):
        facts = device_audit.entry_of(row.body).detail
        state = state_from(facts)
        if not trial.is_named(facts):
            state = replace(state, asks=0, kept=0)
        states.setdefault(row.device, []).append(state)
    return {device: car_figures(of_car) for device, of_car in states.items()}


def _entries_of_cars(work: Work, trial: PlannedTrial, event: AuditEvent) -> Iterable[Any]:
    t, (begins, ends) = DEVICE_AUDIT.c, trial.span
    said = select(DEVICE_AUDIT).where(t.event == event, t.at >= begins, t.at < ends)
    return work.connection.execute(said.order_by(t.device, t.sequence))


def _false_alerts(work: Work, judged: Iterable[Any]) -> tuple[int, int]:
    """Return how many of the trial's hits that were judged are of another plate, and of how many.

    Every hit of a trial is offered to be judged, so these are no sample.
    """
    query = select(HIT_LOG.c.read_id).where(HIT_LOG.c.disposition == ENDED_AS)
    hits = set(work.connection.scalars(query))
    truths = [row.truth for row in judged if row.read_id in hits]
    return sum(truth in _HIT_IS_FALSE for truth in truths), len(truths)


# ---------------------------------------------------------------- lines


def _lines(trial: PlannedTrial, scores: Mapping[TrialFigure, Score]) -> Iterator[TrialLine]:
    limits = dict(trial.plan.limits)
    for figure, score in scores.items():
        between, limit = interval(figure, scores), limits.get(figure)
        if figure is TrialFigure.READ and not score.of and limit is None:
            continue
        way = "at most" if figure in IS_AT_MOST else "at least"
        yield _line(
            FIGURE_WORDS[figure], score, between,
            "" if limit is None else f"{way} {limit:.1%}",
            "" if limit is None else readiness(figure, between, limit).value,
        )  # fmt: skip


def _of_hits(
    scores: Mapping[TrialFigure, Score], cars: Mapping[str, CarFigures]
) -> Iterator[TrialLine]:
    """Yield how often an alert would have been false, and how soon one would have come."""
    hours = sum(car.hours for car in cars.values())
    if not hours:
        return
    false = scores[TrialFigure.FALSE_ALERTS].right
    low, high = rate_interval(false, hours)
    name = "False alerts that would have sounded"
    yield TrialLine(name, false, round(hours), low, high, unit=AN_HOUR)
    ready, reads = (sum(getattr(car.ready, name) for car in cars.values()) for name in _SCORE)
    soon = Score(ready, reads)
    yield _part("Reads that could have alerted within 1 second of their picture", soon)


_SCORE = "right", "of"


def _parts(what: str, scores: Mapping[Part, Score]) -> list[TrialLine]:
    return [_part(f"{what}: {kind.value}, {name}", s) for (kind, name), s in scores.items()]


def _of_cars(cars: Mapping[str, CarFigures]) -> Iterator[TrialLine]:
    """Yield load, heat and memory of each laptop through its shifts, and its links."""
    for device, car in cars.items():
        for name, values, unit in (
            ("processor", car.processor, "% of a core"),
            ("memory", car.memory, "MiB"),
            ("heat", car.heat, "degrees C"),
        ):
            if values:
                low, high = median_interval(values)
                most = f"{device}: {name}, median (most {max(values):,.0f})"
                yield TrialLine(most, 0, len(values), low, high, unit=unit)
        yield _part(f"{device}: frames left out", car.left_out)
        low, high = rate_interval(car.links_lost, car.hours)
        lost = f"{device}: links lost (most that waited {car.most_waiting:,})"
        yield TrialLine(lost, car.links_lost, round(car.hours), low, high, unit=AN_HOUR)
        yield _part(f"{device}: minutes without a link", car.without_link)


def _practiced(sums: Iterable[StepSum]) -> Iterator[TrialLine]:
    """Yield how long the steps of a hit took in the practices of a trial, of nobody's own."""
    for step in sums:
        if not step.times:
            continue
        half = _Z_95 * step.spread / sqrt(step.times)
        words = f"mean {step.mean:.1f} s, spread {step.spread:.1f}"
        keys = f"keys alone {step.model_s / step.times:.1f}, corrections {step.errors:,}"
        between = max(0.0, step.mean - half), step.mean + half
        name = f"Practice, {step.step.value}: {words} ({keys})"
        yield TrialLine(name, 0, step.times, *between, unit="s")


def _part(name: str, score: Score) -> TrialLine:
    return _line(
        name, score, score.interval, state=TOO_FEW if tells_nothing(score.interval) else ""
    )


def _line(
    name: str, score: Score, between: tuple[float, float], limit: str = "", state: str = ""
) -> TrialLine:
    low, high = (round(100 * bound, 1) for bound in between)
    return TrialLine(name, score.right, score.of, low, high, limit, state, SHARE)
