"""Drafts and manual entries for tests: complete, with only what matters spelled out."""

from datetime import datetime
from typing import Any

from mdt_alpr.domain.entry.life import make_entry
from mdt_alpr.domain.hotlist.manual_entry import (
    Basis,
    EntryDraft,
    ManualEntry,
    PersonBasis,
    Purpose,
)
from mdt_alpr.domain.identity import new_id
from tests.builders import NOW

PERSON = PersonBasis(
    identified_how="driver license and photo compared",
    identified_by="Det. C. Sample",
    tied_to_vehicle_how="registered owner, seen driving it on Nov 23",
)


def a_draft(text: str = "KLM4471", state: str = "NC", **fields: Any) -> EntryDraft:
    """Return a draft that lacks nothing."""
    given: dict[str, Any] = {
        "reason": "Larceny from motor vehicle, Union St S, suspect car",
        "purpose": Purpose.CRIMINAL,
        "case": "26-041877",
        "instruction": "Check, then stop",
        "basis": Basis.VIDEO,
        "names_person": False,
        "spelled": True,
        **fields,
    }
    return EntryDraft(text=text, state=state, **given)


def a_person_draft(text: str = "KLM4471", **fields: Any) -> EntryDraft:
    """Return a draft on a wanted person that lacks nothing."""
    given = {"purpose": Purpose.FELONY_WARRANT, "names_person": True, "person": PERSON, **fields}
    return a_draft(text, **given)


def a_manual_entry(
    draft: EntryDraft | None = None, person: str = "officer-1", at: datetime = NOW
) -> ManualEntry:
    """Return an entry that was made at ``at``."""
    made_of = draft or a_draft()
    return make_entry(made_of, person, at, new_id(at, made_of.text.encode().ljust(10)[:10]))
