"""Report an incident, freeze its evidence, notify the response team, record a breach.

What a hit held when it was reported is frozen by its digest, and a review case marks the audit
(OPS-04). A report that gives the parts of form ALPR-1 files it: what it covers is held at once.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from mdt_alpr.acts.incidents import taken
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.canonical import sha256
from mdt_alpr.domain.conversion import converted
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.retention import incidents as rules
from mdt_alpr.domain.retention.alpr_1 import Alpr1, HeldCamera, HoldScope, form_needs
from mdt_alpr.domain.retention.incidents import (
    Evidence,
    Frozen,
    Incident,
    IncidentForm,
    IncidentKind,
    IncidentRefusedError,
    IncidentStep,
    IncidentStepMade,
)
from mdt_alpr.domain.review.review import case_number
from mdt_alpr.hq.audit.alarm_channels import channels_in
from mdt_alpr.hq.audit.clock_guard import doubt_in
from mdt_alpr.hq.audit.logging_watch import is_sent
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.capture_day import capture_day, id_time
from mdt_alpr.hq.base.declared import demand_seen
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, RefusedError, Work
from mdt_alpr.hq.base.hit_tables import HIT_LOG
from mdt_alpr.hq.base.paging import NEWEST, Paging
from mdt_alpr.hq.hits import review, review_cases
from mdt_alpr.hq.hits import review_store as reviews
from mdt_alpr.hq.holds.service import file_request
from mdt_alpr.hq.holds.service import from_car as hold_from_car
from mdt_alpr.hq.incidents import store
from mdt_alpr.hq.incidents.seen import seen_by, waiting
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.trainings import ask_refresher
from mdt_alpr.hq.people.two_people import require_two_people
from mdt_alpr.hq.reads import hit_log_store as hit_log
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.holds import HoldRequest, HoldRequestMessage
from mdt_alpr.wire.incidents import (
    DutyMessage,
    IncidentMessage,
    IncidentReport,
    IncidentReportMessage,
    IncidentsMessage,
    IncidentStepMessage,
    IncidentStepRequest,
    OwnHitMessage,
)
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.review import HitTrailMessage

EVERY = timedelta(seconds=15)
AT_ONCE = 100
_OWN_HITS = 50
HELD_AROUND = timedelta(minutes=15)
"""Before and after the hit's read."""


def report(hq: Headquarters, caller: Caller, ask: IncidentReport) -> int:
    """Keep a report, freeze what its hit holds, and open a review case; return its number.

    Reported twice under one id it is one. With the parts of form ALPR-1, the form is filed.

    Raises:
        RefusedError: a part is missing, or there is no such hit; says what.
    """
    if id_time(ask.incident_id) is None:
        raise RefusedError(Problem.IDENTIFIER)
    with hq.writing() as work:
        try:
            incident = rules.report(ask.form, caller.person_id, caller.role, work.now)
        except IncidentRefusedError as error:
            raise RefusedError(Problem.INCIDENT_REFUSED, str(error)) from error
        if incident.form.about and people.account(work.connection, incident.form.about) is None:
            raise RefusedError(Problem.INCIDENT_REFUSED, "There is no user of this name.")
        line = _line_or_none(work, incident.form.hit_id)
        if line is None and incident.form.hit_id:
            raise RefusedError(Problem.NO_SUCH_HIT)
        if line is not None:
            _demand_its_officer(incident, line.person_id)
        form = None if line is None else _hold_form(work, ask.form, line)
        if form is not None and (needed := form_needs(form, work.now)):
            sentences = " ".join(sentence for _, sentence in needed)
            raise RefusedError(Problem.INCIDENT_REFUSED, sentences)
        number = _kept(work, caller, ask.incident_id, incident, line)
    if form is not None:  # also of one that was kept before, and broke off here
        held = file_request(hq, caller, HoldRequest(ask.incident_id, form))
        with hq.writing() as work:
            _note_hold(work, number, held)
    return number


def from_car(work: Work, device: str, message: IncidentReportMessage) -> None:
    """Keep a report that was made in a car, as one of a desk; it was discovered when it was made.

    The next round of holds copies what its form covers; an incomplete form is on record.
    """
    found_at = min(message.at, work.now)
    form = replace(message.form, discovered_at=found_at, about="")
    caller = Caller(message.person_id, "", Role.OFFICER, device, "")
    incident = rules.report(form, caller.person_id, caller.role, work.now)
    line = _line_or_none(work, incident.form.hit_id)
    number = _kept(work, caller, message.incident_id, incident, line)
    asked = None if line is None else _hold_form(work, form, line)
    if asked is not None:
        request = HoldRequestMessage(message.incident_id, asked, caller.person_id, found_at)
        held = hold_from_car(work, device, request)
        if held is not None:
            _note_hold(work, number, held)


def incidents_for(work: Work, caller: Caller, paging: Paging = NEWEST) -> IncidentsMessage:
    """Return a page of the incidents that a caller may see; the view is recorded."""
    seen = seen_by(work, caller)
    page = store.page(work, seen, paging, AT_ONCE + 1)
    shown, names = page[:AT_ONCE], people.names(work.connection)
    ids = [str(number) for number, _ in shown]
    record(work, AuditEvent.HQ_INCIDENTS_VIEWED, "incidents", caller.person_id, returned=ids)
    number = len(list(waiting(work, caller)))
    messages = tuple(_message(caller, *numbered, names) for numbered in shown)
    return IncidentsMessage(messages, len(page) > AT_ONCE, number, _own_hits(work, caller))


def seen_one(work: Work, caller: Caller, number: int) -> IncidentMessage:
    """Return an incident that a caller may see.

    Raises:
        RefusedError: there is none.
    """
    incident = _one(work, caller, number)
    message = _message(caller, number, incident, people.names(work.connection))
    return replace(message, evidence=_evidence(work, incident))


def shown_one(work: Work, caller: Caller, number: int) -> IncidentMessage:
    """Return an incident with what became of its evidence; the view is recorded.

    Raises:
        RefusedError: there is none that the caller may see.
    """
    shown = seen_one(work, caller, number)
    event, ids = AuditEvent.HQ_INCIDENTS_VIEWED, [str(number)]
    record(work, event, "incidents", caller.person_id, returned=ids)
    return shown


def step(work: Work, caller: Caller, number: int, asked: IncidentStepRequest) -> IncidentMessage:
    """Take a step.

    Raises:
        RefusedError: no such incident, the step is refused, or one person may be behind the
            caller and whom it concerns; says why.
    """
    store.hold_reports(work)
    incident = _one(work, caller, number)
    made = IncidentStepMade(
        asked.step, work.now, caller.person_id, asked.words, asked.contact, asked.persons
    )
    names = people.names(work.connection)
    demand_seen(taken(tuple(_step_message(step, names) for step in incident.steps)))
    try:
        changed = rules.take_step(incident, made, caller.role)
    except IncidentRefusedError as error:
        raise RefusedError(Problem.INCIDENT_REFUSED, str(error)) from error
    require_two_people(work, caller.person_id, *rules.apart_from(incident, asked.step))
    store.change(work, number, changed)
    if asked.step is IncidentStep.CONFIRMED and changed.kind in rules.SECURITY:
        ask_refresher(work, changed.concerns)
    last = changed.steps[-1]
    facts = ("step", last.step.value), ("persons", last.persons.value)
    typed = tuple(fact for fact in (("words", last.words), ("contact", last.contact)) if fact[1])
    record(work, AuditEvent.HQ_INCIDENT_STEP, str(number), caller.person_id, *facts, typed=typed)
    return seen_one(work, caller, number)


def notify_team(hq: Headquarters) -> int:
    """Notify the response team of every report that it does not know; return of how many.

    Where no channel accepts it, the next round tries again.
    """
    with hq.reading() as work:
        new = store.not_notified(work)
    if not new or hq.settings.notices is None:
        return 0
    channels, number_sent = channels_in(hq.settings.notices), 0
    for number, incident in new:
        words = (
            f"Incident {number}, {incident.kind.value.replace('_', ' ')}, was reported by "
            f"{incident.reported_by}. See the desk's page Incidents.\n"
        )
        subject = f"MDT ALPR: incident {number} was reported"
        by = [channel.name for channel in channels if is_sent(channel, subject, words)]
        if by:
            with hq.writing() as work:
                _by_itself(work, number, IncidentStep.TEAM_NOTIFIED, ", ".join(by))
                store.mark_notified(work, number)
            number_sent += 1
    return number_sent


def erase_expired(hq: Headquarters) -> int:
    """Erase the incidents whose time is over; return how many. Not by a clock that is doubted."""
    with hq.reading() as work:
        if not store.expired(work) or doubt_in(work):
            return 0
    with hq.writing() as work:
        store.hold_reports(work)
        over = store.expired(work)
        for number in over:
            store.erase(work, number)
            record(work, AuditEvent.HQ_INCIDENT_ERASED, str(number), NOBODY)
    hq.database.leave_nothing_erased()
    return len(over)


# ------------------------------------------------------------------------ inside


def _own_hits(work: Work, caller: Caller) -> tuple[OwnHitMessage, ...]:
    t = HIT_LOG.c
    query = select(t.hit_id, t.raised_at, t.category, t.unit).where(
        t.person_id == caller.person_id
    )
    newest = query.order_by(t.raised_at.desc(), t.hit_id.desc()).limit(_OWN_HITS)
    return tuple(OwnHitMessage(*row) for row in work.connection.execute(newest))


def _kept(work: Work, caller: Caller, incident_id: str, incident: Incident, line: Any) -> int:
    """Keep an incident with what its hit holds now, and open a case; return its number.

    One that is here already stays as it is.
    """
    incident = replace(incident, concerns=incident.form.about)
    if line is not None:
        incident = _frozen(work, incident, line)
    number, is_new = store.add(work, incident_id, incident)
    if not is_new:
        return number
    if line is not None:
        incident = _with_case(work, caller, incident, line.person_id)
        store.change(work, number, incident)
    facts = ("kind", incident.kind.value), ("late", str(incident.is_late).lower())
    hit = ("hit", incident.form.hit_id), ("case", incident.case)
    record(work, AuditEvent.HQ_INCIDENT_REPORTED, str(number), caller.person_id, *facts, *hit)
    return number


def _demand_its_officer(incident: Incident, officer: str) -> None:
    """Demand that a hit's officer is whom its report concerns: else that person decides on it.

    Somebody else may have misused what a hit shows.
    """
    named = incident.form.about
    if named and named != officer and incident.kind is not IncidentKind.MISUSE:
        message = (
            "This concerns the hit's officer: leave the user name out, or report it without "
            "the hit."
        )
        raise RefusedError(Problem.INCIDENT_REFUSED, message)


def _line_or_none(work: Work, hit_id: str) -> Any:
    if id_time(hit_id) is None:
        return None
    return hit_log.line(work, capture_day(hit_id), hit_id)


def _frozen(work: Work, incident: Incident, line: Any) -> Incident:
    trail = review.hit_trail(work, line.hit_id)
    frozen = Frozen(trail.hit.list_version, tuple(sorted(_digests(trail))))
    return replace(incident, concerns=incident.concerns or line.person_id, frozen=frozen)


def _digests(trail: HitTrailMessage) -> set[str]:
    """Return a digest of a hit, and of each thing that is kept about it."""
    parts = trail.hit, *trail.answers, *trail.stops, *trail.dispositions, *trail.pictures
    return {sha256(encode(part).encode()) for part in parts}


def _evidence(work: Work, incident: Incident) -> Evidence:
    """Return whether each thing that was frozen is still there; what came later is no change."""
    if incident.frozen is None:
        return Evidence.NONE
    try:
        trail = review.hit_trail(work, incident.form.hit_id)
    except RefusedError:
        return Evidence.GONE
    is_whole = _digests(trail) >= set(incident.frozen.digests)
    return Evidence.WHOLE if is_whole else Evidence.CHANGED


def _with_case(work: Work, caller: Caller, incident: Incident, officer: str) -> Incident:
    hit_id = incident.form.hit_id
    case = reviews.new_case(work.connection, hit_id, work.now, caller.person_id)
    about = incident.concerns or officer, hit_id
    review_cases.open_case(work, caller, case, about, incident.form.words)
    return replace(incident, case=case_number(*case))


def _hold_form(work: Work, report: IncidentForm, line: Any) -> Alpr1 | None:
    keep = report.keep
    if keep is None:
        return None
    camera = HeldCamera(line.device, line.camera)
    around = line.captured_at - HELD_AROUND, min(line.captured_at + HELD_AROUND, work.now)
    text, state = _plate(line)
    scope = HoldScope(text, state, (camera,), *around)
    return Alpr1(scope, keep.ground, report.words, keep.case, keep.parties)


def _plate(line: Any) -> tuple[str, str]:
    """Return the plate as an officer saw it, else as it was read."""
    if line.entered_text:
        return line.entered_text, line.entered_state
    return line.read_text, line.read_state


def _note_hold(work: Work, number: int, held: int) -> None:
    _by_itself(work, number, IncidentStep.HELD, f"Preservation request {held}")


def _by_itself(work: Work, number: int, step: IncidentStep, words: str) -> None:
    store.hold_reports(work)
    incident = store.find(work, number, [])
    if incident is not None and incident.last(step) is None:
        made = IncidentStepMade(step, work.now, NOBODY, words)
        store.change(work, number, rules.with_step(incident, made))
        record(work, AuditEvent.HQ_INCIDENT_STEP, str(number), NOBODY, ("step", step.value))


def _one(work: Work, caller: Caller, number: int) -> Incident:
    incident = store.find(work, number, seen_by(work, caller))
    if incident is None:
        raise RefusedError(Problem.NO_SUCH_INCIDENT)
    return incident


def _message(
    caller: Caller, number: int, incident: Incident, names: dict[str, str]
) -> IncidentMessage:
    who = caller.person_id, caller.role
    return converted(
        IncidentMessage,
        incident,
        number=number,
        reported_by=names.get(incident.reported_by, incident.reported_by),
        officer=names.get(incident.concerns, incident.concerns),
        list_version=incident.frozen.list_version if incident.frozen else 0,
        evidence=Evidence.NOT_CHECKED if incident.frozen else Evidence.NONE,
        duties=tuple(DutyMessage(*duty) for duty in rules.duties(incident)),
        steps=tuple(_step_message(past_step, names) for past_step in incident.steps),
        steps_open=rules.steps_open_to(incident, *who),
        waits=rules.waits_for(incident, *who),
    )


def _step_message(made: IncidentStepMade, names: dict[str, str]) -> IncidentStepMessage:
    by = names.get(made.by, made.by)
    return IncidentStepMessage(made.step, made.at, by, made.words, made.contact, made.persons)
