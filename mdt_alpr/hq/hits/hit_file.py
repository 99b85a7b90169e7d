"""One hit with its reviews, its package checked on request (D10, SUP-06); hits to release.

Hits whose evidence may be released are listed for a stated purpose only (PUR-01, 09.21.8.B).
Returned hits are shown to their officer at the next sign-in (09.21.6).
"""

from collections.abc import Collection
from dataclasses import replace

from mdt_alpr import __version__
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.conversion import converted
from mdt_alpr.domain.entry.form import past_reads_needs
from mdt_alpr.domain.hotlist.hotlist import CATEGORIES
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.identity import new_id
from mdt_alpr.domain.people.roles import Returned
from mdt_alpr.domain.policy import CAPTURE_ZONE
from mdt_alpr.domain.review.review import (
    REVIEWS,
    ReviewKind,
    ReviewRefusedError,
    case_number,
    demand_review,
)
from mdt_alpr.domain.search.question import ANY_STATE, AskedCase, SearchQuestion, case_lacks
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.capture_day import capture_day, id_time
from mdt_alpr.hq.base.case_formats import case_formats
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, RefusedError, Work
from mdt_alpr.hq.base.retention_setting import kept_days
from mdt_alpr.hq.equipment.self_checks import unchecked
from mdt_alpr.hq.evidence import store as evidence
from mdt_alpr.hq.evidence.packages import package_of
from mdt_alpr.hq.hits import review_cases
from mdt_alpr.hq.hits import review_store as reviews
from mdt_alpr.hq.hits import shift_log as desk
from mdt_alpr.hq.hits.review import hit_trail
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.two_people import require_two_people
from mdt_alpr.hq.reads import captured
from mdt_alpr.hq.reads import hit_log_store as hit_log
from mdt_alpr.hq.search.service import keep
from mdt_alpr.keys.signing import is_signed, pem_of
from mdt_alpr.wire.desk import (
    EvidenceCheckMessage,
    HitFileMessage,
    ReviewMessage,
    ReviewRequest,
    SeenHit,
    SeenHits,
)
from mdt_alpr.wire.evidence_check import Tools, check
from mdt_alpr.wire.evidence_file import ExportNote, packed
from mdt_alpr.wire.messages import SessionMessage
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.review import HitIdRow, HitIdsMessage, HitIdsRequest

_RANDOM = 10
NO_PACKAGE = "No package of this hit is here yet: it is made when the officer closes the hit."
NO_PACKAGE_CAME = "The hit is closed, and no package of it is here: the car has not sent one."


def hit_file(work: Work, hit_id: str) -> HitFileMessage:
    """Return all about a hit.

    Raises:
        RefusedError: no such hit is kept.
    """
    trail = hit_trail(work, hit_id)
    names = people.names(work.connection)
    device = captured.device_of(work.connection, capture_day(hit_id), hit_id)
    source = desk.list_source(work.connection, trail.hit.list_version)
    concerned = {trail.hit.person_id, *(answer.person_id for answer in trail.answers)}
    return HitFileMessage(
        trail=trail,
        names=tuple(sorted((who, names.get(who, who)) for who in concerned)),
        list_source=source,
        reviews=tuple(
            converted(ReviewMessage, row, by=names.get(row.person_id, row.person_id))
            for row in reviews.of_hit(work, capture_day(hit_id), hit_id)
        ),
        kept_days=kept_days(work.connection),
        unchecked=unchecked(work, device, trail.hit.raised_at),
    )


def review_hit(
    hq: Headquarters, work: Work, caller: Caller, hit_id: str, ask: ReviewRequest
) -> None:
    """Keep what a reviewer says of a hit; the same said again at once is one review.

    Raises:
        RefusedError: no such hit, your own by whichever account (ACC-12), or no reason where one
            is wanted.
    """
    line = None
    if id_time(hit_id) is not None:
        line = hit_log.line(work, capture_day(hit_id), hit_id)
    if line is None:
        raise RefusedError(Problem.NO_SUCH_HIT)
    try:
        words = demand_review(ask.kind, ask.words, caller.person_id, line.person_id)
    except ReviewRefusedError as error:
        raise RefusedError(Problem.REVIEW_REFUSED, str(error)) from error
    if ask.kind is not ReviewKind.CASE:  # a suspicion waits for nobody
        require_two_people(work, caller.person_id, line.person_id)
    said = reviews.of_hit(work, line.day, hit_id)[-1:]
    if [(review.kind, review.words, review.person_id) for review in said] == [
        (ask.kind, words, caller.person_id)
    ]:
        return
    number = ""
    if ask.kind is ReviewKind.CASE:
        opened = reviews.new_case(work.connection, hit_id, work.now, caller.person_id)
        number = case_number(*opened)
        review_cases.open_case(work, caller, opened, (line.person_id, hit_id), words)
    row = {
        "review_id": new_id(work.now, hq.random_bytes(_RANDOM)),
        "day": line.day,
        "hit_id": hit_id,
        "captured_at": line.captured_at,
        "kind": ask.kind,
        "words": words,
        "at": work.now,
        "person_id": caller.person_id,
        "officer_id": line.person_id,
        "case_number": number,
    }
    reviews.add(work, row)
    facts = ("kind", ask.kind.value)
    record(work, AuditEvent.HQ_HIT_REVIEWED, hit_id, caller.person_id, facts)


def review_seen(hq: Headquarters, work: Work, caller: Caller, ask: SeenHits) -> None:
    """Keep that several hits are in order, each without a flag and seen as it is now (SUP-02).

    Raises:
        RefusedError: one was not opened by the caller, was reviewed or changed since, has a flag,
            or is none that the caller reviews; none is reviewed then.
    """
    for hit in ask.hits:
        why = _why_alone(work, caller, hit)
        review_hit(hq, work, caller, hit.hit_id, ReviewRequest(ReviewKind.AGREED, ""))
        if why:
            raise RefusedError(Problem.STALE_PAGE, f"{why} Nothing is reviewed.")


def _why_alone(work: Work, caller: Caller, hit: SeenHit) -> str:
    """Return why a hit is not reviewed with others, empty where it may be."""
    if id_time(hit.hit_id) is None:
        return ""
    day = capture_day(hit.hit_id)
    line = hit_log.line(work, day, hit.hit_id)
    if line is None:
        return ""
    name = f"The hit of {line.unit} at {line.raised_at.astimezone(CAPTURE_ZONE):%H:%M}"
    event, person = AuditEvent.HQ_HIT_VIEWED, caller.person_id
    if not own_audit.was_shown_to(work.connection, event, hit.hit_id, person, line.raised_at):
        return f"{name} was not opened by you."
    if any(review.kind in REVIEWS for review in reviews.of_hit(work, day, hit.hit_id)):
        return f"{name} was reviewed meanwhile."
    if not desk.is_unremarkable(line) or len(captured.steps(work, day, hit.hit_id)) != hit.steps:
        return f"{name} has a flag, or changed since you opened it."
    return ""


def check_evidence_of(hq: Headquarters, caller: Caller, hit_id: str) -> EvidenceCheckMessage:
    """Check the package of a hit as ``mdt-alpr verify`` would; that it was done is recorded."""
    if id_time(hit_id) is None:
        raise RefusedError(Problem.NO_SUCH_HIT)
    note = ExportNote("", hq.clock.now(), "checked at headquarters", "", __version__)
    try:
        data = packed(package_of(hq, hit_id, note))
    except RefusedError as refused:
        with hq.reading() as work:
            line = hit_log.line(work, capture_day(hit_id), hit_id)
        words = NO_PACKAGE_CAME if line is not None and line.disposition else NO_PACKAGE
        if refused.problem is not Problem.NO_SUCH_EVIDENCE:
            words = refused.problem.sentence
        return EvidenceCheckMessage(
            is_whole=False, words=words, links=0, digest="", device="", at=note.at
        )
    verdict = check(data, Tools(is_signed, pem_of, hq.due_now()))
    seal = verdict.seal
    message = EvidenceCheckMessage(
        is_whole=verdict.is_whole,
        words=verdict.first_break,
        links=seal.sequence if seal else 0,
        digest=seal.digest if seal else "",
        device=seal.device if seal else "",
        at=note.at,
    )
    result = ("result", "whole" if message.is_whole else message.words)
    with hq.writing() as work:
        record(work, AuditEvent.HQ_EVIDENCE_CHECKED, hit_id, caller.person_id, result)
    return message


MOST = 500


def note_search(
    work: Work, caller: Caller, ask: HitIdsRequest, shown: Collection[str], case: AskedCase
) -> None:
    """Record that a person searches hits, in which span, for what, and the hits shown.

    It is kept with the searches, as a wide one, so that it is reviewed and counted as they are.
    ``case`` is what the agency's case system knows of the case.
    """
    reason = f"Hits to release, for case {ask.case}"
    question = SearchQuestion(
        "", ANY_STATE, ask.since, ask.until, ask.purpose, ask.case, reason, everywhere=True
    )
    keep(work, caller, question, ("It lists every hit of its days.",), (case, len(shown), ()))
    detail = (
        ("since", ask.since.isoformat()),
        ("until", ask.until.isoformat()),
        ("purpose", ask.purpose),
    )
    event, typed = AuditEvent.HQ_HIT_IDS_VIEWED, (("case", ask.case),)
    record(work, event, "hit ids", caller.person_id, *detail, typed=typed, returned=shown)


def hit_ids(work: Work, ask: HitIdsRequest) -> HitIdsMessage:
    """Return the hits that were raised in the span, the newest first.

    Raises:
        RefusedError: no lawful purpose, or no case.
    """
    purpose = Purpose(ask.purpose) if ask.purpose in set(Purpose) else None
    if past_reads_needs(purpose, ask.case):
        raise RefusedError(Problem.NO_PURPOSE)
    if lacks := " ".join(case_lacks(ask.case, "", case_formats(work.connection))):
        raise RefusedError(Problem.NO_PURPOSE, lacks)
    lines = hit_log.raised_between(work, ask.since, ask.until, MOST)
    sealed = evidence.sealed_hits(work.connection, [line.hit_id for line in lines])
    return HitIdsMessage(tuple(_row(line, sealed) for line in lines), MOST)


def _row(line: hit_log.Line, sealed: set[str]) -> HitIdRow:
    restricted = CATEGORIES[line.category].restricted
    return HitIdRow(
        hit_id=line.hit_id,
        raised_at=line.raised_at,
        unit=line.unit,
        text="" if restricted else line.read_text,
        state="" if restricted else line.read_state,
        category=line.category,
        disposition=line.disposition,
        restricted=restricted,
        has_package=line.hit_id in sealed,
    )


def with_returned(hq: Headquarters, session: SessionMessage) -> SessionMessage:
    """Return the session with the hits that were sent back and not shown to the officer yet."""
    with hq.writing() as work:
        return replace(session, returned=_newly_returned(work, session.person_id))


def _newly_returned(work: Work, person_id: str) -> tuple[Returned, ...]:
    rows = reviews.not_shown_yet(work, person_id)
    if not rows:
        return ()
    names = people.names(work.connection)
    shown = []
    for row in rows:
        line = hit_log.line(work, row.day, row.hit_id)
        if line is not None:
            by = names.get(row.person_id, row.person_id)
            shown.append(
                Returned(row.hit_id, line.raised_at, line.category, row.words, by, row.at)
            )
        record(work, AuditEvent.HQ_OFFICER_NOTIFIED, row.hit_id, person_id)
    reviews.mark_shown(work.connection, [row.review_id for row in rows], work.now)
    return tuple(shown)
