"""The end of the record cannot be cut unseen, nor changed against what an auditor noted (AU-9)."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete

from mdt_alpr.cli import main
from mdt_alpr.cli.hq_audit import NOT_PROVEN
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.audit.witness import NOTED_DIGITS, UNSEEN_AT_MOST, ChainFinding
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.hq.app import open_headquarters
from mdt_alpr.hq.audit.service import end_of
from mdt_alpr.hq.audit.witness import Witnessing, check_chain, public_key_in, witness_at
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.base.tables import MARKS
from mdt_alpr.hq.people.sample_agency import CUSTODIAN, sample_agency
from mdt_alpr.machine.clock import SystemClock
from tests.builders import SetClock
from tests.hq.conftest import CHEAP
from tests.hq.senders import PASSWORDS
from tests.hq.test_witness import (
    VIEWED,
    Place,
    audited,
    checkpoints,
    cut,
    empty_it,
    rewrite,
    sign_the_mark_anew,
)

__all__ = ["audited"]  # a fixture


def checked(place: Place, noted: tuple[int, str]) -> ChainFinding:
    """Check as an auditor who noted the end of an earlier check."""
    key = public_key_in(place.public)
    return check_chain(place.hq, witness_at(str(place.witness), key), key, noted)


@pytest.mark.proved("V16")
@pytest.mark.logs_warnings
@pytest.mark.parametrize(
    ("event", "number"),
    [
        (AuditEvent.HQ_ACCOUNT_CHANGED, 1),
        (AuditEvent.HQ_SEARCHED, 1),
        (VIEWED, 1),
        (AuditEvent.HQ_EVIDENCE_EXPORTED, 1),
        (AuditEvent.HQ_HIT_VIEWED, UNSEEN_AT_MOST),
    ],
)
def test_the_end_cannot_be_cut_unseen_after_a_grave_act_or_many_entries(
    audited: Place, event: AuditEvent, number: int
) -> None:
    witnessing = Witnessing(audited.hq)
    witnessing.write()
    before, last = len(checkpoints(audited)), audited.last
    audited.grow(1)
    witnessing.write_in_time()
    assert len(checkpoints(audited)) == before  # a look at a hit waits for the hour
    audited.grow(number, event)
    witnessing.write_in_time()
    assert len(checkpoints(audited)) == before + 1
    cut(audited.hq, last)
    assert "the audit ends at entry" in audited.verified().why
    witnessing.write_in_time()
    assert "the audit ends at entry" in audited.hq.own_chain.witness_trouble


def rewritten_with_a_new_witness(place: Place) -> None:
    """Do all that who runs the server can do: rewrite, sign the mark anew, begin a witness."""
    rewrite(place.hq, lambda one: None if one.event is VIEWED else one)
    sign_the_mark_anew(place)
    empty_it(place)
    with place.hq.database.writing() as connection:
        connection.execute(delete(MARKS))
    Witnessing(place.hq).write()


@pytest.mark.proved("V17")
@pytest.mark.logs_warnings
def test_what_the_auditor_noted_finds_a_record_that_was_rewritten_with_its_witness(
    audited: Place,
) -> None:
    noted = audited.last, end_of(audited.hq)[0][1][:NOTED_DIGITS]
    audited.grow(3)
    Witnessing(audited.hq).write()
    assert checked(audited, noted).is_proven
    rewritten_with_a_new_witness(audited)
    found = checked(audited, noted)
    assert "you noted" in found.why


@pytest.mark.proved("V17")
@pytest.mark.logs_warnings
def test_a_witness_that_is_younger_than_the_record_proves_nothing_that_was_not_noted(
    audited: Place, clock: SetClock
) -> None:
    noted = audited.last
    clock.at += timedelta(days=2)
    rewritten_with_a_new_witness(audited)
    found = audited.verified()
    assert not found.is_proven
    assert found.unvouched == (1, audited.last)
    assert checked(audited, (noted, "0" * 16)).why


@pytest.mark.proved("V17")
@pytest.mark.logs_warnings
def test_a_witness_that_was_emptied_is_never_begun_anew_in_silence(audited: Place) -> None:
    empty_it(audited)
    Witnessing(audited.hq).write()
    assert "emptied" in audited.hq.own_chain.witness_trouble
    assert checkpoints(audited) == []


@pytest.mark.proved("V17")
@pytest.mark.usefixtures("typed_password")
def test_the_command_shows_what_to_note_and_takes_it_the_next_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hq = open_headquarters(
        HqSettings(tmp_path / "hq", password_cost=CHEAP), SystemClock(), os.urandom
    )
    sample_agency(hq, PASSWORDS, capture_date(hq.clock.now()))
    asked = ["hq", "--data", str(tmp_path / "hq"), "audit-verify", "--by", CUSTODIAN]
    assert main(asked) == NOT_PROVEN
    noted = capsys.readouterr().out.split("--known ")[1].split()[0]
    assert main([*asked, "--known", noted]) == NOT_PROVEN
    other = "f" if noted[-1] == "0" else "0"
    assert main([*asked, "--known", noted[:-1] + other]) == 1
    assert "not the one that you noted" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main([*asked, "--known", "12"])
    assert "N:DIGEST" in capsys.readouterr().err
    hq.close()
