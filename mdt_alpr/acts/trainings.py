"""Trainings with their signed papers, and results of practices (09.21.10, D17)."""

from collections.abc import Sequence

from mdt_alpr.acts.act import Act, File, Look
from mdt_alpr.acts.listing import ListCell, ListColumn, Listing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.wire.accounts import TrainingRegisterMessage, TrainingsRequest
from mdt_alpr.wire.drills import DrillsMessage, KeptDrillMessage

SHOW_TRAININGS = Look(
    "GET /v1/trainings", "See trainings", (Permission.RECORD_TRAINING,), TrainingRegisterMessage,
    shows_captured=False, records=(AuditEvent.HQ_TRAININGS_VIEWED,),
)  # fmt: skip


def _traps(traps: Sequence[str], others: Sequence[str]) -> str:
    return "; ".join(traps) or "None" if others else "All"


DRILLS: Listing[DrillsMessage, KeptDrillMessage] = Listing(
    lambda answer: answer.drills,
    lambda drill: drill.result.drill_id,
    (
        ListColumn("Ended", 170, lambda drill: ListCell(drill.result.at, drill.result.words)),
        ListColumn("User name", 130, lambda drill: ListCell(drill.person_id, is_strong=True)),
        ListColumn("Name", 160, lambda drill: drill.name),
        ListColumn(
            "Failed",
            315,
            lambda drill: ListCell(
                _traps(drill.result.failed, drill.result.passed),
                mark="cross" if drill.result.failed else "tick",
            ),
        ),
        ListColumn("Passed", 315, lambda d: _traps(d.result.passed, d.result.failed)),
    ),
    "No results yet. Practice is offered on a car's sign-in page.",
    lambda answer: (
        f"{'The newest ' * answer.more}{len(answer.drills)} "
        f"{'result' if len(answer.drills) == 1 else 'results'}."
    ),
)
SHOW_DRILLS = Look(
    "GET /v1/drills", "See results of practices", (Permission.REQUEST_HOLDS,), DrillsMessage,
    shows_captured=False, records=(AuditEvent.HQ_TRAININGS_VIEWED,), command="practices",
    listing=DRILLS,
)  # fmt: skip
RECORD_TRAININGS = Act(
    "POST /v1/trainings", "Record trainings", (Permission.RECORD_TRAINING,),
    TrainingRegisterMessage, body=TrainingsRequest, records=(AuditEvent.HQ_TRAININGS_VIEWED,
    AuditEvent.HQ_TRAINING_RECORDED),
)  # fmt: skip
RECORD_SCANNED = Act(
    "POST /v1/trainings/with-scan", "Record trainings with presentation and signed paper",
    (Permission.RECORD_TRAINING,), TrainingRegisterMessage,
    records=(AuditEvent.HQ_TRAININGS_VIEWED, AuditEvent.HQ_TRAINING_RECORDED),
)  # fmt: skip
GIVE_PAPER = Look(
    "GET /v1/training-papers/{digest}", "Get the scan of a signed paper, or a presentation",
    (Permission.RECORD_TRAINING,), File, shows_captured=False,
    records=(AuditEvent.HQ_TRAININGS_VIEWED,), command="training-paper",
)  # fmt: skip
