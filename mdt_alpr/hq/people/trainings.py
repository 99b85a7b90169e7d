"""Trainings: recorded after a class, shown, and what access they give (09.21.10, TRN-01 to 03).

Beside them the results of practices at roll-call, which give no access (D17).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.canonical import sha256
from mdt_alpr.domain.hit.trial_sample import TrialSample
from mdt_alpr.domain.people.accounts import AccountRefusedError, TrainingWarning, training_warning
from mdt_alpr.domain.people.drills import PracticeResult, StepSum, StepTime, may_see_drills, summed
from mdt_alpr.domain.people.roles import Placement
from mdt_alpr.domain.people.trainings import (
    LARGEST_PRESENTATION,
    Course,
    counts_from,
    demand_class,
    demand_held,
    demand_training,
)
from mdt_alpr.domain.policy import TRAINING_MENDED_WITHIN, capture_date
from mdt_alpr.domain.review.waiting import Waits
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.audit.trial_plan import PlannedTrial, sample_of_today
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, RefusedError, Work
from mdt_alpr.hq.base.scans import scan_problem
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people import team_store as teams
from mdt_alpr.hq.people import training_store as trainings
from mdt_alpr.wire.accounts import (
    TrainedPersonMessage,
    TrainingClass,
    TrainingRecord,
    TrainingRegisterMessage,
    TrainingsRequest,
)
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.drills import DrillMessage, DrillsMessage, KeptDrillMessage, PracticeSums
from mdt_alpr.wire.problems import Problem

_ID = 36
PAPER_MISSING = TrainingClass(tuple(Course), version="", presenter="", paper="")
"""A date of training that was given with an account; the register shows that its paper lacks."""


def record_trainings(
    hq: Headquarters, request: TrainingsRequest, by: str, files: bytes = b""
) -> None:
    """Record the trainings of a class, all or none.

    ``files`` are the presentation, as long as the request says, and the scan of the signed paper.

    Raises:
        AccountRefusedError: a date that cannot be, your own training (names the person), or
            what the class must have lacks, the scan does not open, or the presentation is not
            the one that is named.
        RefusedError: no such account; names it.
    """
    held = request.held
    shown, scan = _parted(held, files)
    demand_class(held.courses, held.version, held.presenter, held.paper, scan)
    if scan and (problem := scan_problem(scan)):
        raise AccountRefusedError(problem)
    digest = sha256(scan) if scan else ""
    with hq.writing() as work:
        for content in filter(None, (shown, scan)):
            trainings.add_paper(work.connection, sha256(content), content)
        for training in request.trainings:
            if people.account(work.connection, training.person_id) is None:
                raise RefusedError(
                    Problem.NO_SUCH_ACCOUNT, f"{training.person_id!r:.80} is unknown."
                )
            newest = trainings.newest(work.connection, training.person_id)
            for course in held.courses:
                last, today = newest.get(course), capture_date(work.now)
                demand_training(training.person_id, training.trained_on, last, today, by)
            note_training(work, training, by, held, digest)
            record_training(work, training, by, held)


def _parted(held: TrainingClass, files: bytes) -> tuple[bytes, bytes]:
    """Return the presentation of a class, and the scan."""
    size = held.presentation_bytes
    shown = files[: max(0, size)]
    is_named = not size or (size == len(shown) and held.presentation.endswith(sha256(shown)))
    if not is_named or size > LARGEST_PRESENTATION:
        most = LARGEST_PRESENTATION // 1024**2
        raise AccountRefusedError(f"The presentation is not whole, or has more than {most} MiB.")
    return shown, files[len(shown) :]


def note_training(
    work: Work,
    training: TrainingRecord,
    by: str,
    held: TrainingClass = PAPER_MISSING,
    scan: str = "",
) -> None:
    """Keep the courses of a class for a person, and from and until when they give access.

    Raises:
        AccountRefusedError: the class is still to come.
    """
    today = capture_date(work.now)
    demand_held(training.person_id, training.trained_on, today)
    for course in held.courses:
        row = {
            "person_id": training.person_id,
            "course": course,
            "version": held.version,
            "presenter": held.presenter,
            "trained_on": training.trained_on,
            "paper": held.paper,
            "scan": scan,
            "recorded_at": work.now,
            "recorded_by": by,
            "presentation": held.presentation or None,
        }
        trainings.add(work.connection, row)
    since = counts_from(trainings.newest(work.connection, training.person_id))
    values: dict[str, date | None] = {"trained_on": since}
    if (
        counts_from(trainings.newest(work.connection, training.person_id, with_paper=True))
        == since
    ):
        values["paper_by"] = None
    elif held is PAPER_MISSING:
        values["paper_by"] = today + TRAINING_MENDED_WITHIN
    account = people.account(work.connection, training.person_id)
    asked = account.refresher_by if account else None
    if asked is not None and training.trained_on >= asked - TRAINING_MENDED_WITHIN:
        values["refresher_by"] = None
    people.change_account(work.connection, training.person_id, **values)


def ask_refresher(work: Work, person_id: str) -> None:
    """Let a person's access end in a month unless the training is taken again (TRN-03, AT-2)."""
    account = people.account(work.connection, person_id)
    if account is not None and account.refresher_by is None:
        until = capture_date(work.now) + TRAINING_MENDED_WITHIN
        people.change_account(work.connection, person_id, refresher_by=until)


def record_training(
    work: Work, training: TrainingRecord, by: str, held: TrainingClass = PAPER_MISSING
) -> None:
    """Record in the audit that a training was entered (ACC-13)."""
    on = ("trained_on", training.trained_on.isoformat())
    what = ("courses", " ".join(held.courses)), ("version", held.version)
    record(work, AuditEvent.HQ_TRAINING_RECORDED, training.person_id, by, on, *what)


def register(work: Work, by: str) -> TrainingRegisterMessage:
    """Return every account with its trainings; that they were viewed is recorded."""
    record(work, AuditEvent.HQ_TRAININGS_VIEWED, "trainings", by)
    by_person = trainings.by_person(work.connection)
    return TrainingRegisterMessage(
        tuple(
            TrainedPersonMessage(
                account.person_id,
                account.name,
                account.disabled_at is None,
                account.trained_until,
                tuple(by_person.get(account.person_id, ())),
            )
            for account in people.accounts(work.connection)
        )
    )


def waiting(work: Work, _caller: Caller) -> Iterator[Waits]:
    """Yield the people in use whose training is over or ends soon (TRN-03)."""
    today = capture_date(work.now)
    for account in people.accounts(work.connection):
        until = account.trained_until
        ends = until is None or training_warning(until, today) is not TrainingWarning.NONE
        if account.disabled_at is None and ends:
            words = "Not trained" if until is None else "Training is over, or ends soon"
            yield Waits(account.person_id, f"Training of {account.person_id}", words, None, until)


def paper_of(work: Work, digest: str, by: str) -> bytes:
    """Return the scan of a signed paper; that it was viewed is recorded.

    Raises:
        AccountRefusedError: there is no such scan.
    """
    content = trainings.paper(work.connection, digest)
    if content is None:
        raise AccountRefusedError("No scan has this digest. hq trainings lists them.")
    record(work, AuditEvent.HQ_TRAININGS_VIEWED, digest, by)
    return content


DRILLS_AT_ONCE = 500
LEAST_OFFICERS = 5
"""Of fewer a sum would soon be somebody's."""


def keep_drills(work: Work, device: str, messages: Iterable[DrillMessage]) -> None:
    """Keep results of practices that cars sent, each once; of their times a trial's sums alone."""
    sent = {message.result.drill_id: message for message in messages}
    rows, times = [], []
    for drill_id in sent.keys() - trainings.known_drills(work.connection, sent):
        message = sent[drill_id]
        times += [(message.result.trial, step) for step in message.result.steps]
        at = min(message.result.at, work.now)  # nothing ended after it came
        rows.append(
            {
                "drill_id": drill_id,
                "person_id": message.person_id,
                "at": at,
                "device": device,
                "body": encode(replace(message.result, at=at, steps=())),
            }
        )
    trainings.add_drills(work.connection, rows)
    sample = sample_of_today(work) if times else None
    if sample is not None:
        _add_times(work, sample, [step for trial, step in times if trial == sample.number])


def _add_times(work: Work, sample: TrialSample, times: Sequence[StepTime]) -> None:
    """Add to the sums of a trial that runs: what comes once it is over would tell whose it is."""
    sums_id = _sums_id(sample)
    row = {"drill_id": sums_id, "person_id": NOBODY, "at": work.now, "device": ""}
    trainings.add_drills(work.connection, [{**row, "body": encode(PracticeSums())}])
    before = trainings.sums(work.connection, sums_id)
    kept = decode(PracticeSums, before) if before else PracticeSums()
    sums = PracticeSums(summed(kept.steps, times))
    trainings.keep_sums(work.connection, sums_id, encode(sums))


def _sums_id(sample: TrialSample) -> str:
    return sha256(f"times {sample.number}".encode())[:_ID]


def step_sums(work: Work, trial: PlannedTrial) -> tuple[StepSum, ...]:
    """Return what the times of a trial's practices add up to; nothing that is soon somebody's.

    A look after each practice would tell its times, so there are none before the trial is over.
    """
    officers = {
        row["person_id"]
        for row in trainings.drills(work.connection)
        if decode(PracticeResult, row["body"]).trial == trial.sample.number
    }
    if work.now < trial.span[1] or len(officers) < LEAST_OFFICERS:
        return ()
    body = trainings.sums(work.connection, _sums_id(trial.sample))
    return decode(PracticeSums, body).steps if body else ()


def drills_for(work: Work, caller: Caller) -> DrillsMessage:
    """Return the caller's own results, and those of people whom the caller answers for; recorded.

    The newest come first: nobody is ranked.
    """
    placed = teams.placements(work.connection)
    mine = placed.get(caller.person_id, Placement())
    in_use, names = teams.is_in_use(work.connection), people.names(work.connection)

    def is_seen(person_id: str) -> bool:
        team = placed.get(person_id, Placement()).team
        return person_id == caller.person_id or may_see_drills(
            caller.role, mine, team, in_use=in_use
        )

    seen = (row for row in trainings.drills(work.connection) if is_seen(row["person_id"]))
    messages = tuple(
        KeptDrillMessage(
            decode(PracticeResult, row["body"]),
            row["person_id"],
            names.get(row["person_id"], row["person_id"]),
        )
        for row in islice(seen, DRILLS_AT_ONCE + 1)
    )
    shown = messages[:DRILLS_AT_ONCE]
    ids = [drill.result.drill_id for drill in shown]
    record(work, AuditEvent.HQ_TRAININGS_VIEWED, "drills", caller.person_id, returned=ids)
    return DrillsMessage(shown, len(messages) > DRILLS_AT_ONCE)
