"""What waits for the person who asks."""

from mdt_alpr.acts.act import Look
from mdt_alpr.acts.listing import ListCell, ListColumn, Listing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.printable import waiting_words
from mdt_alpr.wire.waiting import WaitingLine, WaitingMessage

WAITING: Listing[WaitingMessage, WaitingLine] = Listing(
    lambda answer: answer.lines,
    lambda line: f"{line.page}/{line.key or line.name}",
    (
        ListColumn("What", 300, lambda line: ListCell(line.name, is_strong=True)),
        ListColumn("What is missing", 480, lambda line: line.words),
        ListColumn("Since", 170, lambda line: line.since),
        ListColumn("Due", 150, lambda line: ListCell(line.due_on, due=line.due_on)),
    ),
    "Nothing waits for you.",
    lambda answer: waiting_words(len(answer.lines)),
    lambda answer: len(answer.lines),
)
SHOW_WAITING = Look(
    "GET /v1/waiting", "See what waits for you; ends with 1 where something waits",
    (Permission.SEE_OVERVIEW, Permission.REQUEST_HOLDS, Permission.READ_AUDIT,
     Permission.RUN_SERVER), WaitingMessage, shows_captured=True,
    records=(AuditEvent.HQ_WAITING_VIEWED,), command="waiting", listing=WAITING,
)  # fmt: skip
