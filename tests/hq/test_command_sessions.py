"""Commands ask headquarters over its API, as the person who signed in (ACC-12, HOT-04, SC-23)."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import keyring
import pytest
from keyring.backend import KeyringBackend
from sqlalchemy import func, select

from mdt_alpr.adapters.session_keyring import ENTRY, VARIABLE, SessionKeyring
from mdt_alpr.adapters.vault.keyring_vault import SERVICE
from mdt_alpr.cli.hq_link import DEVICE, CommandSession
from mdt_alpr.cli.passwords import PASSWORD_VARIABLE
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import StoreLockedError
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.policy import COMMAND_SESSION_LASTS, CONFIRMATION_LASTS, PROOF_LASTS
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.base.tables import OWN_AUDIT, SESSIONS
from mdt_alpr.hq.people.account_acts import disable_account
from mdt_alpr.hq.people.accounts import NewAccount, make_account
from mdt_alpr.hq.people.sample_agency import (
    ADMINISTRATOR,
    CUSTODIAN,
    OFFICER,
    SUPERVISOR,
    sample_agency,
)
from mdt_alpr.wire.addresses import SECOND_PERSON
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.keeping import ClockRequest
from mdt_alpr.wire.problems import Problem
from tests.builders import NOW, SetClock
from tests.hq.commands import PASSWORD, Terminal
from tests.hq.conftest import CHEAP
from tests.hq.senders import PASSWORDS, PATIENCE, Car

WHY = "--reason", "called, forgot the password"
DATABASES = ["sqlite"]


@pytest.fixture(scope="module")
def clock() -> SetClock:
    return SetClock()


@pytest.fixture(scope="module")
def agency(tmp_path_factory: pytest.TempPathFactory, clock: SetClock) -> Iterator[InProcessHq]:
    """One headquarters for all of these tests; who is locked or disabled is one's own."""
    settings = HqSettings(tmp_path_factory.mktemp("agency"), password_cost=CHEAP)
    with InProcessHq(settings, clock, os.urandom) as found:
        sample_agency(found.hq, PASSWORDS, NOW.date())
        yield found


@pytest.fixture
def shell(
    agency: InProcessHq,
    clock: SetClock,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Terminal]:
    yield Terminal(agency.base_url, monkeypatch, capsys)
    clock.at = NOW


def newcomer(hq: Headquarters, person: str, role: Role = Role.CUSTODIAN) -> str:
    make_account(hq, NewAccount(person, person, role, PASSWORD, NOW.date()), "test")
    return person


def sign_in(shell: Terminal, person: str, *words: str, password: str = PASSWORD) -> int:
    shell.patch.setenv(PASSWORD_VARIABLE, password)
    return shell.give("", "sign-in", "--hq", shell.base_url, *words, person)


def recorded(hq: Headquarters, event: AuditEvent) -> list[tuple[str, str]]:
    with hq.reading() as work:
        query = select(OWN_AUDIT).where(OWN_AUDIT.c.event == event)
        rows = list(work.connection.execute(query.order_by(OWN_AUDIT.c.sequence)))
    return [(row.person, row.subject) for row in rows]


def lasting(hq: Headquarters, person: str) -> int:
    """Return how many sessions of a person have not ended."""
    mine = SESSIONS.c.person_id == person, SESSIONS.c.ended_at.is_(None)
    with hq.reading() as work:
        number: int | None = work.connection.scalar(select(func.count()).where(*mine))
    return number or 0


# ---------------------------------------------------------------- sign in and out


class Ring(KeyringBackend):
    """A keyring that keeps what it is given."""

    priority = 1

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def ring() -> Iterator[Ring]:
    before, found = keyring.get_keyring(), Ring()
    keyring.set_keyring(found)
    yield found
    keyring.set_keyring(before)


def test_a_session_is_kept_in_the_keyring_used_by_commands_and_ends_on_both_sides(
    agency: InProcessHq, shell: Terminal, ring: Ring
) -> None:
    person = newcomer(agency.hq, "okafor")
    assert sign_in(shell, person) == 0
    assert "okafor (custodian) is signed in" in shell.out
    message = decode(CommandSession, ring.kept[SERVICE, ENTRY])
    assert message.token not in shell.out + shell.err + repr(message)
    assert shell.give("", "lists") == 0
    assert recorded(agency.hq, AuditEvent.HQ_SIGN_IN)[-1] == (person, DEVICE)
    assert sign_in(shell, person) == 0
    assert lasting(agency.hq, person) == 1
    assert shell.give("", "sign-out") == 0
    assert (ring.kept, lasting(agency.hq, person)) == ({}, 0)
    assert shell.give("", "lists") == 1
    assert "Nobody is signed in for commands. Sign in: mdt-alpr hq sign-in" in shell.err


def test_without_a_keyring_nothing_is_kept_and_the_shell_may_keep_the_session_itself(
    agency: InProcessHq, shell: Terminal
) -> None:
    person = newcomer(agency.hq, "hollis")
    assert sign_in(shell, person) == 1
    assert f'export {VARIABLE}="$(mdt-alpr hq sign-in --print ...)"' in shell.err
    assert os.environ[PASSWORD_VARIABLE]  # nobody was asked for a password in vain
    assert lasting(agency.hq, person) == 0
    assert sign_in(shell, person, "--print") == 0
    assert shell.give(shell.out.strip(), "lists") == 0
    assert shell.give("{}", "lists") == 1
    assert "Sign in again" in shell.err


class PlaintextRing(Ring):
    pass


def test_a_keyring_that_keeps_the_session_in_the_clear_is_not_used() -> None:
    ring = PlaintextRing()
    with pytest.raises(StoreLockedError, match="in the clear"):
        SessionKeyring(ring).keep("a session")
    assert ring.kept == {}


def test_wrong_passwords_lock_the_account_and_an_administrator_releases_it(
    agency: InProcessHq, shell: Terminal
) -> None:
    person = newcomer(agency.hq, "pruitt")
    for _ in range(5):
        assert sign_in(shell, person, "--print", password="wrong horse battery") == 1  # noqa: S106
        assert "password is wrong" in shell.err
    assert sign_in(shell, person, "--print") == 1
    assert "locked" in shell.err
    assert shell.run(SUPERVISOR, "release-account", person, *WHY) == 1
    assert shell.run(ADMINISTRATOR, "release-account", person, *WHY) == 0
    assert sign_in(shell, person, "--print") == 0


def test_a_new_account_chooses_its_own_password_before_it_gives_a_command(
    agency: InProcessHq, shell: Terminal
) -> None:
    shell.new = "a horse that is long"
    made = "lee", "--name", "L. Lee", "--role", "custodian", "--trained-on", NOW.date()
    assert shell.run(CUSTODIAN, "make-account", *made) == 1
    assert shell.run(ADMINISTRATOR, "make-account", *made) == 0
    assert recorded(agency.hq, AuditEvent.HQ_ACCOUNT_MADE)[-1] == (ADMINISTRATOR, "lee")
    assert sign_in(shell, "lee", "--print", password=shell.new) == 1
    assert "mdt-alpr hq change-password lee" in shell.err
    change = "change-password", "--hq", shell.base_url, "lee"
    for new, code in (("lee's own long word", 1), ("nobody else's long word", 0)):
        shell.patch.setenv(PASSWORD_VARIABLE, "a horse that is long")
        shell.new = new
        assert shell.give("", *change) == code
    assert sign_in(shell, "lee", "--print", password=shell.new) == 0


@pytest.mark.parametrize("option", ["--data", "--database", "--keys"])
def test_a_command_that_asks_headquarters_opens_no_folder(shell: Terminal, option: str) -> None:
    assert shell.run(CUSTODIAN, option, "sqlite:///x" if "base" in option else "x", "lists") == 1
    assert f"{option} is for commands that open headquarters' own folder" in shell.err


# ---------------------------------------------------------------- attacks


@pytest.mark.attack("V11")
def test_a_command_without_a_session_or_with_a_made_up_one_does_nothing(shell: Terminal) -> None:
    made_up = encode(CommandSession(shell.base_url, ADMINISTRATOR, "0" * 64))
    for session in ("", made_up):
        assert shell.give(session, "accounts") == 1
        assert "ign in" in shell.err
        assert shell.out == ""


@pytest.mark.attack("V11")
@pytest.mark.parametrize(
    ("person", "command"),
    [
        (OFFICER, ("lists",)),
        (SUPERVISOR, ("audit",)),
        (CUSTODIAN, ("disable-account", OFFICER, *WHY)),
        (CUSTODIAN, ("accept-key", "car-1", "0" * 16)),
        (SUPERVISOR, ("certificates",)),
        (OFFICER, ("daily-counts",)),
    ],
)
def test_a_command_is_refused_to_a_role_that_may_not_do_it(
    agency: InProcessHq, shell: Terminal, person: str, command: tuple[str, ...]
) -> None:
    assert shell.run(person, *command) == 1
    assert "may not do this" in shell.err
    assert recorded(agency.hq, AuditEvent.HQ_ACCESS_REFUSED)[-1][0] == person


@pytest.mark.attack("V11")
def test_a_session_that_is_over_says_in_words_how_to_sign_in_again(
    shell: Terminal, clock: SetClock
) -> None:
    session = shell.session(CUSTODIAN)
    clock.at = NOW + COMMAND_SESSION_LASTS - timedelta(seconds=1)
    assert shell.give(session, "lists") == 0
    clock.at = NOW + COMMAND_SESSION_LASTS
    assert shell.give(session, "lists") == 1
    assert "Sign in again. Command: mdt-alpr hq sign-in." in shell.err


@pytest.mark.attack("V11")
@pytest.mark.usefixtures("typed_password")
def test_a_privileged_act_asks_for_the_password_again_after_15_minutes(
    agency: InProcessHq, shell: Terminal, clock: SetClock
) -> None:
    session = shell.session(ADMINISTRATOR)
    clock.at = NOW + PROOF_LASTS
    bound = len(recorded(agency.hq, AuditEvent.HQ_UNIT_BOUND))
    shell.patch.setenv(PASSWORD_VARIABLE, "wrong horse battery")
    assert shell.give(session, "bind-unit", "car-8", "Unit 8") == 1
    assert "password is wrong" in shell.err
    assert len(recorded(agency.hq, AuditEvent.HQ_UNIT_BOUND)) == bound
    assert shell.give(session, "bind-unit", "car-8", "Unit 8") == 0


@pytest.mark.attack("V11")
def test_a_token_that_was_copied_to_another_machine_ends_with_its_first_use_there(
    agency: InProcessHq, shell: Terminal
) -> None:
    token = shell.begun(CUSTODIAN).token
    elsewhere = httpx.HTTPTransport(local_address="127.0.0.2")
    with httpx.Client(base_url=shell.base_url, transport=elsewhere, timeout=PATIENCE) as thief:
        headers = {"Authorization": f"Bearer {token}"}
        answer = thief.get("/v1/hotlists", headers=headers)
    assert answer.status_code == 401
    assert answer.json()["number"] == Problem.OTHER_MACHINE.number
    assert recorded(agency.hq, AuditEvent.HQ_ACCESS_REFUSED)[-1] == (CUSTODIAN, "GET /v1/hotlists")
    with Car(shell.base_url, token) as owner:
        assert owner.http.get("/v1/hotlists").status_code == 401


@pytest.mark.attack("V11")
@pytest.mark.parametrize(
    "address", ["http://192.0.2.10:8443", "https://hq.example.gov", "ftp://localhost", "localhost"]
)
def test_an_address_without_tls_on_another_machine_gets_no_password(
    shell: Terminal, address: str
) -> None:
    assert shell.give("", "sign-in", "--hq", address, CUSTODIAN) == 1
    assert "answers enrolled machines only" in shell.err


@pytest.mark.attack("V11")
def test_who_is_disabled_while_a_message_comes_in_does_nothing_with_it(
    agency: InProcessHq, shell: Terminal
) -> None:
    person = newcomer(agency.hq, "mercer", Role.ADMINISTRATOR)
    body = b'{"why":"called, forgot the password"}'

    def slowly() -> Iterator[bytes]:
        yield body[:5]
        disable_account(agency.hq, person, "is a threat to others", ADMINISTRATOR)
        yield body[5:]

    with Car(shell.base_url, shell.begun(person).token) as one:
        json = {"Content-Type": "application/json"}
        path = f"/v1/accounts/{OFFICER}/disable"
        assert one.http.post(path, content=slowly(), headers=json).status_code == 401
    assert shell.begun(OFFICER).token


@pytest.mark.attack("V11")
def test_who_is_disabled_while_a_list_comes_in_delivers_none(
    agency: InProcessHq, shell: Terminal
) -> None:
    person = newcomer(agency.hq, "sutton")

    def slowly() -> Iterator[bytes]:
        yield b"Plate Number,Description,State/Province\n"
        disable_account(agency.hq, person, "is a threat to others", ADMINISTRATOR)
        yield b"AB1,Stolen sedan,NC\n"

    with Car(shell.base_url, shell.begun(person).token) as one:
        given = {"name": "x.csv", "written_at": NOW.isoformat()}
        answer = one.http.post("/v1/hotlists", content=slowly(), params=given)
    assert answer.status_code == 401
    assert recorded(agency.hq, AuditEvent.HQ_LIST_IMPORTED) == []


CONFIRMING = encode(ClockRequest(NOW.date()))


@pytest.mark.attack("V11")
def test_nobody_confirms_an_act_of_ones_own(agency: InProcessHq, shell: Terminal) -> None:
    asked = "confirm-clock", "--today", NOW.date(), "--confirmed-by"
    assert shell.run(CUSTODIAN, *asked, CUSTODIAN) == 1
    assert "Another person has to" in shell.err
    assert shell.run(CUSTODIAN, *asked, OFFICER) == 1
    assert "may not do this" in shell.err
    shell.second = "wrong horse battery"
    assert shell.run(CUSTODIAN, *asked, ADMINISTRATOR) == 1
    assert "password is wrong" in shell.err
    with Car(shell.base_url, shell.begun(CUSTODIAN).token) as one:
        own = {SECOND_PERSON: shell.begun(CUSTODIAN).token}
        answer = one.http.post("/v1/clock", content=CONFIRMING, headers=own)
        assert answer.json()["number"] == Problem.SECOND_PERSON.number
        assert one.http.post("/v1/clock", content=CONFIRMING).status_code == 403
    assert recorded(agency.hq, AuditEvent.HQ_CLOCK_CONFIRMED) == []


@pytest.mark.attack("V11")
def test_a_confirmation_counts_once_and_for_minutes_only(
    agency: InProcessHq, shell: Terminal, clock: SetClock
) -> None:
    with Car(shell.base_url, shell.begun(CUSTODIAN).token) as one:
        fresh, old = (shell.begun(ADMINISTRATOR).token for _ in range(2))
        codes = [
            one.http.post("/v1/clock", content=CONFIRMING, headers={SECOND_PERSON: fresh})
            for _ in range(2)
        ]
        assert [answer.status_code for answer in codes] == [204, 401]
        clock.at = NOW + CONFIRMATION_LASTS
        late = one.http.post("/v1/clock", content=CONFIRMING, headers={SECOND_PERSON: old})
        assert late.json()["number"] == Problem.SECOND_PERSON.number
    assert len(recorded(agency.hq, AuditEvent.HQ_CLOCK_CONFIRMED)) == 1


# ---------------------------------------------------------------- lists


HEADER = "Plate Number,Description,State/Province"


def list_of(folder: Path, number: int) -> Path:
    path = folder / f"{number}.csv"
    rows = (f"AB{n:04},Stolen sedan,NC" for n in range(number))
    path.write_text("\n".join((HEADER, *rows)) + "\n", "utf-8")
    os.utime(path, (NOW.timestamp(), NOW.timestamp()))
    return path


@pytest.mark.attack("V11")
def test_a_list_that_shrank_is_taken_by_two_people_who_both_signed_in(
    server: InProcessHq, terminal: Terminal, tmp_path: Path
) -> None:
    assert terminal.run(CUSTODIAN, "import-hotlist", list_of(tmp_path, 40)) == 0
    smaller = "import-hotlist", list_of(tmp_path, 10)
    assert terminal.run(CUSTODIAN, *smaller) == 1
    assert "has to confirm it" in terminal.err
    confirmed = *smaller, "--confirmed-by"
    terminal.second = "wrong horse battery"
    assert terminal.run(CUSTODIAN, *confirmed, ADMINISTRATOR) == 1
    terminal.second = PASSWORD
    assert terminal.run(CUSTODIAN, *confirmed, CUSTODIAN) == 1
    assert terminal.run(CUSTODIAN, *confirmed, OFFICER) == 1
    assert len(recorded(server.hq, AuditEvent.HQ_LIST_IMPORTED)) == 1
    assert terminal.run(CUSTODIAN, *confirmed, ADMINISTRATOR) == 0
    assert recorded(server.hq, AuditEvent.HQ_LIST_IMPORTED)[-1][0] == CUSTODIAN
    assert recorded(server.hq, AuditEvent.HQ_SIGN_IN)[-1] == (ADMINISTRATOR, DEVICE)


def test_a_mistyped_file_name_is_no_delivery(terminal: Terminal, tmp_path: Path) -> None:
    assert terminal.run(CUSTODIAN, "import-hotlist", list_of(tmp_path, 3)) == 0
    assert terminal.run(CUSTODIAN, "import-hotlist", tmp_path / "lits.csv") == 1
    assert "There is no file" in terminal.err
    assert terminal.run(CUSTODIAN, "import-hotlist", tmp_path) == 1
    assert "cannot be read" in terminal.err
    assert terminal.run(CUSTODIAN, "lists") == 0


def test_a_wrong_file_is_reported_until_two_people_settle_it_with_a_reason(
    server: InProcessHq, terminal: Terminal, tmp_path: Path
) -> None:
    wrong = tmp_path / "notes.txt"
    wrong.write_text("this is no list\n", "utf-8")
    assert terminal.run(CUSTODIAN, "import-hotlist", wrong) == 1
    assert terminal.run(CUSTODIAN, "lists") == 1
    second = "--confirmed-by", ADMINISTRATOR
    settled = "dismiss-delivery", *second, "--reason", "the wrong file was typed"
    assert terminal.run(OFFICER, *settled, 1) == 1
    assert terminal.run(CUSTODIAN, "dismiss-delivery", *second, 1, "--reason", "x") == 1
    alone = "--confirmed-by", CUSTODIAN, "--reason", "the wrong file was typed"
    assert terminal.run(CUSTODIAN, "dismiss-delivery", 1, *alone) == 1
    assert "cannot confirm their own act" in terminal.err
    assert terminal.run(CUSTODIAN, *settled, 7) == 1
    assert "No delivery 7 was stopped" in terminal.err
    assert terminal.run(CUSTODIAN, *settled, 1) == 0
    assert terminal.run(CUSTODIAN, *settled, 1) == 1
    assert "settled already" in terminal.err
    assert terminal.run(CUSTODIAN, "lists") == 0
    assert recorded(server.hq, AuditEvent.HQ_LIST_DISMISSED) == [(CUSTODIAN, "notes.txt")]


@pytest.mark.proved("HOT-02")
def test_a_file_of_66_days_ago_is_66_days_old_when_it_is_imported_by_hand(
    terminal: Terminal, tmp_path: Path
) -> None:
    old, at = list_of(tmp_path, 3), (NOW - timedelta(days=66)).timestamp()
    os.utime(old, (at, at))
    assert terminal.run(CUSTODIAN, "import-hotlist", old) == 0
    assert terminal.run(CUSTODIAN, "lists") == 1
    assert "OVERDUE" in terminal.out


# ---------------------------------------------------------------- cars


def test_an_administrator_binds_units_and_accepts_only_keys_that_wait(
    agency: InProcessHq, shell: Terminal
) -> None:
    assert shell.run(ADMINISTRATOR, "bind-unit", "car-9", "Unit 9") == 0
    assert (ADMINISTRATOR, "car-9") in recorded(agency.hq, AuditEvent.HQ_UNIT_BOUND)
    assert shell.run(ADMINISTRATOR, "bind-unit", "car-9", "") == 1
    assert shell.run(ADMINISTRATOR, "accept-key", "car-9", "ab" * 8) == 1
    assert "No key of this computer that waits" in shell.err
    assert shell.run(CUSTODIAN, "set-aside", "list") == 0
    assert "Nothing is set aside" in shell.out
    assert shell.run(ADMINISTRATOR, "set-aside", "accept", "7", *WHY) == 1


def test_the_keys_for_a_car_without_a_link_are_written_and_a_wrong_stick_is_named(
    shell: Terminal, tmp_path: Path
) -> None:
    keys = tmp_path / "keys"
    assert shell.run(ADMINISTRATOR, "offload-keys", keys, "--days", 5) == 0
    assert keys.stat().st_size > 5 * 64
    assert shell.run(ADMINISTRATOR, "offload-keys", keys, "--days", 100_000) == 1
    assert shell.run(ADMINISTRATOR, "load", keys) == 1
    assert "The file cannot be read as an offload file" in shell.err
    assert shell.run(CUSTODIAN, "load", keys) == 1
    assert "may not do this" in shell.err
