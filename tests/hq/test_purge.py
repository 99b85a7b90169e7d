import hashlib
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn

import pytest
from sqlalchemy import func, select

from mdt_alpr.domain import policy
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.policy import CAPTURED_DATA_KEPT_FOR, capture_date, capture_date_ends
from mdt_alpr.hq.audit import certificates
from mdt_alpr.hq.audit.service import check_own_chain
from mdt_alpr.hq.base.headquarters import Caller, Headquarters
from mdt_alpr.hq.base.picture_stores import picture_name
from mdt_alpr.hq.base.tables import (
    DEVICE_AUDIT,
    HIT_STEPS,
    HITS,
    ITEMS,
    OWN_AUDIT,
    PICTURES,
    READS,
)
from mdt_alpr.hq.evidence.pictures import keep_picture
from mdt_alpr.hq.intake.service import accept
from mdt_alpr.hq.keeping.purge import purge
from tests.builders import NOW
from tests.hq.senders import (
    DEVICE,
    JPEG,
    a_batch,
    a_chain,
    a_disposition,
    a_hit_message,
    a_picture_message,
    a_read_message,
    a_stop,
    an_answer,
    an_item,
    outcomes,
)

CALLER = Caller("officer-1", "A. Sample", Role.OFFICER, DEVICE, "")
CAPTURED = (READS, HITS, HIT_STEPS, PICTURES)
DIGEST = hashlib.sha256(JPEG).hexdigest()


def fill(hq: Headquarters, captured_at: datetime) -> None:
    read = a_read_message(captured_at=captured_at)
    hit = a_hit_message(read)
    bodies = [
        read,
        hit,
        an_answer(hit),
        a_stop(hit),
        a_disposition(hit),
        a_picture_message(read, DIGEST),
    ]
    items = [an_item(body, made_at=captured_at) for body in bodies]
    with hq.writing() as work:
        receipts = accept(work, CALLER, a_batch(*items), 500)
        assert outcomes(receipts) == ["accepted"] * len(items)
    keep_picture(hq, DIGEST, JPEG)


def counts(hq: Headquarters, *tables: object) -> list[int]:
    with hq.reading() as work:
        return [
            work.connection.scalar(select(func.count()).select_from(table)) or 0  # type: ignore[arg-type]
            for table in tables
        ]


@pytest.mark.clause(policy.READS_LIFE.number)
def test_captured_data_is_gone_after_its_days_of_24_hours_and_not_before(hq: Headquarters) -> None:
    captured_at = NOW - timedelta(hours=1)
    fill(hq, captured_at)
    ends = captured_at + CAPTURED_DATA_KEPT_FOR
    purge(hq, ends - timedelta(microseconds=1))
    assert counts(hq, *CAPTURED) == [1, 1, 3, 1]
    erased = purge(hq, ends)
    gone = {
        "reads": 1, "hits": 1, "hit_steps": 3, "pictures": 1, "picture_files": 1, "items": 0,
    }  # fmt: skip
    assert {name: erased[name] for name in gone} == gone
    assert counts(hq, *CAPTURED) == [0] * 4
    assert not [path for path in hq.settings.pictures.rglob("*") if path.is_file()]


def test_ids_of_items_are_forgotten_a_day_later_at_most(hq: Headquarters) -> None:
    fill(hq, NOW)
    purge(hq, NOW + timedelta(days=91))
    assert counts(hq, ITEMS) == [0]


def test_the_audit_stays_and_tells_what_was_erased(hq: Headquarters) -> None:
    with hq.writing() as work:
        accept(work, CALLER, a_batch(*(an_item(entry) for entry in a_chain(3))), 500)
    fill(hq, NOW)
    purge(hq, NOW + timedelta(days=400))
    assert counts(hq, DEVICE_AUDIT) == [3]
    with hq.reading() as work:
        purged = select(OWN_AUDIT.c.detail).where(OWN_AUDIT.c.event == AuditEvent.HQ_PURGED)
        (detail,) = work.connection.scalars(purged)
    assert ["reads", "1"] in detail
    assert ["picture_files", "1"] in detail
    assert check_own_chain(hq) is None


def test_a_picture_of_two_reads_goes_with_the_last(hq: Headquarters) -> None:
    before = NOW - timedelta(days=10)
    fill(hq, before)
    fill(hq, NOW)
    purge(hq, NOW + CAPTURED_DATA_KEPT_FOR - timedelta(days=5))
    assert counts(hq, PICTURES) == [1]
    assert hq.pictures.get([capture_date(before)], DIGEST) is None
    assert hq.pictures.get([capture_date(NOW)], DIGEST) == JPEG
    purge(hq, NOW + CAPTURED_DATA_KEPT_FOR)
    assert counts(hq, PICTURES) == [0]
    assert hq.pictures.get([capture_date(NOW)], DIGEST) is None


def test_a_half_written_picture_goes_with_its_announcement(hq: Headquarters) -> None:
    fill(hq, NOW)
    half = hq.settings.pictures / f"{picture_name(capture_date(NOW), DIGEST)}.0badcafe"
    half.write_bytes(JPEG[:5])
    purge(hq, NOW + CAPTURED_DATA_KEPT_FOR)
    assert not half.exists()


def test_the_key_of_a_day_goes_with_the_last_of_its_data_and_with_it_every_copy(
    hq: Headquarters, tmp_path: Path
) -> None:
    fill(hq, NOW)
    on = capture_date(NOW)
    copied = tmp_path / "copied"
    shutil.copytree(hq.settings.pictures, copied)
    ends = capture_date_ends(on)
    purge(hq, ends - timedelta(microseconds=1))
    assert hq.day_keys.dates() == [on]
    assert purge(hq, ends)["day_keys"] == 1
    assert (hq.day_keys.dates(), list(hq.settings.day_keys.iterdir())) == ([], [])
    shutil.copytree(copied, hq.settings.pictures, dirs_exist_ok=True)
    assert hq.pictures.get([on], DIGEST) is None


def test_each_purge_leaves_a_certificate_that_headquarters_signed(hq: Headquarters) -> None:
    fill(hq, NOW)
    purge(hq, NOW)
    with hq.reading() as work:
        purged = select(OWN_AUDIT.c.at, OWN_AUDIT.c.detail)
        row = work.connection.execute(
            purged.where(OWN_AUDIT.c.event == AuditEvent.HQ_PURGED)
        ).one()
    facts = tuple((name, value) for name, value in row.detail)
    assert certificates.holds(row.at, facts)
    changed = tuple((name, "7" if name == "reads" else value) for name, value in facts)
    assert not certificates.holds(row.at, changed)
    assert not certificates.holds(row.at, ())


class OutOfReach:
    """A store of pictures that nobody can reach."""

    def _fail(self, *_: Any, **__: Any) -> NoReturn:
        raise OutsideError("The bucket of the pictures does not do as asked.")

    put = get = names = erase = erase_under = _fail


def test_a_store_of_pictures_out_of_reach_holds_up_nothing_else_and_keeps_nothing_readable(
    hq: Headquarters,
) -> None:
    fill(hq, NOW)
    place = hq.pictures.store
    hq.pictures.store = OutOfReach()
    ends = capture_date_ends(capture_date(NOW))
    for _ in range(2):
        with pytest.raises(OutsideError, match="bucket"):
            purge(hq, ends)
    assert counts(hq, READS, HITS, HIT_STEPS, PICTURES) == [0, 0, 0, 1]
    assert hq.purged_at is None
    with hq.reading() as work:
        purged = select(OWN_AUDIT.c.detail).where(OWN_AUDIT.c.event == AuditEvent.HQ_PURGED)
        first, _ = work.connection.scalars(purged.order_by(OWN_AUDIT.c.sequence))
    assert ["pictures_out_of_reach", "true"] in first
    hq.pictures.store = place
    assert list(place.names(""))
    assert hq.pictures.get([capture_date(NOW)], DIGEST) is None
    assert purge(hq, ends + timedelta(hours=1))["picture_files"] == 1
    assert (counts(hq, PICTURES), list(place.names(""))) == ([0], [])


def test_many_pictures_go_at_once(hq: Headquarters) -> None:
    reads = [a_read_message() for _ in range(1001)]
    with hq.writing() as work:
        items = [an_item(a_picture_message(r, f"{n:064x}")) for n, r in enumerate(reads)]
        accept(work, CALLER, a_batch(*items), 2000)
    assert purge(hq, NOW + CAPTURED_DATA_KEPT_FOR)["picture_files"] == 1001
