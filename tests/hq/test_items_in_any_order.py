"""Whatever the order and however often a car repeats itself, the same stands at headquarters."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from mdt_alpr.domain.people.roles import Role
from mdt_alpr.hq.base import sealed_rows
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, Work
from mdt_alpr.hq.base.hit_tables import HIT_LOG
from mdt_alpr.hq.base.tables import DEVICE_AUDIT, DEVICES, HIT_STEPS, HITS, ITEMS, PICTURES, READS
from mdt_alpr.hq.intake.service import accept
from mdt_alpr.hq.reads import captured
from mdt_alpr.wire.messages import ItemMessage
from tests.hq.senders import (
    DEVICE,
    EARLIER,
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
from tests.profiles import examples

CALLER = Caller("officer-1", "A. Sample", Role.OFFICER, DEVICE, "")
TABLES = (ITEMS, READS, HITS, HIT_STEPS, PICTURES, DEVICE_AUDIT, DEVICES, HIT_LOG)
READ = a_read_message()
HIT = a_hit_message(READ)
CHAIN = a_chain(6)
WHOLE: tuple[ItemMessage, ...] = (
    *(
        an_item(replace(READ, revision=number, captured_at=EARLIER + timedelta(seconds=number)))
        for number in range(4)
    ),
    an_item(a_read_message("KDR1180")),
    an_item(HIT),
    an_item(an_answer(HIT)),
    an_item(an_answer(HIT, "status")),
    an_item(a_stop(HIT)),
    an_item(a_disposition(HIT)),
    an_item(a_picture_message(READ, "ab" * 32)),
    *(an_item(entry) for entry in CHAIN),
)
CHANGED = an_item(replace(CHAIN[2], subject="changed"))


@st.composite
def sendings(draw: st.DrawFn, items: Sequence[ItemMessage]) -> list[list[ItemMessage]]:
    """Batches that hold every item at least once, some of them again, in any order."""
    again = draw(st.lists(st.sampled_from(items), max_size=8))
    order = draw(st.permutations([*items, *again]))
    cuts = sorted(draw(st.sets(st.integers(1, len(order) - 1), max_size=4)))
    return [order[a:b] for a, b in zip([0, *cuts], [*cuts, len(order)], strict=True)]


def standing(hq: Headquarters, batches: Sequence[Sequence[ItemMessage]]) -> dict[str, Any]:
    """Return what stands there after these batches and nothing else."""
    with hq.database.writing() as connection:
        for table in TABLES:
            connection.execute(delete(table))
    accepted = 0
    for batch in batches:
        with hq.writing() as work:
            receipts = accept(work, CALLER, a_batch(*batch), 500)
        accepted += outcomes(receipts).count("accepted")
    with hq.reading() as work:
        kept = {
            table.name: [tuple(row) for row in work.connection.execute(_ordered(table))]
            for table in TABLES
        }
        kept |= {
            f"texts of {table.name}": _texts(work, table) for table in (HITS, HIT_STEPS, HIT_LOG)
        }
        keys = work.connection.execute(select(READS.c.day, READS.c.read_id)).all()
        bodies = sorted(str(captured.read(work, *key)) for key in keys)
    return {**kept, "bodies": bodies, "accepted": accepted}


def _texts(work: Work, table: Any) -> list[Any]:
    rows = work.connection.execute(select(table).order_by(*table.primary_key)).mappings()
    return [sealed_rows.texts(work.keys, table, row) for row in rows]


def _ordered(table: Any) -> Any:
    columns = [c for c in table.c if c.name not in ("received_at", "last_seen_at", "sealed")]
    return select(*columns).order_by(*table.primary_key)


@settings(
    max_examples=examples(30),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(batches=sendings(WHOLE))
def test_any_order_and_any_repeat_lead_to_the_same(
    hq: Headquarters, batches: list[list[ItemMessage]]
) -> None:
    expected = standing(hq, [WHOLE])
    assert expected["accepted"] == len(WHOLE)
    assert expected["devices"] == [(DEVICE, 6, "whole", None)]
    assert standing(hq, batches) == expected


@settings(
    max_examples=examples(30),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data(), missing=st.integers(0, 5))
def test_a_broken_chain_is_broken_at_the_same_place_in_any_order(
    hq: Headquarters, data: st.DataObject, missing: int
) -> None:
    entries = WHOLE[-6:]
    gappy = (*entries[:missing], *entries[missing + 1 :])
    batches = data.draw(sendings(gappy))
    end = (DEVICE, 5, "whole", None)
    gap = (DEVICE, missing, "gap", missing + 1)
    assert standing(hq, batches)["devices"] == [end if missing == 5 else gap]
    forged = data.draw(sendings((*entries, CHANGED)))
    assert standing(hq, forged)["devices"] == [(DEVICE, 6, "whole", None)]
