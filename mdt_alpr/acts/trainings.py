"""Trainings with their signed papers, and results of practices (09.21.10, D17)."""

from mdt_alpr.acts.act import Act, File, Look
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.wire.accounts import TrainingRegisterMessage, TrainingsRequest
from mdt_alpr.wire.drills import DrillsMessage

SHOW_TRAININGS = Look(
    "GET /v1/trainings", "See trainings", (Permission.RECORD_TRAINING,), TrainingRegisterMessage,
    shows_captured=False, records=(AuditEvent.HQ_TRAININGS_VIEWED,),
)  # fmt: skip
SHOW_DRILLS = Look(
    "GET /v1/drills", "See results of practices", (Permission.REQUEST_HOLDS,), DrillsMessage,
    shows_captured=False, records=(AuditEvent.HQ_TRAININGS_VIEWED,),
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
    records=(AuditEvent.HQ_TRAININGS_VIEWED,),
)  # fmt: skip
