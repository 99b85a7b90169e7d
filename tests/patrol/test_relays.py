"""The desk with other units, on a real store: what is kept, what is queued, what is said."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mdt_alpr.domain.hit.hit import Contrary, HitState, RelayedFrom
from mdt_alpr.domain.hotlist.hotlist import CategorySetting, CategorySettings, Priority
from mdt_alpr.domain.hotlist.matching import DictIndex
from mdt_alpr.patrol.events import HitChanged, HitRaised, RelayFailed, StepRefused
from tests.builders import NOW, a_hit, a_list, a_read, an_entry
from tests.patrol.desks import ServiceUnderTest, running_service
from tests.patrol.scripted_link import OFFICER

FROM = RelayedFrom("Unit 12", "A. Sample", "there", ("plate",), NOW, "aa" * 32, "bb" * 32)


@pytest.fixture
def at_desk(tmp_path: Path) -> Iterator[ServiceUnderTest]:
    with running_service(tmp_path) as found:
        found.sessions.resume(OFFICER)
        found.said.clear()
        yield found


def raised(at_desk: ServiceUnderTest) -> list[str]:
    at_desk.settled()
    return [e.hit.hit_id for e in at_desk.said if isinstance(e, HitRaised)]


def test_a_relay_is_queued_with_the_hits_new_state(at_desk: ServiceUnderTest) -> None:
    hit = a_hit()
    at_desk.desk.sightings.raise_hit(hit)
    at_desk.desk.relay(hit.hit_id, "Unit 7", "car-7")
    assert [to.unit for to in at_desk.hit().relayed_to] == ["Unit 7"]
    at_desk.desk.relay(hit.hit_id, "Unit 7", "car-7")
    assert at_desk.kinds().count("relay") == 1


def test_a_hit_that_is_gone_or_closed_is_not_passed_on(at_desk: ServiceUnderTest) -> None:
    at_desk.desk.relay("no such hit", "Unit 7")
    hit = a_hit()
    at_desk.desk.sightings.raise_hit(hit)
    at_desk.records.do(
        lambda: at_desk.desk.relays.contradict(hit.hit_id, Contrary.NOT_THIS_PLATE, "x, y", 1)
    )
    at_desk.desk.relay(hit.hit_id, "Unit 7")
    assert len(at_desk.refusals()) == 2
    assert "relay" not in at_desk.kinds()


def test_the_same_relay_is_raised_once_even_after_it_was_kept(at_desk: ServiceUnderTest) -> None:
    there = a_hit(a_read(crop=b"", context=b""), relayed_from=FROM)
    for _ in range(2):
        at_desk.records.do(lambda: at_desk.desk.relays.raise_relayed(there))
    assert raised(at_desk) == [there.hit_id]


def test_a_relayed_hit_alerts_as_this_cars_list_has_it_set(at_desk: ServiceUnderTest) -> None:
    set_low = CategorySettings((CategorySetting("V", Priority.LOW, instruction="Call first."),))
    there = a_hit(a_read(crop=b"", context=b""), relayed_from=FROM)
    index = DictIndex(a_list(an_entry(), settings=set_low))
    at_desk.records.do(lambda: at_desk.desk.lists.use_list(index))
    at_desk.records.do(lambda: at_desk.desk.relays.raise_relayed(there))
    at_desk.settled()
    (shown,) = [e.hit for e in at_desk.said if isinstance(e, HitRaised)]
    assert shown.settings == set_low


def test_a_no_from_elsewhere_is_kept_with_its_source_and_marked_as_shown(
    at_desk: ServiceUnderTest,
) -> None:
    hit = a_hit()
    at_desk.desk.sightings.raise_hit(hit)
    for _ in range(2):
        at_desk.records.do(
            lambda: at_desk.desk.relays.contradict(
                hit.hit_id, Contrary.STATUS_CLEARED, "Unit 12, MDT", 7
            )
        )
    gone = at_desk.hit()
    assert gone.state is HitState.CONTRARY
    assert [fact.source for fact in gone.contrary] == ["Unit 12, MDT"]
    assert at_desk.kinds().count("answer") == 1


def test_wanted_pictures_are_those_that_have_not_come(at_desk: ServiceUnderTest) -> None:
    there = a_hit(a_read(crop=b"", context=b""), relayed_from=FROM)
    at_desk.records.do(lambda: at_desk.desk.relays.raise_relayed(there))
    crop, context = at_desk.records.ask(at_desk.desk.relays.wanted_pictures)
    assert (crop.digest, context.digest) == (FROM.crop_digest, FROM.context_digest)
    at_desk.records.do(lambda: at_desk.desk.relays.add_picture(crop, b"crop"))
    assert at_desk.hit().read.crop == b"crop"
    assert at_desk.records.ask(at_desk.desk.relays.wanted_pictures) == (context,)
    at_desk.records.do(
        lambda: at_desk.desk.relays.add_picture(replace(crop, hit_id="no such hit"), b"x")
    )
    at_desk.settled()


def test_a_relay_that_reached_nobody_is_said(at_desk: ServiceUnderTest) -> None:
    at_desk.records.do(lambda: at_desk.desk.relays.not_passed("hit", "Unit 9"))
    at_desk.settled()
    assert at_desk.said == [RelayFailed("hit", "Unit 9")]
    assert not any(isinstance(e, HitChanged | StepRefused) for e in at_desk.said)
