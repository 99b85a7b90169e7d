"""One person at a time, for twelve hours, with a sentence for every refusal."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain import policy
from mdt_alpr.domain.errors import LinkLostError, SignInRefusedError
from mdt_alpr.domain.people.offline_sign_in import NOT_KNOWN_HERE, sign_in_is_locked
from mdt_alpr.domain.people.roles import Role, Session
from mdt_alpr.patrol.events import Event, SignedIn, SignedOut, SignInFailed
from mdt_alpr.patrol.sign_in import Sessions
from mdt_alpr.patrol.verifiers import LOCKED_WORDS, WRONG_WORDS
from tests.builders import NOW, SetClock
from tests.patrol.kept_verifiers import verifiers
from tests.patrol.scripted_link import OFFICER, ScriptedLink

UNKNOWN = SignInFailed(f"No link. {NOT_KNOWN_HERE}")


def a_car() -> tuple[Sessions, ScriptedLink, SetClock, list[Event]]:
    said: list[Event] = []
    link, clock = ScriptedLink(), SetClock()
    sessions = Sessions(link, clock, said.append, verifiers(clock))
    return sessions, link, clock, said


@pytest.mark.clause(policy.ACCESS_RECORDED.number)
def test_signing_in_names_the_person() -> None:
    sessions, _, _, said = a_car()
    sessions.begin("officer-1", "word")
    assert said == [SignedIn(OFFICER)]
    assert sessions.person_id == "officer-1"


@pytest.mark.parametrize(
    ("why", "words"),
    [
        (SignInRefusedError("Training ended Nov 20."), "Training ended Nov 20."),
        (LinkLostError("No link."), UNKNOWN.why),
    ],
)
def test_a_refusal_says_why_and_signs_nobody_in(why: Exception, words: str) -> None:
    sessions, link, _, said = a_car()
    link.session = why
    sessions.begin("officer-1", "word")
    assert said == [SignInFailed(words)]
    assert sessions.current is None


def test_a_role_that_may_not_operate_a_car_stays_out() -> None:
    sessions, link, _, said = a_car()
    link.session = Session("custodian-1", "D. Sample", Role.CUSTODIAN, NOW, "token")
    sessions.begin("custodian-1", "word")
    assert said == [SignInFailed("A custodian account may not do this.")]
    assert sessions.current is None


def test_after_twelve_hours_nothing_is_sent_and_the_alerts_go_on() -> None:
    sessions, _, clock, _ = a_car()
    sessions.begin("officer-1", "word")
    clock.pass_by(hours=12)
    assert sessions.usable() is None
    assert sessions.person_id == "officer-1"


def test_without_a_link_the_same_person_may_unlock_and_nobody_else() -> None:
    sessions, link, clock, said = a_car()
    sessions.begin("officer-1", "right word")
    link.session = LinkLostError("No link.")
    sessions.begin("officer-1", "wrong word")
    sessions.begin("officer-2", "right word")
    assert said[1:] == [SignInFailed(WRONG_WORDS, without_link=True), UNKNOWN]
    sessions.begin("officer-1", "right word")
    assert said[-1:] == [SignedIn(OFFICER)]
    clock.pass_by(hours=24)
    sessions.begin("officer-1", "right word")
    assert said[-1:] == [UNKNOWN]


def test_a_screen_that_another_person_has_by_now_is_handed_to_nobody() -> None:
    sessions, _, _, _ = a_car()
    sessions.begin("officer-2", "word")
    before = sessions.officer
    assert not sessions.hand_over("officer-1", second_officer=True)
    assert sessions.officer == before
    assert sessions.hand_over("officer-2", second_officer=True)
    assert sessions.officer.second_officer


def test_a_session_that_headquarters_ended_is_said() -> None:
    sessions, _, _, said = a_car()
    sessions.begin("officer-1", "word")
    sessions.refused()
    assert said[-1] == SignedOut("officer-1", "Headquarters ended this session. Sign in again.")


def test_signing_out_without_a_link_ends_the_session_here() -> None:
    sessions, link, _, said = a_car()
    sessions.begin("officer-1", "word")
    link.is_lost = True
    sessions.end()
    assert said[-1] == SignedOut(
        "officer-1", "Signed out here. Headquarters was not reached.", by_officer=True
    )
    assert sessions.current is None
    sessions.end()
    assert link.asked.count("sign out officer-1") == 1


@pytest.mark.proved("V6")
@pytest.mark.attack("V6")
def test_without_a_link_five_wrong_passwords_lock_the_right_one_out_too() -> None:
    sessions, link, _, said = a_car()
    sessions.begin("officer-1", "right word")
    link.session = LinkLostError("No link.")
    for number in range(30):
        sessions.begin("officer-1", f"wrong word {number}")
    sessions.begin("officer-1", "right word")
    wrong = [SignInFailed(WRONG_WORDS, without_link=True)] * 4
    assert said[1:6] == [*wrong, SignInFailed(LOCKED_WORDS, without_link=True)]
    assert said[6:] == [SignInFailed(LOCKED_WORDS)] * 26


@pytest.mark.proved("V6")
@pytest.mark.proved("V26")
def test_without_a_link_slow_guessing_locks_at_the_hundredth_wrong_password() -> None:
    clock = SetClock()
    failures = [clock.at + timedelta(minutes=15 * number) for number in range(99)]
    assert not sign_in_is_locked(failures)
    assert sign_in_is_locked([*failures, clock.at + timedelta(days=2)])


def test_headquarters_opens_what_wrong_passwords_locked() -> None:
    sessions, link, _, said = a_car()
    sessions.begin("officer-1", "right word")
    link.session = LinkLostError("No link.")
    for _ in range(5):
        sessions.begin("officer-1", "wrong word")
    link.session = OFFICER
    sessions.begin("officer-1", "right word")
    assert said[-1] == SignedIn(OFFICER)
    link.session = LinkLostError("No link.")
    sessions.begin("officer-1", "right word")
    assert said[-1] == SignedIn(OFFICER)


@pytest.mark.proved("V6")
@pytest.mark.attack("V6")
def test_another_name_neither_opens_nor_locks_the_screen() -> None:
    sessions, link, _, said = a_car()
    sessions.begin("officer-1", "right word")
    link.session = LinkLostError("No link.")
    for _ in range(9):
        sessions.begin("officer-2", "right word")
    sessions.begin("officer-1", "right word")
    assert said[-1] == SignedIn(OFFICER)


@pytest.mark.proved("V6")
@pytest.mark.attack("V6")
@given(st.lists(st.integers(0, 100), max_size=12))
def test_five_failures_within_fifteen_minutes_lock_and_no_others(minutes: list[int]) -> None:
    failures = [NOW + timedelta(minutes=minute) for minute in minutes]
    any_five = any(sum(0 <= m - first <= 15 for m in minutes) >= 5 for first in minutes)
    assert sign_in_is_locked(failures) == any_five
