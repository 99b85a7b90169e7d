"""The demo's made-up shifts hold no figure that a real car could not send."""

import random
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import pytest

from mdt_alpr.demo.sample_evidence import SampleCar, SamplePictures
from mdt_alpr.demo.sample_shift import DrivenShift, shift_batch
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.contradiction import VehicleComparison
from mdt_alpr.domain.hit.disposition import Disposition
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.compared import vehicle_of
from mdt_alpr.wire.messages import AnswerMessage, BatchMessage, DispositionMessage, HitMessage

M = TypeVar("M")
BEGINS_AT = datetime(2026, 11, 2, 12, tzinfo=UTC)
CAR = SampleCar("training-12", "Unit 12", SamplePictures())
SHIFT = DrivenShift("officer-1", "Unit 12", "training-12", BEGINS_AT, timedelta(hours=8))


def bodies(batch: BatchMessage, kind: ItemKind, message: type[M]) -> list[M]:
    return [decode(message, item.body) for item in batch.items if item.kind == kind]


@pytest.mark.proved("K16")
def test_its_figures_agree_with_each_other() -> None:
    dice, seen = random.Random(7), set()  # noqa: S311 - made up
    for _ in range(40):
        batch, reads = shift_batch(SHIFT, dice, CAR)
        assert all(read.box[2] > read.box[0] and read.box[3] > read.box[1] for read in reads)
        plates = {read.read_id: (read.text, read.state) for read in reads}
        endings = bodies(batch, ItemKind.DISPOSITION, DispositionMessage)
        ended = {end.hit_id: end.disposition for end in endings}
        for hit in bodies(batch, ItemKind.HIT, HitMessage):
            every = bodies(batch, ItemKind.ANSWER, AnswerMessage)
            answers = [answer for answer in every if answer.hit_id == hit.hit_id]
            facts = {answer.step: (answer.at, dict(answer.facts)) for answer in answers}
            painted_at, painted = facts[AuditEvent.HIT_PAINTED]
            waited = (painted_at - hit.captured_at).total_seconds()
            assert float(painted["capture_to_alert_s"]) == pytest.approx(waited, abs=0.001)
            entry = facts[AuditEvent.ENTRY_MADE][1]
            (record,) = hit.records
            agrees = (entry["text"], entry["state"]) == (record.text, record.state)
            assert (entry["outcome"] == "matched") is agrees
            assert plates[hit.read_id] == (record.text, record.state), "an exact match"
            compared = vehicle_of(hit, answers, []).comparison
            seen.add((ended[hit.hit_id] == Disposition.VEHICLE_MISMATCH, compared))
    fits, rest = VehicleComparison.FITS, VehicleComparison.NOT_COMPARED
    assert seen == {(False, fits), (False, rest), (True, VehicleComparison.DIFFERS)}
