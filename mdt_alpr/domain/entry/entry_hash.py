"""What is left of a plate after its manual entry ended: a keyed hash to test it by (MAN-05)."""

import hashlib
import hmac
import re
from dataclasses import replace

from mdt_alpr.domain.entry.form import plate_of
from mdt_alpr.domain.hotlist.manual_entry import ManualEntry, PersonBasis
from mdt_alpr.domain.plate.plate import Plate, tidy

ERASED = "(plate erased)"
_SCOPE = b"mdt-alpr manual entry 1\0"
_BETWEEN = r"[\s\-.·•]*"


def audit_hash(key: bytes, plate: Plate) -> str:
    """Return the hash of a plate under the agency's key; nobody reads the plate back from it.

    O and 0 are kept apart, as everywhere in manual entries (MAN-07).
    """
    told = f"{tidy(plate.text)}\0{plate.state}".encode()
    return hmac.new(key, _SCOPE + told, hashlib.sha256).hexdigest()


def is_plate_of(key: bytes, plate: Plate, kept: str) -> bool:
    """Tell an auditor who has a plate whether ``kept`` is its hash (MAN-05)."""
    return hmac.compare_digest(audit_hash(key, plate), kept)


def without_plate(text: str, plate: str) -> str:
    """Return ``text`` with every spelling of the plate taken out: spaces, dashes, O for 0."""
    characters = [re.escape(c) if c not in "O0" else "[O0]" for c in tidy(plate)]
    return re.sub(_BETWEEN.join(characters), ERASED, text, flags=re.IGNORECASE)


def erased(entry: ManualEntry) -> ManualEntry:
    """Return the entry without its plate, in the form's field and in every text of it.

    Reason, case and dates stay; what was noted about a person goes with the plate.
    """
    draft = entry.draft
    plate = plate_of(draft).text

    def clean(text: str) -> str:
        return without_plate(text, plate)

    left = replace(
        draft,
        text="",
        reason=clean(draft.reason),
        case=clean(draft.case),
        instruction=clean(draft.instruction),
        person=PersonBasis("", "", "") if draft.person else None,
    )
    return replace(
        entry,
        draft=left,
        justification=clean(entry.justification),
        decided_why=clean(entry.decided_why),
    )
