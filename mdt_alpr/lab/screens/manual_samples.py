"""Sample result pages of hits on manual entries: a lead by description, a wanted person."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from mdt_alpr.domain.entry.life import make_entry
from mdt_alpr.domain.entry.listing import listed
from mdt_alpr.domain.hotlist.manual_entry import (
    Basis,
    EntryDraft,
    LeadSighting,
    PersonBasis,
    Purpose,
)
from mdt_alpr.lab.screens.hit_sample_hits import SEEN_AT, SampleView, black_suv, seen_after

_LEAD = EntryDraft(
    text="EXN2894",
    state="NC",
    reason="Armed robbery, 400 Union St S, Nov 22: dark SUV left westward",
    purpose=Purpose.CRIMINAL,
    case="26-041877",
    instruction="Check, then stop",
    basis=Basis.DESCRIPTION,
    names_person=False,
    sighting=LeadSighting(1.2, 14),
    spelled=True,
)
_PERSON = replace(
    _LEAD,
    basis=Basis.REGISTRATION,
    purpose=Purpose.FELONY_WARRANT,
    instruction="Call me first",
    names_person=True,
    person=PersonBasis("known by photo and date of birth", "Det. Sample", "registered owner"),
)


def manual_samples() -> dict[str, SampleView]:
    """Return the sample views by name."""
    return {name: make() for name, make in _SAMPLES.items()}


def _page(draft: EntryDraft) -> SampleView:
    made_at = SEEN_AT - timedelta(days=2)
    record = listed(make_entry(draft, "ralvarez", made_at, "manual-1"))
    return seen_after(black_suv(record), 58)


_SAMPLES: dict[str, Callable[[], SampleView]] = {
    "hit_manual_lead": lambda: _page(_LEAD),
    "hit_manual_person": lambda: _page(_PERSON),
}
