"""Custodian and administrator read, export and check what headquarters recorded (AUD-08, RPT-06).

Each of them is itself on record, a refusal too.
"""

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from mdt_alpr.cli.hq_audit import NOT_PROVEN
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.policy import CAPTURE_ZONE, capture_date
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit import certificates
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.hit_tables import DAILY_COUNTS
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.base.tables import OWN_AUDIT
from mdt_alpr.hq.keeping.purge import purge
from mdt_alpr.hq.people.sample_agency import (
    ADMINISTRATOR,
    CUSTODIAN,
    OFFICER,
    SUPERVISOR,
    sample_agency,
)
from tests.builders import SetClock
from tests.hq.commands import Terminal
from tests.hq.conftest import CHEAP
from tests.hq.senders import PASSWORDS
from tests.hq.test_purge import fill

pytestmark = pytest.mark.usefixtures("typed_password")

TODAY = datetime.now(UTC)  # noqa: TID251 - the commands have no other clock
DATABASES = ["sqlite"]


@dataclass
class Commands:
    """Headquarters' commands; ``told`` is what the last one wrote."""

    hq: Headquarters
    terminal: Terminal

    @property
    def reported(self) -> str:
        return self.terminal.out

    def run(self, *words: str, by: str = CUSTODIAN) -> int:
        if words[0] != "audit-verify":
            return self.terminal.run(by, *words)
        return self.terminal.give("", "--data", self.hq.settings.data, *words, "--by", by)

    def lines(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.reported.splitlines()]

    def recorded(self, event: AuditEvent) -> list[dict[str, str]]:
        with self.hq.reading() as work:
            query = select(OWN_AUDIT).where(OWN_AUDIT.c.event == event)
            rows = list(work.connection.execute(query.order_by(OWN_AUDIT.c.sequence)))
        return [{"person": row.person, **dict(row.detail)} for row in rows]


@pytest.fixture
def commands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Commands]:
    settings = HqSettings(tmp_path / "hq", password_cost=CHEAP)
    with InProcessHq(settings, SetClock(TODAY), os.urandom) as server:
        sample_agency(server.hq, PASSWORDS, capture_date(TODAY))
        yield Commands(server.hq, Terminal(server.base_url, monkeypatch, capsys))


def at(commands: Commands, when: datetime, person: str, subject: str) -> None:
    """Let a person have done something then."""
    clock = commands.hq.clock
    assert isinstance(clock, SetClock)
    before, clock.at = clock.at, when
    with commands.hq.writing() as work:
        record(work, AuditEvent.HQ_HIT_VIEWED, subject, person, ("unit", "Unit 12"))
    clock.at = before


def days_ago(number: int) -> date:
    return capture_date(TODAY) - timedelta(days=number)


def test_the_audit_is_filtered_by_day_and_person(commands: Commands) -> None:
    for days, person in ((3, "a"), (2, "a"), (2, "b"), (1, "a")):
        noon = datetime.combine(days_ago(days), time(12), CAPTURE_ZONE)
        at(commands, noon, person, f"{person}{days}")
    day = days_ago(2).isoformat()
    asked = "audit", "--json", "--since", day, "--until", day
    assert commands.run(*asked, "--person", "a") == 0
    (found,) = commands.lines()
    assert (found["person"], found["subject"]) == ("a", "a2")
    commands.run(*asked)
    assert [line["subject"] for line in commands.lines()] == ["a2", "b2"]
    commands.run("audit", "--json", "--event", AuditEvent.HQ_HIT_VIEWED.value)
    assert len(commands.lines()) == 4


def test_a_line_for_people_has_the_instant_to_a_hundredth_of_a_second(commands: Commands) -> None:
    when = datetime(2026, 3, 1, 12, 30, 15, 678_900, UTC)
    at(commands, when, "officer-1", "hit-1")
    commands.run("audit", "--person", "officer-1")
    assert "2026-03-01 12:30:15.67 UTC, officer-1, hq:hit:viewed, hit-1, unit=Unit 12" in (
        commands.reported
    )


def test_an_exported_line_holds_all_that_its_digest_is_made_of(commands: Commands) -> None:
    commands.run("audit", "--json")
    previous = "0" * 64
    names = "sequence", "at", "device", "person", "event", "subject", "detail", "previous"
    for line in commands.lines():
        fields = json.dumps([line[n] for n in names], separators=(",", ":"))
        assert line["previous"] == previous
        assert line["digest"] == hashlib.sha256(fields.encode()).hexdigest()
        previous = str(line["digest"])


def test_an_export_is_a_private_file_whose_hash_is_on_record(
    commands: Commands, tmp_path: Path
) -> None:
    out = tmp_path / "audit.jsonl"
    assert commands.run("audit", "--out", str(out), by=ADMINISTRATOR) == 0
    digest = hashlib.sha256(out.read_bytes()).hexdigest()
    assert digest in commands.reported
    assert out.stat().st_mode & 0o077 == 0
    (reported,) = commands.recorded(AuditEvent.HQ_AUDIT_EXPORTED)
    assert (reported["person"], reported["sha256"]) == (ADMINISTRATOR, digest)
    assert reported["entries"] == str(len(out.read_text().splitlines()))
    assert commands.run("audit", "--out", str(out)) != 0
    assert out.exists()


def test_who_reads_the_audit_is_on_record_and_what_was_typed_is_not(commands: Commands) -> None:
    commands.run("audit", "--person", "EXN2894")
    (reported,) = commands.recorded(AuditEvent.HQ_AUDIT_VIEWED)
    assert reported["person"] == CUSTODIAN
    assert "EXN2894" not in str(reported)


@pytest.mark.parametrize("words", [("audit",), ("audit-verify",), ("certificates",)])
def test_nobody_without_the_right_reads_it_and_the_try_is_recorded(
    commands: Commands, words: tuple[str, ...]
) -> None:
    assert commands.run(*words, by=SUPERVISOR) != 0
    assert commands.reported == ""
    assert commands.recorded(AuditEvent.HQ_ACCESS_REFUSED)[0]["person"] == SUPERVISOR


def test_without_a_witness_an_audit_is_not_proven_and_a_changed_entry_is_named(
    commands: Commands,
) -> None:
    assert commands.run("audit-verify") == NOT_PROVEN
    assert "NOT PROVEN without a witness" in commands.reported
    with commands.hq.writing() as work:
        work.connection.execute(text("UPDATE own_audit SET person = 'x' WHERE sequence = 2"))
    assert commands.run("audit-verify") == 1
    assert "entry 2" in commands.reported
    assert commands.run("audit-verify", "--json") == 1
    reported = json.loads(commands.reported)
    assert (reported["whole"], reported["broken"], reported["broken_at"]) == (False, True, 2)
    found = commands.recorded(AuditEvent.HQ_AUDIT_CHECKED)
    assert [one.get("broken_at") for one in found] == ["", "2", "2"]


def test_a_search_at_the_machine_finds_a_person_and_writes_a_private_file(
    commands: Commands, tmp_path: Path
) -> None:
    at(commands, TODAY, SUPERVISOR, "a look")
    assert commands.run("audit-search", "--person", "C. Sample", "--json") == 0
    (row,) = [row for row in commands.lines() if row["subject"] == "a look"]
    assert (row["name"], row["role"]) == ("C. Sample", "supervisor")
    out = tmp_path / "found.csv"
    assert commands.run("audit-search", "--id", "a look", "--out", str(out)) == 0
    assert hashlib.sha256(out.read_bytes()).hexdigest() in commands.reported
    (exported,) = commands.recorded(AuditEvent.HQ_AUDIT_EXPORTED)
    assert exported["sha256"] in commands.reported
    assert commands.run("audit-search", "--out", str(tmp_path / "found.txt")) == 1
    assert commands.run("audit-search", by=OFFICER) == 1


def test_an_audit_that_cannot_be_read_says_how_to_find_the_place(commands: Commands) -> None:
    with commands.hq.writing() as work:
        work.connection.execute(text("UPDATE own_audit SET event = 'x' WHERE sequence = 2"))
    assert commands.run("audit") != 0
    out = commands.hq.settings.data / "audit.jsonl"
    assert commands.run("audit", "--out", str(out)) != 0
    assert list(out.parent.glob("audit.jsonl*")) == []


def test_a_reader_that_has_enough_ends_the_command_without_a_word(
    commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands.terminal.session(CUSTODIAN)
    reads, writes = os.pipe()
    os.close(reads)
    with os.fdopen(writes, "w", buffering=1) as closed:
        monkeypatch.setattr(sys, "stdout", closed)
        assert commands.run("audit") == 1
        monkeypatch.undo()
    assert commands.terminal.err == ""


# ---------------------------------------------------------------- certificates


def test_certificates_are_listed_with_what_they_say_and_hold(commands: Commands) -> None:
    purge(commands.hq, commands.hq.clock.now())  # as at the start
    assert commands.run("certificates") == 0
    assert commands.reported.count("Signature holds, nothing is left") == 2
    assert commands.run("certificates", "--json") == 0
    first = commands.lines()[0]
    assert (first["holds"], first["is_signed"], first["left"]) == (True, True, [])
    counts = first["counts"]
    assert isinstance(counts, list)
    assert ["reads", "0"] in counts
    assert len(commands.recorded(AuditEvent.HQ_CERTIFICATES_VIEWED)) == 2


def test_a_certificate_with_data_left_that_it_says_is_gone_does_not_hold(
    commands: Commands,
) -> None:
    fill(commands.hq, TODAY - timedelta(days=1))
    with commands.hq.writing() as work:
        old = (TODAY - timedelta(days=200)).isoformat().replace("+00:00", "Z")
        work.connection.execute(text("UPDATE hits SET captured_at = :old"), {"old": old})
    assert commands.run("certificates", "--json") == 1
    (found,) = commands.lines()
    assert (found["holds"], found["is_signed"], found["left"]) == (False, True, ["hits"])


@pytest.mark.parametrize("forge", ["number", "key"])
def test_a_certificate_that_headquarters_did_not_sign_does_not_hold(
    commands: Commands, forge: str, tmp_path: Path
) -> None:
    with commands.hq.database.writing() as connection:
        row = connection.execute(
            select(OWN_AUDIT).where(OWN_AUDIT.c.event == AuditEvent.HQ_PURGED)
        ).one()
        facts = tuple((n, "7" if n == "reads" else v) for n, v in row.detail)
        if forge == "key":
            other = Headquarters(
                HqSettings(tmp_path / "other"), SetClock(TODAY), lambda n: b"x" * n
            )
            own = tuple(f for f in facts if f[0] not in (certificates.KEY, certificates.SIGNATURE))
            facts = own + certificates.signature_of(other, row.at, own)
            other.close()
        connection.execute(OWN_AUDIT.update().filter_by(sequence=row.sequence), {"detail": facts})
    assert commands.run("certificates") == 1
    assert "NOT SIGNED BY THIS HEADQUARTERS" in commands.reported


# ---------------------------------------------------------------- daily counts


def test_daily_counts_outlive_the_purge_as_csv(commands: Commands) -> None:
    days = [days_ago(n) for n in (200, 199)]
    rows = [
        {"day": day, "unit": "Unit 12, north", "what": "hits", "word": "V", "number": 3}
        for day in days
    ]
    with commands.hq.database.writing() as connection:
        connection.execute(DAILY_COUNTS.insert(), rows)
    assert (
        commands.run("daily-counts", "--since", days[1].isoformat(), "--csv", by=SUPERVISOR) == 0
    )
    assert commands.reported.splitlines() == [
        "Day,Unit,What,List,Word,Number",
        f'{days[1]},"Unit 12, north",hits,,V,3',
    ]
    assert commands.recorded(AuditEvent.HQ_COUNTS_VIEWED)[0]["person"] == SUPERVISOR
    assert commands.run("daily-counts", by="officer-1") != 0
