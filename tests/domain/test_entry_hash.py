from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdt_alpr.domain.entry.life import ERASED, audit_hash, erased, is_plate_of, without_plate
from mdt_alpr.domain.plate.plate import Plate, folded
from tests.domain.test_entry_form import PLATES
from tests.manual_entries import a_draft, a_manual_entry, a_person_draft

KEY, OTHER_KEY = bytes(32), bytes(31) + b"\1"


@given(PLATES, PLATES)
def test_the_hash_fits_its_plate_and_no_other(text: str, other: str) -> None:
    kept = audit_hash(KEY, Plate(text, "NC"))
    assert is_plate_of(KEY, Plate(text, "NC"), kept)
    assert is_plate_of(KEY, Plate(other, "NC"), kept) == (text == other)
    assert not is_plate_of(KEY, Plate(text, "SC"), kept)
    assert not is_plate_of(OTHER_KEY, Plate(text, "NC"), kept)
    assert text not in kept or len(text) < 3


def test_an_auditor_may_write_the_plate_with_spaces_but_must_tell_o_from_0() -> None:
    kept = audit_hash(KEY, Plate("HBO1052", "NC"))
    assert is_plate_of(KEY, Plate("hbo 10-52", "NC"), kept)
    assert not is_plate_of(KEY, Plate("HB01052", "NC"), kept)


@pytest.mark.parametrize("spelling", ["HBO1052", "hbo-1052", "HB0 1O52", "H B O 1 0 5 2"])
def test_a_plate_leaves_every_text_in_whatever_spelling(spelling: str) -> None:
    assert without_plate(f"Seen {spelling} at the bank", "HBO1052") == f"Seen {ERASED} at the bank"


@given(PLATES.filter(lambda text: len(text) > 3), st.text(max_size=20), st.text(max_size=20))
def test_no_plate_is_left_in_a_text(plate: str, before: str, after: str) -> None:
    left = without_plate(f"{before}{plate}{after}", plate)
    assert folded(plate) not in folded(left).replace(folded(ERASED), "|") or plate in "PLATEERASED"


def test_an_erased_entry_keeps_reason_case_and_dates_but_no_plate_and_no_person() -> None:
    draft = a_person_draft("KLM4471", reason="Warrant 26 CR 3312, driver of KLM-4471")
    entry = replace(a_manual_entry(draft), justification="klm 4471 seen again on Nov 24")
    left = erased(entry)
    assert "4471" not in repr(left)
    assert "license" not in repr(left)
    assert left.draft.reason == f"Warrant 26 CR 3312, driver of {ERASED}"
    assert (left.draft.case, left.entered_by) == (draft.case, entry.entered_by)
    assert (left.entered_at, left.expires_at) == (entry.entered_at, entry.expires_at)
    assert erased(a_manual_entry(a_draft())).draft.person is None
