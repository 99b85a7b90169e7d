"""A trial before service: planned with its limits, judged blind, reported (MNT-04)."""

from mdt_alpr.acts.act import Act, Look, Nothing, Unversioned
from mdt_alpr.acts.listing import ListCell, ListColumn, Listing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.review.trial_compared import ComparedReaders
from mdt_alpr.domain.review.trial_parts import WeatherNote
from mdt_alpr.domain.review.trial_report import TrialPlan
from mdt_alpr.wire.papers import PaperFile
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.trial import ReadersRequest, TrialLine, TrialMessage, TrialPictures

_CHANGES_SHOWN = 3
"""Above the list; the report has all."""
TRIAL: Listing[TrialMessage, TrialLine] = Listing(
    lambda answer: answer.lines,
    lambda line: line.name,
    (
        ListColumn("Figure", 420, lambda line: ListCell(line.name, is_strong=bool(line.limit))),
        ListColumn("Counted", 150, lambda line: line.counted, right=True),
        ListColumn("Between", 230, lambda line: line.between),
        ListColumn("Limit", 130, lambda line: line.limit),
        ListColumn("State", 130, lambda line: line.state),
    ),
    nothing="Nothing of it is judged yet.",
    about=lambda answer: " ".join((answer.words, *answer.change[:_CHANGES_SHOWN])),
)  # fmt: skip
PLAN_TRIAL = Act(
    "POST /v1/trial", "Plan a trial: its days, and the limits that will decide",
    (Permission.MANAGE_ACCOUNTS,), TrialMessage, body=TrialPlan, refusal=Problem.REPORT_REFUSED,
    records=(AuditEvent.HQ_TRIAL_PLANNED, AuditEvent.HQ_TRIAL_VIEWED), command="plan-trial",
    button="Plan this trial", listing=TRIAL, changes=Unversioned.MAKES,
)  # fmt: skip
NOTE_WEATHER = Act(
    "POST /v1/trial/weather", "Note which weather there was during a trial",
    (Permission.REVIEW_HITS, Permission.MANAGE_EQUIPMENT), Nothing, body=WeatherNote,
    refusal=Problem.REPORT_REFUSED, records=(AuditEvent.HQ_TRIAL_WEATHER_NOTED,),
    command="note-weather", button="Note this weather", changes=Unversioned.MAKES,
)  # fmt: skip
_BY_READERS = "two readers read pictures for hours, on a machine that has both: a command"
SHOW_TRIAL = Look(
    "GET /v1/trial", "See what the trial says: ready for service?", (Permission.READ_AUDIT,),
    TrialMessage, shows_captured=False, records=(AuditEvent.HQ_TRIAL_VIEWED,),
    command="trial-report", listing=TRIAL,
)  # fmt: skip
PRINT_TRIAL = Look(
    "GET /v1/trial/paper", "Print the report of the trial", (Permission.READ_AUDIT,), PaperFile,
    refusal=Problem.REPORT_REFUSED, shows_captured=False, records=(AuditEvent.HQ_TRIAL_VIEWED,),
    command="trial-paper", button="Save report as PDF",
)  # fmt: skip
SHOW_TRIAL_PICTURES = Look(
    "GET /v1/trial/pictures", "List the pictures of a trial's judged passes",
    (Permission.REVIEW_HITS, Permission.DOWNLOAD), TrialPictures, shows_captured=False,
    records=(AuditEvent.HQ_TRIAL_VIEWED,), off_desk=_BY_READERS,
)  # fmt: skip
COMPARE_READERS = Act(
    "POST /v1/trial/readers", "Count what two readers make of a trial's judged passes",
    (Permission.REVIEW_HITS, Permission.DOWNLOAD), ComparedReaders, body=ReadersRequest,
    refusal=Problem.REPORT_REFUSED, records=(AuditEvent.HQ_TRIAL_COMPARED,),
    changes=Unversioned.MAKES, off_desk=_BY_READERS,
)  # fmt: skip
