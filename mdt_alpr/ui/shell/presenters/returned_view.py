"""What a supervisor sent back to the officer, as a card of the status page (09.21.6)."""

from mdt_alpr.domain.hotlist.hotlist import CATEGORIES
from mdt_alpr.domain.people.roles import Returned, Session
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.words import local_time
from mdt_alpr.ui.shell.models.pages import StatusLine, StatusLines

_MOST = 3


def returned_cards(session: Session | None) -> list[StatusLines]:
    """Return a card with the hits that were sent back, none where there is none."""
    if session is None or not session.returned:
        return []
    lines = [_line(one) for one in session.returned[:_MOST]]
    more = len(session.returned) - _MOST
    if more > 0:
        lines.append(
            StatusLine("More returned hits", str(more), Mark.WEAK, "Ask your supervisor.")
        )
    return [StatusLines("Returned by your supervisor", tuple(lines))]


def _line(one: Returned) -> StatusLine:
    known = CATEGORIES.get(one.category)
    name = known.name if known else "Hit"
    local = local_time(one.raised_at)
    when = f"{local:%b} {local.day}, {local:%H:%M}"
    return StatusLine(name, when, Mark.WEAK, f"{one.by}: {one.words}")
