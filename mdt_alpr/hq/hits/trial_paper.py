"""The report of a trial as PDF."""

from mdt_alpr.domain.review.trial_report import TrialRefusedError
from mdt_alpr.hq.base.paper import Paper, Printed, in_words
from mdt_alpr.hq.hits.trial_figures import NOT_PLANNED
from mdt_alpr.wire.trial import TrialMessage

_ABOUT = (
    "Each figure stands with its 95% interval; where that is wide, judge more passes. A sample of "
    "days says nothing of weather, roads and cameras that they had not. Of many parts one in "
    "twenty lies outside of its interval by chance. Intervals of shares are Wilson's, those of "
    "rates Byar's, those of medians come of the order of the values."
)
_NOTHING_TO_CHANGE = "No part is worse than the rest beyond what chance explains."


def paper(printed: Printed, trial: TrialMessage) -> bytes:
    """Return the report of a trial as PDF.

    Raises:
        TrialRefusedError: none was planned.
    """
    if trial.plan is None or trial.planned_at is None:
        raise TrialRefusedError(NOT_PLANNED)
    made = Paper("License plate readers: a trial before service", printed)
    made.fields(
        (
            ("Days", f"{trial.plan.first} to {trial.plan.last}"),
            ("Limits were set on", f"{in_words(trial.planned_at)}, by {trial.planned_by}"),
        )
    )
    made.section("Ready for service?")
    made.paragraph(trial.words, bold=True)
    made.section("What to change")
    for sentence in trial.change or (_NOTHING_TO_CHANGE,):
        made.paragraph(sentence)
    made.section("Figures", _ABOUT)
    rows = [
        (line.name, line.counted, line.between, line.limit, line.state) for line in trial.lines
    ]
    made.table(("Figure", "Counted", "Between", "Limit", "State"), rows, (5, 2, 2, 2, 1))
    made.section("What they do not hold")
    for sentence in trial.notes:
        made.paragraph(sentence)
    made.signature("ALPR system administrator")
    return made.pdf()
