"""A run over the tiles is kept, told to headquarters and audited like a typed entry (D2)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mdt_alpr.domain import policy
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.hit import (
    EntryMethod,
    Hit,
    HitState,
    TileAnswer,
    TileCheck,
    WholeNumberAnswer,
)
from mdt_alpr.domain.hit.tiles import tiles
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.patrol.hit_recorder import AUDITED_FACTS
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import AnswerMessage
from tests.builders import a_hit, a_read, an_entry
from tests.patrol.desks import ServiceUnderTest, running_service


@pytest.fixture
def car(tmp_path: Path) -> Iterator[ServiceUnderTest]:
    with running_service(tmp_path) as made:
        made.sessions.resume(made.hq.session)  # type: ignore[arg-type]
        yield made


def run(
    hit: Hit, text: str = "EXN2894", whole_number: WholeNumberAnswer = WholeNumberAnswer.SAME
) -> TileCheck:
    answers = (TileAnswer(t.position, text[t.position], t.control, 1.2) for t in tiles(hit))
    return TileCheck(tuple(answers), whole_number, tiles_s=4.0, whole_number_s=2.0)


def opened(car: ServiceUnderTest, hit: Hit) -> Hit:
    car.desk.sightings.keep_read(hit.read, held=True, latency_ms=40.0)
    car.desk.sightings.raise_hit(hit)
    car.desk.open(hit.hit_id)
    car.settled()
    return hit


@pytest.mark.clause(policy.VISUAL_CHECK.number)
def test_tiles_and_whole_number_compare_and_come_back_after_a_restart(
    car: ServiceUnderTest,
) -> None:
    hit = opened(car, a_hit(a_read("EXN2B94"), an_entry("EXN2894")))
    check = run(hit)
    car.desk.enter_by_tiles(hit.hit_id, check, "NC", 3.5)
    shown = car.hit()
    assert shown.state is HitState.COMPARED
    with car.store.begin() as work:
        (kept,) = work.open_hits()
    assert kept.entry is not None
    assert (kept.entry.method, kept.entry.tile_check) == (EntryMethod.TILES_AND_NUMBER, check)
    assert "answer" in car.kinds()


def test_an_unfinished_run_is_refused_with_a_sentence(car: ServiceUnderTest) -> None:
    hit = opened(car, a_hit())
    less = TileCheck(run(hit).answers[:1], WholeNumberAnswer.SAME, 1.0, 1.0)
    car.desk.enter_by_tiles(hit.hit_id, less, "NC", 3.5)
    car.settled()
    assert car.refusals() == ["Answer every tile first."]


def test_what_headquarters_is_told_of_a_run(car: ServiceUnderTest) -> None:
    hit = opened(car, a_hit(a_read("EXN2B94"), an_entry("EXN2894")))
    check = run(hit, whole_number=WholeNumberAnswer.DIFFERENT)
    car.desk.enter_by_tiles(hit.hit_id, check, "NC", 3.5)
    car.settled()
    with car.store.begin() as work:
        answers = [i for i in work.waiting(100) if i.kind is ItemKind.ANSWER]
    sent = decode(AnswerMessage, answers[-1].body)
    facts = dict(sent.facts)
    assert sent.step == AuditEvent.TILES_CHECKED
    assert facts["outcome"] == "differed"
    assert (facts["method"], facts["whole_number"]) == ("tiles_and_number", "different")
    assert "5=8 1.2s" in facts["tiles"]
    assert " control " in facts["tiles"]


def test_the_audit_chain_holds_how_it_was_checked_and_no_character() -> None:
    assert {"method", "whole_number", "tiles_s", "whole_number_s"} <= AUDITED_FACTS
    assert not {"text", "state", "tiles"} & AUDITED_FACTS
