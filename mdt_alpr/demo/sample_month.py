"""The month before the demo begins: an agency at work, so that its pages and reports are full.

All of it goes the way that it goes in service: what cars send is accepted, people ask, decide and
review by the same use cases, headquarters purges by night. Each change is checked and on record.
"""

import random
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial

from sqlalchemy import select

from mdt_alpr.demo.sample_evidence import SampleCar, SamplePictures, give_out
from mdt_alpr.demo.sample_machines import calibrate, do_due_work, enroll_cars, register_equipment
from mdt_alpr.demo.sample_shift import DrivenShift, shift_batch
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.policy import CAPTURE_ZONE, capture_date, days_after
from mdt_alpr.domain.retention.alpr_1 import Alpr1, HeldCamera, HoldGround, HoldScope
from mdt_alpr.domain.retention.data_request import Asked, ReceivedBy, Requester, Standing
from mdt_alpr.domain.retention.disclosure import RefusalReason
from mdt_alpr.domain.retention.grants import SoughtData
from mdt_alpr.domain.retention.incidents import IncidentForm, IncidentKind, IncidentStep
from mdt_alpr.domain.retention.outside_requests import AskedFor, OutsideForm
from mdt_alpr.domain.review.public_page import last_month, last_quarter
from mdt_alpr.domain.review.review import CaseResult, CaseStep, ReviewKind
from mdt_alpr.domain.review.weekly import SearchVerdict, last_week
from mdt_alpr.domain.search.question import SearchQuestion
from mdt_alpr.files.paths import resource
from mdt_alpr.hq.app import open_headquarters
from mdt_alpr.hq.base.headquarters import Caller, Headquarters
from mdt_alpr.hq.base.hit_tables import HIT_LOG
from mdt_alpr.hq.base.paper import Paper, printed
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.base.training_mark import keep_training_apart
from mdt_alpr.hq.disclosures import publications, requests
from mdt_alpr.hq.equipment import service as equipment
from mdt_alpr.hq.evidence.pictures import keep_pictures
from mdt_alpr.hq.hits import hit_file, review_cases, truth
from mdt_alpr.hq.holds import service as holds
from mdt_alpr.hq.hotlists.importing import import_csv
from mdt_alpr.hq.hotlists.manual_ending import end_expired
from mdt_alpr.hq.incidents import service as incidents
from mdt_alpr.hq.intake.service import accept
from mdt_alpr.hq.keeping.purge import purge_watched
from mdt_alpr.hq.misuse import service as misuse
from mdt_alpr.hq.outside_requests import service as outside
from mdt_alpr.hq.people.sample_agency import (
    ADMINISTRATOR,
    CUSTODIAN,
    OFFICER,
    SECOND_OFFICER,
    SUPERVISOR,
    UNITS,
    sample_agency,
)
from mdt_alpr.hq.reports import event_reviews
from mdt_alpr.hq.search import service as search
from mdt_alpr.hq.weekly import service as weekly
from mdt_alpr.machine.clock import SteppedClock
from mdt_alpr.wire.desk import ReviewRequest
from mdt_alpr.wire.disclosures import DisclosureAct, DisclosureActRequest, DisclosureRecord
from mdt_alpr.wire.holds import HoldRequest
from mdt_alpr.wire.incidents import IncidentReport, IncidentStepRequest
from mdt_alpr.wire.messages import ReadMessage
from mdt_alpr.wire.publications import ContentCheckRequest, PublicationRequest
from mdt_alpr.wire.review import CaseStepRequest, TruthReading
from mdt_alpr.wire.search import SearchRequest
from mdt_alpr.wire.weekly import SearchJudged, WeekSigned

_MOST_ITEMS = 500
_LAST = timedelta(hours=3)
_CHORES_EVERY = timedelta(hours=22)
"""Less than a day, or the clock is not believed."""
_DAYS_OF_QUARTER, _KEPT_STILL, _DAYS_DRAWN = 21, 85, 30
_ROLES = {
    OFFICER: Role.OFFICER,
    SECOND_OFFICER: Role.OFFICER,
    SUPERVISOR: Role.SUPERVISOR,
    CUSTODIAN: Role.CUSTODIAN,
    ADMINISTRATOR: Role.ADMINISTRATOR,
}
_SEARCHES = (
    (Purpose.CRIMINAL, "Burglary on Maple Avenue, vehicle seen leaving at night"),
    (Purpose.CRIMINAL, "Robbery of a pharmacy, plate given by a witness"),
    (Purpose.VEHICLE, "Stolen from a driveway, owner found it gone in the morning"),
    (Purpose.MISSING, "Missing person, last seen driving this vehicle"),
    (Purpose.FELONY_WARRANT, "Felony warrant, vehicle registered to the person"),
)
Event = tuple[datetime, Callable[[], object]]


def fill(settings: HqSettings, now: datetime, passwords: Mapping[str, str], seed: int = 7) -> None:
    """Let a new headquarters have been at work since the last month began, and a little before.

    A page for the public is of a month, and of a quarter, that are over. Nothing is purged yet.
    """
    today = capture_date(now)
    quarter_ends = days_after(last_quarter(today).last, -_DAYS_OF_QUARTER)
    first = min(last_month(today).first, max(quarter_ends, days_after(today, -_KEPT_STILL)))
    clock = SteppedClock(_at(first, 0))
    hq = open_headquarters(settings, clock, secrets.token_bytes)
    try:
        keep_training_apart(hq)  # before the first read, or its data count as live
        sample_agency(hq, passwords, first)
        month = _Month(hq, random.Random(seed), _at(days_after(today, -_DAYS_DRAWN), 0))  # noqa: S311 - made-up data
        month.begin(first)
        for at, act in sorted(month.events(first, now), key=lambda event: event[0]):
            if at < now:
                clock.advance(at - clock.now())
                act()
    finally:
        hq.close()


def _at(day: date, hour: float) -> datetime:
    return datetime.combine(day, time(), CAPTURE_ZONE) + timedelta(hours=hour)


def _device_of(unit: str) -> str:
    return f"training-{unit[5:]}"


def _caller(person_id: str, shift: DrivenShift | None = None) -> Caller:
    asks = Caller(person_id, person_id, _ROLES[person_id], "training-desk", "demo")
    return replace(asks, device=shift.device, unit=shift.unit) if shift else asks


class _Month:
    """What happens in it; ``reads`` are those of the last shift.

    Pictures are drawn of the hits of a month, from ``drawn_from``: all would take too long.
    """

    def __init__(self, hq: Headquarters, dice: random.Random, drawn_from: datetime) -> None:
        self.hq, self.dice, self.drawn_from = hq, dice, drawn_from
        self.reads: list[ReadMessage] = []
        drawing = SamplePictures()
        self.cars = {unit: SampleCar(_device_of(unit), unit, drawing) for unit in UNITS}

    def begin(self, first: date) -> None:
        """Import the lists, enroll the cars, and register the equipment."""
        import_csv(self.hq, resource("demo/hotlist.csv"), ADMINISTRATOR)
        enroll_cars(self.hq, map(_device_of, UNITS), ADMINISTRATOR)
        register_equipment(self.hq, UNITS, days_after(first, -330), ADMINISTRATOR)

    def events(self, first: date, now: datetime) -> Iterator[Event]:
        """Yield what happens, and when; a car has just come back."""
        today = capture_date(now)
        unit, back = UNITS[1], now - timedelta(minutes=9)
        last = DrivenShift(SECOND_OFFICER, unit, _device_of(unit), back - _LAST, _LAST)
        yield back + timedelta(minutes=5), partial(self._shift, last)
        rounds = int((now - _at(first, 4)) / _CHORES_EVERY) + 1
        for number in range(rounds):
            yield _at(first, 4) + number * _CHORES_EVERY, self._chores
        for number in range((today - first).days + 1):
            day = days_after(first, number)
            for person, unit, hour, lasts in (
                (OFFICER, UNITS[0], 7.5, 8.0),
                (SECOND_OFFICER, UNITS[1], 19.0, 7.0),
            ):
                length = timedelta(hours=lasts)
                shift = DrivenShift(person, unit, _device_of(unit), _at(day, hour), length)
                yield shift.ends_at + timedelta(minutes=5), partial(self._shift, shift)
                yield shift.ends_at + timedelta(minutes=30), self._judge
            yield _at(day, 10), self._review
            if number and not day.weekday():
                signs = _at(days_after(day, 7), 9.5) <= now
                yield _at(day, 9.5), partial(self._week, signs=signs)
            if number % 2:
                yield _at(day, 11), partial(self._search, number)
        for ago in range(12, 4, -1):
            yield _at(days_after(today, -ago), 23.5), partial(self._looks, ago)
        yield _at(days_after(today, -2), 4), lambda: misuse.seek_daily(self.hq)
        for ago, hour, act in (
            (27, 9.0, self._publication), (26, 9.0, partial(calibrate, self.hq, ADMINISTRATOR)),
            (25, 9.0, partial(do_due_work, self.hq, ADMINISTRATOR)),
            (24, 14, self._hold), (20, 13, partial(self._requested, 0)),
            (15, 13, partial(self._requested, 1)), (13, 15, self._outside),
            (9, 12, self._case), (6, 9, self._wrongful_stop), (5, 15, self._breach),
            (4, 13, partial(self._requested, 2)), (3, 14, self._hold), (1, 12, self._case),
        ):  # fmt: skip
            yield _at(days_after(today, -ago), hour), act

    def _shift(self, shift: DrivenShift) -> None:
        car = self.cars[shift.unit] if shift.begins_at >= self.drawn_from else None
        batch, self.reads = shift_batch(shift, self.dice, car)
        with self.hq.writing() as work:
            accept(work, _caller(shift.person_id, shift), batch, _MOST_ITEMS)
        if car:
            keep_pictures(self.hq, car.taken_pictures())

    def _judge(self) -> None:
        """Let the supervisor read plates of the shift; a few reads were wrong."""
        with self.hq.writing() as work:
            for read in self.dice.sample(self.reads, 3):
                text = read.text
                if self.dice.random() < 0.03:  # noqa: PLR2004 - of the demo's reader
                    text = text[:-1] + ("8" if text[-1] != "8" else "3")
                judged = TruthReading(read.read_id, text, read.state)
                truth.keep_truth(work, _caller(SUPERVISOR), judged)

    def _chores(self) -> None:
        purge_watched(self.hq)
        equipment.open_due(self.hq)
        end_expired(self.hq)

    def _review(self) -> None:
        """Let the supervisor look at the hits of the last day."""
        for name in self._hits_since(timedelta(days=1)):
            if self.dice.random() < 0.7:  # noqa: PLR2004 - some wait
                self._reviewed(name, ReviewKind.AGREED, "")

    def _week(self, *, signs: bool) -> None:
        """Let the supervisor go through the searches of the last week; the newest waits."""
        caller = _caller(SUPERVISOR)
        week = last_week(self.hq.clock.now())
        with self.hq.writing() as work:
            sample = weekly.begin(work, caller, week).sample
            for search in sample if signs else sample[:1]:
                judged = SearchJudged(week, search.search_id, SearchVerdict.JUSTIFIED)
                weekly.judge(work, caller, judged)
            if signs:
                weekly.sign(work, caller, WeekSigned(week, "Each search named its case"))

    def _publication(self) -> None:
        """Check the page for the public, and review which events are audited."""
        with self.hq.writing() as work:
            page = PublicationRequest("Page for the public", "city.example/alpr")
            publications.add(work, page, CUSTODIAN)
            words = "Every table, and the files to download"
            publications.check(work, 1, ContentCheckRequest(is_clear=True, words=words), CUSTODIAN)
            rationale = "Each access, change and export is a type of its own"
            event_reviews.review(work, rationale, ADMINISTRATOR)

    def _case(self) -> None:
        """Open a case about a hit; the first one is closed by the second."""
        caller = _caller(SUPERVISOR)
        with self.hq.writing() as work:
            made = review_cases.cases_for(work, caller).cases
        for case in made:
            step = CaseStepRequest(
                CaseStep.CLOSED, "The order was gone through again", CaseResult.TRAINING
            )
            with self.hq.writing() as work:
                review_cases.make_step(work, caller, case.number, step)
        name = self._hits_since(timedelta(days=9))[-1]
        self._reviewed(name, ReviewKind.CASE, "Stopped before the state was compared")

    def _wrongful_stop(self) -> None:
        hit_id = self._hits_since(timedelta(days=5))[0]
        form = IncidentForm(
            IncidentKind.WRONGFUL_STOP, words="Stopped on a record that had been cleared",
            hit_id=hit_id,
        )  # fmt: skip
        self._reported(form)

    def _breach(self) -> None:
        """Lose a laptop, and notify the state of it."""
        words = "A car's laptop was stolen from the lot at night"
        number = self._reported(IncidentForm(IncidentKind.BREACH, words=words))
        for step in (
            IncidentStepRequest(IncidentStep.CONFIRMED, "The lot's camera shows who took it"),
            IncidentStepRequest(
                IncidentStep.STATE_NOTIFIED, contact="The state's CJIS Systems Officer, by phone"
            ),
        ):
            with self.hq.writing() as work:
                incidents.step(work, _caller(CUSTODIAN), number, step)

    def _reported(self, form: IncidentForm) -> int:
        ask = IncidentReport(new_id(self.hq.clock.now(), secrets.token_bytes(10)), form)
        return incidents.report(self.hq, _caller(SUPERVISOR), ask)

    def _hits_since(self, span: timedelta) -> list[str]:
        t = HIT_LOG.c
        with self.hq.reading() as work:
            since = work.now - span
            query = HIT_LOG.select().with_only_columns(t.hit_id).where(t.captured_at >= since)
            return list(work.connection.scalars(query.order_by(t.captured_at)))

    def _reviewed(self, hit_id: str, kind: ReviewKind, words: str) -> None:
        with self.hq.writing() as work:
            review = ReviewRequest(kind, words)
            hit_file.review_hit(self.hq, work, _caller(SUPERVISOR), hit_id, review)

    def _search(self, number: int) -> None:
        purpose, reason = self.dice.choice(_SEARCHES)
        by = self.dice.choice((OFFICER, SECOND_OFFICER))
        read = self.dice.choice(self.reads)
        self._searched(by, (read.text, purpose, f"26-0{number + 40:02d}117", reason))

    def _looks(self, number: int) -> None:
        """Let an officer look for one plate as nobody should: a flag finds it."""
        reason = "Larceny from a car, follow up on the vehicle"
        asked = "RKT4471", Purpose.CRIMINAL, f"26-09{number:02d}99", reason
        self._searched(SECOND_OFFICER, asked)

    def _searched(self, by: str, asked: tuple[str, Purpose, str, str]) -> None:
        now, (plate, purpose, case, reason) = self.hq.clock.now(), asked
        question = SearchQuestion(
            plate=plate, state="NC", since=now - timedelta(days=14), until=now,
            purpose=purpose, case=case, reason=reason, everywhere=True,
        )  # fmt: skip
        search.search(self.hq, _caller(by), SearchRequest(question, confirmed=True))

    def _hold(self) -> None:
        now, read = self.hq.clock.now(), self.reads[0]
        scope = HoldScope(
            read.text, read.state, (HeldCamera(read.unit, "front"),), now - timedelta(days=2), now
        )
        form = Alpr1(
            scope=scope, ground=HoldGround.CRIMINAL, case="26-038204",
            facts="The victim saw this car leave the lot after a robbery.",
            parties="State v. Sample",
        )  # fmt: skip
        ask = HoldRequest(holds.new_hold_id(now), form)
        holds.file_request(self.hq, _caller(OFFICER), ask)

    def _requested(self, place: int) -> None:
        """Put a request of another on record, and decide it: granted, denied, open."""
        now, caller = self.hq.clock.now(), _caller(CUSTODIAN)
        hit_id, read = self._last_hit()
        title = "Detective, badge 88"
        asked = Asked(
            requester=Requester("Dana Wells", title, "Salisbury PD", "NC0800200", "by email"),
            standing=Standing.OFFICER, received_by=ReceivedBy.EMAIL,
            received_at=now - timedelta(hours=1), verified_by="Called the agency's own number",
            purpose=Purpose.CRIMINAL, investigation="Armed robbery of a pharmacy",
            case="26-004417", sought="Reads of the getaway car",
            seeks=SoughtData(
                read.text, read.state, now - timedelta(days=2), now - timedelta(hours=1)
            ),
        )  # fmt: skip
        if place == 1:
            press = Requester("Kim Park", "Reporter", "The Sample Times", "", "by email")
            asked = replace(asked, requester=press, standing=Standing.PRESS, case="")
        ask = DisclosureRecord(new_id(now, secrets.token_bytes(10)), asked)
        number = requests.record_request(self.hq, caller, ask)
        if place == 0:
            paper = Paper("Request for data, made up for training", printed(self.hq, CUSTODIAN))
            requests.add_paper(self.hq, caller, number, "request.pdf", paper.pdf())
            grants = DisclosureActRequest(DisclosureAct.GRANT)
            requests.decide(self.hq, _caller(ADMINISTRATOR), number, grants)
            give_out(self.hq, caller, number, hit_id)
        elif place == 1:
            refusal = DisclosureActRequest(DisclosureAct.REFUSE, reason=RefusalReason.NOT_ELIGIBLE)
            requests.decide(self.hq, caller, number, refusal)

    def _last_hit(self) -> tuple[str, ReadMessage]:
        """Return the last hit, and its read."""
        hits = {read.read_id: read for read in self.reads}
        t = HIT_LOG.c
        with self.hq.reading() as work:
            query = select(t.hit_id, t.read_id).where(t.read_id.in_(hits))
            newest = query.order_by(t.captured_at.desc()).limit(1)
            hit_id, read_id = work.connection.execute(newest).one()
        return hit_id, hits[read_id]

    def _outside(self) -> None:
        now, front = self.hq.clock.now(), (HeldCamera("214", "front"),)
        scope = HoldScope("KLM4471", "NC", front, now - timedelta(days=3), now)
        statement = Alpr1(
            scope=scope, ground=HoldGround.CRIMINAL, case="26-038204",
            facts="A witness saw this car on the road to Kannapolis after a robbery.",
            parties="State v. Sample",
        )  # fmt: skip
        form = OutsideForm(
            AskedFor.BOTH, "Kannapolis Police Department", "Their own system",
            "records@kannapolis.example", statement,
        )  # fmt: skip
        with self.hq.writing() as work:
            outside.make(work, _caller(OFFICER), form)
