"""Nobody is surprised by the end of a password, a training, or the last administrator's term."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import update

from mdt_alpr.cli.passwords import PASSWORD_VARIABLE
from mdt_alpr.domain.equipment.doctor import DoctorLine
from mdt_alpr.domain.people.passwords import password_words
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.policy import PASSWORD_LASTS, TRAINING_LASTS, capture_date
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.tables import ACCOUNTS
from mdt_alpr.hq.keeping.doctor import examined
from mdt_alpr.hq.people.account_acts import change_account, disable_account
from mdt_alpr.hq.people.command_sign_in import ending_soon
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.wire.accounts import AccountChange
from tests.builders import NOW
from tests.hq.commands import Terminal
from tests.hq.senders import PASSWORDS

pytestmark = pytest.mark.proved("V13")
DATABASES = ["sqlite"]


def set_ends(hq: Headquarters, person: str, now: datetime, trained: int, password: int) -> None:
    """Let a person's training and password end in so many days."""
    with hq.database.writing() as connection:
        values = {
            "trained_on": capture_date(now) + timedelta(days=trained) - TRAINING_LASTS,
            "password_set_at": now + timedelta(days=password) - PASSWORD_LASTS,
        }
        where = ACCOUNTS.c.person_id == person
        connection.execute(update(ACCOUNTS).where(where).values(values))


@pytest.mark.parametrize(
    ("trained", "password", "said"),
    [
        (31, 31, []),
        (30, 31, ["Your ALPR training ends in 30 days."]),
        (31, 30, ["Your password ends in 30 days."]),
        (7, 8, ["WARNING: Your ALPR training ends in 7 days.", "Your password ends in 8 days."]),
        (
            0,
            1,
            ["WARNING: Your ALPR training ends today.", "WARNING: Your password ends tomorrow"],
        ),
    ],
)
def test_who_gives_a_command_hears_what_ends_within_a_month(
    hq: Headquarters, trained: int, password: int, said: list[str]
) -> None:
    set_ends(hq, CUSTODIAN, NOW, trained, password)
    with hq.reading() as work:
        found = ending_soon(work, CUSTODIAN)
    assert len(found) == len(said)
    assert all(one.startswith(words) for one, words in zip(found, said, strict=True))


def test_a_password_that_lasts_is_not_spoken_of() -> None:
    today = date(2026, 12, 1)
    assert password_words(today + timedelta(days=31), today) == ""
    assert password_words(today + timedelta(days=30), today)


def test_who_signs_in_for_commands_hears_what_ends_and_so_does_a_second_person(
    server: InProcessHq, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SystemClock, "now", lambda _self: NOW)  # commands ask the machine
    set_ends(server.hq, CUSTODIAN, NOW, 5, 200)
    set_ends(server.hq, ADMINISTRATOR, NOW, 200, 20)
    monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORDS[CUSTODIAN])
    assert terminal.give("", "sign-in", "--hq", server.base_url, "--print", CUSTODIAN) == 0
    assert f"{CUSTODIAN}: WARNING: Your ALPR training ends in 5 days." in terminal.err
    assert "WARNING" not in terminal.out
    asked = "confirm-clock", "--today", "2000-01-01", "--confirmed-by", ADMINISTRATOR
    assert terminal.give(terminal.out.strip(), *asked) == 1
    assert f"{ADMINISTRATOR}: Your password ends in 20 days." in terminal.err


def administrators(hq: Headquarters) -> DoctorLine:
    return next(one for one in examined(hq) if one.name == "administrators")


def test_the_doctor_counts_the_days_of_the_last_administrator(hq: Headquarters) -> None:
    set_ends(hq, ADMINISTRATOR, NOW, 31, 300)
    assert administrators(hq).ok
    set_ends(hq, ADMINISTRATOR, NOW, 30, 300)
    found = administrators(hq)
    assert not found.ok
    assert found.words.startswith("An administrator can sign in for 30 more days")
    assert "record-training" in found.words
    set_ends(hq, ADMINISTRATOR, NOW, -1, 300)
    assert "rescue-administrator" in administrators(hq).words


def test_an_administrator_who_is_disabled_does_not_count(hq: Headquarters) -> None:
    change_account(hq, CUSTODIAN, AccountChange("D", Role.ADMINISTRATOR), ADMINISTRATOR)
    set_ends(hq, ADMINISTRATOR, NOW, 20, 300)
    assert administrators(hq).ok  # the other one's training lasts
    disable_account(hq, CUSTODIAN, "Left the agency for good.", ADMINISTRATOR)
    assert not administrators(hq).ok
