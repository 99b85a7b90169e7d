"""People sign in at the agency's directory; who has an account is said here (ACC-01, ACC-02)."""

import os
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pyotp
import pytest
from sqlalchemy import select, update

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.accounts import AccountRefusedError
from mdt_alpr.domain.people.provenance import Seat
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.hq.app import InProcessHq, open_headquarters
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.base.tables import ACCOUNTS, DIRECTORY_LINKS, OWN_AUDIT
from mdt_alpr.hq.directory import leavers, signing_in
from mdt_alpr.hq.directory.leavers import make_token
from mdt_alpr.hq.keeping.doctor import examined
from mdt_alpr.hq.people.account_acts import disable_account
from mdt_alpr.hq.people.accounts import NewAccount, make_account
from mdt_alpr.hq.people.directory_links import end_link, link
from mdt_alpr.hq.people.factor_setup import confirm_factor, offer_factor
from mdt_alpr.hq.people.own_password import change_password, prove
from mdt_alpr.hq.people.sample_agency import (
    ADMINISTRATOR,
    CUSTODIAN,
    OFFICER,
    SECOND_OFFICER,
    sample_agency,
)
from mdt_alpr.hq.people.second_factors import set_demand
from mdt_alpr.hq.people.sign_in import caller_of, sign_in
from mdt_alpr.hq.people.two_people import confirm_account, one_person_behind
from mdt_alpr.wire import addresses
from mdt_alpr.wire.accounts import FactorRequest, PasswordChange
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.directory import (
    DirectoryBegin,
    DirectoryFacts,
    DirectoryOffer,
    DirectoryReturn,
    DirectoryTicket,
    LinkRequest,
)
from mdt_alpr.wire.messages import SessionMessage, SignInMessage
from mdt_alpr.wire.problems import Problem
from tests.builders import SetClock
from tests.hq.conftest import CHEAP
from tests.hq.directory import (
    DESK,
    OWN_USE_OF_AUTHLIB,
    PLACE,
    PORT,
    SUBJECT,
    WHY,
    Desk,
    Directory,
    PassingClock,
    a_directory,
    refused,
    sessions,
    settings_for,
)
from tests.hq.senders import PASSWORDS, Car, setup_code

DATABASES = ["sqlite", "postgresql"]
pytestmark = OWN_USE_OF_AUTHLIB


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Directory]:
    with a_directory(tmp_path_factory.mktemp("directory")) as served:
        yield served


@pytest.fixture
def provider(directory: Directory) -> Iterator[Directory]:
    """The provider as it should be, before and after each test."""
    yield directory
    directory.tells_the_truth()


@pytest.fixture
def clock() -> SetClock:
    return PassingClock()


@pytest.fixture
def settings(tmp_path: Any, database_url: str, provider: Directory) -> HqSettings:
    return settings_for(provider, tmp_path, database_url)


@pytest.fixture
def hq(settings: HqSettings, clock: SetClock) -> Iterator[Headquarters]:
    opened = open_headquarters(settings, clock, os.urandom)
    sample_agency(opened, PASSWORDS, capture_date(clock.now()))
    yield opened
    opened.close()


@pytest.fixture
def linked(hq: Headquarters) -> Headquarters:
    link(hq, OFFICER, LinkRequest(SUBJECT, WHY), ADMINISTRATOR)
    return hq


@pytest.fixture
def desk(linked: Headquarters, provider: Directory) -> Desk:
    return Desk(linked, provider)


def test_a_linked_person_signs_in_with_the_role_that_is_kept_here(desk: Desk) -> None:
    desk.provider.claims = {"role": "administrator", "groups": ["administrators"]}
    session = desk.signs_in(desk.ticket())
    assert (session.person_id, session.role) == (OFFICER, "officer")
    with desk.hq.reading() as work:
        assert caller_of(work, session.token).person_id == OFFICER
        of_it = OWN_AUDIT.c.event == AuditEvent.HQ_SIGN_IN
        entry = work.connection.execute(select(OWN_AUDIT).where(of_it)).one()
    assert {"by": "directory", "subject": SUBJECT}.items() <= dict(entry.detail).items()


def test_a_client_without_a_secret_is_known_by_its_verifier_alone(
    settings: HqSettings, clock: SetClock, provider: Directory
) -> None:
    public = replace(settings, directory_secret="")
    hq = open_headquarters(public, clock, os.urandom)
    sample_agency(hq, PASSWORDS, capture_date(clock.now()))
    link(hq, OFFICER, LinkRequest(SUBJECT, WHY), ADMINISTRATOR)
    desk = Desk(hq, provider)
    assert desk.signs_in(desk.ticket()).person_id == OFFICER
    assert provider.proofs[-1] == ("code_verifier",)
    brought, other = desk.brings(), desk.begins()
    stolen = replace(brought, attempt=other.attempt, state=other.state)
    assert refused(lambda: desk.ends(stolen))[0] is Problem.DIRECTORY_REFUSED
    hq.close()


def test_who_is_known_there_alone_gets_no_account_and_is_told_what_to_do(desk: Desk) -> None:
    problem, words = refused(lambda: desk.ticket("somebody-new"))
    assert problem is Problem.DIRECTORY_UNKNOWN
    assert words == "An administrator can link it to this subject: somebody-new"
    assert sessions(desk.hq) == 0


def test_a_code_is_of_no_use_to_who_has_another_attempt_or_none(desk: Desk) -> None:
    brought, other = desk.brings(), desk.begins()
    stolen = replace(brought, attempt=other.attempt, state=other.state)
    assert refused(lambda: desk.ends(stolen))[0] is Problem.DIRECTORY_REFUSED  # PKCE
    made_up = replace(brought, attempt="bm90aGluZw==")
    assert refused(lambda: desk.ends(made_up)) == (
        Problem.DIRECTORY_REFUSED,
        "It was not begun here. Begin again.",
    )


def test_what_comes_back_counts_once_here_with_its_state_and_in_time(
    desk: Desk, clock: SetClock
) -> None:
    brought = desk.brings()
    elsewhere = Desk(desk.hq, desk.provider, place="198.51.100.9")
    of_another = Desk(desk.hq, desk.provider, device="desk-2")
    for act in (
        lambda: elsewhere.ends(brought),
        lambda: of_another.ends(replace(brought, device="desk-2")),
        lambda: desk.ends(replace(brought, state="made up")),
        lambda: desk.ends(replace(brought, issuer="https://login.example.org")),
    ):
        assert refused(act)[0] is Problem.DIRECTORY_REFUSED
    assert "ended already" in refused(lambda: desk.ends(brought))[1]  # the last one used it up
    brought = desk.brings()
    desk.ends(brought)
    assert "ended already" in refused(lambda: desk.ends(brought))[1]
    brought = desk.brings()
    clock.pass_by(minutes=11)
    assert "10 minutes" in refused(lambda: desk.ends(brought))[1]


def test_a_provider_that_names_itself_in_its_answers_must_do_so(desk: Desk) -> None:
    desk.provider.about = {"authorization_response_iss_parameter_supported": True}
    assert refused(desk.ticket)[0] is Problem.DIRECTORY_REFUSED
    brought = desk.brings(issuer=desk.provider.address)
    assert desk.ends(brought).person_id == OFFICER


def test_a_ticket_counts_once_for_its_person_at_its_machine_and_in_no_car(
    desk: Desk, clock: SetClock
) -> None:
    ticket = desk.ticket()
    elsewhere = Desk(desk.hq, desk.provider, place="198.51.100.9")
    of_another = Desk(desk.hq, desk.provider, device="desk-2")
    for act in (
        lambda: desk.signs_in(ticket, Seat.CAR),
        lambda: elsewhere.signs_in(ticket),
        lambda: of_another.signs_in(ticket),
        lambda: desk.signs_in(replace(ticket, person_id=SECOND_OFFICER)),
    ):
        assert refused(act)[0] is Problem.CREDENTIALS
    desk.signs_in(ticket)
    assert refused(lambda: desk.signs_in(ticket))[0] is Problem.CREDENTIALS
    late = desk.ticket()
    clock.pass_by(minutes=6)
    assert refused(lambda: desk.signs_in(late))[0] is Problem.CREDENTIALS


def test_a_ticket_makes_no_password_and_leaves_the_old_one(desk: Desk) -> None:
    ticket = desk.ticket()
    change = PasswordChange(OFFICER, ticket.ticket, "nobody else's long word", DESK)
    refusal = refused(lambda: change_password(desk.hq, change, PLACE))
    assert refusal[0] is Problem.CREDENTIALS
    desk.hq.settings = replace(desk.hq.settings, password_cost=replace(CHEAP, time=2))
    desk.signs_in(ticket)
    sign_in(desk.hq, SignInMessage(OFFICER, PASSWORDS[OFFICER], DESK), Seat.DESK, PLACE)


def test_our_own_second_factor_is_asked_for_unless_the_directory_vouches(
    desk: Desk, hq: Headquarters
) -> None:
    set_demand(hq, "as it is delivered", ADMINISTRATOR, CUSTODIAN, demanded=True)
    desk.provider.claims = {"amr": ["pwd", "mfa"], "acr": "gold"}
    ticket = desk.ticket()
    assert refused(lambda: desk.signs_in(ticket))[0] is Problem.FACTOR_MISSING
    for setting in ("amr:hwk", "acr:silver", "acr:mfa"):
        hq.settings = replace(hq.settings, directory_factor=setting)
        ticket = desk.ticket()
        assert refused(partial(desk.signs_in, ticket))[0] is Problem.FACTOR_MISSING
    for setting in ("amr:mfa", "acr:gold"):
        hq.settings = replace(hq.settings, directory_factor=setting)
        assert desk.signs_in(desk.ticket()).person_id == OFFICER
    desk.provider.claims = {"amr": "mfa"}
    hq.settings = replace(hq.settings, directory_factor="amr:mfa")
    ticket = desk.ticket()
    assert refused(lambda: desk.signs_in(ticket))[0] is Problem.FACTOR_MISSING


def test_a_second_factor_is_set_up_and_asked_for_by_a_ticket(
    desk: Desk, hq: Headquarters, clock: SetClock
) -> None:
    set_demand(hq, "as it is delivered", ADMINISTRATOR, CUSTODIAN, demanded=True)
    ticket, code = desk.ticket(), setup_code(hq, OFFICER)
    asked = FactorRequest(OFFICER, ticket.ticket, DESK, code)
    app = pyotp.TOTP(offer_factor(hq, asked, PLACE).secret)
    confirm_factor(hq, replace(asked, code=app.at(clock.now())), PLACE)
    assert refused(lambda: desk.signs_in(ticket))[0] is Problem.CODE_WANTED
    clock.pass_by(seconds=30)
    assert desk.signs_in(ticket, code=app.at(clock.now())).person_id == OFFICER


def test_a_disabled_account_stays_out_and_its_session_has_ended(
    desk: Desk, hq: Headquarters
) -> None:
    session, ticket = desk.signs_in(desk.ticket()), desk.ticket()
    disable_account(hq, OFFICER, "left the agency", ADMINISTRATOR)
    with hq.reading() as work, pytest.raises(RefusedError):
        caller_of(work, session.token)
    assert refused(lambda: desk.signs_in(ticket))[0] is Problem.CREDENTIALS


def test_a_locked_account_stays_locked(desk: Desk, hq: Headquarters) -> None:
    ticket = desk.ticket()
    for _ in range(5):
        wrong = SignInMessage(OFFICER, "directory:made up", DESK)
        assert refused(partial(sign_in, hq, wrong, Seat.DESK, PLACE))
    assert refused(lambda: desk.signs_in(ticket))[0] is Problem.LOCKED


def test_a_subject_that_changed_is_nobodys_and_one_person_has_one_account(
    desk: Desk, hq: Headquarters
) -> None:
    with pytest.raises(AccountRefusedError, match=f"signs in as {OFFICER}"):
        link(hq, SECOND_OFFICER, LinkRequest(SUBJECT, WHY), ADMINISTRATOR)
    session, ticket = desk.signs_in(desk.ticket()), desk.ticket()
    link(hq, OFFICER, LinkRequest("f3a1-new", WHY), ADMINISTRATOR)
    with hq.reading() as work, pytest.raises(RefusedError):
        caller_of(work, session.token)
    assert refused(lambda: desk.signs_in(ticket))[0] is Problem.CREDENTIALS
    assert refused(desk.ticket)[0] is Problem.DIRECTORY_UNKNOWN
    assert desk.signs_in(desk.ticket("f3a1-new")).person_id == OFFICER
    end_link(hq, OFFICER, WHY, ADMINISTRATOR)
    assert refused(lambda: desk.ticket("f3a1-new"))[0] is Problem.DIRECTORY_UNKNOWN


def test_who_writes_in_the_database_alone_lets_nobody_in(desk: Desk, hq: Headquarters) -> None:
    with hq.database.writing() as connection:
        connection.execute(update(DIRECTORY_LINKS).values(person_id=ADMINISTRATOR))
    assert refused(desk.ticket)[0] is Problem.DIRECTORY_UNKNOWN


def test_who_links_an_account_is_behind_it_until_another_confirms_it(linked: Headquarters) -> None:
    with linked.reading() as work:
        assert one_person_behind(work, ADMINISTRATOR, OFFICER)
        assert not one_person_behind(work, ADMINISTRATOR, SECOND_OFFICER)
    with linked.writing() as work:
        confirm_account(work, OFFICER, WHY, CUSTODIAN)
    with linked.reading() as work:
        assert not one_person_behind(work, ADMINISTRATOR, OFFICER)


def test_a_proof_asked_for_later_may_be_the_directorys_once(desk: Desk, hq: Headquarters) -> None:
    session = desk.signs_in(desk.ticket())
    with hq.reading() as work:
        caller = caller_of(work, session.token)
    ticket = desk.ticket()
    prove(hq, caller, ticket.ticket, PLACE)
    assert refused(lambda: prove(hq, caller, ticket.ticket, PLACE))[0] is Problem.CREDENTIALS


@pytest.mark.parametrize("status", [302, 404, 500])
def test_while_the_directory_is_down_passwords_and_the_72_hour_account_go_on(
    desk: Desk, status: int
) -> None:
    brought = desk.brings()
    desk.provider.status = status
    assert refused(desk.begins)[0] is Problem.DIRECTORY_DOWN
    problem, words = refused(lambda: desk.ends(brought))
    assert problem is Problem.DIRECTORY_DOWN
    assert words.endswith("Sign in with your password.")
    sign_in(desk.hq, SignInMessage(OFFICER, PASSWORDS[OFFICER], DESK), Seat.DESK, PLACE)
    aid, today, why = (
        PASSWORDS[OFFICER],
        capture_date(desk.hq.clock.now()),
        "hurricane, mutual aid",
    )
    new = NewAccount("rivera", "R. Rivera", Role.OFFICER, aid, today, emergency=why)
    make_account(desk.hq, new, ADMINISTRATOR)
    for seat in (Seat.DESK, Seat.CAR):
        sign_in(desk.hq, SignInMessage("rivera", aid, DESK), seat, PLACE)


@pytest.mark.parametrize(
    "about",
    [
        {"issuer": "https://login.example.org"},
        {"token_endpoint": "http://login.example.org/token"},
        {"jwks_uri": "http://login.example.org/keys"},
        {"authorization_endpoint": "file:///etc/passwd"},
        {"jwks_uri": 7},
    ],
)
def test_a_provider_that_is_another_or_not_encrypted_is_not_asked(
    desk: Desk, about: dict[str, object]
) -> None:
    desk.provider.about = about
    assert refused(desk.begins)[0] is Problem.DIRECTORY_DOWN


def test_a_provider_without_tls_or_with_a_foreign_certificate_is_not_asked(
    desk: Desk, hq: Headquarters
) -> None:
    usual = hq.settings
    hq.settings = replace(usual, directory="http://login.example.org")
    assert "not encrypted" not in refused(desk.begins)[1]
    assert refused(desk.begins)[0] is Problem.DIRECTORY_DOWN
    hq.settings = replace(usual, directory_trust=None)
    assert refused(desk.begins)[0] is Problem.DIRECTORY_DOWN


def test_the_answer_goes_to_a_port_of_the_asking_machine_only(desk: Desk) -> None:
    for port in (0, 80, 65536, -1):
        ask = DirectoryBegin(DESK, port)
        problem, _words = refused(partial(signing_in.begin, desk.hq, ask, PLACE))
        assert problem is Problem.MALFORMED


def test_without_a_directory_there_is_none(hq: Headquarters) -> None:
    hq.settings = replace(hq.settings, directory="", directory_client="")
    assert signing_in.facts(hq) == DirectoryFacts("")
    ask = DirectoryBegin(DESK, PORT)
    assert refused(lambda: signing_in.begin(hq, ask, PLACE))[0] is Problem.DIRECTORY_NOT_SET
    with pytest.raises(AccountRefusedError, match="no directory"):
        link(hq, OFFICER, LinkRequest(SUBJECT, WHY), ADMINISTRATOR)


def test_over_http_a_person_signs_in_at_desk_and_command_line(
    settings: HqSettings, clock: SetClock, provider: Directory
) -> None:
    with InProcessHq(settings, clock, os.urandom) as served:
        sample_agency(served.hq, PASSWORDS, capture_date(clock.now()))
        link(served.hq, OFFICER, LinkRequest(SUBJECT, WHY), ADMINISTRATOR)
        http = Car(served.base_url).http
        assert decode(DirectoryFacts, http.get(addresses.DIRECTORY).content).name == "Concord"
        for address in (addresses.DESK_SESSIONS, addresses.COMMAND_SESSIONS):
            asked = http.post(
                addresses.DIRECTORY_ATTEMPTS, content=encode(DirectoryBegin(DESK, PORT))
            )
            offer = decode(DirectoryOffer, asked.content)
            back = provider.goes_on(offer.address, SUBJECT)
            sent = DirectoryReturn(DESK, offer.attempt, back["state"], back["code"])
            answer = http.post(addresses.DIRECTORY_TICKETS, content=encode(sent))
            ticket = decode(DirectoryTicket, answer.content)
            begin = SignInMessage(ticket.person_id, ticket.ticket, DESK)
            session = http.post(address, content=encode(begin))
            assert decode(SessionMessage, session.content).person_id == OFFICER
        http.close()


def test_an_account_that_was_changed_outside_stays_out(desk: Desk, hq: Headquarters) -> None:
    ticket = desk.ticket()
    with hq.database.writing() as connection:
        raised = update(ACCOUNTS).where(ACCOUNTS.c.person_id == OFFICER)
        connection.execute(raised.values(role="administrator"))
    assert refused(lambda: desk.signs_in(ticket))[0] is Problem.ACCOUNT_CHANGED


def test_doctor_tells_whether_the_directory_answers_and_says_who_has_left(
    desk: Desk, hq: Headquarters, clock: SetClock
) -> None:
    def line() -> tuple[bool, str]:
        found = next(each for each in examined(hq) if each.name == "directory")
        return found.ok, found.words

    assert line()[0] is False
    assert "tells nobody who has left" in line()[1]
    old, token = (make_token(hq, WHY, ADMINISTRATOR).token for _ in range(2))
    assert line() == (True, "It answers. We ask for the factor.")
    clock.pass_by(hours=1)
    assert not leavers.asks_with(hq, old)
    assert "never asked with its token" in line()[1]
    assert leavers.asks_with(hq, token)
    assert line() == (True, "It answers. We ask for the factor.")
    hq.settings = replace(hq.settings, directory_factor="amr:mfa")
    assert line() == (True, "It answers. It vouches for second factors by amr:mfa.")
    desk.provider.status = 503
    assert line() == (False, "The agency's directory refused: status 503.")
    hq.settings = replace(hq.settings, directory="")
    assert line()[0]
