"""The desk seals every hit that ends, in one transaction, in a chain that outlives a restart."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from mdt_alpr.adapters.ed25519_signer import Ed25519Signer
from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.disposition import Closing, Disposition, Stopped
from mdt_alpr.domain.hit.hit import Hit, HitState
from mdt_alpr.domain.hit.trace import PassFrame
from mdt_alpr.domain.policy import CAPTURED_DATA_KEPT_FOR, READS_LIFE
from mdt_alpr.domain.retention.outbox import ItemKind, OutboxItem
from mdt_alpr.keys.signing import is_signed
from mdt_alpr.patrol.hit_recorder import HitRecorder
from mdt_alpr.patrol.hit_service import HitService
from mdt_alpr.patrol.position import ClockCheck
from mdt_alpr.patrol.sealing import Sealing
from mdt_alpr.patrol.sign_in import Sessions
from mdt_alpr.patrol.worker import Worker
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.evidence import EvidenceMessage, seal_of
from tests.builders import NOW, SetClock, a_hit, a_read
from tests.patrol.kept_verifiers import verifiers
from tests.patrol.scripted_link import OFFICER, ScriptedLink

SIGNER = Ed25519Signer(bytes(range(32)))


def sealing(random_bytes: object = os.urandom) -> Sealing:
    check = ClockCheck(headquarters_s=2.0, headquarters_at=NOW)
    given: Any = random_bytes
    return Sealing(SIGNER, "car-1", "Unit 12", "test", given, lambda: check)


def end(recorder: HitRecorder, plate: str) -> Hit:
    hit = a_hit(a_read(plate, crop=f"crop {plate}".encode(), context=b"context"))
    closing = Closing(Disposition.MISREAD, NOW, Stopped.NO)
    closed = replace(hit, state=HitState.CLOSED, closing=closing)
    recorder.record_raised(hit, "officer-1")
    recorder.record_end(closed, "officer-1")
    return closed


def items(store: CarStore, kind: ItemKind) -> list[OutboxItem]:
    with store.begin() as work:
        return [item for item in work.waiting(1000) if item.kind is kind]


def packages(store: CarStore) -> list[EvidenceMessage]:
    return [decode(EvidenceMessage, i.body) for i in items(store, ItemKind.EVIDENCE)]


def test_every_hit_that_ends_is_sealed_and_follows_the_one_before(
    tmp_path: Path, clock: SetClock
) -> None:
    found: list[EvidenceMessage] = []
    for run in range(2):
        store = CarStore(tmp_path / "car.db", bytes(32), clock, os.urandom, "car-1")
        recorder = HitRecorder(store, clock, "Unit 12", "test", sealing())
        for plate in ("ABC1", "ABC2"):
            end(recorder, f"{plate}{run}")
        found = packages(store)
        store.close()
    assert [package.sequence for package in found] == [1, 2, 3, 4]
    for before, package in zip([None, *found], found, strict=False):
        seal = seal_of(package)
        assert is_signed(SIGNER.public_key, seal.to_sign(), bytes.fromhex(package.signature))
        assert seal.previous == (seal_of(before).digest if before else "0" * 64)


def test_the_package_waits_behind_its_pictures_and_the_audit_names_it(
    store: CarStore, clock: SetClock
) -> None:
    recorder = HitRecorder(store, clock, "Unit 12", "test", sealing())
    hit = end(recorder, "EXN2894")
    with store.begin() as work:
        kinds = [item.kind for item in work.waiting(100)]
        (kept,) = work.evidence(hit.hit_id)
    assert kinds[-1] is ItemKind.EVIDENCE
    machine = next(part.body for part in kept.parts if part.name == "machine.json")
    assert machine is not None
    assert '"headquarters_s":"2.000000"' in machine
    assert kept == packages(store)[0]
    sealed, closed = (item.body for item in items(store, ItemKind.AUDIT)[-2:])
    assert AuditEvent.EVIDENCE_SEALED.value in sealed
    assert seal_of(kept).digest in sealed
    assert AuditEvent.HIT_CLOSED.value in closed


def test_a_package_that_cannot_be_sealed_ends_no_hit(store: CarStore, clock: SetClock) -> None:
    def no_randomness(_count: int) -> bytes:
        message = "no randomness"
        raise RuntimeError(message)

    recorder = HitRecorder(store, clock, "Unit 12", "test", sealing(no_randomness))
    with pytest.raises(RuntimeError, match="no randomness"):
        end(recorder, "EXN2894")
    assert packages(store) == []
    assert items(store, ItemKind.DISPOSITION) == []
    with store.begin() as work:
        assert len(work.open_hits()) == 1


@pytest.mark.clause(READS_LIFE.number)
def test_after_90_days_the_seals_are_left_and_no_plate(store: CarStore, clock: SetClock) -> None:
    recorder = HitRecorder(store, clock, "Unit 12", "test", sealing())
    further = PassFrame(NOW, a_read().characters, a_read().box, b"a further crop")
    hit = a_hit(a_read("EXN2894"))
    recorder.record_raised(hit, "officer-1")
    recorder.save(replace(hit, trace=hit.trace.with_frames((further,))))
    sealed = end(recorder, "EXN2894")
    before = packages(store)
    with store.begin() as work:
        assert work.open_hits() == ()
        assert "EXN2894" in str(work.evidence(sealed.hit_id))
    clock.at = NOW + CAPTURED_DATA_KEPT_FOR
    with store.begin() as work:
        work.purge(clock.now())
    assert "EXN2894" not in everything(store)
    assert "further crop" not in everything(store)
    with store.begin() as work:
        (left,) = work.evidence(sealed.hit_id)
    assert (left.parts, left.captured_at) == ((), None)
    assert seal_of(left) == seal_of(before[0])
    assert [seal_of(m) for m in packages(store)] == [seal_of(m) for m in before], (
        "still to be sent"
    )
    end(recorder, "ABC1234")
    assert packages(store)[-1].previous == seal_of(left).digest


def everything(store: CarStore) -> str:
    with store._engine.connect() as connection:
        names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'"))
        return "\n".join(
            str(tuple(row))
            for name in names.scalars().all()
            for row in connection.execute(text(f'SELECT * FROM "{name}"'))  # noqa: S608
        )


@pytest.fixture
def desk(store: CarStore, clock: SetClock) -> Iterator[tuple[HitService, Worker]]:
    records, link = Worker("records", lambda _: None), Worker("link", lambda _: None)
    records.start()
    link.start()
    sessions = Sessions(ScriptedLink(), clock, lambda _: None, verifiers(clock))
    sessions.resume(OFFICER)
    recorder = HitRecorder(store, clock, "Unit 12", "test", sealing())
    yield HitService(records, recorder, sessions, link, lambda _: None), records
    link.stop()
    records.stop()


def test_further_frames_and_later_reads_are_kept_with_a_hit_until_it_ends(
    store: CarStore, desk: tuple[HitService, Worker]
) -> None:
    table, records = desk
    read = a_read("EXN2894", crop=b"crop", context=b"context")
    hit = a_hit(read)
    later = replace(read, revision=1, crop=b"later crop", captured_at=NOW + timedelta(seconds=1))
    further = PassFrame(NOW, read.characters, read.box, b"a further crop")
    table.sightings.raise_hit(hit)
    table.sightings.keep_frame(hit.hit_id, further)
    table.sightings.keep_read(later, held=True, latency_ms=1)
    table.sightings.revise_hit(later)
    table.release_hold(hit.hit_id, 0.42)
    table.open(hit.hit_id)
    table.cannot_see(hit.hit_id)
    table.close(hit.hit_id, Disposition.UNABLE_TO_VERIFY, stopped=Stopped.NO)
    table.sightings.keep_frame(
        hit.hit_id, replace(further, captured_at=NOW + timedelta(seconds=2))
    )
    records.ask(lambda: None)
    (package,) = packages(store)
    names = [part.name for part in package.parts if part.body is None]
    assert names == ["context-1.jpg", "crop-1.jpg", "crop-2.jpg", "crop-3.jpg"]
    answers = next(part.body for part in package.parts if part.name == "answers.json")
    assert answers is not None
    assert '"held_s":"0.420000"' in answers
    sent = [item.body for item in items(store, ItemKind.ANSWER)]
    assert any(AuditEvent.HOLD_RELEASED.value in body and '"0.4"' in body for body in sent)
    pictures = [item.body for item in items(store, ItemKind.PICTURE)]
    assert any('"frame"' in body for body in pictures)
    for digest in (part.sha256 for part in package.parts if part.body is None):
        assert records.ask(lambda d=digest: _has(store, d)), digest  # type: ignore[misc]


def _has(store: CarStore, digest: str) -> bool:
    with store.begin() as work:
        return work.picture(digest) is not None
