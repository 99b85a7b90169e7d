"""Trainings with their signed papers, and results of practices (09.21.10, D17)."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from mdt_alpr.acts.act import Act, File, Look, Unversioned
from mdt_alpr.acts.listing import ListCell, ListColumn, Listing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.accounts import TrainingWarning, training_warning
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.people.trainings import COURSE_WORDS, Course
from mdt_alpr.wire.accounts import (
    TrainedPersonMessage,
    TrainingMessage,
    TrainingRegisterMessage,
    TrainingsRequest,
)
from mdt_alpr.wire.drills import DrillsMessage, KeptDrillMessage

_ACCESS = {
    TrainingWarning.NONE: ("", "tick"),
    TrainingWarning.SOON: ("ends within 30 days", "weak"),
    TrainingWarning.URGENT: ("ends within 7 days", "weak"),
    TrainingWarning.OVER: ("cannot sign in", "cross"),
}


def _warning(person: TrainedPersonMessage, today: date) -> TrainingWarning:
    until = person.trained_until
    return TrainingWarning.OVER if until is None else training_warning(until, today)


def due_on(answer: TrainingRegisterMessage, today: date) -> tuple[str, ...]:
    """Return whose training ends within a month, by user name (TRN-03)."""
    return tuple(
        person.person_id
        for person in answer.people
        if person.is_live and _warning(person, today) is not TrainingWarning.NONE
    )


def _access(person: TrainedPersonMessage, today: date) -> ListCell:
    warning = _warning(person, today)
    below, mark = _ACCESS[warning]
    below = below if person.is_live else "account disabled"
    warns = warning is not TrainingWarning.NONE
    return ListCell(person.trained_until or "No access", below, mark, warns=warns)


def _newest(person: TrainedPersonMessage, course: Course) -> TrainingMessage | None:
    return next((training for training in person.trainings if training.course is course), None)


def _course(course: Course, person: TrainedPersonMessage) -> ListCell:
    training = _newest(person, course)
    if training is None:
        return ListCell("None recorded", mark="cross", warns=True)
    held = f"{training.version}, {training.presenter}"
    return ListCell(training.trained_on, held if training.version else "entered with the account")


def _has_papers(person: TrainedPersonMessage) -> bool:
    newest = (_newest(person, course) for course in Course)
    return all(training is None or training.paper or training.scan for training in newest)


def _paper(person: TrainedPersonMessage) -> ListCell:
    if not person.trainings:
        return ListCell("None")
    if not _has_papers(person):
        return ListCell("Missing", "record the class again", "weak", warns=True)
    newest = person.trainings[0]
    return ListCell(newest.paper or "Scan", "scan kept" if newest.scan else "", "tick")


def _files(person: TrainedPersonMessage) -> str:
    """Return the files of every training, by which each can be read again."""
    texts = {
        text: None
        for training in person.trainings
        for text in (
            training.scan and f"scan {training.scan}",
            training.presentation and f"presented: {training.presentation}",
        )
        if text
    }
    return "; ".join(texts)


def register_on(today: date) -> Listing[TrainingRegisterMessage, TrainedPersonMessage]:
    """Return the register with whose training ends next."""
    return Listing(
        lambda answer: answer.people,
        lambda person: person.person_id,
        (
            ListColumn("User name", 130, lambda p: ListCell(p.person_id, is_strong=True)),
            ListColumn("Name", 160, lambda person: person.name),
            ListColumn("Access until", 170, lambda person: _access(person, today)),
            *(ListColumn(COURSE_WORDS[c], 200, partial(_course, c)) for c in Course),
            ListColumn("Signed paper", 230, _paper),
            ListColumn("Files", 0, _files),
        ),
        "There are no accounts.",
        lambda answer: (
            f"{len(due_on(answer, today))} of {len(answer.people)} need training within 30 days. "
            f"{sum(p.is_live and not _has_papers(p) for p in answer.people)} without a signed "
            "paper."
        ),
    )


SHOW_TRAININGS = Look(
    "GET /v1/trainings", "See every account's trainings, with the signed papers",
    (Permission.RECORD_TRAINING,), TrainingRegisterMessage, shows_captured=False,
    records=(AuditEvent.HQ_TRAININGS_VIEWED,), command="trainings", listing=register_on,
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
    AuditEvent.HQ_TRAINING_RECORDED), changes=Unversioned.MAKES,
)  # fmt: skip
RECORD_SCANNED = Act(
    "POST /v1/trainings/with-scan", "Record trainings with presentation and signed paper",
    (Permission.RECORD_TRAINING,), TrainingRegisterMessage,
    records=(AuditEvent.HQ_TRAININGS_VIEWED, AuditEvent.HQ_TRAINING_RECORDED),
    changes=Unversioned.MAKES,
)  # fmt: skip
GIVE_PAPER = Look(
    "GET /v1/training-papers/{digest}", "Get the scan of a signed paper, or a presentation",
    (Permission.RECORD_TRAINING,), File, shows_captured=False,
    records=(AuditEvent.HQ_TRAININGS_VIEWED,), command="training-paper",
)  # fmt: skip
