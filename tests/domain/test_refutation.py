"""Which "no" reaches which hits: the rule as a table, and no order of facts that widens it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.disposition import REJECTIONS, Disposition
from mdt_alpr.domain.hit.hit import Contrary, HitState
from mdt_alpr.domain.hit.refutation import (
    FROM_NOTICE,
    Reach,
    RecordKey,
    Refutation,
    records_spoken_of,
    refutation_of_disposition,
    refutation_of_step,
)
from mdt_alpr.domain.hit.status_query import StatusResult, StatusSource

STATED, FACT = AuditEvent.STATUS_STATED, AuditEvent.CONTRARY_FACT
ENTERED = AuditEvent.ENTRY_MADE
NC = RecordKey("nc/V/1", "EXN2894", "NC")
NC_PLATE = RecordKey("nc/P/2", "EXN2894", "NC")
SC = RecordKey("sc/V/9", "EXN2894", "SC")


@pytest.mark.parametrize(
    ("step", "state", "facts", "reach", "kind", "by"),
    [
        # 09.21.5.A.4.b: the status of the record was asked
        (STATED, "contrary", {"source": "mdt", "result": "cleared"},
         Reach.RECORD, Contrary.STATUS_CLEARED, "MDT"),
        (STATED, "contrary", {"source": "communications", "result": "not_this_plate"},
         Reach.RECORD, Contrary.NOT_THIS_PLATE, "Communications"),
        # 09.21.5.A.4.c: DCIN
        (STATED, "contrary", {"source": "dcin", "result": "cleared"},
         Reach.RECORD, Contrary.STATUS_CLEARED, "DCIN"),
        # a source that this table does not know says so in its own name
        (STATED, "contrary", {"source": "gateway", "result": "cleared"},
         Reach.RECORD, Contrary.STATUS_CLEARED, "gateway"),
        (FACT, "contrary", {"kind": "status_cleared", "source": "gateway"},
         Reach.RECORD, Contrary.STATUS_CLEARED, "gateway"),
        # VER-07: the entering agency does not confirm
        (FACT, "contrary", {"kind": "not_confirmed", "source": "agency"},
         Reach.RECORD, Contrary.NOT_CONFIRMED, "entering agency"),
        # HOT-03: the record left the list
        (FACT, "contrary", {"kind": "record_canceled", "source": "list 9"},
         Reach.RECORD, Contrary.RECORD_CANCELED, "hotlist"),
        # 09.21.5.A.4.a: the sighting itself
        (FACT, "contrary", {"kind": "read_disagrees", "source": "camera"},
         Reach.SIGHTING, Contrary.READ_DISAGREES, "camera"),
        (ENTERED, "unmatched", {"outcome": "differed"},
         Reach.PASSED_ON, Contrary.NOT_THIS_PLATE, "officer"),
        (AuditEvent.TILES_CHECKED, "unmatched", {"outcome": "differed"},
         Reach.PASSED_ON, Contrary.NOT_THIS_PLATE, "officer"),
    ],
)  # fmt: skip
def test_a_no_reaches_as_far_as_it_speaks(  # noqa: PLR0913, PLR0917 - one argument a column
    step: str, state: str, facts: dict[str, str], reach: Reach, kind: Contrary, by: str
) -> None:
    assert refutation_of_step(step, state, facts) == Refutation(reach, kind, by)


@pytest.mark.parametrize(
    ("step", "state", "facts"),
    [
        (STATED, "compared", {"source": "mdt", "result": "active"}),
        (STATED, "compared", {"source": "mdt", "result": "no_record"}),
        (ENTERED, "blind", {"outcome": "differed"}),
        (ENTERED, "compared", {"outcome": "matched"}),
        (AuditEvent.CANNOT_SEE, "unmatched", {}),
        (FACT, "contrary", {"kind": "record_expired", "source": "car"}),
        (FACT, "contrary", {"kind": "an unknown one", "source": "car"}),
        (FACT, "contrary", {"kind": "status_cleared", "source": "Unit 12, MDT", FROM_NOTICE: "7"}),
        (STATED, "contrary", {"source": "mdt", "result": "of a newer program"}),
    ],
)
def test_what_is_no_no_reaches_nobody(step: str, state: str, facts: dict[str, str]) -> None:
    assert refutation_of_step(step, state, facts) is None


@pytest.mark.parametrize(
    ("disposition", "reach", "kind"),
    [
        (Disposition.CLEARED_OR_STALE, Reach.RECORD, Contrary.STATUS_CLEARED),
        (Disposition.WRONG_ENTRY, Reach.RECORD, Contrary.NOT_THIS_PLATE),
        (Disposition.MISREAD, Reach.SIGHTING, Contrary.NOT_THIS_PLATE),
        (Disposition.WRONG_STATE, Reach.SIGHTING, Contrary.NOT_THIS_PLATE),
        (Disposition.VEHICLE_MISMATCH, Reach.SIGHTING, Contrary.NOT_THIS_VEHICLE),
        (Disposition.WRONG_PERSON, Reach.SIGHTING, Contrary.NOT_THIS_VEHICLE),
    ],
)
def test_an_ending_speaks_of_the_record_or_of_the_sighting(
    disposition: Disposition, reach: Reach, kind: Contrary
) -> None:
    refutation = refutation_of_disposition(disposition, refuted=False)
    assert refutation == Refutation(reach, kind, "officer")
    assert refutation_of_disposition(disposition, refuted=True) is None


@given(st.sampled_from(sorted(set(Disposition) - REJECTIONS)), st.booleans())
def test_an_ending_that_rejects_nothing_says_nothing(ending: Disposition, refuted: bool) -> None:  # noqa: FBT001
    assert refutation_of_disposition(ending, refuted=refuted) is None
    assert refutation_of_disposition("of a newer program", refuted=refuted) is None


@given(
    st.sampled_from([*AuditEvent, "of a newer program"]),
    st.sampled_from(list(HitState)),
    st.sampled_from(["", *Contrary]),
    st.sampled_from(["", *StatusResult]),
    st.sampled_from(["", "camera", *StatusSource]),
)
def test_only_who_asks_about_the_record_speaks_for_the_record(
    step: str, state: str, kind: str, result: str, source: str
) -> None:
    facts = {"kind": kind, "result": result, "source": source}
    refutation = refutation_of_step(step, state, facts)
    assert refutation_of_step(step, state, {**facts, FROM_NOTICE: "1"}) is None
    if refutation is not None and refutation.reach is Reach.RECORD:
        assert refutation.kind in {
            Contrary.STATUS_CLEARED, Contrary.NOT_THIS_PLATE, Contrary.RECORD_CANCELED,
            Contrary.NOT_CONFIRMED,
        }  # fmt: skip
        assert refutation.by != "officer"


def test_a_reply_for_one_state_never_speaks_for_anothers() -> None:
    both = (NC, NC_PLATE, SC)
    assert records_spoken_of(both, ("EXN2894", "NC")) == (NC, NC_PLATE)
    assert records_spoken_of(both, ("EXN2894", "SC")) == (SC,)
    assert records_spoken_of(both, ("EXN2894", "VA")) == ()
    assert records_spoken_of(both, None) == ()
    assert records_spoken_of((NC, NC_PLATE), None) == (NC, NC_PLATE)


def test_letter_o_and_digit_0_are_one_character_to_the_record() -> None:
    zero = RecordKey("nc/V/3", "AB0123", "NC")
    assert records_spoken_of((zero,), ("ABO123", "NC")) == (zero,)
