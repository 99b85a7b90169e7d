"""The car's real store and link against a real headquarters: all of a hit arrives, once."""

import os
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from mdt_alpr.adapters.hq_link.http_link import HttpLink, open_client
from mdt_alpr.adapters.store.car_store import CarStore
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit import verification
from mdt_alpr.domain.hit.disposition import Closing, Disposition, Stopped
from mdt_alpr.domain.retention.outbox import ReceiptOutcome
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.settings import HqSettings, PasswordCost
from mdt_alpr.hq.hits.review import overview
from mdt_alpr.hq.people.sample_agency import OFFICER, sample_agency
from mdt_alpr.patrol import outbox
from mdt_alpr.patrol.hit_recorder import HitRecorder
from mdt_alpr.patrol.outbox import DeliveryResult
from mdt_alpr.wire.messages import HitMessage, ReadMessage, SignInMessage
from mdt_alpr.wire.review import ChainMessage, OverviewMessage
from tests.builders import NOW, SetClock, a_hit, a_read
from tests.hq.senders import DEVICE, JPEG, PASSWORDS


@pytest.fixture
def headquarters(tmp_path: Path) -> Iterator[InProcessHq]:
    settings = HqSettings(tmp_path / "hq", password_cost=PasswordCost(time=1, memory=8, lanes=1))
    with InProcessHq(settings, SetClock(), os.urandom) as found:
        sample_agency(found.hq, PASSWORDS, NOW.date())
        yield found


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CarStore]:
    found = CarStore(tmp_path / "car.db", b"k" * 32, SetClock(), os.urandom, DEVICE)
    yield found
    found.close()


def drive(store: CarStore) -> None:
    recorder = HitRecorder(store, SetClock(), "Unit 12", "0")
    read = a_read(crop=JPEG + b"1", context=JPEG + b"2")
    hit = a_hit(read)
    opened = verification.open_hit(hit, NOW)
    recorder.save_read(read, OFFICER)
    recorder.record_raised(hit, OFFICER)
    recorder.record_step(hit, opened, OFFICER, AuditEvent.HIT_OPENED, ())
    end = Closing(Disposition.MISREAD, NOW, Stopped.NO)
    recorder.record_end(verification.close(opened, end), OFFICER)


def send_all(store: CarStore, base_url: str, *, settle: bool) -> DeliveryResult:
    link = HttpLink(open_client(base_url), SetClock(), DEVICE)
    session = link.sign_in(OFFICER, PASSWORDS[OFFICER])
    with store.begin() as work:
        batch = outbox.next_batch(work)
    delivered = outbox.deliver(link, session, batch)
    if settle:
        with store.begin() as work:
            assert outbox.settle(work, delivered).waiting == 0
    link.close()
    return delivered


def held(headquarters: InProcessHq) -> OverviewMessage:
    with headquarters.hq.reading() as work:
        return overview(work)


@pytest.mark.clause("5.A.4")
def test_a_car_reads_and_alerts_on_a_patrol_that_names_no_case(
    headquarters: InProcessHq, store: CarStore
) -> None:
    sent = SignInMessage, ReadMessage, HitMessage
    asked = {field.name for kind in sent for field in fields(kind)}
    assert not {name for name in asked if "case" in name or "purpose" in name}
    drive(store)
    send_all(store, headquarters.base_url, settle=False)
    there = held(headquarters)
    assert (there.reads, there.hits) == (1, 1)


def test_a_hit_arrives_whole_and_a_repeat_changes_nothing(
    headquarters: InProcessHq, store: CarStore
) -> None:
    drive(store)
    first = send_all(store, headquarters.base_url, settle=False)
    assert first.failure is None
    assert first.count(ReceiptOutcome.ACCEPTED) == len(first.receipts)
    there = held(headquarters)
    assert (there.reads, there.hits, there.answers, there.stops) == (1, 1, 1, 0)
    assert there.dispositions == (("misread", 1),)
    assert (there.pictures, there.pictures_held) == (2, 2)
    assert there.chains == (ChainMessage(DEVICE, 3, 3, "whole", None),)
    (trail,) = there.trails
    assert trail.events == ("car:hit:raised", "officer:hit:opened", "officer:hit:closed")
    again = send_all(store, headquarters.base_url, settle=True)
    assert again.count(ReceiptOutcome.KNOWN) == len(first.receipts)
    now = held(headquarters)
    assert (now.reads, now.hits, now.trails, now.chains) == (1, 1, there.trails, there.chains)
