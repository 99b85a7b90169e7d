"""Known plates, names and words go in by the doors of the program; a thief finds none (V12).

Neither at once, in the bytes of any file, dump, log or backup, nor after day 90 with every key
that is left.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from mdt_alpr.acts import hotlists as hotlists_acts
from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.entry.life import make_entry
from mdt_alpr.domain.policy import READS_LIFE, capture_date
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.domain.review.review import CaseResult, CaseStep, ReviewKind
from mdt_alpr.domain.search.question import SearchQuestion
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit.clock_guard import confirm_clock
from mdt_alpr.hq.audit.service import check_own_chain
from mdt_alpr.hq.keeping.backup import back_up
from mdt_alpr.hq.keeping.purge import left_over, purge_watched
from mdt_alpr.hq.people.sample_agency import (
    ADMINISTRATOR,
    CUSTODIAN,
    OFFICER,
    SECOND_OFFICER,
    SUPERVISOR,
)
from mdt_alpr.patrol.hit_recorder import HitRecorder
from mdt_alpr.wire import addresses
from mdt_alpr.wire.audit_search import AuditRows, AuditSearch
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.desk import HitFileMessage, ReviewRequest
from mdt_alpr.wire.hotlists import CorrectionRequest
from mdt_alpr.wire.manual import DecisionMessage, PastReadsRequest
from mdt_alpr.wire.messages import PictureMessage
from mdt_alpr.wire.review import (
    AsidesMessage,
    CasesMessage,
    CaseStepRequest,
    HitIdsMessage,
    HitIdsRequest,
)
from mdt_alpr.wire.search import SearchRequest
from tests.builders import NOW, SetClock, a_read
from tests.evidence import Sealer, a_verified_hit
from tests.hq.conftest import a_cluster
from tests.hq.disk import copied, dumped, files_of, found_in, in_backup, said_by
from tests.hq.letting import given, granted
from tests.hq.listening import a_relay
from tests.hq.manual import added
from tests.hq.postgres import Cluster
from tests.hq.reviewers import SPAN, a_sent_hit, at_desk
from tests.hq.senders import DEVICE, Car, a_car, a_read_message, a_record, an_id, an_item
from tests.hq.test_evidence import item, key_item, package_of
from tests.hq.test_hotlist_import import a_row, written
from tests.hq.test_past_reads import looked_back
from tests.hq.test_places import a_place
from tests.journeys.test_outbox_to_headquarters import send_all
from tests.manual_entries import PERSON, a_person_draft
from tests.requests_for_data import an_asked

READ, HIT, ENTERED, RELAYED, SEALED_HIT, ENTRY, LISTED, ASIDE, BY_STORE = (
    f"ZQW77{number:02}" for number in range(1, 10)
)
IN_NOTES = "ZQWOTTER"
"""Of letters only: a note with a plate of digits is refused (S29)."""
PLATES = [READ, HIT, ENTERED, RELAYED, SEALED_HIT, ENTRY, LISTED, ASIDE, BY_STORE, IN_NOTES]
NAME = "Zebulon Quexwort"
PLACE = "35.9911887"
TYPED = [f"26-1177{number}4-zqw" for number in range(8)]
"""Typed where past reads, hit ids or a search ask for a case, and in notes and decisions."""
KEPT = ["zqw-reason", "26-117744-zqw", "zqw-evidence", "zqw-sought"]
"""Reason and case of a manual entry, and why a record is wrong, outlive the plate (MAN-05,
HOT-11): for who has the agency's and the auditor's key. What a request for data says does for
three years, under the key of its papers (8.A, DIS-06)."""
SECRETS = [*PLATES, NAME, PLACE, *TYPED, *KEPT]
DAY_92 = timedelta(days=92)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """Give a PostgreSQL of this module alone: every byte of it is read."""
    yield from a_cluster()


@pytest.fixture
def store(tmp_path: Path, clock: SetClock) -> Iterator[CarStore]:
    found = CarStore(tmp_path / "car" / "car.db", b"k" * 32, clock, os.urandom, DEVICE)
    yield found
    found.close()


def deliver(server: InProcessHq, folder: Path, *plates: str, at: datetime = NOW) -> None:
    rows = [a_row(plate=plate, nic=f"V10000000{n}") for n, plate in enumerate(plates)]
    file = written(folder / "list.csv", rows)
    content = file.read_bytes()
    file.unlink()  # the state's own copy is elsewhere
    with a_car(server.base_url, CUSTODIAN, "desk-9") as desk:
        given = {"name": "list.csv", "written_at": at.isoformat()}
        assert desk.http.post(
            hotlists_acts.DELIVER_LIST.address, params=given, content=content
        ).is_success


OTHERS = [f"KLM100{n}" for n in range(9)]


def drive(store: CarStore) -> None:
    """Keep a read and a hit in the car, and let its audit hold what an officer typed."""
    recorder = HitRecorder(store, SetClock(), "Unit 12", "0")
    recorder.save_read(a_read(BY_STORE, read_id=an_id(NOW)), OFFICER)
    with store.begin() as work:
        work.record(AuditEvent.MANUAL_ADDED, an_id(NOW), OFFICER, ("case", KEPT[1]))


def send_what_cars_see(server: InProcessHq, car: Car) -> tuple[str, str]:
    """Return the hit and the entry that people work on afterwards."""
    reported = a_sent_hit(HIT, entered=(ENTERED, "NC"), ending="misread", stopped="no")
    passed = a_sent_hit(RELAYED, record=a_record(RELAYED, entry_id="e2"))
    foreign = replace(a_read_message(ASIDE), person_id=SECOND_OFFICER)
    draft = a_person_draft(
        ENTRY, reason=f"Larceny, {KEPT[0]}", case=KEPT[1],
        person=replace(PERSON, identified_by=NAME),
    )  # fmt: skip
    entry = make_entry(draft, OFFICER, NOW - timedelta(minutes=10), an_id())
    sealer = Sealer()
    package = package_of(sealer, sealer.seal(a_verified_hit(SEALED_HIT)))
    with a_car(server.base_url, SECOND_OFFICER, "car-7") as other:
        other.http.get(addresses.NOTICES, params={"after": 0, "unit": "Unit 7"})
    sent = [
        an_item(a_read_message(READ, place=a_place(lat=float(PLACE)))),
        an_item(a_read_message(ENTRY)),
        *reported.items(),
        *passed.items(),
        an_item(a_relay(passed.hit, passed.read, "car-7")),
        an_item(foreign),
        added(entry),
        key_item(sealer.signer),
        item(ItemKind.EVIDENCE, package),
    ]
    assert set(car.send(*sent)) == {"accepted"}
    asked = PastReadsRequest("criminal_investigation", TYPED[0])
    assert looked_back(car, entry.entry_id, asked) == [ENTRY]
    return reported.hit.hit_id, package.hit_id


def send_pictures(car: Car) -> None:
    hit = a_verified_hit(SEALED_HIT)
    for jpeg in (hit.read.crop, hit.read.context, *hit.trace.pictures()):
        digest = hashlib.sha256(jpeg).hexdigest()
        facts = PictureMessage(digest, hit.read.read_id, NOW, "frame", len(jpeg))
        assert car.send(item(ItemKind.PICTURE, facts)) == ["accepted"]
        address = addresses.filled(addresses.PICTURE, digest=digest)
        sent = car.http.put(address, content=jpeg, headers={"Content-Type": "image/jpeg"})
        assert sent.is_success, sent.text


def work_at_the_desk(server: InProcessHq, hit_id: str) -> None:
    with at_desk(server, SUPERVISOR) as desk:
        for kind, words in ((ReviewKind.CASE, TYPED[1]), (ReviewKind.RETURNED, TYPED[3])):
            ask = ReviewRequest(kind, f"Stopped {IN_NOTES}, {words}")
            desk.ask(HitFileMessage, f"hits/{hit_id}/reviews", ask)
        (case,) = desk.ask(CasesMessage, "cases").cases
        step = CaseStepRequest(
            CaseStep.CLOSED, f"It was {IN_NOTES}, {TYPED[2]}", CaseResult.TRAINING
        )
        desk.ask(CasesMessage, f"cases/{case.number}/steps", step)
    with at_desk(server, ADMINISTRATOR) as desk:
        (aside,) = desk.ask(AsidesMessage, "set-aside").items
        path = f"set-aside/{aside.number}/decision"
        assert desk.raw(path, DecisionMessage(approved=False, why=TYPED[4])).is_success
        search = AuditSearch(SPAN.since, SPAN.until, subject=TYPED[6])
        desk.ask(AuditRows, "audit", search)
    with at_desk(server, OFFICER) as desk:
        question = SearchQuestion(
            f"{READ[:-1]}?", "any", NOW - timedelta(days=1), NOW, "criminal_investigation",
            "26-041877", f"Larceny of a trailer, {TYPED[7]}", everywhere=True,
        )  # fmt: skip
        found = desk.http.post(
            addresses.SEARCHES, content=encode(SearchRequest(question, confirmed=True))
        )
        assert READ in found.text
    with at_desk(server, CUSTODIAN) as desk:
        ask_ids = HitIdsRequest(SPAN.since, SPAN.until, "criminal_investigation", TYPED[5])
        desk.ask(HitIdsMessage, "hit-ids", ask_ids)
        reason = f"{LISTED} was returned to its owner"
        correction = CorrectionRequest(text=LISTED, state="NC", reason=reason, evidence=KEPT[2])
        placed = desk.http.post(hotlists_acts.SHOW_CORRECTIONS.address, content=encode(correction))
        assert placed.is_success, placed.text


def seed(server: InProcessHq, folder: Path, store: CarStore) -> None:
    """Let plates, names and words in by every door that takes them."""
    deliver(server, folder, LISTED, *OTHERS)
    drive(store)
    send_all(store, server.base_url, settle=True)
    with a_car(server.base_url) as car:
        hit_id, sealed_hit = send_what_cars_see(server, car)
        send_pictures(car)
    work_at_the_desk(server, hit_id)
    seeks = replace(an_asked().seeks, plate=f"{SEALED_HIT[:3]}*")
    request = granted(server.hq, sought=f"Where it was, {KEPT[3]}", seeks=seeks)
    assert given(server.hq, request=request, hits=(sealed_hit,))[1]


@pytest.fixture
def every_byte(
    server: InProcessHq,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    caplog: pytest.LogCaptureFixture,
) -> Callable[[], bytes]:
    """Return what reads all files of headquarters and car, the database's dump, and the log."""

    def read() -> bytes:
        files = files_of(server, tmp_path, request)
        assert any(path.name.endswith("-wal") or path.parent.name == "pg_wal" for path in files)
        dump = dumped(server.hq) if server.hq.database.is_server else b""
        return b"\n".join([*(path.read_bytes() for path in files), dump, caplog.text.encode()])

    return read


def reads_of(store: CarStore) -> list[tuple[str, bytes]]:
    """Return the reads of a car's store as they are kept, for who has the store's key."""
    with store._engine.connect() as connection:
        rows = connection.execute(text("SELECT read_id, facts FROM reads"))
        return [(row.read_id, row.facts) for row in rows]


def said_by_car(store: CarStore, reads: list[tuple[str, bytes]]) -> str:
    """Return what reads say under the car's keys of days that are left."""
    content = store._parts.content
    return " ".join(str(content.text(kept, read_id)) for read_id, kept in reads)


@pytest.mark.attack("V12")
@pytest.mark.clause(READS_LIFE.number)
def test_no_plate_name_or_word_is_found_at_once_nor_opened_after_day_90(
    server: InProcessHq,
    store: CarStore,
    tmp_path: Path,
    clock: SetClock,
    every_byte: Callable[[], bytes],
) -> None:
    hq, backup = server.hq, tmp_path / "backup.zip"
    seed(server, tmp_path, store)
    back_up(hq, backup, ADMINISTRATOR)
    stolen, of_car = copied(hq), reads_of(store)
    assert found_in(said_by(hq, stolen), SECRETS) == SECRETS
    assert found_in(said_by(hq, in_backup(hq, backup)), SECRETS) == SECRETS
    assert '"state_confidence"' in said_by_car(store, of_car)
    assert found_in(every_byte(), SECRETS) == []
    deliver(server, tmp_path, *OTHERS, at=NOW)
    clock.at = NOW + DAY_92
    confirm_clock(hq, capture_date(clock.at), CUSTODIAN, ADMINISTRATOR)
    purge_watched(hq)
    with store.begin() as work:
        work.purge(clock.at)
    assert left_over(hq, clock.at) == ()
    gone = [secret for secret in SECRETS if secret not in KEPT]
    for copy in (stolen, in_backup(hq, backup), copied(hq)):
        assert found_in(said_by(hq, copy), gone) == []
    assert (reads_of(store), said_by_car(store, of_car)) == ([], "None"), "also of a stolen copy"
    assert found_in(every_byte(), SECRETS) == []
    assert found_in(said_by(hq, copied(hq)), KEPT) == KEPT
    assert check_own_chain(hq) is None
