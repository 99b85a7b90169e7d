"""A database is opened by the policy profile it was made with; two people adopt another."""

import os

import pytest

from mdt_alpr.acts.policy import ADOPTIONS
from mdt_alpr.cli import main
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.accounts import AccountRefusedError
from mdt_alpr.domain.people.provenance import Seat
from mdt_alpr.domain.policy import PROFILE
from mdt_alpr.hq.app import open_headquarters
from mdt_alpr.hq.base.database import put_row
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.base.paper import printed
from mdt_alpr.hq.base.profile_mark import profile_of
from mdt_alpr.hq.base.tables import MARKS
from mdt_alpr.hq.keeping.doctor import examined
from mdt_alpr.hq.keeping.profile_adoption import adopt
from mdt_alpr.hq.keeping.start_record import record_start
from mdt_alpr.hq.people.adoption import adoptions
from mdt_alpr.hq.people.command_sign_in import Credentials
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER
from mdt_alpr.hq.people.sign_in import sign_in
from mdt_alpr.wire.messages import SignInMessage
from mdt_alpr.wire.problems import Problem
from tests.hq.senders import PASSWORDS
from tests.hq.test_second_factors import recorded

DATABASES = ["sqlite"]
WHY = "the agency moved to the state's new statute"
OTHER = "Elsewhere (elsewhere, 0123456789abcdef)"


def make_it_of_another(hq: Headquarters, zone: str = PROFILE.zone.key) -> None:
    """Mark the database as a program with another profile would have."""
    with hq.database.writing() as connection:
        row = {"name": "policy_profile", "value": f"0123456789abcdef {zone} {OTHER}"}
        put_row(connection, MARKS, row)


def shown(person: str, password: str = "") -> Credentials:
    return Credentials(person, password or PASSWORDS[person])


def opened(hq: Headquarters) -> None:
    open_headquarters(hq.settings, hq.clock, os.urandom).close()


def test_a_database_of_another_profile_is_not_opened(hq: Headquarters) -> None:
    opened(hq)
    make_it_of_another(hq)
    with pytest.raises(OutsideError, match=r"made with the policy profile Elsewhere") as refused:
        opened(hq)
    assert PROFILE.words in str(refused.value)
    assert "hq adopt-profile" in str(refused.value)


def test_two_people_adopt_it_on_record_and_it_is_opened(hq: Headquarters) -> None:
    make_it_of_another(hq)
    assert adopt(hq, ADMINISTRATOR, shown(CUSTODIAN), WHY) == OTHER
    assert recorded(hq, AuditEvent.HQ_PROFILE_ADOPTED) == [(ADMINISTRATOR, PROFILE.words)]
    opened(hq)


@pytest.mark.parametrize("second", [shown(ADMINISTRATOR), shown(OFFICER), shown(CUSTODIAN, "x")])
def test_one_person_or_who_may_not_adopts_nothing(hq: Headquarters, second: Credentials) -> None:
    make_it_of_another(hq)
    with pytest.raises(RefusedError):
        adopt(hq, ADMINISTRATOR, second, WHY)
    with pytest.raises(AccountRefusedError):
        adopt(hq, ADMINISTRATOR, shown(CUSTODIAN), "")
    with hq.reading() as work:
        assert profile_of(work.connection)[2] == OTHER
    assert recorded(hq, AuditEvent.HQ_PROFILE_ADOPTED) == []


def test_a_database_whose_days_are_of_another_zone_stays_with_its_profile(
    hq: Headquarters,
) -> None:
    make_it_of_another(hq, "America/Denver")
    with pytest.raises(OutsideError, match="another time zone needs a new headquarters"):
        adopt(hq, ADMINISTRATOR, shown(CUSTODIAN), WHY)
    with pytest.raises(OutsideError, match="another time zone needs a new headquarters"):
        opened(hq)


def test_the_command_asks_both_people(
    hq: Headquarters, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make_it_of_another(hq)
    monkeypatch.setenv("MDT_ALPR_PASSWORD", PASSWORDS[ADMINISTRATOR])
    monkeypatch.setenv("MDT_ALPR_CONFIRMER_PASSWORD", PASSWORDS[CUSTODIAN])
    place = ("--database", hq.settings.database_url) if hq.settings.database_url else ()
    words = ["hq", "adopt-profile", "--by", ADMINISTRATOR, "--confirmed-by", CUSTODIAN]
    assert main([*words, "--reason", WHY, "--data", str(hq.settings.data), *place]) == 0
    assert f"Before: {OTHER}" in capsys.readouterr().out
    opened(hq)


@pytest.mark.attack("V9")
@pytest.mark.parametrize("seat", [Seat.CAR, Seat.DESK])
def test_nobody_signs_in_from_a_program_of_another_profile(hq: Headquarters, seat: Seat) -> None:
    message = SignInMessage(OFFICER, PASSWORDS[OFFICER], "car-1", profile="0123456789abcdef")
    with pytest.raises(RefusedError) as refused:
        sign_in(hq, message, seat)
    assert refused.value.problem is Problem.OTHER_PROFILE


def test_headquarters_says_which_profile_it_runs(hq: Headquarters) -> None:
    record_start(hq)
    with hq.writing() as work:
        answer = adoptions(work, ADMINISTRATOR)
    assert ADOPTIONS.foot is not None
    assert f"Policy profile: {PROFILE.words}." in str(ADOPTIONS.foot(answer))
    assert any(PROFILE.words in line.words for line in examined(hq) if line.name == "policy")
    assert printed(hq, "Lt. Reyes").policy.endswith(PROFILE.words)
