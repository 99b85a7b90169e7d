"""A break of headquarters' audit that people looked into: on record, named by every check."""

import os
from collections.abc import Iterator

import pytest
from sqlalchemy import delete, update

from mdt_alpr.cli.hq_audit import NOT_PROVEN
from mdt_alpr.domain.audit.audit import AuditEvent, audit_entry
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit import chain_mark as own_chain_mark
from mdt_alpr.hq.audit import service as own_audit
from mdt_alpr.hq.audit import store
from mdt_alpr.hq.audit.chain_watch import OwnChainWatch, known_breaks, settle_break
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.audit.witness import check_chain
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.base.tables import OWN_AUDIT
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER, sample_agency
from mdt_alpr.machine.clock import SystemClock
from tests.hq.commands import Terminal
from tests.hq.senders import PASSWORDS

DATABASES = ["sqlite"]
pytestmark = [pytest.mark.proved("V2"), pytest.mark.attack("V2"), pytest.mark.logs_warnings]
WHY = "A technician copied the folder without its hidden files."
STEP = 4


@pytest.fixture(autouse=True)
def short_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_audit, "AT_ONCE", STEP)


def grow(hq: Headquarters, number: int) -> int:
    with hq.writing() as work:
        made = [record(work, AuditEvent.HQ_HIT_VIEWED, f"x{n}", OFFICER) for n in range(number)]
    return made[-1].sequence


def settle(hq: Headquarters, sequence: int) -> None:
    settle_break(hq, sequence, WHY, ADMINISTRATOR, CUSTODIAN)


def edit(hq: Headquarters, sequence: int) -> None:
    with hq.database.writing() as connection:
        where = OWN_AUDIT.c.sequence == sequence
        connection.execute(update(OWN_AUDIT).where(where).values(person="another"))


def remove(hq: Headquarters, first: int, last: int) -> None:
    with hq.database.writing() as connection:
        gone = OWN_AUDIT.c.sequence.between(first, last)
        connection.execute(delete(OWN_AUDIT).where(gone))


def take_mark(hq: Headquarters) -> None:
    (hq.settings.data / own_chain_mark.FILE).unlink()


def test_a_mark_that_went_is_settled_by_two_people_and_stays_named(hq: Headquarters) -> None:
    watch = OwnChainWatch(hq)
    take_mark(hq)
    watch = OwnChainWatch(hq)
    assert watch.check().broken_at == 1
    settle(hq, 1)
    found = check_chain(hq, None, "")
    assert (found.is_whole, found.is_proven) == (True, False)
    (known,) = found.known
    assert (known.why, known.by, known.second) == (WHY, ADMINISTRATOR, CUSTODIAN)
    assert watch.check().broken_at is None  # the server that was running meanwhile
    assert OwnChainWatch(hq).check().broken_at is None
    grow(hq, 3)
    take_mark(hq)
    assert not check_chain(hq, None, "").is_whole  # once more is a new break


@pytest.mark.parametrize(("edited", "removed"), [((5,), ()), ((5, 6, 9), ()), ((5,), (7, 12))])
def test_entries_that_were_changed_or_removed_are_passed_over_and_a_new_break_is_found(
    hq: Headquarters, edited: tuple[int, ...], removed: tuple[int, int] | tuple[()]
) -> None:
    last = grow(hq, 20)
    for one in edited:
        edit(hq, one)
    if removed:
        remove(hq, *removed)
    watch = OwnChainWatch(hq, again=3)
    assert watch.check().broken_at == 5
    settle(hq, 5)
    for _ in range(last):
        assert watch.check().broken_at is None
    found = check_chain(hq, None, "")
    assert found.is_whole
    assert found.known[0].doubtful == (5, removed[1] if removed else edited[-1])
    edit(hq, last - 1)
    assert check_chain(hq, None, "").broken_at == last - 1
    settle(hq, last - 1)
    edit(hq, 2)
    assert check_chain(hq, None, "").broken_at == 2


def test_an_end_that_was_cut_off_is_settled(hq: Headquarters) -> None:
    last = grow(hq, 6)
    remove(hq, last - 1, last)
    assert check_chain(hq, None, "").broken_at == last - 1
    settle(hq, last - 1)
    assert check_chain(hq, None, "").is_whole
    grow(hq, 5)
    assert check_chain(hq, None, "").is_whole


def test_only_a_break_that_the_check_finds_is_settled_by_two_with_a_reason(
    hq: Headquarters,
) -> None:
    grow(hq, 9)
    with pytest.raises(DomainError, match="no break"):
        settle(hq, 5)
    edit(hq, 5)
    with pytest.raises(DomainError, match="at entry 5"):
        settle(hq, 6)
    with pytest.raises(DomainError, match="Two people"):
        settle_break(hq, 5, WHY, ADMINISTRATOR, ADMINISTRATOR)
    with pytest.raises(DomainError, match="reason"):
        settle_break(hq, 5, "x", ADMINISTRATOR, CUSTODIAN)
    assert known_breaks(hq) == ()


def test_who_has_the_database_alone_settles_nothing(hq: Headquarters) -> None:
    last = grow(hq, 9)
    with hq.writing() as work:
        digest = store.entries_from(work.connection, 6, 6, 1)[0].previous
        facts = (
            ("sequence", "5"), ("resumes_after", "5"), ("resumes_digest", digest),
            ("second", CUSTODIAN), ("why", WHY), ("key", "00" * 32), ("signature", "00" * 64),
        )  # fmt: skip
        entry = audit_entry(
            store.hold_end(work.connection), at=work.now, device=store.DEVICE,
            person=ADMINISTRATOR, event=AuditEvent.HQ_CHAIN_BREAK_KNOWN, subject=store.DEVICE,
            detail=facts,
        )  # fmt: skip
        store.append(work.connection, entry)
    edit(hq, 5)
    assert check_chain(hq, None, "").broken_at == 5
    assert last < entry.sequence


@pytest.fixture
def today(settings: HqSettings) -> Iterator[InProcessHq]:
    """A headquarters by this machine's clock, which `audit-verify` has, too."""
    with InProcessHq(settings, SystemClock(), os.urandom) as found:
        sample_agency(found.hq, PASSWORDS, capture_date(found.hq.clock.now()))
        yield found


@pytest.mark.attack("V11")
@pytest.mark.usefixtures("typed_password")
def test_the_command_settles_a_break_and_verify_names_it_ever_after(
    today: InProcessHq, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal = Terminal(today.base_url, monkeypatch, capsys)
    take_mark(today.hq)
    settings = today.hq.settings
    places = "--data", settings.data, "--database", settings.database_url
    verify = (*places, "audit-verify", "--by", CUSTODIAN)
    known = "audit-known-break", "1", "--reason", WHY, "--confirmed-by"
    assert terminal.run(CUSTODIAN, *known, ADMINISTRATOR) == 1
    assert terminal.run(ADMINISTRATOR, *known, ADMINISTRATOR) == 1
    assert terminal.run(ADMINISTRATOR, *known, OFFICER) == 1
    assert terminal.give("", *verify) == 1
    assert terminal.run(ADMINISTRATOR, *known, CUSTODIAN) == 0
    assert terminal.run(CUSTODIAN, "audit-known-breaks") == 0
    assert f"by {ADMINISTRATOR} and {CUSTODIAN}" in terminal.out
    for _ in range(2):
        assert terminal.give("", *verify) == NOT_PROVEN
        assert "KNOWN BREAK at entry 1" in terminal.out
        assert WHY in terminal.out
    terminal.give("", *verify, "--json")
    assert f'"why": "{WHY}"' in terminal.out
    terminal.give("", *places, "doctor")
    assert "ok    audit: Its mark is in place. Known break at entry 1" in terminal.out
