"""The case numbers of dispatch's calls, offered where a form asks for one."""

from mdt_alpr.ui.hit.models.hit_blind import ChoiceView
from mdt_alpr.wire.notices import CallMessage

OFFERED = 3
_LONGEST_WORDS = 36


def case_offers(calls: tuple[CallMessage, ...], text: str) -> tuple[ChoiceView, ...]:
    """Return the newest calls as answers; the one that the field holds is marked."""
    by_case = {call.case_number: call.call_type for call in reversed(calls)}
    newest = list(reversed(by_case.items()))[:OFFERED]
    words = {case: f"Dispatch: {kind or 'call'}"[:_LONGEST_WORDS] for case, kind in newest}
    return tuple(ChoiceView(c, c, chosen=c == text, second=w) for c, w in words.items())
