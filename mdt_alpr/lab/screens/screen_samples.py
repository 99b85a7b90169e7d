"""The screen in each of its states with sample data, for screenshots, reviewers and tests.

Reads, hits and pictures are made up; they take the real way from events to views.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache

from PySide6.QtGui import QImage

from mdt_alpr.domain.hit.hit import Contrary, ContraryFact, Hit, HitState
from mdt_alpr.domain.hit.trace import Seeing
from mdt_alpr.domain.hotlist.hotlist import HotlistEntry
from mdt_alpr.domain.hotlist.matching import Match
from mdt_alpr.domain.people.roles import Role, Session
from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.domain.reading.reading import Box, Character, Read
from mdt_alpr.domain.retention.outbox import SetAside
from mdt_alpr.lab.screens.desk_sample_hits import SAMPLE_POLICY
from mdt_alpr.lab.screens.driving_samples import driving_screens
from mdt_alpr.lab.screens.hit_sample_pictures import (
    CAROLINA_NORTH,
    CAROLINA_SOUTH,
    plate_picture,
    vehicle_picture,
)
from mdt_alpr.lab.screens.screen_view import ScreenView
from mdt_alpr.patrol.events import (
    CameraChanged,
    EngineMissing,
    Event,
    Health,
    HitRaised,
    LinkChanged,
    ListChanged,
    ListDamaged,
    QueueChanged,
    ReadMade,
    SeenPlate,
    SignedIn,
    SignInFailed,
    Sound,
    VoiceTried,
)
from mdt_alpr.ui.entries.presenters.own_entries_view import waiting_words
from mdt_alpr.ui.hit.presenters.open_hits import HitsInOrder
from mdt_alpr.ui.shell.models.pages import DrillResultView, DrillRow
from mdt_alpr.ui.shell.models.patrol import LiveFrame
from mdt_alpr.ui.shell.presenters.car_known import CarFacts, CarKnown
from mdt_alpr.ui.shell.presenters.car_pages import sign_in_view, status_view
from mdt_alpr.ui.shell.presenters.hit_list_view import hit_list_view
from mdt_alpr.ui.shell.presenters.patrol_views import (
    ListUse,
    band_view,
    live_state,
    plate_tags,
    reel_row,
)
from mdt_alpr.ui.shell.presenters.strip_view import strip_view
from mdt_alpr.wire.problems import Problem

_RESULT = DrillResultView(
    title="5 of 7 passed",
    words="ralvarez, Nov 24, 14:32",
    foot="On average: open the alert 2.4 s (keys alone 1.6), enter the plate 11.8 s (keys alone "
    "8.9), decide 7.2 s (keys alone 5.0). Corrections: 3. Only you see these; a trial has sums. "
    "To keep this result, sign in to this car as ralvarez next.",
    rows=(
        DrillRow(passed=True, trap="Wrong digit", did="misread character, no stop",
                 lesson="The plate said 8, the camera read 3. The rest fitted, and the record "
                      "was active."),
        DrillRow(passed=False, trap="Recovered", did="vehicle does not fit, no stop",
                 lesson="Everything fitted, and the vehicle had been recovered: only the reply "
                      "said so."),
        DrillRow(passed=True, trap="Other vehicle", did="vehicle does not fit, no stop",
                 lesson="The record is of a black motorcycle. A silver car carried these "
                      "characters."),
        DrillRow(passed=True, trap="Passed on", did="unable to verify, no stop",
                 lesson="The other unit had checked plate and state. The plate said 1, the record "
                      "says 7."),
        DrillRow(passed=True, trap="True hit, stolen plate", did="verified, stopped",
                 lesson="A stolen plate may sit on any vehicle: the vehicle is not compared, by "
                      "rule."),
        DrillRow(passed=False, trap="True hit", did="not finished",
                 lesson="Plate, state, vehicle and status all matched: this one was real."),
        DrillRow(passed=True, trap="Other state", did="wrong state, no stop",
                 lesson="The same characters in Virginia are stolen. This plate was North "
                      "Carolina's."),
    ),
)  # fmt: skip


def drill_views() -> dict[str, DrillResultView | None]:
    """Return the sample pages by name; None is the page before the practice."""
    return {"drill_start": None, "drill_result": _RESULT}


NOW = datetime(2026, 11, 24, 19, 32, 4, tzinfo=UTC)
_CAMERA = "Camera 1, front"
_PLATE_IN_PICTURE = Box(268, 206, 392, 266)
_LATENCY_MS = 412.0
_READ_BEFORE = 1172
"""Plates of the shift that the reel no longer shows."""
_FACTS = CarFacts(
    "Unit 214",
    "0.1.0",
    "Built-in; second reader PP-OCR",
    program="signed by 9f8a1c22d07e4b35",
    changed=("position",),
)
_TRAINING = replace(
    _FACTS, training=True, accounts=(("officer-1", "sample"), ("officer-2", "sample"))
)
_SEEN = (
    ("KTR4471", "NC", "#7F9187", 0), ("ACM707V", "", "#B9B3A4", 6),
    ("GJE176", "SC", "#C4464C", 21),
    ("PBX5203", "NC", "#2F4A78", 48), ("LWD881", "SC", "#5B5F66", 75),
    ("SHP1561", "NC", "#8C8F94", 130), ("TNV2294", "NC", "#24282C", 171),
    ("HDK663", "SC", "#EDEFF0", 204), ("RVC7718", "NC", "#6C2A2E", 233),
    ("BFM3345", "NC", "#3F5C4A", 290), ("YJA950", "SC", "#A58B5C", 312),
    ("CLE6120", "NC", "#4D5358", 355),
)  # fmt: skip


@dataclass(slots=True)
class _Car:
    """A car to which events happen; ``page`` is the page in front."""

    facts: CarFacts = _FACTS
    now: datetime = NOW
    known: CarKnown = field(default_factory=CarKnown)
    hits: HitsInOrder = field(default_factory=HitsInOrder)
    reads: list[ReadMade] = field(default_factory=list)
    frame: tuple[str, str, str] | None = None
    held: bool = False

    def take(self, *events: Event) -> None:
        """Let events happen."""
        for event in events:
            self.known.note(event)
            if isinstance(event, HitRaised):
                self.hits.take(event)
            elif isinstance(event, ReadMade):
                self.reads.insert(0, event)

    def sees(self, text: str, state: str, body: str, *, held: bool = False) -> None:
        """Let a vehicle stand in the picture."""
        self.frame, self.held = (text, state, body), held
        self.known.camera.frame_came(self.now, _CAMERA)

    def view(self, page: str, *, data_is_open: bool = True) -> ScreenView:
        """Return the screen as it is now."""
        known, hits, now = self.known, self.hits, self.now
        camera = known.camera.status(now)
        latency = _LATENCY_MS if self.reads else None
        return ScreenView(
            page=page,  # type: ignore[arg-type]
            strip=strip_view(known, self.facts, now),
            live=live_state(camera, latency),
            frame=self._frame(),
            band=band_view(hits, camera, self._list_use(), known.shift.reads, now),
            reel=tuple(reel_row(made, hits, now) for made in self.reads),
            hits=hit_list_view(hits, now),
            sign_in=sign_in_view(known, self.facts, now),
            status=status_view(known, self.facts, now),
            data_is_open=data_is_open,
        )

    def _list_use(self) -> ListUse:
        if self.known.list_damaged:
            return ListUse.PART
        return ListUse.NONE if self.known.hotlist is None else ListUse.WHOLE

    def _frame(self) -> LiveFrame | None:
        if self.frame is None:
            return None
        text, state, body = self.frame
        picture = QImage.fromData(vehicle_picture(text, _DESIGNS[state], body))
        picture = picture.convertToFormat(QImage.Format.Format_BGR888)
        pixels = memoryview(bytes(picture.constBits()))
        plate = SeenPlate(_PLATE_IN_PICTURE, "" if self.held else text, self.held)
        tags = plate_tags((plate,), self.hits)
        return LiveFrame(pixels, picture.width(), picture.height(), tags)


_DESIGNS = {"NC": CAROLINA_NORTH, "SC": CAROLINA_SOUTH, "": CAROLINA_NORTH}


def screens() -> dict[str, Callable[[], ScreenView]]:
    """Return what makes each sample screen, by name, in the order of a shift."""
    made: dict[str, Callable[[], ScreenView]] = {
        "sign_in": _sign_in,
        "sign_in_keyboard": lambda: replace(_sign_in(), understood=True),
        "sign_in_failed": _sign_in_failed,
        "sign_in_new_password": _new_password,
        "sign_in_training": lambda: _before(_TRAINING).view("sign_in"),
        "patrol_starting": _starting,
        "patrol": lambda: _on_patrol().view("patrol"),
        "patrol_training": lambda: _on_patrol(_TRAINING).view("patrol"),
        "patrol_hit": lambda: _with_hit().view("patrol"),
        "patrol_several_hits": lambda: _with_hits(3).view("patrol"),
        "patrol_not_a_match": _not_a_match,
        "camera_lost": lambda: _in_trouble().view("patrol"),
        "picture_frozen": _frozen,
        "data_shut": lambda: _with_hit().view("patrol", data_is_open=False),
        "hit_list": lambda: _with_hits(4).view("hits"),
        "hit_list_empty": lambda: _on_patrol().view("hits"),
        "hit_flood": lambda: _with_hits(12).view("hits"),
        "status": lambda: _on_patrol().view("status"),
        "status_trouble": lambda: _in_trouble().view("status"),
        "locked": _locked,
        "locked_keyboard": lambda: replace(_locked(), understood=True),
    }
    return {**made, **driving_screens(made)}


# ---------------------------------------------------------------------------------- states


def _before(facts: CarFacts = _FACTS) -> _Car:
    car = _Car(facts)
    car.take(LinkChanged(Health.OK, ""), ListChanged(1184, NOW - timedelta(hours=3), 48_211))
    return car


def _on_patrol(facts: CarFacts = _FACTS) -> _Car:
    car = _before(facts)
    since = NOW - timedelta(hours=4)
    session = Session("ralvarez", "Ofc. R. Alvarez", Role.OFFICER, since, "", policy=SAMPLE_POLICY)
    car.take(SignedIn(session), CameraChanged(_CAMERA, Health.OK, "", NOW))
    car.known.shift.reads = _READ_BEFORE
    reads = [replace(_read(*seen), state="") for seen in reversed(_SEEN)]  # checked for hits only
    car.take(*(ReadMade(r, held=False, latency_ms=_LATENCY_MS, seeing=_seeing(r)) for r in reads))
    car.sees(*_SEEN[0][:3])
    return car


def _with_hit() -> _Car:
    car = _on_patrol()
    read = _read("EXN2894", "NC", "#24282C", 4)
    car.take(ReadMade(read, held=True, latency_ms=_LATENCY_MS), HitRaised(_hit(read, "V", 0)))
    car.sees("EXN2894", "NC", "#24282C", held=True)
    return car


def _with_hits(count: int) -> _Car:
    car = _with_hit()
    categories = ("P", "F", "M", "B", "P", "W", "M", "B", "P", "A", "M")
    for place, (seen, category) in enumerate(zip(_SEEN[1:], categories, strict=True), 1):
        if place < count:
            car.take(HitRaised(_hit(_read(*seen), category, place)))
    return car


def _not_a_match() -> ScreenView:
    car = _on_patrol()
    hit = _hit(_read("EXN2894", "NC", "#24282C", 94), "V", 0)
    fact = ContraryFact(Contrary.RECORD_CANCELED, "list 1185", NOW)
    car.take(HitRaised(replace(hit, contrary=(fact,), state=HitState.CONTRARY)))
    return car.view("patrol")


def _seeing(read: Read) -> Seeing:
    found = read.captured_at + timedelta(milliseconds=310)
    voted = found + timedelta(milliseconds=24)
    return Seeing(found, voted, voted + timedelta(milliseconds=1))


def _in_trouble() -> _Car:
    car = _on_patrol()
    car.now = NOW + timedelta(seconds=14)
    car.take(
        CameraChanged(
            _CAMERA, Health.LOST, "The camera stopped giving pictures. Check its cable.", NOW, 4
        ),
        LinkChanged(Health.LOST, "Headquarters cannot be reached. What is new waits here."),
        ListChanged(1184, NOW - timedelta(hours=26), 48_211),
        ListDamaged(),
        QueueChanged(18, NOW - timedelta(minutes=12), SetAside(2, Problem.TOO_OLD.number)),
        VoiceTried(
            Sound.SPEECH,
            "Alerts are not spoken: there is no sound output. "
            "Connect a loudspeaker and check its volume.",
        ),
        EngineMissing("second reader", "PP-OCR is not installed. Install the program again."),
    )
    return car


def _sign_in() -> ScreenView:
    return _before().view("sign_in")


def _new_password() -> ScreenView:
    car = _before()
    why = "The password must be changed before you sign in. Choose a new password."
    car.take(SignInFailed(why, password_is_due=True))
    return replace(car.view("sign_in"), understood=True)


def _sign_in_failed() -> ScreenView:
    car = _before()
    car.take(SignInFailed("User name or password is wrong. Try again."))
    return car.view("sign_in")


def _starting() -> ScreenView:
    car = _on_patrol()
    car.reads, car.frame = [], None
    car.take(CameraChanged(_CAMERA, Health.STARTING, "Starting camera", NOW))
    return car.view("patrol")


def _frozen() -> ScreenView:
    car = _on_patrol()
    car.now = NOW + timedelta(seconds=5)
    return car.view("patrol")


def _locked() -> ScreenView:
    car = _with_hit()
    car.known.locked = True
    return replace(car.view("sign_in"), live_entries=waiting_words(3))


# ----------------------------------------------------------------------------------- parts


def _read(text: str, state: str, body: str, seconds: int) -> Read:
    doubtful = {2} if not state else set()
    return Read(
        read_id=text,
        revision=0,
        camera=_CAMERA,
        captured_at=NOW - timedelta(seconds=seconds),
        characters=tuple(Character(c, 0.5 if n in doubtful else 0.97) for n, c in enumerate(text)),
        state=state,
        state_confidence=0.97 if state else 0.0,
        box=_PLATE_IN_PICTURE,
        frames=9,
        disputed=(),
        crop=_crop(text, state, body),
        context=b"",
        engine="sample",
    )


@cache
def _crop(text: str, state: str, body: str) -> bytes:
    return plate_picture(text, _DESIGNS[state], body)


def _hit(read: Read, category: str, place: int) -> Hit:
    entry = HotlistEntry(f"sample/{place}", "NC", category, Plate(read.text, "NC"))
    match = Match(entry, None, state_confirmed=bool(read.state), o_and_0=False)
    return Hit(
        hit_id=f"sample-{place}",
        read=read,
        matches=(match,),
        list_version=1184,
        list_compiled_at=NOW - timedelta(hours=3),
        raised_at=read.captured_at + timedelta(seconds=0.4),
        second_text=None,
        silenced_at=NOW if place else None,
    )
