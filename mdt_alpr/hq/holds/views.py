"""The log, one request with all that became of it, and its form as PDF; every look is recorded."""

from collections.abc import Collection, Iterator

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.citations import PAPERS_KEPT_IN, cited
from mdt_alpr.domain.conversion import converted
from mdt_alpr.domain.plate.plate import state_in_words
from mdt_alpr.domain.policy import HOLD_FORM, capture_date
from mdt_alpr.domain.retention.alpr_1 import GROUND_WORDS, Alpr1, HoldGround
from mdt_alpr.domain.retention.hold_notices import (
    days_before_loss,
    last_instant,
    missing_documents,
    notice_due,
)
from mdt_alpr.domain.retention.holds import LIVE, Hold, HoldState, HoldStep
from mdt_alpr.domain.review.reminders import DueThing
from mdt_alpr.domain.review.waiting import Waits
from mdt_alpr.domain.search.erased import erased_words
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, RefusedError, Work
from mdt_alpr.hq.base.paging import Paging
from mdt_alpr.hq.base.paper import Paper, in_words, printed
from mdt_alpr.hq.base.retention_setting import kept_days
from mdt_alpr.hq.base.tables import HITS, PICTURES, READS
from mdt_alpr.hq.evidence.watermark import marked
from mdt_alpr.hq.holds import held_data, store
from mdt_alpr.hq.holds.service import sees_all, visible
from mdt_alpr.hq.holds.store import KeptHold, name_of
from mdt_alpr.hq.people import device_store
from mdt_alpr.hq.people import store as people
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.holds import (
    CarOfHold,
    HeldReadMessage,
    HoldLine,
    HoldMessage,
    HoldsMessage,
    HoldStepMessage,
    NotariesMessage,
    NotaryMessage,
    PaperKind,
    PaperMessage,
)
from mdt_alpr.wire.messages import ReadMessage
from mdt_alpr.wire.problems import Problem

LARGEST_PAGE = 200
_GROUPS: dict[str, Collection[HoldState]] = {
    "": tuple(HoldState),
    "live": tuple(LIVE),
    **{state.value: (state,) for state in HoldState},
}
"""What the log may be narrowed to."""
HOLDS_NOTHING, ENDS_SOON = "Holds nothing: check it", "Canceled: ends within a day"
_NOTHING_HELD = (
    "Nothing is held yet: headquarters has no read of this plate by these cameras in that time. "
    "Check plate, cameras and times; what a car still has to send is held when it comes."
)
_SEE_PRESERVATION = f"See the desk's page Preservation{cited('preservation')}."


def log_page(work: Work, caller: Caller, show: str, paging: Paging, size: int) -> HoldsMessage:
    """Return a page of the Data Retention Request Log: one's own lines, or all (PRS-09).

    Raises:
        RefusedError: there is no such part of the log.
    """
    states = _GROUPS.get(show)
    if states is None or not 0 < size <= LARGEST_PAGE:
        raise RefusedError(Problem.MALFORMED, "No such part or page of the log.")
    whose = "" if sees_all(caller) else caller.person_id
    kept, total = store.page(work, states, paging, size, whose)
    numbers = store.counts(work.connection, [stored.hold_id for stored in kept])
    lines = tuple(_line(work, stored, numbers.get(stored.hold_id, {})) for stored in kept)
    shown = [str(stored.number) for stored in kept]
    record(work, AuditEvent.HQ_HOLDS_VIEWED, "holds", caller.person_id, returned=shown)
    return HoldsMessage(lines, total, len(list(waiting(work, caller))))


def waiting(work: Work, caller: Caller) -> Iterator[Waits]:
    """Yield the requests that wait for an oath, a paper, a renewal or a look, with what lacks."""
    whose = "" if sees_all(caller) else caller.person_id
    lasting = [stored for stored in store.live(work) if not whose or stored.requested_by == whose]
    numbers = store.counts(work.connection, [stored.hold_id for stored in lasting])
    for one in lasting:
        if one.hold is None:
            continue
        lacks = _lacks(work, one.hold, numbers.get(one.hold_id, {}))
        if lacks or notice_due(one.hold, work.now) is not None:
            name, on = f"Preservation request {name_of(one)}", capture_date(last_instant(one.hold))
            words = ", ".join(lacks) or "Ends soon: renew it, or let it end"
            yield Waits(str(one.number), name, words, one.requested_at, on)


def _lacks(work: Work, hold: Hold, numbers: dict[str, int]) -> tuple[str, ...]:
    """Return what somebody still has to do about a hold, as short names."""
    papers = store.papers(work, hold.hold_id) if hold.is_warrant and not hold.oath else ()
    has_warrant = any(row["kind"] == PaperKind.WARRANT for row, _ in papers)
    nothing = (HOLDS_NOTHING,) if hold.is_live and not numbers else ()
    ends = (ENDS_SOON,) if hold.is_canceled_soon else ()
    return (*ends, *nothing, *missing_documents(hold, has_warrant=has_warrant))


def due(work: Work) -> list[DueThing]:
    """Return the holds that wait for a custodian: nothing held, no warrant, or about to end."""
    lasting = [stored for stored in store.live(work) if stored.hold is not None]
    numbers = store.counts(work.connection, [stored.hold_id for stored in lasting])
    found = list[DueThing]()
    for kept in lasting:
        assert kept.hold is not None  # noqa: S101 - of ``lasting``
        lacks = _lacks(work, kept.hold, numbers.get(kept.hold_id, {}))
        found += [
            DueThing(f"Preservation request {name_of(kept)}", what, _SEE_PRESERVATION)
            for what in lacks
            if kept.hold.is_warrant or what in (ENDS_SOON, HOLDS_NOTHING)
        ]
    return found


def warnings(work: Work, hold: Hold, numbers: dict[str, int]) -> tuple[str, ...]:
    """Return why a hold may hold nothing, or goes soon, as sentences (PRS-01, PRS-08)."""
    found = list[str]()
    if hold.is_live and not numbers:
        known = {name.casefold() for name in device_store.known_names(work.connection)}
        units = dict.fromkeys(camera.unit for camera in hold.scope.cameras)
        strange = [unit for unit in units if unit.casefold() not in known]
        found += [f"No car, device or site is called {unit}: check the name." for unit in strange]
        days = kept_days(work.connection)
        erased = erased_words(*hold.scope.window, hold.requested_at, days)
        found += [*filter(None, [erased]), _NOTHING_HELD]
    if hold.is_canceled_soon and hold.ended_at is not None:
        found.append(
            f"Canceled by {hold.ended_by}: what only it keeps is destroyed at "
            f"{in_words(hold.ended_at)}. Until then it can be taken back."
        )
    return tuple(found)


def _line(work: Work, kept: KeptHold, numbers: dict[str, int]) -> HoldLine:
    hold = kept.hold
    account = people.account(work.connection, kept.requested_by)
    ends_at = last_instant(hold) if hold is not None and hold.is_live else None
    return HoldLine(
        number=kept.number,
        hold_id=kept.hold_id,
        kind=kept.row["kind"],
        state=kept.state,
        way=kept.way,
        requested_at=kept.requested_at,
        requested_by=kept.requested_by,
        name=account.name if account else "",
        text=hold.scope.text if hold else "",
        state_of_issue=hold.scope.state if hold else "",
        cameras="; ".join(camera.in_words for camera in hold.scope.cameras) if hold else "",
        case=hold.case if hold else "",
        ends_at=ends_at,
        days_left=None if hold is None or not hold.is_live else days_before_loss(hold, work.now),
        reads=numbers.get(READS.name, 0),
        pictures=numbers.get(held_data.JPEG, 0),
        lacks=_lacks(work, hold, numbers) if hold else (),
    )


def hold_file(work: Work, caller: Caller, number: int) -> HoldMessage:
    """Return one request with its timeline, papers, cars and what is held.

    Raises:
        RefusedError: there is none for this person.
    """
    kept = visible(work, caller, number)
    numbers = store.counts(work.connection, [kept.hold_id]).get(kept.hold_id, {})
    reads = held_reads(work, kept.hold_id)
    shown = [read.read_id for read in reads]
    record(work, AuditEvent.HQ_HOLD_VIEWED, kept.hold_id, caller.person_id, returned=shown)
    hold = kept.hold
    return HoldMessage(
        line=_line(work, kept, numbers),
        hold=hold,
        steps=tuple(
            HoldStepMessage(row["step"], row["at"], row["person_id"], words)
            for row, words in store.steps(work, kept.hold_id)
        ),
        papers=tuple(
            PaperMessage(
                row["digest"], PaperKind(row["kind"]), name, row["added_at"], row["added_by"]
            )
            for row, name in store.papers(work, kept.hold_id)
        ),
        cars=tuple(
            CarOfHold(row["device"], row["given_at"], row["ended_at"])
            for row in store.cars(work.connection, kept.hold_id)
        ),
        reads=reads,
        destroyed_at=kept.destroyed_at,
        first_loss_at=hold.first_loss_at if hold else None,
        notaries=_notaries_today(work),
        warnings=warnings(work, hold, numbers) if hold else (),
        has_lost_keys=any(held_data.lost_keys(work, kept.hold_id)),
    )


def held_reads(work: Work, hold_id: str) -> tuple[HeldReadMessage, ...]:
    """Return the reads under a hold with their hits and pictures, the oldest first."""
    there = held_data.jpeg_names(work, hold_id)
    pictures: dict[str, list[str]] = {}
    for thing in held_data.held(work, hold_id, PICTURES.name):
        read_id, _, digest = thing.name.partition("/")
        if digest in there:
            pictures.setdefault(read_id, []).append(digest)
    hits: dict[str, list[str]] = {}
    for thing in held_data.held(work, hold_id, HITS.name):
        hits.setdefault(thing.row["read_id"], []).append(thing.name)
    found = []
    for thing in held_data.held(work, hold_id, READS.name):
        read = decode(ReadMessage, thing.row["body"])
        found.append(
            converted(
                HeldReadMessage,
                read,
                hits=tuple(hits.get(read.read_id, ())),
                pictures=tuple(pictures.get(read.read_id, ())),
            )
        )
    return tuple(sorted(found, key=lambda read: read.captured_at))


def held_picture(work: Work, caller: Caller, number: int, digest: str) -> bytes:
    """Return a picture under a hold, with a watermark; that it was viewed is recorded.

    Raises:
        RefusedError: no such hold for this person, or no such picture under it.
    """
    kept = visible(work, caller, number)
    jpeg = held_data.picture(work, kept.hold_id, digest)
    if jpeg is None:
        raise RefusedError(Problem.NO_SUCH_PICTURE)
    facts = ("digest", digest)
    event, by = AuditEvent.HQ_HELD_PICTURE_VIEWED, caller.person_id
    record(work, event, kept.hold_id, by, facts, returned=(digest,))
    return marked(jpeg, caller.name, work.now)


def paper_of(work: Work, caller: Caller, number: int, digest: str) -> bytes:
    """Return an attached paper; that it was viewed is recorded.

    Raises:
        RefusedError: no such hold for this person, or no such paper in its file.
    """
    kept = visible(work, caller, number)
    content = store.paper(work, kept.hold_id, digest)
    if content is None:
        raise RefusedError(Problem.NO_SUCH_HOLD, "No such paper is in the file of this request.")
    facts = ("sha256", digest)
    record(work, AuditEvent.HQ_HOLD_PAPER_VIEWED, kept.hold_id, caller.person_id, facts)
    return content


def notaries(work: Work, caller: Caller) -> NotariesMessage:
    """Return everybody who notarizes or did."""
    record(work, AuditEvent.HQ_NOTARIES_VIEWED, "notaries", caller.person_id)
    return NotariesMessage(
        tuple(
            NotaryMessage(number, notary.name, notary.office, notary.first_day, notary.last_day)
            for number, notary in store.notaries(work.connection).items()
        )
    )


def _notaries_today(work: Work) -> tuple[str, ...]:
    listed = store.notaries(work.connection).values()
    return tuple(sorted({notary.name for notary in listed if notary.last_day is None}))


# ---------------------------------------------------------------- form ALPR-1


def form_as_pdf(hq: Headquarters, caller: Caller, number: int) -> bytes:
    """Return form ALPR-1 in full, to be sworn before the notary (PRS-04).

    Raises:
        RefusedError: no such request on this form for this person.
    """
    with hq.writing() as work:
        kept = visible(work, caller, number)
        if kept.hold is None or kept.hold.form is None:
            raise RefusedError(Problem.NO_SUCH_HOLD, f"This is no request on form {HOLD_FORM}.")
        form, hold_id, at = kept.hold.form, kept.hold_id, kept.requested_at
        lasts = kept.hold.due_at if kept.hold.is_final else None
        account = people.account(work.connection, kept.requested_by)
        record(work, AuditEvent.HQ_HOLD_PRINTED, hold_id, caller.person_id)
        store.add_step(work, hold_id, HoldStep.PRINTED, caller.person_id)
    name = account.name if account else kept.requested_by
    paper = Paper("Automated License Plate Reader Preservation Request",
                  printed(hq, caller.name), form=f"{HOLD_FORM}")  # fmt: skip
    head = [
        ("Line of the Data Retention Request Log", name_of(kept)),
        ("Received", in_words(at)),
        ("Requested by", f"{name} ({kept.requested_by})"),
        ("Made", {"car": "In the car", "desk": "At the desk"}.get(kept.way.value, "On paper")),
    ]
    paper.fields(head)
    _fill_in(paper, form)
    if lasts is not None:
        paper.section("Further request for another year")
        paper.paragraph(
            f"What is preserved by this request lasts until {in_words(lasts)}. I request that it "
            f"be preserved for one year from this further request{cited('further_request')}."
        )
    paper.section("Sworn statement")
    paper.paragraph(
        "I swear or affirm that the statements in this request are true to the best of my "
        "knowledge, and that the captured plate data named in it is "
        f"requested{cited('hold_grounds', ' under ', '')}."
    )
    paper.signature("Requesting coworker", name)
    paper.notary()
    paper.section("For the ALPR data custodian")
    paper.fields(
        [(f"Maintained in {PAPERS_KEPT_IN}, reference", ""), ("Copy emailed to custodian on", "")]
    )
    return paper.pdf()


def _fill_in(paper: Paper, form: Alpr1) -> None:
    scope = form.scope
    first, last = scope.window
    paper.section("a. Camera and license plate")
    cameras = "\n".join(camera.in_words for camera in scope.cameras)
    paper.fields([("Fixed location, or unit or device and camera", cameras)], columns=1)
    paper.fields([("License plate", scope.text), ("State", state_in_words(scope.state))])
    paper.section("b. Dates and times")
    paper.fields([("From", in_words(first)), ("To", in_words(last))])
    paper.section("c. Specific and articulable facts")
    paper.checkboxes((GROUND_WORDS[ground], ground is form.ground) for ground in HoldGround)
    paper.paragraph(form.facts)
    paper.section("d. Case and parties")
    paper.fields([("Case", form.case), ("Identity of the parties", form.parties)])
