"""One case on paper: its thread, what waits, and who saw it (8.A, DIS-06)."""

from mdt_alpr.acts.who_saw import ERASED
from mdt_alpr.domain.citations import cited
from mdt_alpr.hq.base.paper import Paper, Printed, in_words
from mdt_alpr.wire.case_threads import CaseThreadMessage
from mdt_alpr.wire.who_saw import WhoSawMessage


def case_paper(printed: Printed, thread: CaseThreadMessage, seen: WhoSawMessage) -> bytes:
    """Return a case as PDF, its oldest step first and its newest look first."""
    step = thread.next
    paper = Paper(f"Case {thread.case}", printed, notice=cited("case_paper", "", ""))
    paper.fields([("Waits for", step.words), ("Who", step.who)])
    paper.section("Thread", thread.notice)
    paper.table(
        ("When", "What", "Step", "By", "Detail"),
        [(in_words(s.at), s.thing, s.step, s.person_id, s.words) for s in thread.steps],
        (3, 2.5, 2.5, 2, 4),
    )
    paper.section("Who saw it", seen.notice)
    rows = (
        (in_words(look.at), look.name or look.person, look.act, look.purpose,
         ERASED if look.is_erased else look.case, f"{look.chain} {look.sequence}")
        for look in seen.looks
    )  # fmt: skip
    paper.table(("When", "Who", "Act", "Purpose", "Case", "Audit entry"), rows, (3, 2, 4, 2, 2, 2))
    return paper.pdf()
