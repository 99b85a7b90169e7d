"""One hit as evidence: its timeline, pictures, package and reviews."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Signal

from mdt_alpr.acts.hits import CHECK_EVIDENCE, END_TWIN_MEMORY, REVIEW_HIT
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.contradiction import Compared, contradiction_words, vehicle_words
from mdt_alpr.domain.hit.hit_summary import attention
from mdt_alpr.domain.hit.known_before import CLEARED_TWINS
from mdt_alpr.domain.hit.trial import ending_without_person
from mdt_alpr.domain.hotlist.hotlist import CATEGORIES
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.plate.plate import UNKNOWN_STATE, state_in_words
from mdt_alpr.domain.policy import CAPTURED_DATA_KEPT_FOR, days_earlier
from mdt_alpr.domain.review.review import ReviewKind
from mdt_alpr.maps.map_tiles import MapFile
from mdt_alpr.ui.desk.models.desk import (
    HitFileView,
    HitOfLog,
    PackageCheckView,
    PictureSlot,
    PlaceView,
)
from mdt_alpr.ui.desk.page import ASKING, SENDING, Page
from mdt_alpr.ui.desk.presenters.map_marks import place_view
from mdt_alpr.ui.desk.presenters.plate_cards import entered_in, plate_cards
from mdt_alpr.ui.desk.presenters.session import DeskSession
from mdt_alpr.ui.desk.presenters.timeline import timeline
from mdt_alpr.ui.desk.presenters.words import (
    ATTENTION_WORDS,
    NO_EXPORT_WORDS,
    category_mark,
    day_time,
    disposition_words,
    exact_time,
    outcome_words,
)
from mdt_alpr.ui.desk.views.hit_page import END_TWINS, HitFilePage
from mdt_alpr.ui.hit.presenters.hit_words import date_words
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.words import engine_words, local_day
from mdt_alpr.wire import addresses
from mdt_alpr.wire.compared import vehicle_of
from mdt_alpr.wire.desk import EvidenceCheckMessage, HitFileMessage, ReviewMessage, ReviewRequest
from mdt_alpr.wire.manual import ReasonMessage
from mdt_alpr.wire.review import HitTrailMessage

_MOST_PICTURES = 6
_EVIDENCE = "evidence"
_WHAT = {"context": "Vehicle", "crop": "Plate", "frame": "Another frame"}
_KINDS = {
    ReviewKind.NOTE: "Note",
    ReviewKind.AGREED: "Reviewed",
    ReviewKind.RETURNED: "Returned for correction",
    ReviewKind.CASE: "Review case",
}


class HitFile(Page):
    """One hit; its pictures carry the viewer's name and the time (DIS-05).

    Signals:
        shown: the hit (``HitFileView``).
        picture_came: a picture with its digest.
        checked: the result of the package check (``PackageCheckView``).
        emptied: the note was for another hit, or is recorded now.
        beside_changed: whether a hit is before this one in the log, and whether one is after it.
        audit_offered: whether the person may see who saw the hit.
        turn_offered: whether the hit may stand beside the log.
        question_changed: the question before a review; empty for none.
        came: the hit came by itself, after another was reviewed.
    """

    title, order = "Hit", 11
    does = (REVIEW_HIT, CHECK_EVIDENCE, END_TWIN_MEMORY)
    permissions = (Permission.REVIEW_HITS,)
    opened_from = "shift_log"
    also_waits = (_EVIDENCE,)
    stopped = "Stopped. Open the hit again."

    shown = Signal(object)
    picture_came = Signal(str, object)
    checked = Signal(object)
    emptied = Signal()
    beside_changed = Signal(bool, bool)
    audit_offered = Signal(bool)
    turn_offered = Signal(bool)
    question_changed = Signal(str)
    came = Signal()

    def __init__(self, desk: DeskSession) -> None:
        super().__init__(desk)
        self._hit_id, self._opened, self._whole = "", HitOfLog(""), False
        self._entry_id = ""
        self._review: ReviewRequest | None = None
        self._verdict: ReviewMessage | None = None  # the last review that is more than a note

    def widget(self) -> HitFilePage:
        view = HitFilePage()
        view.left.connect(self.left)
        view.reviewed.connect(self.review)
        view.incident_wanted.connect(self.report_incident)
        view.canceled.connect(self.cancel)
        self.shown.connect(view.show_hit)
        self.picture_came.connect(view.show_picture)
        self.checked.connect(view.show_check)
        self.emptied.connect(view.empty)
        view.stepped.connect(self.step)
        view.audit_wanted.connect(self.show_who_saw)
        self.beside_changed.connect(view.show_beside)
        self.audit_offered.connect(view.who_saw.setVisible)
        self.turn_offered.connect(view.offer_turn)
        view.turned.connect(self.turn)
        view.question.answered.connect(self.answered)
        self.question_changed.connect(view.ask)
        self.came.connect(view.read_first)
        view.place.map.tiles_wanted.connect(self.desk.map.want)
        self.desk.map.came.connect(view.place.map.show_tile)
        self.state_changed.connect(view.show_state)
        return view

    @property
    def stands_beside(self) -> bool:
        return self._opened.follow is not None and not self._whole

    def habits(self) -> dict[str, str]:
        """Return whether the person wants a hit on the whole page."""
        return {"whole": "1" if self._whole else ""}

    def take_habits(self, habits: Mapping[str, str]) -> None:
        self._whole = bool(habits["whole"])

    def turn(self) -> None:
        """Show the hit on the whole page, or beside the log again; nothing is asked for."""
        self._whole = not self._whole
        self.arranged.emit()

    def open(self, chosen: HitOfLog | str) -> None:
        """Request a hit, its pictures and the check of its package."""
        self._opened = chosen if isinstance(chosen, HitOfLog) else HitOfLog(chosen)
        self._hit_id = self._opened.hit_id
        self._verdict = None
        self.answered(yes=False)
        self.emptied.emit()
        self.beside_changed.emit(*(bool(self._opened.beside(step)) for step in (-1, 1)))
        self.audit_offered.emit("who_saw" in self.desk.pages)
        self.arranged.emit()
        self.turn_offered.emit(self._opened.follow is not None)
        if self._opened.came:
            self.came.emit()
        self.show_state(waits=ASKING)
        path = addresses.filled(addresses.DESK_HIT, hit_id=self._hit_id)
        call = self.ask(HitFileMessage, path)
        self.wait(_placed(call, self.desk.map.file), self._show_hit)
        self.check()

    def check(self) -> None:
        """Have the package checked while it is viewed."""
        self.checked.emit(PackageCheckView(Mark.RING, "Checking signature and chain", ""))
        path = addresses.filled(addresses.DESK_HIT_EVIDENCE, hit_id=self._hit_id)
        call = self.ask(EvidenceCheckMessage, path)
        self.desk.asking.ask(_EVIDENCE, call, self._found, self._not_checked)

    def step(self, by: int) -> None:
        """Open the hit beside this one in the log."""
        if hit_id := self._opened.beside(by):
            if self._opened.follow is not None:
                self._opened.follow(hit_id)
            self.open_wanted.emit(
                self.page_name(), replace(self._opened, hit_id=hit_id, came=False)
            )

    def show_who_saw(self) -> None:
        """Open who saw this hit, its read and its pictures (AUD-08)."""
        self.open_wanted.emit("who_saw", self._hit_id)

    def report_incident(self) -> None:
        """Begin a report about the hit (OPS-04)."""
        self.open_wanted.emit("incidents", self._hit_id)

    def review(self, kind: str, words: str) -> None:
        """Send a review, or ask first where another person said something else of the hit."""
        if kind == END_TWINS:
            self._end_twins(words)
            return
        self._review = ReviewRequest(ReviewKind(kind), words)
        last, own = self._verdict, self.desk.person.name if self.desk.person else ""
        if last is None or last.by == own or self._review.kind in (ReviewKind.NOTE, last.kind):
            self.answered(yes=True)
            return
        said = f'{last.by} marked this hit "{_KINDS[last.kind]}", {day_time(last.at)}.'
        self.question_changed.emit(f'{said} Mark it "{_KINDS[self._review.kind]}" now?')

    def answered(self, yes: bool) -> None:
        """Send the review that was asked about, or drop it; what was typed stays."""
        self.question_changed.emit("")
        body, self._review = self._review, None
        if not yes or body is None:
            return
        self.show_state(waits=SENDING)
        path = addresses.filled(addresses.DESK_HIT_REVIEWS, hit_id=self._hit_id)
        call = self.ask(HitFileMessage, path, body)
        self.wait(_placed(call, self.desk.map.file), self._reviewed)

    # ------------------------------------------------------------------------ inside

    def _end_twins(self, why: str) -> None:
        if not why.strip():
            self.show_state(problem="Write the reason first.")
            return
        self.show_state(waits=SENDING)
        path = END_TWIN_MEMORY.path(entry_id=self._entry_id)
        self.wait(self.desk.post(path, ReasonMessage(why)), lambda _: self._twins_ended())

    def _twins_ended(self) -> None:
        self.emptied.emit()
        self.show_state(foot="No car shows any more that a lookalike was cleared.")

    def _reviewed(self, found: "_Placed") -> None:
        self.emptied.emit()
        self._show_hit(found)
        self.outdated.emit(self.opened_from)
        self.acted.emit(self.page_name())

    def _show_hit(self, found: "_Placed") -> None:
        file, trail = found.file, found.file.trail
        steps = len(trail.answers) + len(trail.stops) + len(trail.dispositions)
        self.desk.seen[trail.hit.hit_id] = steps
        self._entry_id = trail.hit.records[0].entry_id
        said = (review for review in reversed(file.reviews) if review.kind != ReviewKind.NOTE)
        self._verdict = next(said, None)
        self.shown.emit(replace(self._view(file), place=found.place))
        self.show_state(foot=NO_EXPORT_WORDS)
        for slot in _slots(trail):
            self._fetch(slot.digest)

    def _fetch(self, digest: str) -> None:
        came = partial(self.picture_came.emit, digest)
        call = self.desk.picture(digest)
        self.desk.asking.ask(f"picture {digest}", call, came, lambda _: came(None))

    def _not_checked(self, why: str) -> None:
        self.checked.emit(PackageCheckView(Mark.RING, "Not checked", why))

    def _found(self, answer: EvidenceCheckMessage) -> None:
        at = f"Checked {exact_time(answer.at)}"
        if answer.is_whole:
            words = f"Package intact: {answer.links} of {answer.links} links check"
            detail = f"Head {answer.digest[:16]}, signed by {answer.device}. {at}"
            self.checked.emit(PackageCheckView(Mark.TICK, words, detail))
            return
        mark = Mark.CROSS if answer.links else Mark.RING
        self.checked.emit(PackageCheckView(mark, answer.words, at))

    def _view(self, file: HitFileMessage) -> HitFileView:
        trail = file.trail
        category = CATEGORIES[trail.hit.records[0].category]
        ends = trail.hit.captured_at + CAPTURED_DATA_KEPT_FOR - days_earlier(file.kept_days)
        names = dict(file.names)
        officer = names.get(trail.hit.person_id, trail.hit.person_id)
        person = self.desk.person
        own = person is not None and trail.hit.person_id == person.person_id
        return HitFileView(
            title=f"{trail.hit.unit}: {category.name.lower()}",
            warning=" ".join(filter(None, (*_warnings(trail), file.unchecked))),
            mark=category_mark(category.code),
            ending=_ending(trail),
            kept_until=f"Ends {date_words(local_day(ends))}.",
            watermark=self.desk.watermark(),
            lines=timeline(trail),
            plates=plate_cards(trail),
            facts=_facts(file, officer),
            pictures=_slots(trail),
            reviews=tuple(_review(review) for review in file.reviews),
            has_twins=any(d.disposition in CLEARED_TWINS for d in trail.dispositions),
            why_no_review="Your own hit: another supervisor reviews it." if own else "",
        )


PAGE = HitFile


@dataclass(frozen=True, slots=True)
class _Placed:
    """A hit with where it was read, looked up off the screen's thread."""

    file: HitFileMessage
    place: PlaceView


def _placed(ask: Callable[[], object], map_file: MapFile | None) -> Callable[[], object]:
    def call() -> object:
        file = ask()
        if not isinstance(file, HitFileMessage):
            return file
        read = file.trail.read
        return _Placed(file, place_view(read.place if read else None, map_file))

    return call


def _review(one: object) -> tuple[str, str]:
    kind, words, at, by, number, seen_at = (
        getattr(one, name) for name in ("kind", "words", "at", "by", "case_number", "seen_at")
    )
    title = f"{_KINDS[kind]} {number}".strip()
    notified = f", officer notified {day_time(seen_at)}" if seen_at else ""
    return f"{title}. {by}, {day_time(at)}{notified}", words


def _facts(file: HitFileMessage, officer: str) -> tuple[tuple[str, str], ...]:
    hit, read = file.trail.hit, file.trail.read
    record = hit.records[0]
    listed = f"{record.list_name}, version {hit.list_version}"
    compiled = f"compiled {day_time(hit.list_compiled_at)}"
    source = f", from {file.list_source}" if file.list_source else ""
    place = ""
    if read is not None and read.place is not None:
        where = read.place
        heading = f"Heading {where.heading:.0f}, " if where.heading is not None else ""
        error = "" if where.accuracy_m is None else f"within {where.accuracy_m:.0f} m, "
        place = f"{heading}{error}fix of {exact_time(where.at)}"
    made = f"{engine_words(read.engine)}, program {read.software}" if read else ""
    more = len(hit.records) - 1
    others = "" if not more else f", and {more} more" if more > 1 else ", and one more"
    return (
        ("Hit ID", hit.hit_id),
        ("Vehicle", vehicle_words(_vehicle(file.trail))),
        ("Officer", f"{officer}, {hit.unit}"),
        ("List", f"{listed}, {compiled}{source}"),
        ("Record", f"{record.nic or 'no number'} {record.ori}{others}"),
        ("Position", place or "None"),
        ("Reader", made),
    )


def _vehicle(trail: HitTrailMessage) -> Compared:
    return vehicle_of(trail.hit, trail.answers, trail.stops)


def _warnings(trail: HitTrailMessage) -> Iterator[str]:
    """Yield why the hit is flagged: its stop, an entered state that is not listed, the vehicle."""
    forms = [stop.gate_form for stop in trail.stops]
    stopped = trail.dispositions[-1].stopped if trail.dispositions else None
    steps = {answer.step for answer in trail.answers}
    if why := attention(forms[-1] if forms else None, steps, stopped):
        yield f"{ATTENTION_WORDS[why]}."
    listed = {record.state for record in trail.hit.records}
    entered = entered_in(trail).get("state", "")
    if entered and UNKNOWN_STATE not in listed and entered not in listed:
        said = state_in_words(trail.hit.records[0].state)
        yield f"Entered {state_in_words(entered)}, but the record is of {said}."
    reasons = (dict(a.facts) for a in trail.answers if a.step == AuditEvent.STATE_REASON_GIVEN)
    if facts := next(reasons, None):
        said = f"{facts.get('read', '')}, the officer entered {state_in_words(entered)}"
        yield f"The pictures show {said}. Reason: {facts.get('reason', '')}."
    if words := contradiction_words(_vehicle(trail)):
        yield f"Vehicle contradicts the record. {words}"


def _ending(trail: HitTrailMessage) -> str:
    """Return how the hit ended, and what came of a stop, in one line."""
    if not trail.dispositions:
        ended = disposition_words(ending_without_person(trail.read.camera if trail.read else ""))
        return f"{ended}, stopped" if trail.stops else ended
    last = trail.dispositions[-1]
    came = outcome_words("", last.stopped or ""), outcome_words(last.outcome or "", "")
    return ". ".join(filter(None, (disposition_words(last.disposition), *came)))


def _slots(trail: HitTrailMessage) -> tuple[PictureSlot, ...]:
    order = {"context": 0, "crop": 1}
    pictures = sorted(trail.pictures, key=lambda p: order.get(p.what, 2))[:_MOST_PICTURES]
    return tuple(PictureSlot(p.digest, _WHAT.get(p.what, p.what)) for p in pictures)
