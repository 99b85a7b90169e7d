"""Who saw a read, a hit, a picture, an entry, a case or a person, for whom may ask (AUD-08)."""

from mdt_alpr.acts.act import Look
from mdt_alpr.acts.listing import ListCell, ListColumn, Listing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.wire.who_saw import LookMessage, WhoSawMessage, WhoSawRequest

ERASED = "Erased with its time"

NO_LOOK = "No look is recorded of this id, number or name. To look up a plate, use Search."


def _purpose(look: LookMessage) -> object:
    return Purpose(look.purpose) if look.purpose in set(Purpose) else look.purpose


def _case(look: LookMessage) -> ListCell:
    return ListCell(ERASED, mark="weak") if look.is_erased else ListCell(look.case)


def _foot(answer: WhoSawMessage) -> str:
    number = len(answer.looks)
    if not number:
        return f"{NO_LOOK} {answer.notice}".strip()
    words = f"{number} {'look' if number == 1 else 'looks'}, newest first."
    if number >= answer.most:
        words = f"The newest {answer.most} looks; search the audit for older ones."
    return f"{words} {answer.notice}".strip()


LOOKS: Listing[WhoSawMessage, LookMessage] = Listing(
    lambda answer: answer.looks,
    lambda look: f"{look.chain} {look.sequence}",
    (
        ListColumn("When", 200, lambda look: ListCell(
            look.at, f"{look.chain} {look.sequence}")),
        ListColumn("Who", 190, lambda look: ListCell(
            look.name or look.person or "Headquarters", look.role, is_strong=True)),
        ListColumn("Where", 140, lambda look: look.where),
        ListColumn("Act", 250, lambda look: look.act),
        ListColumn("Purpose", 160, _purpose),
        ListColumn("Case", 150, _case),
        ListColumn("About", 0, lambda look: look.subject),
    ),
    "",
    _foot,
)  # fmt: skip
SHOW_WHO_SAW = Look(
    "POST /v1/who-saw", "Show who saw a read, hit, picture, entry, case or person",
    (Permission.READ_AUDIT, Permission.REVIEW_HITS), WhoSawMessage, body=WhoSawRequest,
    shows_captured=False, records=(AuditEvent.HQ_WHO_SAW_VIEWED,), command="who-saw {thing}",
    button="Show", listing=LOOKS,
)  # fmt: skip
