"""The certificate of a purge on paper (09.21.8.C, RET-07)."""

from mdt_alpr.domain.retention.purge_search import RULE_WORDS, PurgeSearch, place_words
from mdt_alpr.hq.base.paper import Paper, Printed, in_words

_TITLE = "Certificate of purge"


def purge_paper(printed: Printed, found: PurgeSearch, entry: int) -> bytes:
    """Return what a search of every place found as PDF; ``entry`` of the audit records it."""
    paper = Paper(_TITLE, printed, notice="General Order 09.21.8.C, G.S. 20-183.32(a)")
    paper.fields(
        (
            ("Searched at", in_words(found.at)),
            ("Captured data kept for", f"{found.kept_days} days"),
            ("Must be gone: captured up to", in_words(found.captured_until)),
            ("Entry of headquarters' audit", str(entry)),
        )
    )
    paper.paragraph(_outcome(found), bold=True)
    rows = [
        (one.place, RULE_WORDS[one.rule], f"{one.number:,}", place_words(one))
        for one in sorted(found.places, key=lambda one: one.is_clean)
    ]
    paper.table(("Place", "May stay", "In it", "Found"), rows, (3, 3, 1, 3))
    paper.section("Holds")
    paper.paragraph(_holds(found))
    paper.section("Backups and replicas")
    paper.paragraph(_copies(found))
    paper.signature("ALPR data custodian or system administrator")
    return paper.pdf()


def _outcome(found: PurgeSearch) -> str:
    if found.is_clean:
        return f"Every one of {len(found.places)} places was searched. Nothing is left."
    names = ", ".join(one.place for one in found.dirty)
    return f"{len(found.places)} places were searched. SOMETHING IS LEFT IN: {names}."


def _holds(found: PurgeSearch) -> str:
    if not found.holds:
        return "Nothing is kept past its deadline under a hold."
    kept = "; ".join(f"{name}: {number:,}" for name, number in found.holds)
    return f"Kept past the deadline under holds (09.21.8.C.1 and 2): {kept}."


def _copies(found: PurgeSearch) -> str:
    last = f", the last {in_words(found.last_backup_at)}" if found.last_backup_at else ""
    replicas = ", ".join(found.replicas) or "none known"
    return (
        f"{found.backups:,} backups were made{last}. Replicas of the database: {replicas}. What "
        "they hold of captured data opens only with the key of its day; keys of days that are "
        "over are destroyed, which the search of day_keys/ above proves."
    )
