"""The banner over the columns says where a die tells the plate from its records."""

from dataclasses import replace

import pytest

from mdt_alpr.domain.hotlist.hotlist import HotlistEntry
from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.lab.screens.hit_sample_hits import SEEN_AT, SUV, black_suv
from mdt_alpr.ui.hit.presenters.hit_banner_view import banner_view

LETTER = replace(SUV, entry_id="o", plate=Plate("EXO2894", "NC"))
DIGIT = replace(SUV, entry_id="0", plate=Plate("EX02894", "NC"))


@pytest.mark.usefixtures("qapp")  # the sample pictures are drawn with fonts
@pytest.mark.parametrize(
    ("records", "title"),
    [
        ((LETTER,), "Plate shows 0, record has O"),
        ((LETTER, replace(LETTER, entry_id="other")), "Plate shows 0, record has O"),
        ((LETTER, DIGIT), "Plate, state and vehicle agree"),
        ((DIGIT,), "Plate, state and vehicle agree"),
    ],
)
def test_it_says_so_only_where_no_record_has_what_the_plate_shows(
    records: tuple[HotlistEntry, ...], title: str
) -> None:
    case = black_suv(*records, text="EX02894", typed="EX02894")
    matches = tuple(
        replace(m, position=2, o_and_0=True) if m.entry.plate == LETTER.plate else m
        for m in case.hit.matches
    )
    case.take(replace(case.hit, matches=matches))
    assert banner_view(case.hit, case.gate(SEEN_AT)).title == title
