"""Everything that headquarters keeps of one case, from the hold to the last copy (8.C to 8.E)."""

from datetime import UTC, datetime

from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.disclosures import request_store
from mdt_alpr.hq.holds import store as holds
from mdt_alpr.wire.disclosures import DisclosureFilter

_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
_MOST = 1000


def papers_of_case(work: Work, case: str) -> tuple[str, ...]:
    """Return the ids of the holds and the requests of a case, as far as their words are kept."""
    wanted = case.casefold()
    held = (
        kept.hold.hold_id
        for kept in holds.requested_since(work, _FIRST)
        if kept.hold is not None and kept.hold.case.casefold() == wanted
    )
    asked = (
        kept.request_id
        for kept in request_store.page(work, DisclosureFilter(words=case, size=_MOST))[0]
        if kept.found is not None and kept.found.asked.case.casefold() == wanted
    )
    return (*held, *asked)
