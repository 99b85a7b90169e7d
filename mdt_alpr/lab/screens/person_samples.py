"""Hits on records that are linked to a person, as sample views (HOT-09)."""

from dataclasses import replace

from mdt_alpr.domain.hotlist.hotlist import CategorySetting, CategorySettings, Priority
from mdt_alpr.lab.screens.hit_sample_hits import SUV, SampleView, black_suv, seen_after

_LONGEST = "ASK COMMUNICATIONS FOR A SECOND UNIT. WAIT FOR IT TO ARRIVE."
_SETTINGS = CategorySettings((CategorySetting("V", Priority.MEDIUM, instruction=_LONGEST),))


def person_samples() -> dict[str, SampleView]:
    """Return a wanted owner and a person who is watched over; plate and state were entered."""
    return {
        "hit_wanted_person": _compared("W"),
        "hit_protective_interest": _compared("K"),
        "hit_instruction": _instructed(),
    }


def _instructed() -> SampleView:
    """Return records of two kinds, and the longest instruction that an administrator may set."""
    plate = replace(SUV, entry_id="nc/W/3", category="W", nic="W118820031", colour="")
    case = black_suv(SUV, plate)
    case.take(replace(case.hit, settings=_SETTINGS))
    return seen_after(case, 58)


def _compared(category: str) -> SampleView:
    record = replace(SUV, category=category, nic=f"{category}220914871")
    return seen_after(black_suv(record), 40)
