"""What the desk logs and says in words, whatever goes wrong, names no plate before the entry."""

import logging
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from mdt_alpr.domain import policy
from mdt_alpr.domain.hit.hit import Contrary
from mdt_alpr.domain.hotlist.matching import DictIndex
from mdt_alpr.domain.reading.reading import Box, Character, PlateText
from mdt_alpr.patrol.events import Failed, RelayFailed, StepRefused
from mdt_alpr.patrol.relays import apply_notice
from mdt_alpr.wire.notices import NoticeMessage
from tests.builders import NOW, a_hit, a_list, a_read, an_entry
from tests.patrol.desks import ServiceUnderTest, running_service

READ, WANTED = "EXN2B94", "EXN2894"
RECORD = an_entry(WANTED, entry_id="9f21", nic="V220914871", note="blue tarp")
SECRETS = (READ, WANTED, "V220914871", "blue tarp", "EXN28")
Doing = Callable[[ServiceUnderTest, str], None]


@pytest.fixture
def car(tmp_path: Path) -> Iterator[ServiceUnderTest]:
    with running_service(tmp_path) as made:
        made.sessions.resume(made.hq.session)  # type: ignore[arg-type]
        made.records._failed = made.said.append
        yield made


def differs(car: ServiceUnderTest, hit_id: str) -> None:
    car.desk.enter(hit_id, "KLM4471", "NC", 1.2)


def stops(car: ServiceUnderTest, hit_id: str) -> None:
    car.desk.initiate_stop(hit_id)
    car.desk.ask_status(hit_id)
    car.desk.give_vehicle_reason(hit_id, "painted")


def no_plate(car: ServiceUnderTest, hit_id: str) -> None:
    car.desk.enter(hit_id, "", "NC", 1.2)
    car.desk.enter(hit_id, "KLM4471", "", 1.2)


def reads_otherwise(car: ServiceUnderTest, hit_id: str) -> None:
    closer = a_read("EXN2897", read_id=a_read(READ).read_id, revision=2, box=Box(0, 0, 400, 200))
    car.desk.sightings.revise_hit(closer)
    car.desk.sightings.add_second_reading(
        hit_id, PlateText(tuple(Character(c, 0.9) for c in WANTED))
    )


def loses_its_record(car: ServiceUnderTest, _: str) -> None:
    car.records.ask(lambda: car.desk.lists.use_list(DictIndex(a_list(version=2))))


def is_passed_on_to_nobody(car: ServiceUnderTest, hit_id: str) -> None:
    car.desk.relay(hit_id, "")
    car.records.do(
        lambda: car.desk.relays.contradict(hit_id, Contrary.NOT_THIS_PLATE, "Unit 7, MDT", 1)
    )
    car.desk.relay(hit_id, "Unit 7")


def says_nonsense(car: ServiceUnderTest, _: str) -> None:
    body = f'{{"hit_id": "x", "text": "{WANTED}"}}'
    for kind in ("relay", "contrary", "rejection", "not_passed", "unheard of"):
        notice = NoticeMessage(1, kind, body)
        car.records.do(partial(apply_notice, car.desk.relays, notice, NOW))


def breaks_its_store(car: ServiceUnderTest, hit_id: str) -> None:
    def drop() -> None:
        with car.store.begin() as work:
            work._connection.execute(text("DROP TABLE outbox"))

    car.records.ask(drop)
    car.desk.enter(hit_id, "KLM4471", "NC", 1.2)
    car.desk.silence(hit_id)
    car.settled()
    assert any(isinstance(event, Failed) for event in car.said)


ALL: tuple[Doing, ...] = (
    differs, stops, no_plate, reads_otherwise, loses_its_record, is_passed_on_to_nobody,
    says_nonsense, breaks_its_store,
)  # fmt: skip


@pytest.mark.logs_warnings
@pytest.mark.clause(policy.VISUAL_CHECK.number)
@pytest.mark.parametrize("happens", ALL, ids=lambda happens: happens.__name__)
def test_no_log_line_and_no_sentence_names_what_is_wanted(
    happens: Doing, car: ServiceUnderTest, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    hit = a_hit(a_read(READ), RECORD)
    car.desk.sightings.raise_hit(hit)
    car.desk.open(hit.hit_id)
    happens(car, hit.hit_id)
    car.settled()
    sentences = [e.why for e in car.said if isinstance(e, StepRefused | Failed)]
    sentences += [repr(e) for e in car.said if isinstance(e, RelayFailed)]
    for shown in (caplog.text, *sentences):
        assert not [secret for secret in SECRETS if secret in shown]
