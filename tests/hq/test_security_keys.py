"""Security keys as a second factor: real signatures, each question answered once (ACC-02)."""

import json
from collections.abc import Callable

import pytest
from sqlalchemy import update

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.second_factor import MOST_KEYS, KeyRefusedError
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError, Work
from mdt_alpr.hq.base.tables import SECURITY_KEYS
from mdt_alpr.hq.people.account_acts import disable_account
from mdt_alpr.hq.people.factor_setup import confirm_factor, key_challenge, offer_factor
from mdt_alpr.hq.people.own_password import change_password
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER, SECOND_OFFICER
from mdt_alpr.hq.people.second_factors import reset_factor, set_demand
from mdt_alpr.hq.people.security_keys import keys_message, name_key, remove_key, remove_own_key
from mdt_alpr.hq.people.sign_in import caller_of, sign_in
from mdt_alpr.wire.accounts import FactorRequest, PasswordChange
from mdt_alpr.wire.messages import SignInMessage
from mdt_alpr.wire.problems import Problem
from tests.builders import SetClock
from tests.hq.senders import PASSWORDS, setup_code
from tests.hq.test_second_factors import Person, at_four_places, line, recorded
from tests.soft_key import SoftKey, touched

DATABASES = ["sqlite"]
WHY = "lost the key, came in person"


class Holder(Person):
    """A person with a security key."""

    def __init__(self, hq: Headquarters, clock: SetClock, person_id: str = OFFICER) -> None:
        super().__init__(hq, clock, person_id)
        self.key = SoftKey()

    def adds(self, key: SoftKey, code: str) -> tuple[str, ...]:
        """Add a key by a code; return the recovery codes that come with it."""
        offer = offer_factor(self._hq, self.asked(code))
        return confirm_factor(self._hq, self.asked(touched(key, offer.key))).codes

    def question(self) -> str:
        return key_challenge(self._hq, self.asked()).options

    def answer(self) -> str:
        return touched(self.key, self.question())

    def keys(self) -> list[str]:
        with self._hq.reading() as work:
            return [key.key_id for key in keys_message(work, self.person_id).keys]


@pytest.fixture
def live(hq: Headquarters) -> Headquarters:
    set_demand(hq, "as it is delivered", ADMINISTRATOR, CUSTODIAN, demanded=True)
    return hq


@pytest.fixture
def officer(live: Headquarters, clock: SetClock) -> Holder:
    holder = Holder(live, clock)
    holder.recovery = holder.adds(holder.key, setup_code(live, OFFICER))
    return holder


# ---------------------------------------------------------------- signing in


def test_password_and_key_sign_in_and_neither_does_alone(
    officer: Holder, live: Headquarters
) -> None:
    assert officer.refused() is Problem.KEY_WANTED
    assert officer.refused(officer.answer(), word="not the password") is Problem.CREDENTIALS
    assert officer.signs_in(officer.answer())
    assert officer.signs_in(officer.answer())
    assert line(live) == (True, "Demanded of everybody. 4 accounts have none yet.")


def test_a_first_key_needs_an_administrators_code_and_brings_recovery_codes(
    live: Headquarters, clock: SetClock
) -> None:
    officer = Holder(live, clock)
    with pytest.raises(RefusedError) as refused:
        offer_factor(live, officer.asked())
    assert refused.value.problem is Problem.SETUP_CODE_WANTED
    code = setup_code(live, OFFICER)
    codes = officer.adds(officer.key, code)
    assert len(set(codes)) == 10
    assert officer.signs_in(codes[0])
    with pytest.raises(RefusedError) as refused:  # that code is used up
        offer_factor(live, officer.asked(code))
    assert refused.value.problem is Problem.KEY_REFUSED
    assert recorded(live, AuditEvent.HQ_KEY_ADDED) == [(OFFICER, OFFICER)]


def test_a_person_has_app_and_keys_side_by_side(officer: Holder, live: Headquarters) -> None:
    token = officer.signs_in(officer.answer())
    spare = SoftKey()
    assert officer.adds(spare, officer.answer()) == ()  # the recovery codes stay
    with live.reading() as work, pytest.raises(RefusedError):
        caller_of(work, token)
    officer.enrolls(officer.answer())
    assert officer.signs_in(officer.code())
    assert officer.signs_in(officer.answer())
    assert officer.signs_in(touched(spare, officer.question()))
    assert len(officer.keys()) == 2


def test_a_key_without_a_counter_signs_in_again_and_again(
    live: Headquarters, clock: SetClock
) -> None:
    officer = Holder(live, clock)
    officer.key = SoftKey(counter=0, counts=False)
    officer.adds(officer.key, setup_code(live, OFFICER))
    for _ in range(3):
        assert officer.signs_in(officer.answer())


# ---------------------------------------------------------------- attacks


@pytest.mark.attack("V4")
def test_an_answer_counts_once_and_at_one_place(officer: Holder) -> None:
    answer = officer.answer()
    assert officer.signs_in(answer)
    assert officer.refused(answer) is Problem.KEY_REFUSED
    assert at_four_places(officer, officer.answer()) == [False, False, False, True]


@pytest.mark.attack("V4")
def test_an_answer_comes_in_time(officer: Holder, clock: SetClock) -> None:
    answer = officer.answer()
    clock.pass_by(minutes=2)
    assert officer.refused(answer) is Problem.KEY_REFUSED


@pytest.mark.attack("V4")
def test_a_counter_that_goes_back_is_a_copied_key(officer: Holder, live: Headquarters) -> None:
    assert officer.signs_in(officer.answer())
    officer.key.counter -= 2
    assert officer.refused(officer.answer()) is Problem.KEY_REFUSED
    assert recorded(live, AuditEvent.HQ_KEY_COPIED) == [(OFFICER, OFFICER)]
    officer.key.counter += 5
    assert officer.signs_in(officer.answer())


def _changed(change: Callable[[dict[str, str]], None]) -> Callable[[str], str]:
    def changed(question: str) -> str:
        found = json.loads(question)
        change(found)
        return json.dumps(found)

    return changed


@pytest.mark.attack("V4")
@pytest.mark.parametrize(
    "change",
    [
        _changed(lambda asked: asked.update(challenge="A" * 43)),
        _changed(lambda asked: asked.update(userVerification="discouraged")),
    ],
    ids=["another question", "without PIN"],
)
def test_a_question_that_was_changed_is_not_answered(
    officer: Holder, change: Callable[[str], str]
) -> None:
    if "discouraged" in (asked := change(officer.question())):
        officer.key.verifies = False
    assert officer.refused(touched(officer.key, asked)) is Problem.KEY_REFUSED


@pytest.mark.attack("V4")
def test_a_signature_for_another_site_does_not_count(officer: Holder) -> None:
    officer.key.lies_about = "0000000000000000.mdt-alpr.internal"
    assert officer.refused(officer.answer()) is Problem.KEY_REFUSED
    officer.key.lies_about = ""
    asked = json.loads(officer.question())
    true_site = asked["rpId"]
    asked["rpId"] = elsewhere = f"x{true_site}"
    for one in officer.key.held.values():
        object.__setattr__(one, "site", elsewhere)
    assert officer.refused(touched(officer.key, json.dumps(asked))) is Problem.KEY_REFUSED


@pytest.mark.attack("V4")
def test_another_persons_key_or_question_does_not_count(
    officer: Holder, live: Headquarters, clock: SetClock
) -> None:
    other = Holder(live, clock, SECOND_OFFICER)
    other.adds(other.key, setup_code(live, SECOND_OFFICER))
    assert officer.refused(other.answer()) is Problem.KEY_REFUSED
    both = SoftKey(held={**officer.key.held, **other.key.held}, counter=50)
    asked = json.loads(officer.question())
    asked["allowCredentials"] = json.loads(other.question())["allowCredentials"]
    assert officer.refused(touched(both, json.dumps(asked))) is Problem.KEY_REFUSED
    with pytest.raises(RefusedError) as refused:  # a key is one person's
        officer.adds(SoftKey(makes=next(iter(other.key.held))), officer.answer())
    assert refused.value.problem is Problem.KEY_REFUSED
    assert other.signs_in(other.answer())


@pytest.mark.attack("V4")
def test_an_answer_to_one_kind_of_question_is_none_to_the_other(
    officer: Holder, live: Headquarters
) -> None:
    signed = officer.answer()
    with pytest.raises(RefusedError) as refused:
        confirm_factor(live, officer.asked(signed))
    assert refused.value.problem is Problem.KEY_REFUSED
    added = touched(SoftKey(), offer_factor(live, officer.asked(officer.answer())).key)
    assert officer.refused(added) is Problem.KEY_REFUSED


@pytest.mark.attack("V4")
@pytest.mark.parametrize(
    "answer",
    ["{}", "{", '{"id": 1}', '{"rawId": "AAAA", "response": {}}', "{" * 20_000, '{"a":' * 900],
    ids=["empty", "broken", "number", "no answer", "long", "deep"],
)
def test_what_no_key_answers_is_refused(officer: Holder, answer: str) -> None:
    assert officer.refused(answer) is Problem.KEY_REFUSED


@pytest.mark.attack("V4")
def test_what_no_key_makes_is_added_by_nobody(officer: Holder, live: Headquarters) -> None:
    offer = offer_factor(live, officer.asked(officer.answer()))
    made = json.loads(touched(SoftKey(), offer.key))
    for broken in ("GwE", "", "oA", "A" * 400):  # a number that ends too early, and others
        made["response"]["attestationObject"] = broken
        with pytest.raises(RefusedError) as refused:
            confirm_factor(live, officer.asked(json.dumps(made)))
        assert refused.value.problem is Problem.KEY_REFUSED
    assert len(officer.keys()) == 1


@pytest.mark.attack("V4")
def test_a_known_password_gives_five_tries_at_answers_however_they_are_asked(
    officer: Holder,
) -> None:
    for _ in range(5):
        officer.question()
        assert officer.refused("{}") is Problem.KEY_REFUSED
    assert officer.refused(officer.recovery[0]) is Problem.LOCKED
    with pytest.raises(RefusedError) as refused:
        officer.question()
    assert refused.value.problem is Problem.LOCKED


@pytest.mark.attack("V4")
def test_no_question_without_the_password_or_a_key(
    officer: Holder, live: Headquarters, clock: SetClock
) -> None:
    with pytest.raises(RefusedError) as refused:
        key_challenge(live, officer.asked(word="not the password"))
    assert refused.value.problem is Problem.CREDENTIALS
    with pytest.raises(RefusedError) as refused:
        Holder(live, clock, SECOND_OFFICER).question()
    assert refused.value.problem is Problem.NO_SUCH_KEY
    disable_account(live, OFFICER, WHY, ADMINISTRATOR)
    with pytest.raises(RefusedError) as refused:
        officer.question()
    assert refused.value.problem is Problem.CREDENTIALS


@pytest.mark.attack("V12")
def test_whoever_writes_in_the_database_alone_gives_nobody_anothers_key(
    officer: Holder, live: Headquarters, clock: SetClock
) -> None:
    other = Holder(live, clock, SECOND_OFFICER)
    other.adds(other.key, setup_code(live, SECOND_OFFICER))
    with live.writing() as work:
        moved = update(SECURITY_KEYS).where(SECURITY_KEYS.c.person_id == SECOND_OFFICER)
        work.connection.execute(moved.values(person_id=OFFICER))
    assert line(live)[0] is False
    asked = json.loads(officer.question())
    ids = [allowcredential["id"] for allowcredential in asked["allowCredentials"]]
    assert len(ids) == 1


# ---------------------------------------------------------------- listed, named, removed


def test_a_removed_key_signs_nobody_in(
    officer: Holder, live: Headquarters, clock: SetClock
) -> None:
    clock.pass_by(seconds=1)
    spare = SoftKey()
    officer.adds(spare, officer.answer())
    first, second = officer.keys()
    late = touched(spare, officer.question())
    with live.writing() as work:
        remove_own_key(work, OFFICER, second, is_demanded=True)
    assert officer.refused(late) is Problem.KEY_REFUSED
    with pytest.raises(KeyRefusedError, match="only second factor"), live.writing() as work:
        remove_own_key(work, OFFICER, first, is_demanded=True)
    token = officer.signs_in(officer.answer())
    with live.writing() as work:
        remove_key(work, OFFICER, first, WHY, ADMINISTRATOR)
    with live.reading() as work, pytest.raises(RefusedError):
        caller_of(work, token)
    assert officer.refused() is Problem.FACTOR_MISSING
    assert recorded(live, AuditEvent.HQ_KEY_REMOVED) == [
        (OFFICER, OFFICER),
        (ADMINISTRATOR, OFFICER),
    ]


def test_a_key_is_named_and_only_by_its_owner(officer: Holder, live: Headquarters) -> None:
    (key,) = officer.keys()
    with live.writing() as work:
        name_key(work, OFFICER, key, "  the blue   one ")
        assert [one.name for one in keys_message(work, OFFICER).keys] == ["the blue one"]
    for words in ("", "x" * 41, "a\x1b[2J"):
        with pytest.raises(KeyRefusedError), live.writing() as work:
            name_key(work, OFFICER, key, words)
    acts: tuple[Callable[[Work], None], ...] = (
        lambda work: name_key(work, SECOND_OFFICER, key, "mine"),
        lambda work: remove_own_key(work, SECOND_OFFICER, key, is_demanded=False),
        lambda work: remove_key(work, SECOND_OFFICER, key, WHY, ADMINISTRATOR),
    )
    for act in acts:
        with pytest.raises(RefusedError) as refused, live.writing() as work:
            act(work)
        assert refused.value.problem is Problem.NO_SUCH_KEY


def test_a_reset_erases_every_key(officer: Holder, live: Headquarters) -> None:
    late = officer.answer()
    reset_factor(live, OFFICER, WHY, ADMINISTRATOR)
    assert officer.keys() == []
    assert officer.refused(late) is Problem.FACTOR_MISSING
    assert officer.refused(officer.recovery[0]) is Problem.FACTOR_MISSING


def test_nobody_collects_keys(officer: Holder, live: Headquarters) -> None:
    for _ in range(MOST_KEYS - 1):
        officer.adds(SoftKey(), officer.answer())
    assert offer_factor(live, officer.asked(officer.answer())).key == ""


def test_the_offer_of_an_app_ends_with_the_key_that_is_added_instead(
    live: Headquarters, clock: SetClock
) -> None:
    officer = Holder(live, clock)
    offer = offer_factor(live, officer.asked(setup_code(live, OFFICER)))
    officer.secret = offer.secret
    confirm_factor(live, officer.asked(touched(officer.key, offer.key)))
    with pytest.raises(RefusedError) as refused:
        confirm_factor(live, officer.asked(officer.code()))
    assert refused.value.problem is Problem.ENROLLMENT_OVER


def test_a_key_stands_in_for_a_code_where_the_password_changes(
    officer: Holder, live: Headquarters
) -> None:
    new = "staple gun on the roof"
    change_password(
        live, PasswordChange(OFFICER, PASSWORDS[OFFICER], new, "car-1", officer.answer())
    )
    question = key_challenge(live, FactorRequest(OFFICER, new, "car-1")).options
    answer = touched(officer.key, question)
    assert sign_in(live, SignInMessage(OFFICER, new, "car-1", code=answer)).token
