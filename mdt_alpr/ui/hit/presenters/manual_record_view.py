"""What the result page shows of a manual entry: its label, its instruction, who made it."""

from datetime import datetime

from mdt_alpr.domain.entry.life import days_left
from mdt_alpr.domain.entry.listing import entry_from
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hotlist.hotlist import HotlistEntry
from mdt_alpr.ui.hit.presenters.hit_words import capitalised


def manual_label(hit: Hit) -> tuple[str, str]:
    """Return the label that must be shown with a manual entry of the hit, in two parts.

    A lead by description is no identified vehicle, a weak identification no identified person
    (MAN-09, RS-09). Empty where no record has one.
    """
    found = (label for record in hit.records if record.manual for label in record.manual.labels)
    what, _, so = next(found, "").partition(": ")
    return what, f"{capitalised(so)}." if so else ""


def manual_detail(record: HotlistEntry, now: datetime) -> str:
    """Return why the entry was made, by whom, and when it ends by itself; empty for others.

    What officers are asked to do is in the column of the record.
    """
    facts, entry = record.manual, entry_from(record)
    if facts is None or entry is None:
        return ""
    left = days_left(entry, now)
    days = "ends today" if left <= 1 else f"ends in {left} days"
    # The reason is free text: where the room is short, it is what gives way.
    return "  ·  ".join((f"case {facts.case}", f"by {facts.entered_by}", days, facts.reason))
