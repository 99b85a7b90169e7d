"""Hits on records that are linked to a person, as sample views (HOT-09)."""

from dataclasses import replace

from mdt_alpr.ui.presenters.hit_sample_hits import SUV, black_suv, seen_after
from mdt_alpr.ui.viewmodels.hit_view import HitView


def person_samples() -> dict[str, HitView]:
    """Return a wanted owner and a person who is watched over; plate and state were entered."""
    return {"hit_wanted_person": _compared("W"), "hit_protective_interest": _compared("K")}


def _compared(category: str) -> HitView:
    record = replace(SUV, category=category, nic=f"{category}220914871")
    return seen_after(black_suv(record), 40)
