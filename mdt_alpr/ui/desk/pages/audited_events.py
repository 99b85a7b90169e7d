"""Which types of events are audited, and their yearly review (AUD-09, CJIS AU-2)."""

from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.ui.desk.form_table import FormTable
from mdt_alpr.ui.desk.models.desk import Cell, Column, PageState, TableRow
from mdt_alpr.ui.desk.models.form import FormAct, FormField, FormHead
from mdt_alpr.ui.hit.presenters.hit_words import date_words
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.words import local_day
from mdt_alpr.wire import addresses
from mdt_alpr.wire.event_review import AuditedEventsMessage, EventReviewRequest

_REVIEW = "review"
_FORM = FormHead(
    (
        FormField(
            "rationale", "Why these are enough to investigate afterwards. No plates.", wide=True
        ),
    ),
    ((_REVIEW, "Record the yearly review"),),
)


class AuditedEvents(FormTable):
    """What changed since the last review comes first; an administrator records the next one."""

    title, order = "Audited events", 87
    permissions = (Permission.READ_AUDIT,)
    form, emptied = _FORM, ("rationale",)
    note = "CJIS AU-2: an administrator reviews once a year what is recorded, and writes why"
    address, answer = addresses.AUDITED_EVENTS, AuditedEventsMessage
    columns = (
        Column("Type of event", 420),
        Column("In the last year", 160, right=True),
        Column("Since the last review", 260),
    )

    def rows(self, answer: AuditedEventsMessage) -> list[TableRow]:
        """Return a row for each type: what came or went since the last review, then the others."""
        new = set(answer.changes.added)
        gone = [
            _row(name, "", "Not audited any more", Mark.CROSS) for name in answer.changes.removed
        ]
        came = [_row(name, f"{n:,}", "New", Mark.RING) for name, n in answer.events if name in new]
        others = (_row(name, f"{n:,}", "") for name, n in answer.events if name not in new)
        return [*gone, *came, *others]

    def state(self, answer: AuditedEventsMessage) -> PageState:
        """Return how much changed; the line above has the last review and the next day."""
        due = date_words(answer.due_on)
        late = answer.due_on < self.desk.today()
        when = "OVERDUE since" if late else "by"
        self.about_changed.emit(f"Next review {when} {due}. {_last(answer)}")
        new, gone = len(answer.changes.added), len(answer.changes.removed)
        return PageState(
            foot=f"{len(answer.events)} types: {new} new, {gone} gone since the review."
        )

    def act(self, act: FormAct) -> None:
        """Record the review."""
        self.send(self.address, EventReviewRequest(act.form.text("rationale")))


PAGE = AuditedEvents


def _last(answer: AuditedEventsMessage) -> str:
    if not answer.reviews:
        return "It was never reviewed."
    last = answer.reviews[0]
    return f"Last on {date_words(local_day(last.at))} by {last.by}: {last.rationale}"


def _row(name: str, number: str, words: str, mark: Mark | None = None) -> TableRow:
    return TableRow(name, (Cell(name), Cell(number), Cell(words, mark, warns=bool(mark))))
