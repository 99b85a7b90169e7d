"""The certificate of a purge on paper (09.21.8.C, RET-07)."""

from mdt_alpr.domain.citations import cited
from mdt_alpr.domain.retention.purge_search import RULE_WORDS, PurgeSearch, place_words
from mdt_alpr.hq.base.paper import Paper, Printed, in_words

_TITLE = "Certificate of purge"


def purge_paper(printed: Printed, search: PurgeSearch, entry: int) -> bytes:
    """Return what a search of every place found as PDF; ``entry`` of the audit records it."""
    paper = Paper(_TITLE, printed, notice=cited("purge_paper", "", ""))
    paper.fields(
        (
            ("Searched at", in_words(search.at)),
            ("Captured data kept for", f"{search.kept_days} days"),
            ("Must be gone: captured up to", in_words(search.captured_until)),
            ("Entry of headquarters' audit", str(entry)),
        )
    )
    paper.paragraph(_outcome(search), bold=True)
    rows = [
        (place.place, RULE_WORDS[place.rule], f"{place.number:,}", place_words(place))
        for place in sorted(search.places, key=lambda place: place.is_clean)
    ]
    paper.table(("Place", "May stay", "In it", "Found"), rows, (3, 3, 1, 3))
    paper.section("Holds")
    paper.paragraph(_holds(search))
    paper.section("Backups and replicas")
    paper.paragraph(_copies(search))
    paper.signature("ALPR data custodian or system administrator")
    return paper.pdf()


def _outcome(search: PurgeSearch) -> str:
    if search.is_clean:
        return f"Every one of {len(search.places)} places was searched. Nothing is left."
    names = ", ".join(place.place for place in search.dirty)
    return f"{len(search.places)} places were searched. SOMETHING IS LEFT IN: {names}."


def _holds(search: PurgeSearch) -> str:
    if not search.holds:
        return "Nothing is kept past its deadline under a hold."
    query = "; ".join(f"{name}: {number:,}" for name, number in search.holds)
    return f"Kept past the deadline under holds{cited('hold_kinds')}: {query}."


def _copies(search: PurgeSearch) -> str:
    last = f", the last {in_words(search.last_backup_at)}" if search.last_backup_at else ""
    replicas = ", ".join(search.replicas) or "none known"
    return (
        f"{search.backups:,} backups were made{last}. Replicas of the database: {replicas}. What "
        "they hold of captured data opens only with the key of its day; keys of days that are "
        "over are destroyed, which the search of day_keys/ above proves."
    )
