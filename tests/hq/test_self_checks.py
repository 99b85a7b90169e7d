"""The start-of-shift check of a device at headquarters: kept, listed, and said on its hits."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from mdt_alpr.domain.audit.audit import AuditEntry, AuditEvent, audit_entry
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.tables import HITS
from mdt_alpr.hq.disclosures.release import held_sheet
from mdt_alpr.hq.equipment import service
from mdt_alpr.hq.hits.hit_file import hit_file
from mdt_alpr.hq.intake.service import accept
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, OFFICER
from mdt_alpr.wire.equipment import DeviceCheckMessage
from tests.builders import NOW
from tests.hq.commands import Terminal
from tests.hq.holding import caller, filed, seen, sworn
from tests.hq.letting import AS_CUSTODIAN
from tests.hq.papers import pages_of
from tests.hq.senders import DEVICE, a_batch, an_item, audit_message, outcomes

DATABASES = ["sqlite"]
MISSED = "Device was not checked this shift."
PASSED = (("camera", "good"), ("test_plate", "not_checked"))
BLURRED = (("camera", "good"), ("focus", "failed"), ("test_plate", "failed"))
HOUR = timedelta(hours=1)


def checked(hq: Headquarters, *checks: tuple[datetime, tuple[tuple[str, str], ...]]) -> None:
    """Let the car send its audit with these checks."""
    send(hq, chain(checks))


def chain(checks: Iterable[tuple[datetime, tuple[tuple[str, str], ...]]]) -> list[AuditEntry]:
    entries: list[AuditEntry] = []
    for at, detail in checks:
        entry = audit_entry(
            entries[-1] if entries else None, at=at, device=DEVICE, person=OFFICER,
            event=AuditEvent.SELF_CHECKED, subject=DEVICE, detail=detail,
        )  # fmt: skip
        entries.append(entry)
    return entries


def send(hq: Headquarters, entries: Iterable[AuditEntry]) -> None:
    items = [an_item(audit_message(entry)) for entry in entries]
    with hq.writing() as work:
        receipts = accept(work, caller(OFFICER), a_batch(*items), 500)
    assert set(outcomes(receipts)) == {"accepted"}


def a_kept_hit(hq: Headquarters) -> str:
    seen(hq)
    with hq.reading() as work:
        (hit_id,) = work.connection.scalars(select(HITS.c.hit_id))
    return str(hit_id)


def said_of_a_hit(hq: Headquarters) -> str:
    hit_id = a_kept_hit(hq)
    with hq.reading() as work:
        return hit_file(work, hit_id).unchecked


def last(hq: Headquarters) -> tuple[DeviceCheckMessage, ...]:
    with hq.writing() as work:
        return service.register_of(work, ADMINISTRATOR).checks


@pytest.mark.clause("3.A.4")
def test_a_hit_of_a_device_without_a_check_says_so_and_is_there_all_the_same(
    hq: Headquarters,
) -> None:
    assert said_of_a_hit(hq) == MISSED


def test_the_check_of_the_shift_counts_and_no_other(hq: Headquarters) -> None:
    checked(hq, (NOW - 20 * HOUR, PASSED))
    assert said_of_a_hit(hq) == MISSED


@pytest.mark.clause("3.A.4")
def test_a_failed_check_is_said_by_part_until_it_passed(hq: Headquarters) -> None:
    checked(hq, (NOW - 2 * HOUR, PASSED), (NOW - HOUR, BLURRED))
    assert said_of_a_hit(hq) == "Device failed its check: focus, test plate."
    assert last(hq) == (DeviceCheckMessage(DEVICE, NOW - HOUR, "focus, test plate"),)


def test_a_check_that_passed_is_silent_and_sent_twice_is_one(hq: Headquarters) -> None:
    entries = chain([(NOW - HOUR, PASSED)])
    send(hq, entries)
    send(hq, entries)
    assert said_of_a_hit(hq) == ""
    assert last(hq) == (DeviceCheckMessage(DEVICE, NOW - HOUR),)


def test_parts_that_a_lying_device_invents_are_left_out(hq: Headquarters) -> None:
    checked(hq, (NOW - HOUR, (("EXN2894", "failed"), ("camera", "EXN2894"), ("list", "failed"))))
    assert last(hq)[0].failed == "hotlist"


def test_the_sheet_of_a_hit_says_what_the_check_found(hq: Headquarters) -> None:
    checked(hq, (NOW - HOUR, BLURRED))
    hit_id = a_kept_hit(hq)
    number = filed(hq)
    sworn(hq, number)
    (page,) = pages_of(held_sheet(hq, AS_CUSTODIAN, number, hit_id))
    assert "Device failed its check: focus, test plate." in page


def test_the_test_plate_is_printed_by_command(terminal: Terminal, tmp_path: Path) -> None:
    pdf = tmp_path / "plate.pdf"
    assert terminal.run(ADMINISTRATOR, "test-plate", "--to", pdf) == 0, terminal.err
    assert pdf.read_bytes().startswith(b"%PDF")
    assert terminal.run(OFFICER, "test-plate", "--to", tmp_path / "other.pdf") != 0
