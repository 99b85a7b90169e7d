"""Two factors for everyone: set up by the password, each code once (ACC-02, ACC-04)."""

import hashlib
import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pyotp
import pytest
from sqlalchemy import select, text

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import DomainError, OutsideError
from mdt_alpr.domain.people.accounts import AccountRefusedError
from mdt_alpr.domain.people.provenance import Seat
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.policy import FAILED_SIGN_INS_IN_A_ROW
from mdt_alpr.hq.app import InProcessHq, open_headquarters
from mdt_alpr.hq.base.agency_keys import FACTOR_KEY_FILE
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.base.tables import OWN_AUDIT, RECOVERY_CODES, SECOND_FACTORS
from mdt_alpr.hq.base.training_mark import keep_training_apart
from mdt_alpr.hq.keeping.doctor import examined
from mdt_alpr.hq.people.account_acts import Rescue, disable_account, rescue_administrator
from mdt_alpr.hq.people.accounts import (
    NewAccount,
    make_account,
    make_persons_account,
    set_temporary_password,
)
from mdt_alpr.hq.people.factor_setup import confirm_factor, offer_factor
from mdt_alpr.hq.people.own_password import change_password
from mdt_alpr.hq.people.sample_agency import (
    ADMINISTRATOR,
    CUSTODIAN,
    OFFICER,
    SECOND_OFFICER,
    adopt_sample_policy,
)
from mdt_alpr.hq.people.second_factors import GivenCode, NewSetup, reset_factor, set_demand
from mdt_alpr.hq.people.sign_in import caller_of, sign_in
from mdt_alpr.wire.accounts import (
    AccountsMessage,
    FactorOffer,
    FactorRequest,
    NewAccountRequest,
    PasswordChange,
    RecoveryCodes,
    SetupCode,
)
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.manual import ReasonMessage
from mdt_alpr.wire.messages import SignInMessage
from mdt_alpr.wire.problems import Problem
from tests.builders import NOW, SetClock
from tests.hq.senders import PASSWORDS, PATIENCE, a_car, setup_code

DATABASES = ["sqlite"]
WORD = PASSWORDS[OFFICER]
WHY = "lost the phone, came in person"


class Person:
    """A person with an app for codes, whose clock is headquarters'."""

    def __init__(self, hq: Headquarters, clock: SetClock, person_id: str = OFFICER) -> None:
        self._hq, self._clock, self.person_id = hq, clock, person_id
        self.secret, self.recovery = "", tuple[str, ...]()

    def code(self) -> str:
        return pyotp.TOTP(self.secret).at(self._clock.at)

    def asked(self, code: str = "", word: str = WORD) -> FactorRequest:
        return FactorRequest(self.person_id, word, "car-1", code)

    def enrolls(self, code: str = "") -> None:
        code = code or setup_code(self._hq, self.person_id)
        self.secret = offer_factor(self._hq, self.asked(code)).secret
        self.recovery = confirm_factor(self._hq, self.asked(self.code())).codes
        self._clock.pass_by(seconds=30)

    def signs_in(self, code: str = "", word: str = WORD, place: str = "") -> str:
        """Return the session's token."""
        message = SignInMessage(self.person_id, word, "car-1", code=code)
        return sign_in(self._hq, message, place=place).token

    def refused(self, code: str = "", word: str = WORD, place: str = "") -> Problem:
        with pytest.raises(RefusedError) as refused:
            self.signs_in(code, word, place)
        return refused.value.problem


@pytest.fixture
def live(hq: Headquarters) -> Headquarters:
    set_demand(hq, "as it is delivered", ADMINISTRATOR, CUSTODIAN, demanded=True)
    return hq


@pytest.fixture
def officer(live: Headquarters, clock: SetClock) -> Person:
    person = Person(live, clock)
    person.enrolls()
    return person


def recorded(hq: Headquarters, event: AuditEvent) -> list[tuple[str, str]]:
    with hq.reading() as work:
        query = select(OWN_AUDIT.c.person, OWN_AUDIT.c.subject).where(OWN_AUDIT.c.event == event)
        rows = work.connection.execute(query.order_by(OWN_AUDIT.c.sequence))
        return [(row.person, row.subject) for row in rows]


def line(hq: Headquarters) -> tuple[bool, str]:
    found = next(each for each in examined(hq) if each.name == "second factors")
    return found.ok, found.words


# ---------------------------------------------------------------- who needs one


@pytest.mark.clause("5.A.3")
def test_a_headquarters_as_delivered_lets_nobody_in_by_a_password_alone(
    settings: HqSettings, clock: SetClock
) -> None:
    hq = open_headquarters(settings, clock, os.urandom)
    make_account(hq, NewAccount("boyd", "A. Boyd", Role.ADMINISTRATOR, WORD, NOW.date()), by="")
    adopt_sample_policy(hq)
    boyd = Person(hq, clock, "boyd")
    for seat in Seat:
        with pytest.raises(RefusedError) as refused:
            sign_in(hq, SignInMessage("boyd", WORD, "desk-1"), seat)
        assert refused.value.problem is Problem.FACTOR_MISSING
    assert line(hq) == (True, "Demanded of everybody. 1 account has none yet.")
    boyd.enrolls()
    assert boyd.signs_in(boyd.code())
    assert line(hq) == (True, "Demanded of everybody. 0 accounts have none yet.")
    hq.close()


def test_training_demands_none_but_who_has_one_shows_it(
    settings: HqSettings, clock: SetClock
) -> None:
    hq = open_headquarters(replace(settings, training=True), clock, os.urandom)
    keep_training_apart(hq)
    make_account(hq, NewAccount(OFFICER, "A. Sample", Role.OFFICER, WORD, NOW.date()), by="")
    officer = Person(hq, clock)
    assert officer.signs_in()
    officer.enrolls()
    assert officer.refused() is Problem.CODE_WANTED
    assert officer.signs_in(officer.code())
    hq.close()
    at_the_machine = open_headquarters(settings, clock, os.urandom)
    adopt_sample_policy(at_the_machine)
    make_account(
        at_the_machine, NewAccount("new-1", "N", Role.OFFICER, WORD, NOW.date()), by=OFFICER
    )
    assert Person(at_the_machine, clock, "new-1").signs_in()
    assert line(at_the_machine)[0]
    at_the_machine.close()


def test_two_people_remove_the_demand_and_it_is_seen(live: Headquarters, clock: SetClock) -> None:
    officer = Person(live, clock)
    assert officer.refused() is Problem.FACTOR_MISSING
    for one in ("", "x"):
        with pytest.raises(AccountRefusedError):
            set_demand(live, one, ADMINISTRATOR, CUSTODIAN, demanded=False)
    with pytest.raises(AccountRefusedError, match="Another administrator"):
        set_demand(live, WHY, ADMINISTRATOR, ADMINISTRATOR, demanded=False)
    before = len(recorded(live, AuditEvent.HQ_FACTOR_DEMAND_SET))
    set_demand(live, WHY, ADMINISTRATOR, CUSTODIAN, demanded=False)
    assert len(recorded(live, AuditEvent.HQ_FACTOR_DEMAND_SET)) == before + 1
    assert officer.signs_in()
    is_well, words = line(live)
    assert not is_well
    assert words.startswith("NOT demanded")


# ---------------------------------------------------------------- each code once


def test_password_and_code_sign_in_and_neither_does_alone(officer: Person) -> None:
    assert officer.refused() is Problem.CODE_WANTED
    assert officer.refused(officer.code(), word="not the password") is Problem.CREDENTIALS
    assert officer.signs_in(officer.code())


def test_a_code_counts_once_and_an_older_one_not_after_it(
    officer: Person, clock: SetClock
) -> None:
    older = officer.code()
    clock.pass_by(seconds=30)
    code = officer.code()
    assert officer.signs_in(code)
    assert officer.refused(code) is Problem.CODE_REFUSED
    assert officer.refused(older) is Problem.CODE_REFUSED
    clock.pass_by(seconds=30)
    assert officer.signs_in(officer.code())


def test_one_code_at_two_places_at_once_signs_in_once(officer: Person) -> None:
    assert at_four_places(officer, officer.code()) == [False, False, False, True]


def at_four_places(officer: Person, code: str) -> list[bool]:
    """Sign in at four places at once; tell where it worked, sorted."""
    done = list[bool]()

    def tries(place: str) -> None:
        try:
            officer.signs_in(code, place=place)
        except RefusedError:
            done.append(False)
        else:
            done.append(True)

    threads = [threading.Thread(target=tries, args=(f"10.0.0.{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(done)


@pytest.mark.proved("V22")
def test_the_right_code_given_many_times_at_once_locks_nobody_out(
    officer: Person, live: Headquarters, clock: SetClock
) -> None:
    done, code = list[Problem | None](), officer.code()

    def tries() -> None:
        try:
            officer.signs_in(code)
        except RefusedError as error:
            done.append(error.problem)
        else:
            done.append(None)

    threads = [threading.Thread(target=tries) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done.count(None) == 1
    assert {*done} <= {None, Problem.CODE_REFUSED, Problem.BUSY}
    assert officer.refused(code) is Problem.CODE_REFUSED
    assert recorded(live, AuditEvent.HQ_ACCOUNT_LOCKED) == []
    clock.pass_by(seconds=30)
    assert officer.signs_in(officer.code())


@pytest.mark.proved("V26")
def test_codes_guessed_slowly_from_many_places_lock_the_account_at_the_hundredth(
    officer: Person, clock: SetClock
) -> None:
    for number in range(FAILED_SIGN_INS_IN_A_ROW):
        if number % 4 == 0:
            clock.pass_by(minutes=16)
        assert officer.refused("000000", place=f"10.0.0.{number % 4}") is Problem.CODE_REFUSED
    assert officer.refused(officer.code(), place="10.0.9.9") is Problem.LOCKED


def test_each_of_ten_recovery_codes_signs_in_once(officer: Person, live: Headquarters) -> None:
    assert len(set(officer.recovery)) == 10
    first, second = officer.recovery[:2]
    assert officer.signs_in(first.lower())
    assert officer.refused(first) is Problem.CODE_REFUSED
    assert officer.signs_in(second.replace("-", " "))
    assert recorded(live, AuditEvent.HQ_RECOVERY_CODE_USED) == [(OFFICER, OFFICER)] * 2
    assert officer.refused("AAAAA-AAAAA") is Problem.CODE_REFUSED


def test_a_recovery_code_at_two_places_at_once_signs_in_once(officer: Person) -> None:
    assert at_four_places(officer, officer.recovery[0]) == [False, False, False, True]


@pytest.mark.attack("V13")
def test_no_transaction_waits_while_a_recovery_code_is_stretched(
    officer: Person, live: Headquarters, monkeypatch: pytest.MonkeyPatch
) -> None:
    stretch, free = hashlib.scrypt, list[bool]()

    def stretched(*given: Any, **how: Any) -> bytes:
        with live.writing():  # would wait for another that is open
            free.append(True)
        return stretch(*given, **how)

    monkeypatch.setattr(hashlib, "scrypt", stretched)
    assert officer.signs_in(officer.recovery[0])
    setup_code(live, SECOND_OFFICER)
    reset_factor(live, OFFICER, WHY, ADMINISTRATOR)
    assert free == [True] * 3


def test_another_persons_codes_do_not_count(
    officer: Person, live: Headquarters, clock: SetClock
) -> None:
    other = Person(live, clock, SECOND_OFFICER)
    other.enrolls()
    assert officer.refused(other.code()) is Problem.CODE_REFUSED
    assert officer.refused(other.recovery[0]) is Problem.CODE_REFUSED
    assert other.signs_in(other.recovery[0])


@pytest.mark.attack("V4")
def test_a_known_password_gives_five_tries_at_codes_however_they_are_asked(
    officer: Person, live: Headquarters
) -> None:
    for _ in range(4):
        assert officer.refused("000000") is Problem.CODE_REFUSED
        assert officer.refused() is Problem.CODE_WANTED
    with pytest.raises(RefusedError):
        offer_factor(live, officer.asked("000000"))
    assert officer.refused(officer.code()) is Problem.LOCKED
    assert recorded(live, AuditEvent.HQ_ACCOUNT_LOCKED) == [("", OFFICER)]


def test_asking_for_the_code_is_no_failed_sign_in(officer: Person) -> None:
    for _ in range(8):
        assert officer.refused() is Problem.CODE_WANTED
    assert officer.signs_in(officer.code())


# ---------------------------------------------------------------- set up


def test_an_offer_counts_after_its_first_code_only(live: Headquarters, clock: SetClock) -> None:
    officer = Person(live, clock)
    offer = offer_factor(live, officer.asked(setup_code(live, OFFICER)))
    assert pyotp.parse_uri(offer.address).secret == offer.secret
    assert len(offer.secret) == 32  # 160 bits
    assert officer.refused() is Problem.FACTOR_MISSING
    officer.secret = offer.secret
    with pytest.raises(RefusedError) as refused:
        confirm_factor(live, officer.asked("000000"))
    assert refused.value.problem is Problem.CODE_REFUSED
    clock.pass_by(minutes=15)
    with pytest.raises(RefusedError) as refused:
        confirm_factor(live, officer.asked(officer.code()))
    assert refused.value.problem is Problem.ENROLLMENT_OVER
    officer.enrolls()
    assert recorded(live, AuditEvent.HQ_FACTOR_ENROLLED) == [(OFFICER, OFFICER)]


def test_the_code_that_confirmed_it_does_not_sign_in(live: Headquarters, clock: SetClock) -> None:
    officer = Person(live, clock)
    asked = officer.asked(setup_code(live, OFFICER))
    officer.secret = offer_factor(live, asked).secret
    code = officer.code()
    confirm_factor(live, officer.asked(code))
    assert officer.refused(code) is Problem.CODE_REFUSED


def test_a_new_phone_needs_the_old_factor_and_ends_it(officer: Person, live: Headquarters) -> None:
    with pytest.raises(RefusedError) as refused:
        offer_factor(live, officer.asked())
    assert refused.value.problem is Problem.CODE_WANTED
    old, spare = officer.recovery[:2]
    token = officer.signs_in(officer.code())
    officer.enrolls(old)
    with live.reading() as work, pytest.raises(RefusedError):
        caller_of(work, token)
    assert officer.refused(spare) is Problem.CODE_REFUSED
    assert officer.signs_in(officer.code())


def test_nobody_sets_one_up_without_the_password(live: Headquarters, clock: SetClock) -> None:
    officer = Person(live, clock)
    for _ in range(5):
        with pytest.raises(RefusedError):
            offer_factor(live, officer.asked(word="not the password"))
    assert officer.refused() is Problem.LOCKED
    disable_account(live, SECOND_OFFICER, WHY, ADMINISTRATOR)
    with pytest.raises(RefusedError) as refused:
        offer_factor(live, Person(live, clock, SECOND_OFFICER).asked())
    assert refused.value.problem is Problem.CREDENTIALS


def test_a_password_is_changed_by_password_and_code(
    officer: Person, live: Headquarters, clock: SetClock
) -> None:
    set_temporary_password(live, OFFICER, "a passing word here", ADMINISTRATOR)
    assert officer.refused(officer.code(), "a passing word here") is Problem.PASSWORD_DUE
    change = PasswordChange(OFFICER, "a passing word here", "staple gun on the roof", "car-1")
    with pytest.raises(RefusedError) as refused:
        change_password(live, change)
    assert refused.value.problem is Problem.CODE_WANTED
    change_password(live, replace(change, code=officer.code()))
    clock.pass_by(seconds=30)
    assert officer.signs_in(officer.code(), "staple gun on the roof")


# ---------------------------------------------------------------- the first one


@pytest.mark.attack("V4")
def test_whoever_knows_only_the_password_sets_none_up(live: Headquarters, clock: SetClock) -> None:
    thief = Person(live, clock)
    setup_code(live, OFFICER)
    for _ in range(8):  # to be asked for it is no failed sign-in
        with pytest.raises(RefusedError) as refused:
            offer_factor(live, thief.asked())
        assert refused.value.problem is Problem.SETUP_CODE_WANTED
    others = setup_code(live, SECOND_OFFICER)
    for code in (others, "AAAAA-AAAAA", "000000", "x", "-----"):
        with pytest.raises(RefusedError) as refused:
            offer_factor(live, thief.asked(code))
        wanted = Problem.SETUP_CODE_WANTED, Problem.SETUP_CODE_REFUSED
        assert refused.value.problem in wanted
    with pytest.raises(RefusedError):
        offer_factor(live, thief.asked("BBBBB-BBBBB"))
    assert thief.refused() is Problem.LOCKED


def test_the_code_of_an_administrator_counts_once_and_for_a_day(
    live: Headquarters, clock: SetClock
) -> None:
    officer = Person(live, clock)
    older = setup_code(live, OFFICER)
    code = setup_code(live, OFFICER)
    with pytest.raises(RefusedError) as refused:
        officer.enrolls(older)
    assert refused.value.problem is Problem.SETUP_CODE_REFUSED
    clock.pass_by(hours=23, minutes=59)
    officer.enrolls(code.lower())
    reset = reset_factor(live, OFFICER, WHY, ADMINISTRATOR)
    with pytest.raises(RefusedError):
        officer.enrolls(code)
    clock.pass_by(hours=24)
    with pytest.raises(RefusedError):
        officer.enrolls(reset.code)
    officer.enrolls(reset_factor(live, OFFICER, WHY, ADMINISTRATOR).code)
    assert officer.signs_in(officer.code())


def test_who_was_offered_one_and_lost_the_screen_begins_again_by_the_same_code(
    live: Headquarters, clock: SetClock
) -> None:
    officer, code = Person(live, clock), setup_code(live, OFFICER)
    offer_factor(live, officer.asked(code))
    clock.pass_by(minutes=20)
    officer.enrolls(code)


def test_a_new_account_comes_with_its_code(live: Headquarters, clock: SetClock) -> None:
    new = NewAccount("rivera", "R. Rivera", Role.OFFICER, WORD, NOW.date())
    made = make_persons_account(live, new, ADMINISTRATOR)
    assert (made.person_id, made.expires_at) == ("rivera", NOW + timedelta(hours=24))
    rivera = Person(live, clock, "rivera")
    rivera.enrolls(made.code)
    assert rivera.signs_in(rivera.code())


# ---------------------------------------------------------------- lost


def test_an_administrator_resets_a_lost_one_with_a_reason(
    officer: Person, live: Headquarters
) -> None:
    token = officer.signs_in(officer.code())
    for by, why in ((ADMINISTRATOR, "x"), (OFFICER, WHY)):
        with pytest.raises(AccountRefusedError):
            reset_factor(live, OFFICER, why, by)
    with pytest.raises(DomainError):
        reset_factor(live, "nobody", WHY, ADMINISTRATOR)
    reset_factor(live, OFFICER, WHY, ADMINISTRATOR)
    with live.reading() as work, pytest.raises(RefusedError):
        caller_of(work, token)
    assert officer.refused(officer.recovery[0]) is Problem.FACTOR_MISSING
    assert recorded(live, AuditEvent.HQ_FACTOR_RESET) == [(ADMINISTRATOR, OFFICER)]


def test_the_last_administrator_comes_back_at_headquarters_machine(
    live: Headquarters, clock: SetClock
) -> None:
    boss = Person(live, clock, ADMINISTRATOR)
    boss.enrolls()
    rescue_administrator(live, ADMINISTRATOR, Rescue(NOW.date(), WHY))
    assert boss.refused() is Problem.CODE_WANTED
    lost = Rescue(NOW.date(), WHY, resets_factor=True)
    given = rescue_administrator(live, ADMINISTRATOR, lost)
    assert boss.refused() is Problem.FACTOR_MISSING
    assert recorded(live, AuditEvent.HQ_FACTOR_RESET) == [("", ADMINISTRATOR)]
    assert given is not None
    boss.enrolls(given.code)
    assert boss.signs_in(boss.code())


# ---------------------------------------------------------------- at rest


@pytest.mark.attack("V4")
def test_the_database_alone_holds_no_secret_and_no_recovery_code(
    officer: Person, live: Headquarters
) -> None:
    with live.reading() as work:
        held = str(list(work.connection.execute(select(SECOND_FACTORS))))
        held += str(list(work.connection.execute(select(RECOVERY_CODES))))
        held += str(list(work.connection.execute(select(OWN_AUDIT))))
    for secret in (officer.secret, *officer.recovery):
        assert secret not in held
        assert secret.replace("-", "") not in held
    (live.settings.data / FACTOR_KEY_FILE).write_bytes(bytes(32))
    with pytest.raises(OutsideError, match=FACTOR_KEY_FILE):
        officer.signs_in(officer.code())
    is_well, words = line(live)
    assert not is_well
    assert FACTOR_KEY_FILE in words


def test_a_sealed_secret_opens_for_its_own_person_only(
    officer: Person, live: Headquarters, clock: SetClock
) -> None:
    Person(live, clock, SECOND_OFFICER).enrolls()
    with live.writing() as work:
        swap = "UPDATE second_factors SET secret = (SELECT secret FROM second_factors WHERE "
        swap += "person_id = :of) WHERE person_id = :at"
        work.connection.execute(text(swap), {"of": SECOND_OFFICER, "at": OFFICER})
    with pytest.raises(OutsideError):
        officer.signs_in(officer.code())


def test_what_holds_a_secret_does_not_show_it() -> None:
    held = (
        FactorOffer("otpauth://totp/x?secret=ABC", "ABC"),
        RecoveryCodes(("ABC",)),
        FactorRequest("x", "ABC", "car-1", "ABC"),
        SignInMessage("x", "ABC", "car-1", code="ABC"),
        PasswordChange("x", "ABC", "ABC", "car-1", "ABC"),
        SetupCode("x", "ABC", NOW),
        NewSetup("x", "ABC", "ABC"),
        GivenCode("ABC", "ABC"),
    )
    assert not any("ABC" in repr(one) for one in held)


# ---------------------------------------------------------------- over the network


@pytest.fixture
def http(server: InProcessHq) -> Iterator[httpx.Client]:
    set_demand(server.hq, "as it is delivered", ADMINISTRATOR, CUSTODIAN, demanded=True)
    with httpx.Client(base_url=server.base_url, trust_env=False, timeout=PATIENCE) as client:
        yield client


def test_a_person_sets_one_up_and_signs_in_over_the_network(
    http: httpx.Client, server: InProcessHq, clock: SetClock
) -> None:
    def posted(path: str, message: object) -> httpx.Response:
        return http.post(path, content=encode(message))

    person = SignInMessage(OFFICER, WORD, "car-1")
    assert posted("/v1/sessions", person).json()["number"] == 223
    asked = FactorRequest(OFFICER, WORD, "car-1")
    assert posted("/v1/second-factor", asked).json()["number"] == 226
    assert posted("/v1/second-factor", replace(asked, code="AAAAA-AAAAA")).json()["number"] == 227
    asked = replace(asked, code=setup_code(server.hq, OFFICER))
    offer = decode(FactorOffer, posted("/v1/second-factor", asked).content)
    totp = pyotp.TOTP(offer.secret)
    proof = replace(asked, code=totp.at(clock.at))
    codes = decode(RecoveryCodes, posted("/v1/second-factor/code", proof).content).codes
    assert len(codes) == 10
    assert posted("/v1/sessions", person).json()["number"] == 221
    assert posted("/v1/sessions", replace(person, code="000000")).json()["number"] == 222
    clock.pass_by(seconds=30)
    for address in ("/v1/sessions", "/v1/desk/sessions"):
        signed_in = replace(person, code=totp.at(clock.at))
        assert posted(address, signed_in).status_code == 201
        clock.pass_by(seconds=30)


def test_only_an_administrator_resets_one_over_the_network(
    server: InProcessHq, clock: SetClock
) -> None:
    Person(server.hq, clock).enrolls()
    path, why = f"/v1/accounts/{OFFICER}/second-factor/reset", encode(ReasonMessage(WHY))
    with a_car(server.base_url, CUSTODIAN) as custodian:
        assert custodian.http.post(path, content=why).status_code == 403
    with a_car(server.base_url, ADMINISTRATOR) as administrator:
        assert administrator.http.get("/v1/accounts").json()["accounts"][2]["has_factor"]
        assert administrator.http.post(path, content=encode(ReasonMessage("x"))).status_code == 409
        codes = [
            decode(AccountsMessage, administrator.http.post(path, content=why).content).setup
            for _ in range(2)
        ]
        made = NewAccountRequest("rivera", "R", Role.OFFICER, "staple gun on the roof", None)
        answer = administrator.http.post("/v1/accounts", content=encode(made)).content
    codes.append(decode(AccountsMessage, answer).setup)
    assert all(codes)
    assert [code.person_id for code in codes if code] == [OFFICER, OFFICER, "rivera"]
