"""A car's shift, made at headquarters over real HTTP, reviewed in the real window."""

import os
from collections import Counter
from datetime import datetime
from pathlib import Path

import cv2
import numpy as np
import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from mdt_alpr.adapters.ed25519_signer import Ed25519Signer
from mdt_alpr.adapters.hq_link.desk_link import HttpDeskLink
from mdt_alpr.adapters.hq_link.http_link import HttpLink, open_client
from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit import alerting, verification
from mdt_alpr.domain.hit.disposition import REJECTIONS, Closing, Disposition, Stopped
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.tables import HIT_STEPS, HITS, OWN_AUDIT, READS
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, OFFICER, SUPERVISOR
from mdt_alpr.patrol import hit_facts, outbox
from mdt_alpr.patrol.hit_recorder import HitRecorder
from mdt_alpr.patrol.open_hits import HitStep
from mdt_alpr.patrol.sealing import Sealing
from mdt_alpr.ui.desk.pages.shift_log import ShiftLog
from mdt_alpr.ui.desk.presenters.words import disposition_words
from mdt_alpr.wire.accounts import TeamRequest
from tests.builders import SetClock, a_hit, a_read, an_entry
from tests.hq.reviewers import set_team
from tests.hq.senders import PASSWORDS
from tests.ui.desk_screens import Seat

JPEG = cv2.imencode(".jpg", np.full((90, 200, 3), 180, np.uint8))[1].tobytes()
SHIFT = (
    ("AAA1111", "AAA1111", Disposition.VERIFIED_NO_STOP),
    ("AAA7222", "AAA2222", Disposition.MISREAD),
    ("AAA3333", "AAA3333", Disposition.CLEARED_OR_STALE),
    ("AAA4444", None, Disposition.LOST_SIGHT),
    ("AAA5555", None, None),
)

PAINTED = HitStep(AuditEvent.HIT_PAINTED, alerting.note_painted, hit_facts.painted)
OPENED = HitStep(AuditEvent.HIT_OPENED, verification.open_hit)


def entry_of(text: str) -> HitStep:
    def change(hit: Hit, now: datetime) -> Hit:
        return verification.enter(hit, text, "NC", now, picture_s=3.0)

    return HitStep(AuditEvent.ENTRY_MADE, change, hit_facts.entry)


class Car:
    """The car's own store, steps, seals and link, without a camera."""

    def __init__(self, folder: Path, clock: SetClock) -> None:
        self.clock = clock
        self.store = CarStore(folder / "car.db", b"k" * 32, clock, os.urandom, "car-1")
        sealing = Sealing(Ed25519Signer(bytes(range(32))), "car-1", "Unit 12", "0", os.urandom)
        self.recorder = HitRecorder(self.store, clock, "Unit 12", "0", sealing)

    def work(self, seen: str, entered: str | None, ending: Disposition | None) -> None:
        """Take one hit as far as the officer took it."""
        now = self.clock.now()
        read = a_read(seen, "NC", read_id=new_id(now, os.urandom(10)), captured_at=now,
                      crop=JPEG + seen.encode(), context=JPEG)  # fmt: skip
        hit = a_hit(read, an_entry(seen), raised_at=now, hit_id=new_id(now, os.urandom(10)))
        self.recorder.save_read(read, OFFICER)
        self.recorder.record_raised(hit, OFFICER)
        hit = self._step(hit, PAINTED, 0.5)
        hit = self._step(hit, OPENED, 5)
        if entered is not None:
            hit = self._step(hit, entry_of(entered), 9)
        if ending is not None:
            self.clock.pass_by(seconds=20)
            closing = Closing(ending, self.clock.now(), Stopped.NO)
            self.recorder.record_end(verification.close(hit, closing), OFFICER)
        self.clock.pass_by(seconds=30)

    def send(self, base_url: str) -> None:
        """Send everything, the pictures too."""
        link = HttpLink(open_client(base_url), self.clock, "car-1")
        session = link.sign_in(OFFICER, PASSWORDS[OFFICER])
        with self.store.begin() as work:
            self.recorder.announce_key(work)
        waiting = 1
        while waiting:
            with self.store.begin() as work:
                batch = outbox.next_batch(work)
            delivered = outbox.deliver(link, session, batch)
            with self.store.begin() as work:
                waiting = outbox.settle(work, delivered).waiting
        link.sign_out(session)
        link.close()

    def _step(self, hit: Hit, step: HitStep, after_s: float) -> Hit:
        self.clock.pass_by(seconds=after_s)
        after = step.change(hit, self.clock.now())
        self.recorder.record_step(hit, after, OFFICER, step.event, step.facts(after))
        return after


@pytest.fixture
def seat(hq: InProcessHq, clock: SetClock, tmp_path: Path, qtbot: QtBot) -> Seat:
    car = Car(tmp_path, clock)
    for seen, entered, ending in SHIFT:
        car.work(seen, entered, ending)
    car.send(hq.base_url)
    car.store.close()
    link = HttpDeskLink(open_client(hq.base_url), clock, "desk-1")
    found = Seat(qtbot, link, clock)
    found.sign_in(SUPERVISOR, PASSWORDS[SUPERVISOR])
    return found


def endings(hq: InProcessHq) -> Counter[str]:
    with hq.hq.reading() as work:
        words = select(HIT_STEPS.c.word).where(HIT_STEPS.c.kind == ItemKind.DISPOSITION)
        return Counter(work.connection.scalars(words))


def count(hq: InProcessHq, table: object) -> int:
    with hq.hq.reading() as work:
        found: int = work.connection.scalar(select(func.count()).select_from(table))  # type: ignore[arg-type, assignment]
        return found


def test_every_figure_on_the_page_is_the_databases(seat: Seat, hq: InProcessHq) -> None:
    ended, hits = endings(hq), count(hq, HITS)
    figures = seat.figures()
    assert figures["Hits"] == str(hits) == str(len(SHIFT))
    prevented = sum(number for word, number in ended.items() if Disposition(word) in REJECTIONS)
    assert figures["Prevented stops"] == str(prevented) == "2"
    assert figures["Verified"] == str(ended[Disposition.VERIFIED_NO_STOP])
    assert figures["Unverified stops"] == "0"
    rows = seat.cells()
    shown = Counter(row[13].removesuffix(" No stop") for row in rows)
    in_words = Counter({disposition_words(word): number for word, number in ended.items()})
    in_words["Open"] = hits - ended.total()
    assert shown == in_words
    counts = seat.screen.page(ShiftLog)._counts
    assert counts is not None
    assert counts.reads == count(hq, READS)
    misread = next(row for row in rows if row[13].startswith("Misread"))
    assert misread[4:7] == ["AAA7222 NC", "AAA2222 NC", "AAA7222 NC"]
    assert misread[0].endswith(" alert 0.5 s")
    assert misread[11] == "34 s"


def test_one_hit_is_shown_as_evidence_and_its_package_checked(seat: Seat, hq: InProcessHq) -> None:
    table = seat.log.table
    keys = {seat.cells()[n][4]: table.rows.key(n) for n in range(table.rows.rowCount())}
    seat.screen.presenter.open("hit", keys["AAA7222 NC"])
    seat.settle()
    page = seat.hit
    assert page.check.text() == "Package intact: 2 of 2 links check"
    assert {picture.image.width() for picture in page.pictures.pictures.values()} == {200}
    page.words.setText("Which character was it?")
    page.buttons["returned"].click()
    seat.settle()
    with hq.hq.reading() as work:
        seen = work.connection.execute(
            select(OWN_AUDIT.c.event).where(OWN_AUDIT.c.person == SUPERVISOR)
        )
        views = Counter(event.value for (event,) in seen)
    assert views["hq:hit:viewed"] == 1
    assert views["hq:picture:viewed"] == 2 * 2, "plate and car, again after the review"
    assert views["hq:hit:reviewed"] == 1
    reported, again = (officer_signs_in(hq, seat.clock) for _ in range(2))
    assert [(one.words, one.by, one.category) for one in reported.returned] == [
        ("Which character was it?", "C. Sample", "V")
    ]
    assert again.returned == ()
    row = next(row for row in seat.cells() if row[4] == "AAA7222 NC")
    assert row[1] == "Returned"


@pytest.mark.clause("6")
def test_a_supervisor_sees_the_own_teams_hits_as_the_administrator_sets_it(
    seat: Seat, hq: InProcessHq
) -> None:
    assert len(seat.cells()) == len(SHIFT)
    assert not seat.screen.window.team.isVisible()
    set_team(hq.hq, OFFICER, TeamRequest("B"), ADMINISTRATOR)
    seat.screen.presenter.reload()
    seat.settle()
    assert "in no team yet" in seat.log.state.words.text()
    set_team(hq.hq, SUPERVISOR, TeamRequest("A"), ADMINISTRATOR)
    assert sign_in_again(seat) == ["Own team: A"]
    assert seat.cells() == []
    set_team(hq.hq, SUPERVISOR, TeamRequest("A", sees_all=True), ADMINISTRATOR)
    assert sign_in_again(seat) == ["Own team: A", "All teams", "Team B"]
    assert seat.cells() == []
    seat.screen.window.team.setCurrentIndex(1)
    seat.screen.window.team.activated.emit(1)
    seat.settle()
    assert len(seat.cells()) == len(SHIFT)


def sign_in_again(seat: Seat) -> list[str]:
    seat.screen.presenter.lock()
    seat.settle()
    seat.sign_in(SUPERVISOR, PASSWORDS[SUPERVISOR])
    box = seat.screen.window.team
    return [box.itemText(n) for n in range(box.count())]


def officer_signs_in(hq: InProcessHq, clock: SetClock) -> Session:
    signer = Ed25519Signer(bytes(range(32)))
    link = HttpLink(open_client(hq.base_url), clock, "car-1", signer=signer)
    session = link.sign_in(OFFICER, PASSWORDS[OFFICER])
    link.close()
    return session


def test_the_desk_locks_after_five_wrong_passwords_as_the_car_does(
    seat: Seat, hq: InProcessHq
) -> None:
    seat.screen.presenter.lock()
    seat.settle()
    for _ in range(6):
        seat.screen.presenter.signing_in.sign_in(SUPERVISOR, "wrong")
        seat.settle()
    seat.screen.presenter.signing_in.sign_in(SUPERVISOR, PASSWORDS[SUPERVISOR])
    seat.settle()
    assert seat.screen.presenter.session is None
    assert "locked" in seat.screen.window.sign_in.form.problem._words.text()
    del hq


def test_a_lost_headquarters_leaves_what_is_on_the_screen(seat: Seat) -> None:
    before = seat.cells()
    nowhere = HttpDeskLink(open_client("http://127.0.0.1:9"), seat.clock, "desk-1")
    link, seat.screen.presenter.desk.link = seat.screen.presenter.desk.link, nowhere
    seat.screen.presenter.reload()
    seat.settle()
    assert "cannot be reached" in seat.log.state.words.text()
    assert seat.cells() == before
    nowhere.close()
    seat.screen.presenter.desk.link = link
