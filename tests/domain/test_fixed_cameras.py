"""Where a fixed camera is, what it may send, and for how long its hit concerns cars."""

from datetime import timedelta

import pytest

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.camera_hits import is_for_cars
from mdt_alpr.domain.hit.hit import Contrary
from mdt_alpr.domain.people.fixed_cameras import CameraPlace, PlaceRefusedError, checked_place
from mdt_alpr.domain.retention.camera_items import camera_may_send
from mdt_alpr.domain.retention.outbox import ItemKind
from tests.builders import NOW
from tests.hq.senders import a_chain, a_hit_message, a_read_message, a_stop, an_answer

NOBODYS = a_hit_message(a_read_message(person_id=""))


def test_a_place_has_a_name_a_direction_and_is_on_earth() -> None:
    assert checked_place(CameraPlace(" Bridge ", 35.4, -80.6, "northbound ")) == CameraPlace(
        "Bridge", 35.4, -80.6, "northbound"
    )
    for name, lat, lon, direction in (
        ("", 35.4, -80.6, "north"),
        ("Bridge", 35.4, -80.6, " "),
        ("Bridge\n", 35.4, -80.6, "x" * 65),
        ("Bridge", 91.0, -80.6, "north"),
        ("Bridge", 35.4, float("nan"), "north"),
    ):
        with pytest.raises(PlaceRefusedError):
            checked_place(CameraPlace(name, lat, lon, direction))


def test_a_camera_sends_what_it_saw_and_never_what_a_person_does() -> None:
    (entry,) = a_chain(1)
    assert camera_may_send(ItemKind.READ, a_read_message(person_id=""))
    assert camera_may_send(ItemKind.HIT, NOBODYS)
    assert not camera_may_send(ItemKind.READ, a_read_message())
    assert not camera_may_send(ItemKind.AUDIT, entry)
    assert not camera_may_send(ItemKind.STOP, a_stop(NOBODYS))
    assert not camera_may_send(ItemKind.ANSWER, an_answer(NOBODYS, AuditEvent.ENTRY_MADE))


@pytest.mark.parametrize("kind", Contrary)
def test_a_camera_takes_back_its_own_read_and_says_nothing_of_a_record(kind: Contrary) -> None:
    facts = ("kind", kind.value), ("source", "camera")
    said = an_answer(NOBODYS, AuditEvent.CONTRARY_FACT, facts=facts)
    assert camera_may_send(ItemKind.ANSWER, said) == (kind is Contrary.READ_DISAGREES)
    twice = (("kind", Contrary.READ_DISAGREES.value), *facts)
    both = an_answer(NOBODYS, AuditEvent.CONTRARY_FACT, facts=twice)
    assert not camera_may_send(ItemKind.ANSWER, both)


def test_a_hit_of_a_quarter_of_an_hour_ago_is_for_the_desk_only() -> None:
    assert is_for_cars(NOW - timedelta(minutes=14, seconds=59), NOW)
    assert not is_for_cars(NOW - timedelta(minutes=15), NOW)
