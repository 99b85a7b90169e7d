"""A second place vouches for headquarters' audit: who owns the data folder cannot rewrite it.

Each attack is one that was carried out by hand, on a database of its own.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import delete, select, update

from mdt_alpr.cli import main
from mdt_alpr.cli.hq_audit import NOT_PROVEN
from mdt_alpr.domain.audit.audit import AuditEntry, AuditEvent, audit_entry
from mdt_alpr.domain.audit.own_chain import OwnChainState
from mdt_alpr.domain.audit.witness import ChainFinding
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.hq.app import InProcessHq, open_headquarters
from mdt_alpr.hq.audit import chain_mark as own_chain_mark
from mdt_alpr.hq.audit import store
from mdt_alpr.hq.audit.chain_mark import ChainMark
from mdt_alpr.hq.audit.chain_watch import OwnChainWatch, settle_break
from mdt_alpr.hq.audit.service import record, signer_of
from mdt_alpr.hq.audit.witness import (
    NOT_SET,
    Witnessing,
    check_chain,
    make_audit_key,
    opened,
    public_key_in,
    witness_at,
)
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.base.tables import OWN_AUDIT, OWN_AUDIT_HEAD
from mdt_alpr.hq.keeping.doctor import examined
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER, sample_agency
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.ui.desk.pages.live_wall import witness_alarm
from tests.builders import NOW, SetClock
from tests.hq.conftest import CHEAP
from tests.hq.senders import PASSWORDS, PATIENCE

VIEWED = AuditEvent.HQ_PAST_READS_VIEWED


@dataclass
class Place:
    """A headquarters with a witness, and what an auditor has of it."""

    hq: Headquarters
    witness: Path
    public: Path

    def verified(self) -> ChainFinding:
        key = public_key_in(self.public)
        return check_chain(self.hq, witness_at(str(self.witness), key), key)

    def grow(self, number: int, event: AuditEvent = AuditEvent.HQ_HIT_VIEWED) -> None:
        with self.hq.writing() as work:
            for one in range(number):
                record(work, event, f"x{one}", OFFICER)

    @property
    def last(self) -> int:
        with self.hq.reading() as work:
            return store.last_sequence(work.connection)


@pytest.fixture
def audited(settings: HqSettings, clock: SetClock, tmp_path: Path) -> Iterator[Place]:
    """An audit with a mark in its middle, and checkpoints before and after it."""
    witness = tmp_path / "elsewhere"
    witness.mkdir()
    public = make_audit_key(tmp_path / "audit.key", os.urandom)
    named = replace(settings, audit_key=tmp_path / "audit.key", audit_witness=str(witness))
    hq = open_headquarters(named, clock, os.urandom)
    sample_agency(hq, PASSWORDS, NOW.date())
    place, witnessing = Place(hq, witness, public), Witnessing(hq)
    place.grow(4, VIEWED)
    OwnChainWatch(hq).check()
    witnessing.write()
    place.grow(6)
    witnessing.write()
    yield place
    hq.close()


def rewrite(hq: Headquarters, keep: Callable[[AuditEntry], AuditEntry | None]) -> None:
    """Write the whole chain anew as somebody does who knows how it is made."""
    with hq.database.writing() as connection:
        previous: AuditEntry | None = None
        kept = store.entries_from(connection, 1, 10_000, 10_000)
        connection.execute(delete(OWN_AUDIT))
        for one in filter(None, map(keep, kept)):
            previous = audit_entry(
                previous, at=one.at, device=one.device, person=one.person, event=one.event,
                subject=one.subject, detail=one.detail,
            )  # fmt: skip
            store.append(connection, previous)


def cut(hq: Headquarters, last: int) -> None:
    """Take away every entry behind one, and set the head back to it."""
    with hq.database.writing() as connection:
        connection.execute(delete(OWN_AUDIT).where(OWN_AUDIT.c.sequence > last))
        digest = connection.scalar(select(OWN_AUDIT.c.digest).where(OWN_AUDIT.c.sequence == last))
        connection.execute(update(OWN_AUDIT_HEAD).values(sequence=last, digest=digest))


def marked(hq: Headquarters) -> int:
    return own_chain_mark.kept(hq.kept, signer_of(hq)).sequence


def edit_one_row(place: Place) -> None:
    with place.hq.database.writing() as connection:
        connection.execute(
            update(OWN_AUDIT).where(OWN_AUDIT.c.sequence == 2).values(person="somebody else")
        )


def blame_another_behind_the_mark(place: Place) -> None:
    last = place.last
    rewrite(
        place.hq, lambda one: replace(one, person="another") if one.sequence == last - 3 else one
    )


def remove_entries_and_the_mark(place: Place) -> None:
    rewrite(place.hq, lambda one: None if one.event is VIEWED else one)
    (place.hq.settings.data / own_chain_mark.FILE).unlink()


def remove_all_behind_the_mark(place: Place) -> None:
    with place.hq.database.writing() as connection:
        behind = OWN_AUDIT.c.sequence > marked(place.hq)
        connection.execute(delete(OWN_AUDIT).where(behind))


def cut_back_to_the_mark(place: Place) -> None:
    cut(place.hq, marked(place.hq))


def sign_the_mark_anew(place: Place) -> None:
    """Rewrite what the mark vouched for and sign a new one with the key beside it."""
    rewrite(place.hq, lambda one: replace(one, person="another") if one.sequence == 2 else one)
    with place.hq.reading() as work:
        head = store.head(work.connection)
    own_chain_mark.keep(place.hq.kept, ChainMark(*head), signer_of(place.hq))


ATTACKS = [
    edit_one_row, blame_another_behind_the_mark, remove_entries_and_the_mark,
    remove_all_behind_the_mark, cut_back_to_the_mark, sign_the_mark_anew,
]  # fmt: skip


@pytest.mark.proved("V2")
@pytest.mark.attack("V2")
@pytest.mark.logs_warnings
@pytest.mark.parametrize("attack", ATTACKS)
def test_every_way_to_rewrite_the_audit_is_found(
    audited: Place, attack: Callable[[Place], None]
) -> None:
    assert audited.verified() == ChainFinding(proven_until=audited.last, proven_at=NOW)
    attack(audited)
    assert not audited.verified().is_whole


@pytest.mark.proved("V2")
@pytest.mark.attack("V2")
@pytest.mark.logs_warnings
@pytest.mark.parametrize("attack", ATTACKS)
def test_what_was_rewritten_is_found_as_well_when_the_record_has_grown_past_it(
    audited: Place, attack: Callable[[Place], None]
) -> None:
    attack(audited)
    if attack is not remove_all_behind_the_mark:
        audited.grow(40, AuditEvent.HQ_PICTURE_VIEWED)
    OwnChainWatch(audited.hq).check()
    Witnessing(audited.hq).write()
    assert not audited.verified().is_whole
    assert audited.hq.own_chain.witness_trouble or audited.hq.own_chain.is_alarm


@pytest.mark.proved("V2")
@pytest.mark.attack("V2")
@pytest.mark.parametrize("attack", [cut_back_to_the_mark, sign_the_mark_anew])
def test_without_a_witness_nothing_is_called_whole(
    audited: Place, attack: Callable[[Place], None]
) -> None:
    assert not check_chain(audited.hq, None, "").is_proven
    attack(audited)
    assert check_chain(audited.hq, None, "") == ChainFinding()


@pytest.mark.proved("V2")
@pytest.mark.attack("V2")
@pytest.mark.logs_warnings
def test_a_missing_mark_is_a_break(audited: Place) -> None:
    (audited.hq.settings.data / own_chain_mark.FILE).unlink()
    assert "the mark" in check_chain(audited.hq, None, "").why
    for _ in range(3):  # a start each: no look makes it good
        assert OwnChainWatch(audited.hq).check().broken_at == 1
        assert "the mark" in check_chain(audited.hq, None, "").why


@pytest.mark.proved("V2")
@pytest.mark.attack("V2")
def test_what_was_recorded_for_hours_without_a_checkpoint_is_not_proven(
    audited: Place, clock: SetClock
) -> None:
    last = audited.last
    clock.pass_by(hours=30)
    audited.grow(1)
    assert audited.verified().is_proven  # it was off, and has just begun again
    clock.pass_by(hours=2.1)
    audited.grow(1)
    found = audited.verified()
    assert (found.is_whole, found.is_proven, found.proven_until) == (True, False, last)


def public_of(place: Place) -> str:
    return public_key_in(place.public)


def checkpoints(place: Place) -> list[Path]:
    return sorted(place.witness.glob("audit-checkpoint-*.json"))


def change_a_digit(place: Place) -> None:
    first = checkpoints(place)[0]
    first.write_text(first.read_text().replace('"entries": ', '"entries": 1'))


def take_one_out(place: Place) -> None:
    checkpoints(place)[0].unlink()


def empty_it(place: Place) -> None:
    for checkpoint in checkpoints(place):
        checkpoint.unlink()


def sign_with_another_key(place: Place) -> None:
    other = place.witness.parent / "other.key"
    make_audit_key(other, os.urandom)
    empty_it(place)
    settings = replace(place.hq.settings, audit_key=other)
    place.hq.settings = settings
    Witnessing(place.hq).write()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (change_a_digit, "was not signed by this key"),
        (take_one_out, "checkpoint 1 is missing"),
        (empty_it, "holds no checkpoint"),
        (sign_with_another_key, "was not signed by this key"),
    ],
)
def test_a_witness_that_was_touched_proves_nothing(
    audited: Place, change: Callable[[Place], None], words: str
) -> None:
    change(audited)
    assert words in audited.verified().why


@pytest.mark.logs_warnings
def test_a_checkpoint_is_never_written_over_one_that_contradicts_it(audited: Place) -> None:
    before = {checkpoint: checkpoint.read_bytes() for checkpoint in checkpoints(audited)}
    cut_back_to_the_mark(audited)
    witnessing = Witnessing(audited.hq)
    witnessing.write()
    assert "the audit ends at entry" in audited.hq.own_chain.witness_trouble
    assert {checkpoint: checkpoint.read_bytes() for checkpoint in checkpoints(audited)} == before


@pytest.mark.logs_warnings
def test_a_folder_that_went_away_is_reported_and_used_again(audited: Place) -> None:
    witnessing, away = Witnessing(audited.hq), audited.witness.with_name("away")
    shutil.move(audited.witness, away)
    with pytest.raises(OutsideError, match="is not there"):
        witnessing.write()
    assert audited.hq.own_chain.witness_trouble
    assert not audited.witness.exists()
    shutil.move(away, audited.witness)
    witnessing.write()
    assert audited.hq.own_chain.witness_trouble == ""
    assert audited.verified().is_proven


def test_a_server_writes_a_checkpoint_at_its_start_and_at_its_end(
    audited: Place, clock: SetClock
) -> None:
    before = len(checkpoints(audited))
    with InProcessHq(audited.hq.settings, clock, os.urandom) as server:
        assert len(checkpoints(audited)) == before + 1
        clock.at += timedelta(minutes=5)
        with server.hq.writing() as work:
            record(work, AuditEvent.HQ_HIT_VIEWED, "x", OFFICER)
    assert len(checkpoints(audited)) == before + 2
    assert audited.verified().proven_until == audited.last


@pytest.mark.proved("V2")
@pytest.mark.attack("V2")
@pytest.mark.usefixtures("typed_password")
def test_the_command_tells_whole_broken_and_not_proven_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "elsewhere").mkdir()
    key, folder = tmp_path / "audit.key", tmp_path / "elsewhere"
    assert main(["hq", "audit-key", str(key)]) == 0
    settings = HqSettings(
        tmp_path / "hq", audit_key=key, audit_witness=str(folder), password_cost=CHEAP
    )
    hq = open_headquarters(settings, SystemClock(), os.urandom)
    sample_agency(hq, PASSWORDS, capture_date(hq.clock.now()))
    Witnessing(hq).write()
    asked = ["hq", "--data", str(settings.data), "audit-verify", "--by", CUSTODIAN]
    witness = ["--witness", str(folder), "--audit-key", f"{key}.pub"]
    assert main(asked) == NOT_PROVEN
    assert main([*asked, *witness]) == 0
    Witnessing(hq).write()
    cut(hq, 2)
    capsys.readouterr()
    assert main([*asked, *witness]) == 1
    assert "BROKEN: the audit ends at entry" in capsys.readouterr().out
    hq.close()


def test_a_headquarters_without_a_witness_says_so(hq: Headquarters) -> None:
    Witnessing(hq).write()
    assert hq.own_chain.witness_trouble == NOT_SET
    assert "AUDIT WITHOUT WITNESS" in witness_alarm(hq.own_chain)
    assert witness_alarm(OwnChainState()) == ""


def test_an_audit_key_is_made_once_and_readable_by_its_owner_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "audit.key"
    assert main(["hq", "audit-key", str(place)]) == 0
    assert place.stat().st_mode & 0o777 == 0o600
    assert main(["hq", "audit-key", str(place)]) == 1
    assert "exists already" in capsys.readouterr().err


@pytest.mark.proved("V2")
@pytest.mark.attack("V2")
@pytest.mark.logs_warnings
def test_a_witness_folder_that_is_away_at_the_start_alarms_and_stops_no_service(
    audited: Place, clock: SetClock
) -> None:
    shutil.move(audited.witness, audited.witness.with_name("away"))
    with InProcessHq(audited.hq.settings, clock, os.urandom) as server:
        assert "is not there" in server.hq.own_chain.witness_trouble
        ready = httpx.get(f"{server.base_url}/readyz", trust_env=False, timeout=PATIENCE)
        assert ready.status_code == 200  # cars go on being served
        assert "WARNING: no checkpoint" in ready.text
        assert str(audited.witness) not in ready.text  # anybody may ask
    (line,) = [one for one in examined(audited.hq) if one.name == "audit witness"]
    assert not line.ok
    assert "is not there" in line.words


@pytest.mark.proved("V2")
@pytest.mark.attack("V2")
def test_entries_that_went_from_before_a_checkpoint_are_missed_by_its_count(
    audited: Place,
) -> None:
    file = checkpoints(audited)[0]
    first = opened((file.name, file.read_bytes()), public_of(audited))
    assert first is not None
    assert first.entries == first.sequence
    with audited.hq.database.writing() as connection:
        connection.execute(delete(OWN_AUDIT).where(OWN_AUDIT.c.sequence == 3))
    settle_break(audited.hq, 3, "A disk block could not be read.", ADMINISTRATOR, CUSTODIAN)
    assert check_chain(audited.hq, None, "").is_whole
    assert f"saw {first.entries}" in audited.verified().why


@pytest.mark.proved("V2")
@pytest.mark.attack("V2")
def test_a_public_key_of_that_name_leaves_no_private_key_behind(tmp_path: Path) -> None:
    (tmp_path / "audit.key.pub").write_text("another's")
    with pytest.raises(OutsideError, match="Nothing was changed"):
        make_audit_key(tmp_path / "audit.key", os.urandom)
    assert not (tmp_path / "audit.key").exists()
