from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain import policy
from mdt_alpr.domain.audit.audit import AuditEntry, AuditEvent, audit_entry, first_break
from tests.builders import NOW


def chain(length: int) -> list[AuditEntry]:
    entries: list[AuditEntry] = []
    for number in range(length):
        entries.append(
            audit_entry(
                entries[-1] if entries else None,
                at=NOW + timedelta(milliseconds=number),
                device="unit-214",
                person="o214",
                event=AuditEvent.HIT_OPENED,
                subject=f"hit-{number}",
                detail=(("n", str(number)),),
            )
        )
    return entries


CHANGES: dict[str, Any] = {
    "sequence": 999,
    "at": NOW - timedelta(days=1),
    "device": "unit-9",
    "person": "someone else",
    "event": AuditEvent.HIT_CLOSED,
    "subject": "another hit",
    "detail": (("n", "changed"),),
    "previous": "f" * 64,
    "digest": "e" * 64,
}


@given(st.integers(0, 12))
def test_an_untouched_chain_has_no_break(length: int) -> None:
    assert first_break(chain(length)) is None


@pytest.mark.clause(policy.ACCESS_RECORDED.number)
@given(st.integers(1, 8), st.data())
def test_any_single_change_is_found_at_its_place(length: int, data: st.DataObject) -> None:
    entries = chain(length)
    place = data.draw(st.integers(0, length - 1))
    field = data.draw(st.sampled_from(sorted(CHANGES)))
    entries[place] = replace(entries[place], **{field: CHANGES[field]})
    assert first_break(entries) == place + 1


@pytest.mark.clause(policy.ACCESS_RECORDED.number)
@given(st.integers(2, 8), st.data())
def test_any_gap_is_found_at_its_place(length: int, data: st.DataObject) -> None:
    entries = chain(length)
    place = data.draw(st.integers(0, length - 2))
    del entries[place]
    assert first_break(entries) == place + 1


@given(st.integers(2, 8), st.data())
def test_two_entries_that_changed_places_are_found(length: int, data: st.DataObject) -> None:
    entries = chain(length)
    place = data.draw(st.integers(0, length - 2))
    entries[place], entries[place + 1] = entries[place + 1], entries[place]
    assert first_break(entries) == place + 1


@given(st.integers(1, 8), st.data())
def test_a_rewritten_entry_breaks_the_one_after_it(length: int, data: st.DataObject) -> None:
    entries = chain(length + 1)
    place = data.draw(st.integers(0, length - 1))
    old = entries[place]
    entries[place] = audit_entry(
        entries[place - 1] if place else None,
        at=old.at,
        device=old.device,
        person="someone else",
        event=old.event,
        subject=old.subject,
        detail=old.detail,
    )
    assert first_break(entries) == place + 2


def test_event_names_say_source_subject_and_action() -> None:
    assert all(len(event.value.split(":")) == 3 for event in AuditEvent)
