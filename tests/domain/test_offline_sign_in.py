"""Who may sign in to a car that does not reach headquarters (CAR-01, IA-2, PS-4)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mdt_alpr.domain.people.offline_sign_in import (
    CLOCK_WAS_SET_BACK,
    NOT_KNOWN_HERE,
    Verifier,
    is_accepted_again,
    refusal,
    session_by,
)
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.policy import CAPTURE_ZONE, OFFLINE_SIGN_IN_LASTS
from tests.builders import NOW

SECOND = timedelta(seconds=1)
KNOWN = Verifier(
    person_id="officer-1",
    name="A. Sample",
    role=Role.OFFICER,
    accepted_at=NOW,
    seen_at=NOW,
    trained_until=NOW.date() + timedelta(days=300),
    training=False,
    salt=bytes(16),
    digest=b"a secret",
)


def test_a_person_whom_headquarters_accepted_counts_for_24_hours() -> None:
    assert refusal(KNOWN, NOW) == ""
    assert refusal(KNOWN, NOW + OFFLINE_SIGN_IN_LASTS - SECOND) == ""
    assert refusal(KNOWN, NOW + OFFLINE_SIGN_IN_LASTS) == NOT_KNOWN_HERE
    assert refusal(None, NOW) == NOT_KNOWN_HERE


def test_a_training_that_ended_since_counts_for_nothing() -> None:
    last_day = replace(KNOWN, trained_until=NOW.date())
    midnight = NOW.astimezone(CAPTURE_ZONE).replace(hour=0, minute=0) + timedelta(days=1)
    for at in (NOW, midnight - SECOND):
        assert refusal(last_day, at) == ""
    assert refusal(last_day, midnight) == NOT_KNOWN_HERE


@pytest.mark.attack("V6")
@pytest.mark.parametrize("back", [timedelta(minutes=6), timedelta(days=1), timedelta(days=365)])
def test_a_clock_that_was_set_back_signs_nobody_in(back: timedelta) -> None:
    assert refusal(KNOWN, NOW - back) == CLOCK_WAS_SET_BACK
    seen = replace(KNOWN, seen_at=NOW + timedelta(hours=23))
    assert refusal(seen, seen.seen_at - back) == CLOCK_WAS_SET_BACK
    assert refusal(seen, seen.seen_at - timedelta(minutes=1)) == ""


def test_such_a_session_sends_nothing_and_ends_with_what_it_rests_on() -> None:
    begun = session_by(KNOWN, NOW + timedelta(hours=1))
    assert begun.is_offline
    assert begun.token == ""
    assert begun.ends_at == NOW + timedelta(hours=13)
    late = session_by(KNOWN, NOW + timedelta(hours=20))
    assert late.ends_at == NOW + OFFLINE_SIGN_IN_LASTS


def test_it_is_noted_again_after_a_while_or_where_the_clock_moved() -> None:
    assert not is_accepted_again(NOW, NOW + timedelta(minutes=9))
    assert is_accepted_again(NOW, NOW + timedelta(minutes=10))
    assert is_accepted_again(NOW, NOW - SECOND)


def test_what_a_verifier_holds_does_not_show() -> None:
    assert "secret" not in repr(KNOWN)
