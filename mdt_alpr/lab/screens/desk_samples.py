"""A made-up headquarters that answers a desk: for screenshots and tests of the screen."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any, TypeVar

from mdt_alpr.domain.citations import PAPERS_KEPT_IN
from mdt_alpr.domain.entry.form import labels
from mdt_alpr.domain.entry.life import RECHECK_DUE
from mdt_alpr.domain.errors import LinkLostError, SignInRefusedError
from mdt_alpr.domain.hotlist.delivery import NOTHING_CAME
from mdt_alpr.domain.hotlist.manual_entry import (
    Basis,
    EntryDraft,
    Extension,
    LeadSighting,
    ManualFacts,
    Purpose,
)
from mdt_alpr.domain.people.designations import Office
from mdt_alpr.domain.people.drills import PracticeResult, Trap
from mdt_alpr.domain.people.fixed_cameras import CameraPlace
from mdt_alpr.domain.people.known_devices import DeviceKind
from mdt_alpr.domain.people.provenance import AsideReason
from mdt_alpr.domain.people.roles import Role, Session
from mdt_alpr.domain.people.second_factor import Enrollment
from mdt_alpr.domain.people.trainings import Course
from mdt_alpr.domain.policy import DEVICE_COUNTS_FOR, PROFILE, TRAINING_LASTS
from mdt_alpr.domain.review.review import CaseResult, CaseStep
from mdt_alpr.domain.review.truth import TruthTally
from mdt_alpr.domain.search.question import SEEN_NOT_DRIVEN, Area, CaseCheck
from mdt_alpr.hq.evidence.watermark import small_sheet
from mdt_alpr.lab.screens.desk_sample_hits import (
    NOW,
    PICTURES,
    ROWS,
    SAMPLE_POLICY,
    sample_counts,
    sample_file,
    sample_hit_ids,
    sample_page,
    sample_picture,
    sample_places,
)
from mdt_alpr.lab.screens.disclosure_samples import ANSWERS as DISCLOSURE_ANSWERS
from mdt_alpr.lab.screens.dispatch_samples import ANSWERS as DISPATCH_ANSWERS
from mdt_alpr.lab.screens.entry_samples import past_reads
from mdt_alpr.lab.screens.equipment_samples import ANSWERS as EQUIPMENT_ANSWERS
from mdt_alpr.lab.screens.fleet_samples import ANSWERS as FLEET_ANSWERS
from mdt_alpr.lab.screens.hold_samples import ANSWERS as HOLD_ANSWERS
from mdt_alpr.lab.screens.incident_samples import ANSWERS as INCIDENT_ANSWERS
from mdt_alpr.lab.screens.list_samples import LIST_ANSWERS
from mdt_alpr.lab.screens.misuse_samples import ANSWERS as MISUSE_ANSWERS
from mdt_alpr.lab.screens.outside_samples import ANSWERS as OUTSIDE_ANSWERS
from mdt_alpr.lab.screens.report_samples import ANSWERS as REPORT_ANSWERS
from mdt_alpr.lab.screens.schedule_samples import ANSWERS as SCHEDULE_ANSWERS
from mdt_alpr.lab.screens.set_up_samples import ANSWERS as SET_UP_ANSWERS
from mdt_alpr.lab.screens.waiting_samples import sample_waiting
from mdt_alpr.lab.screens.weekly_samples import ANSWERS as WEEKLY_ANSWERS
from mdt_alpr.wire.accounts import (
    AccountMessage,
    AccountsMessage,
    DesignationMessage,
    DesignationsMessage,
    DeskTeamsMessage,
    SecurityKeyMessage,
    SecurityKeysMessage,
    TrainedPersonMessage,
    TrainingMessage,
    TrainingRegisterMessage,
)
from mdt_alpr.wire.adoption import AdoptionMessage, AdoptionsMessage
from mdt_alpr.wire.audit_search import AuditFile, AuditRow, AuditRows
from mdt_alpr.wire.desk import (
    SMALL_PICTURE,
    EvidenceCheckMessage,
    HitFileMessage,
    HitLogCounts,
    HitLogPage,
    HitPlacesMessage,
    LedgerMessage,
    QualityMessage,
    ShiftQualityMessage,
    SmallPicturesRequest,
    WallMessage,
    WallUnit,
)
from mdt_alpr.wire.devices import DeviceMessage, DevicesMessage
from mdt_alpr.wire.drills import DrillsMessage, KeptDrillMessage
from mdt_alpr.wire.hotlists import ListTroubleMessage
from mdt_alpr.wire.manual import ManualEntriesMessage, ManualEntryView
from mdt_alpr.wire.review import (
    AsideMessage,
    AsidesMessage,
    CaseMessage,
    CasesMessage,
    CaseStepMessage,
    HitIdsMessage,
    TruthMessage,
    TruthPassMessage,
)
from mdt_alpr.wire.search import FoundReads, MadeSearch, MadeSearches, SearchForm
from mdt_alpr.wire.waiting import WaitingMessage
from mdt_alpr.wire.who_saw import LookMessage, WhoSawMessage

_PEOPLE = (
    ("bsmith", "Lt. B. Smith", Role.ADMINISTRATOR, "", 240, "", False),
    ("dlee", "D. Lee", Role.CUSTODIAN, "", 6, "", False),
    ("kdavis", "Ofc. K. Davis", Role.OFFICER, "A", 24, "here", False),
    ("ralvarez", "Ofc. R. Alvarez", Role.OFFICER, "A", -2, "", False),
    ("tjones", "Ofc. T. Jones", Role.OFFICER, "B", 301, "", True),
    ("whitfield", "Sgt. M. Whitfield", Role.SUPERVISOR, "A", 120, "", False),
)


def sample_accounts() -> AccountsMessage:
    """Return accounts in each state that the page marks."""
    return AccountsMessage(
        tuple(
            AccountMessage(
                person_id=person,
                name=name,
                role=role,
                team=team,
                last_sign_in_at=None if is_new else NOW - timedelta(hours=5),
                trained_until=NOW.date() + timedelta(days=left),
                locked=locked,
                disabled_at=NOW - timedelta(hours=3) if person == "ralvarez" else None,
                expires_at=NOW + timedelta(days=60) if person == "tjones" else None,
                password_is_due=is_new,
                has_factor=not is_new,
            )
            for person, name, role, team, left, locked, is_new in _PEOPLE
        )
    )


def _keys(rows: int) -> SecurityKeysMessage:
    at = NOW - timedelta(days=90)
    used = NOW - timedelta(hours=5)
    keys = (
        SecurityKeyMessage("0198a2c4", "YubiKey on the key ring", at, used),
        SecurityKeyMessage("0198a2c5", "Spare in the safe", at + timedelta(days=3), None),
    )
    return SecurityKeysMessage(keys if rows else ())


_KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SAMPLE_FACTOR = Enrollment(
    f"otpauth://totp/MDT-ALPR:whitfield?secret={_KEY}&issuer=MDT-ALPR", _KEY
)
SAMPLE_RECOVERY = tuple(f"{letter * 5}-{letter * 5}" for letter in "ABCDEFGHIJ")


def sample_trainings() -> TrainingRegisterMessage:
    """Return a register with each state that the page marks; one person lacks a course."""
    return TrainingRegisterMessage(
        tuple(
            TrainedPersonMessage(
                person,
                name,
                person != "ralvarez",
                None if is_new else NOW.date() + timedelta(days=left),
                tuple(_training(course, left) for course in Course)[: 1 if is_new else 2],
            )
            for person, name, _role, _team, left, _locked, is_new in _PEOPLE
        )
    )


def sample_designations() -> DesignationsMessage:
    """Return who holds the offices, and who held one."""
    day, chief = NOW.date(), "Chief G. Sample"
    held = (
        ("dlee", "D. Lee", Office.CUSTODIAN, day - timedelta(days=20), None, "Lt. B. Smith"),
        ("bsmith", "Lt. B. Smith", Office.ADMINISTRATOR, day - timedelta(days=400), None, chief),
        ("whitfield", "Sgt. M. Whitfield", Office.CUSTODIAN, day - timedelta(days=380),
         day - timedelta(days=21), "Lt. B. Smith"),
    )  # fmt: skip
    return DesignationsMessage(
        tuple(DesignationMessage(n, *one, "bsmith") for n, one in enumerate(held, 1)), ()
    )


def _drills() -> DrillsMessage:
    """Return practices of two officers, the newest first."""

    def one(number: int, person: str, name: str, *failed: Trap) -> KeptDrillMessage:
        at = NOW - timedelta(days=7 * number, hours=6)
        passed = tuple(trap for trap in Trap if trap not in failed)
        return KeptDrillMessage(
            PracticeResult(f"drill-{number}", at, passed, failed), person, name
        )

    return DrillsMessage(
        (
            one(0, "ralvarez", "Ofc. R. Alvarez", Trap.RECOVERED, Trap.TRUE_HIT),
            one(1, "twebb", "Ofc. T. Webb"),
            one(2, "ralvarez", "Ofc. R. Alvarez", *Trap),
        )
    )


def _training(course: Course, left: int) -> TrainingMessage:
    paper = "" if left == _PEOPLE[0][4] else f"{PAPERS_KEPT_IN} 2026-118"
    on = NOW.date() + timedelta(days=left) - TRAINING_LASTS
    return TrainingMessage(course, "2026-1", "D. Lee", on, paper, "", NOW, "dlee")


M = TypeVar("M")
_FOUND = 7


class SampleLink:
    """See ``desk_link.DeskLink``; ``lost`` and ``ended`` let every question fail."""

    def __init__(self, role: Role = Role.SUPERVISOR, rows: int = ROWS) -> None:
        self._role, self._rows = role, rows
        self.lost = self.ended = False
        self.asked: list[tuple[str, object]] = []
        self.directory = ""

    def sign_in(self, person_id: str, password: str, code: str = "") -> Session:
        del password, code
        self._demand_link()
        begun = Session(person_id, "Sgt. M. Whitfield", self._role, NOW, "token")
        return replace(begun, policy=SAMPLE_POLICY)

    def directory_name(self) -> str:
        """Return what this sample's directory is called."""
        return self.directory

    def directory_ticket(self, _canceled: Event) -> tuple[str, str]:
        """Vouch for the person at once."""
        self._demand_link()
        return "whitfield", "a ticket"

    def offer_factor(self, person_id: str, password: str, code: str = "") -> Enrollment:
        """Offer a made-up factor."""
        self._demand_link()
        del person_id, password, code
        return SAMPLE_FACTOR

    def confirm_factor(self, _person_id: str, _password: str, _code: str) -> Enrollment:
        """Accept any code."""
        self._demand_link()
        return Enrollment(recovery=SAMPLE_RECOVERY)

    def key_question(self, _person_id: str, _password: str) -> str:
        """Ask nothing."""
        self._demand_link()
        return ""

    def change_password(
        self, _person_id: str, _password: str, new_password: str, _code: str = ""
    ) -> None:
        """Take any new password."""
        self._demand_link()
        self.asked.append(("password", len(new_password)))

    def prove(self, _session: Session, _password: str) -> None:
        """Take any password."""
        self._demand_link()

    def sign_out(self, _session: Session) -> None:
        self._demand_link()

    def ask(
        self,
        _session: Session,
        kind: type[M],
        path: str,
        body: object | None = None,
        _second: str = "",
    ) -> M:
        """Return the sample of such an answer."""
        self._demand_link()
        self.asked.append((path, body))
        if kind is WaitingMessage:
            found: object = sample_waiting(self._role if self._rows else Role.OFFICER)
        else:
            found = _ANSWERS[kind](self._rows)
        if not isinstance(found, kind):
            raise TypeError(f"no sample of {kind.__name__}")
        return found

    def send_file(  # noqa: PLR0913 - one argument a part of the request
        self,
        session: Session,
        kind: type[M],
        path: str,
        file: Path,
        moved: Callable[[int], None],
        *,
        second: str = "",
    ) -> M:
        """Take a file."""
        moved(file.stat().st_size)
        return self.ask(session, kind, path, None, second)

    def post(self, _session: Session, path: str, body: object, _second: str = "") -> None:
        """Take what has no answer."""
        self._demand_link()
        self.asked.append((path, body))

    put = post

    def picture(self, _session: Session, digest: str) -> bytes:
        """Return a drawn picture."""
        self._demand_link()
        return sample_picture(digest)

    def content(self, _session: Session, path: str, body: object | None = None) -> bytes:
        """Return a drawn picture, or an empty paper."""
        self._demand_link()
        self.asked.append((path, body))
        if isinstance(body, SmallPicturesRequest):
            plates = [sample_picture(PICTURES["crop"])] * len(body.hit_ids)
            return small_sheet(plates, SMALL_PICTURE, "Sgt. M. Whitfield", NOW)
        return sample_picture(path.rpartition("/")[2]) if "/picture" in path else b"%PDF-1.4"

    def parted(self, session: Session, kind: type[M], path: str, body: object) -> tuple[M, bytes]:
        """Answer, with a content behind."""
        return self.ask(session, kind, path, body), b"PK"

    def send(self, session: Session, kind: type[M], path: str, body: object, _content: bytes) -> M:
        """Answer."""
        return self.ask(session, kind, path, body)

    def close(self) -> None:
        """Nothing is open."""

    def _demand_link(self) -> None:
        if self.lost:
            raise LinkLostError("Headquarters cannot be reached.")
        if self.ended:
            raise SignInRefusedError("The session is unknown or has ended. Sign in again.")


def _check(_rows: int) -> EvidenceCheckMessage:
    return EvidenceCheckMessage(
        is_whole=True, words="", links=14, digest="7be291d4" * 8, device="unit 214", at=NOW
    )


def _ledger(rows: int) -> LedgerMessage:
    if not rows:
        return LedgerMessage(0, 0, (), (), (), (), ())
    return LedgerMessage(
        alerted=310,
        prevented=267,
        causes=(("character", 112), ("stale", 61), ("state", 48), ("description", 37),
                ("bad_entry", 9)),
        confusions=(("O for Q", 31), ("1 for I", 22), ("SC for NC", 19), ("2 for 7", 14)),
        cameras=(("front", 160), ("left", 71), ("right", 36)),
        hours=tuple((hour, 3 + hour * (23 - hour) // 6) for hour in range(24)),
        lists=(("NCIC", 44, 163), ("NC extract", 21, 108), ("manual", 2, 39)),
    )  # fmt: skip


def _quality(rows: int) -> QualityMessage:
    shifts = (
        ShiftQualityMessage("2026-11-24 day", 41, 3, 1, 30, 2, 0),
        ShiftQualityMessage("2026-11-23 night", 18, 2, 0, 15, 0, 0),
        ShiftQualityMessage("2026-11-23 day", 52, 12, 1, 47, 1, 4),
    )
    return QualityMessage(shifts if rows else ())


def _car(number: int, officer: str, *, silent_s: int, chain: str, listed: int) -> WallUnit:
    hours = {4471: 3, 4470: 9, 4466: 31}
    compiled = NOW - timedelta(hours=hours[listed]) if listed else None
    seen = NOW - timedelta(seconds=silent_s)
    hits = number % 3
    unit = f"Unit {200 + number}"
    return WallUnit(f"car-{number}", unit, officer, seen, chain, hits, listed, compiled)


def _wall(rows: int) -> WallMessage:
    units = (
        _car(1, "R. Alvarez", silent_s=8, chain="whole", listed=4471),
        _car(2, "K. Montgomery", silent_s=20, chain="gap", listed=4470),
        _car(3, "T. Boyd", silent_s=45, chain="", listed=0),
        _car(6, "", silent_s=26 * 60, chain="whole", listed=4466),
    )
    lists = (
        ListTroubleMessage("overdue", "NC", NOW - timedelta(hours=31), NOTHING_CAME),
        ListTroubleMessage(
            "stopped", "VEHEXTRT-1124.txt", NOW - timedelta(hours=7), "It is empty."
        ),
        ListTroubleMessage(
            "stopped", "LICEXTRT-1124.txt", NOW - timedelta(hours=7), "It is empty."
        ),
    )
    compiled = NOW - timedelta(hours=3)
    return WallMessage(NOW, 4471, compiled, units if rows else (), lists if rows else ())


def _asides(rows: int) -> AsidesMessage:
    def an_aside(number: int, kind: str, reason: AsideReason, subject: str) -> AsideMessage:
        at = NOW - timedelta(minutes=60 - 17 * number)
        car, person = f"car-{number}", f"officer-{number}"
        return AsideMessage(
            number, at, car, kind, reason.value, reason.words, person, "officer-1", subject
        )

    items = (
        an_aside(1, "past_reads", AsideReason.REMOVED_SOON, "m1"),
        an_aside(2, "answer", AsideReason.PERSON, "hit-2"),
        an_aside(3, "read", AsideReason.OTHER_DEVICE, "read-7"),
    )
    return AsidesMessage(items, (("car-8", "9c1f" * 16),)) if rows else AsidesMessage((), ())


_BRIDGE = CameraPlace("Church St bridge", 35.4088, -80.5795, "northbound lanes")


def _machines(rows: int) -> DevicesMessage:
    at = NOW - timedelta(days=40)

    def one(device: str, kind: DeviceKind, **more: Any) -> DeviceMessage:
        ends = at + DEVICE_COUNTS_FOR
        return DeviceMessage(device, kind, at, "e.stone", ends, "4be1", **more)

    lost, wiped = NOW - timedelta(hours=5), NOW - timedelta(hours=2)
    by = {"revoked_by": "e.stone", "reason": "Stolen from the lot."}
    found = (
        one("camera-bridge", DeviceKind.CAMERA, place=_BRIDGE),
        one("car-12", DeviceKind.CAR),
        one(
            "car-31", DeviceKind.CAR, revoked_at=lost, wipe_ordered_at=wiped, wiped_at=wiped, **by
        ),
        one("desk-1", DeviceKind.DESK),
    )
    return DevicesMessage(found if rows else ())


def _cases(rows: int) -> CasesMessage:
    def a_case(number: int, days: int, *later: CaseStepMessage) -> CaseMessage:
        opened = NOW - timedelta(days=days)
        words = "Vehicle stopped before any check was made."
        first = CaseStepMessage(
            CaseStep.OPENED, opened, "Sgt. M. Whitfield", words, CaseResult.NONE
        )
        last = later[-1] if later else first
        is_closed = last.step is CaseStep.CLOSED
        return CaseMessage(
            number=f"2026-{number:04d}",
            subject="hit-0",
            officer="T. Boyd",
            opened_at=opened,
            opened_by="Sgt. M. Whitfield",
            frozen_at=last.at if last.step is CaseStep.FROZEN else None,
            closed_at=last.at if is_closed else None,
            result=last.result,
            audit_entries=41 + number,
            audit_is_whole=True,
            steps=(first, *later),
        )

    frozen = CaseStepMessage(
        CaseStep.FROZEN, NOW - timedelta(minutes=9), "Sgt. M. Whitfield",
        "Used outside the scope, see note.", CaseResult.NONE,
    )  # fmt: skip
    closed = CaseStepMessage(
        CaseStep.CLOSED, NOW - timedelta(days=20), "E. Stone",
        "Retrained on unverified stops.", CaseResult.TRAINING,
    )  # fmt: skip
    found = a_case(3, 0, frozen), a_case(2, 6), a_case(1, 31, closed)
    return CasesMessage(found if rows else ())


def _pass(rows: int) -> TruthPassMessage:
    return TruthPassMessage("read-0", PICTURES["crop"]) if rows else TruthPassMessage("", "")


def _truth(rows: int) -> TruthMessage:
    cameras = (
        TruthTally("front", right=181, state_unread=9, other_state=2, wrong=6, unreadable=12),
        TruthTally("left", right=64, state_unread=11, wrong=7, unreadable=9),
    )
    hours = (
        TruthTally("03", right=21, state_unread=8, wrong=5, unreadable=9),
        TruthTally("09", right=88, state_unread=4, wrong=3, unreadable=4),
        TruthTally("15", right=97, state_unread=3, other_state=1, wrong=2, unreadable=5),
        TruthTally("21", right=39, state_unread=5, other_state=1, wrong=3, unreadable=3),
    )
    return TruthMessage(cameras, hours) if rows else TruthMessage((), ())


def _teams(_rows: int) -> DeskTeamsMessage:
    return DeskTeamsMessage("Night B", ("Day A", "Night B"), sees_all=True)


def _entries(rows: int) -> ManualEntriesMessage:
    facts = ManualFacts(
        reason="Vehicle of a burglary, seen leaving", instruction="Call Comms", case="26-004471",
        purpose=Purpose.FELONY_WARRANT, basis=Basis.REGISTRATION, names_person=False, labels=(),
        entered_by="officer-1", entered_at=NOW - timedelta(days=26),
    )  # fmt: skip
    asked = replace(facts, extension=Extension.ASKED)
    person = replace(facts, names_person=True, case="26-004512", entered_by="officer-2")
    sighting = LeadSighting(miles=1.4, minutes=12)
    draft = EntryDraft(basis=Basis.DESCRIPTION, sighting=sighting)
    lead = replace(facts, basis=Basis.DESCRIPTION, labels=labels(draft), case_closed=True)
    ends = NOW + timedelta(days=4)
    entries = (
        ManualEntryView("m1", "KLM4471", "NC", "214", asked, ends, 4, "Trial is set for January.",
                        "", ()),
        ManualEntryView("m2", "PRT9032", "SC", "221", person, NOW + timedelta(days=19), 19, "",
                        "", (RECHECK_DUE, "No such case in the case system.")),
        ManualEntryView("m3", "TMW5518", "NC", "214", lead, NOW + timedelta(days=28), 28, "",
                        "", ()),
    )  # fmt: skip
    return ManualEntriesMessage(entries if rows else ())


def _audit(rows: int) -> AuditRows:
    def entry(number: int, person: tuple[str, str, str], **fields: Any) -> AuditRow:
        known = {"chain": "headquarters", "unit": "", "address": "10.20.0.31", "facts": ()}
        named = dict(zip(("person", "name", "role"), person, strict=True))
        at = NOW - timedelta(minutes=7 * (number + 1))
        session = "4be1c2a09f3377d0"
        made = {**known, **named, "session": session, "digest": "0" * 64, **fields}
        return AuditRow(sequence=4180 - number, at=at, **made)

    sergeant = "whitfield", "Sgt. M. Whitfield", "supervisor"
    officer = "kdavis", "Ofc. K. Davis", "officer"
    entries = (
        entry(0, sergeant, device="desk-2", event="hq:shift_log:viewed", subject="shift log",
              facts=(("what", "by pressing"), ("returned_ids", "0198a2c4-7d10 0198a2c4-7d3f"))),
        entry(1, officer, chain="car-214", device="car-214", unit="214", address="", session="",
              event="officer:hit:entered", subject="0198a2c4-7d10", facts=(("matches", "true"),)),
        entry(2, officer, device="car-214", unit="214", event="hq:past_reads:viewed",
              subject="m1", facts=(("purpose", "felony_warrant"), ("reads", "3"),
                                   ("case", "26-004471"))),
        entry(3, ("", "", ""), device="desk-9", event="hq:session:refused", subject="desk-9",
              session="", facts=(("problem", "203"),)),
    )  # fmt: skip
    return AuditRows(entries if rows else (), 500)


def _who_saw(rows: int) -> WhoSawMessage:
    def look(number: int, event: str, act: str, **said: Any) -> LookMessage:
        return LookMessage(
            "headquarters", 4180 - number, NOW - timedelta(days=45 * number, minutes=7), "kdavis",
            "Ofc. K. Davis", "officer", "214", event, act, "0198a2c4-7d10",
            "criminal_investigation", **said,
        )  # fmt: skip

    looks = (
        look(0, "hq:search:made", "Search stored reads", case="26-004471"),
        look(2, "hq:picture:viewed", "See a found picture", is_erased=True),
    )
    return WhoSawMessage(looks if rows else (), 500, "")


def _adoptions(rows: int) -> AdoptionsMessage:
    at = NOW - timedelta(days=400)
    adoption = AdoptionMessage(PROFILE.order, "1", at.date(), at, "bsmith", "Lt. B. Smith")
    return AdoptionsMessage((adoption,) if rows else ())


_SEARCH_FORM = SearchForm(
    (Area(35.994, -78.8986, 1.5, "Downtown"), Area(36.0, -78.9, 2.0, "East Main Street")),
    ("Unit 209", "Unit 221"),
    ("26-######",),
    checks_cases=True,
)


def _searched(rows: int) -> FoundReads:
    reads = past_reads(min(rows, _FOUND)).reads
    named = tuple(replace(read, read_id=f"read-{n}") for n, read in enumerate(reads))
    pages = 3 if rows else 0
    check = CaseCheck.NOT_CHECKED
    found = 128 if rows else 0
    hits = tuple(read.read_id for read in named[1:2])
    return FoundReads("search-1", (), named, 0, pages, found, 500, check, SEEN_NOT_DRIVEN, hits)


def _made_searches(rows: int) -> MadeSearches:
    about = "criminal_investigation", "26-118204", "Larceny of a trailer on Main Street"
    wide = "It covers more than 7 days.", "It covers every place."
    found = (
        MadeSearch("s1", NOW, "kdavis", "Ofc. K. Davis", *about, CaseCheck.KNOWN, wide, 128),
        MadeSearch("s2", NOW, "rmiles", "Ofc. R. Miles", *about, CaseCheck.NOT_CHECKED, (), 3),
    )
    return MadeSearches(found if rows else (), 500)


_ANSWERS: dict[Any, Any] = {
    **LIST_ANSWERS,
    AdoptionsMessage: _adoptions,
    AuditRows: _audit,
    WhoSawMessage: _who_saw,
    AuditFile: lambda rows: AuditFile("chain\n", hashlib.sha256(b"chain\n").hexdigest(), rows),
    HitLogPage: sample_page,
    HitPlacesMessage: sample_places,
    HitLogCounts: sample_counts,
    HitFileMessage: sample_file,
    EvidenceCheckMessage: _check,
    HitIdsMessage: sample_hit_ids,
    LedgerMessage: _ledger,
    QualityMessage: _quality,
    WallMessage: _wall,
    ManualEntriesMessage: _entries,
    DeskTeamsMessage: _teams,
    SearchForm: lambda _rows: _SEARCH_FORM,
    FoundReads: _searched,
    MadeSearches: _made_searches,
    CasesMessage: _cases,
    DevicesMessage: _machines,
    SecurityKeysMessage: _keys,
    AsidesMessage: _asides,
    AccountsMessage: lambda _rows: sample_accounts(),
    DrillsMessage: lambda _rows: _drills(),
    DesignationsMessage: lambda _rows: sample_designations(),
    TrainingRegisterMessage: lambda _rows: sample_trainings(),
    TruthPassMessage: _pass,
    TruthMessage: _truth,
    **EQUIPMENT_ANSWERS,
    **INCIDENT_ANSWERS,
    **WEEKLY_ANSWERS,
    **MISUSE_ANSWERS,
    **OUTSIDE_ANSWERS,
    **HOLD_ANSWERS,
    **DISPATCH_ANSWERS,
    **FLEET_ANSWERS,
    **DISCLOSURE_ANSWERS,
    **REPORT_ANSWERS,
    **SCHEDULE_ANSWERS,
    **SET_UP_ANSWERS,
}
