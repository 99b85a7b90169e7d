"""What a car has outside it, and a car without a window, which prints one line a read."""

import json
import sys
import threading
from collections.abc import Collection
from dataclasses import dataclass

from mdt_alpr.car.device_key import vaults_for
from mdt_alpr.car.settings import CarSettings
from mdt_alpr.car.settings_file import settings_file
from mdt_alpr.car.wiring import Outside, make_camera, make_car
from mdt_alpr.cli.passwords import CODE_VARIABLE, PASSWORD_VARIABLE, passphrase_prompt
from mdt_alpr.domain.equipment.upkeep import Upkeep
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.plate.plate import UNKNOWN_STATE
from mdt_alpr.domain.reading.position import Fix
from mdt_alpr.domain.reading.read_rules import Rejected
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.machine.process_memory import take_secret
from mdt_alpr.patrol.events import (
    CameraChanged,
    CodeAsked,
    EngineMissing,
    Event,
    Failed,
    FrameSeen,
    Health,
    HitRaised,
    LinkChanged,
    ListDamaged,
    PositionChanged,
    ReadMade,
    SignedIn,
    SignInFailed,
)
from mdt_alpr.patrol.ports import Camera, Frame, Vault


class PlayedOnce:
    """A file or folder as ``Camera`` that ends where it is lost; the loss is reported.

    It is played once: nobody is there to mend it while it is tried again.
    """

    def __init__(self, camera: Camera) -> None:
        self._camera = camera
        self._lost = False
        self.name = camera.name
        self.stills = bool(getattr(camera, "stills", False))

    def open(self) -> None:
        """Open it; once it was lost there is nothing to open.

        Raises:
            OutsideError: it is lost.
        """
        if self._lost:
            return
        try:
            self._camera.open()
        except OutsideError:
            self._lost = True
            raise

    def read(self) -> Frame | None:
        """Return its next picture, None at its end or after its loss.

        Raises:
            OutsideError: it is lost.
        """
        if self._lost:
            return None
        try:
            return self._camera.read()
        except OutsideError:
            self._lost = True
            raise

    def close(self) -> None:
        self._camera.close()


_SEND_WITHIN_S = 60.0
STARTS_AGAIN = 75
"""Exit code of a fixed camera whose next start installs an update."""


def outside_of(
    settings: CarSettings, once: Collection[str] = (), vaults: tuple[Vault, Vault] | None = None
) -> Outside:
    """Return the outside of a car; cameras named in ``once`` end where they are lost.

    ``vaults`` are those that were asked already, if any.

    Raises:
        CameraLostError: no camera accepts one of the sources.
    """
    from mdt_alpr.adapters.cameras import camera_for
    from mdt_alpr.adapters.security_key import security_key

    clock = SystemClock()
    own, device = vaults or vaults_for(settings.data, passphrase_prompt())
    cameras = [camera_for(c.source, clock, c.name, mask=c.mask) for c in settings.cameras]
    first, *others = (PlayedOnce(c) if c.name in once else c for c in cameras)
    return Outside(
        first,
        own,
        clock,
        device_vault=device,
        further_cameras=tuple(others),
        settings_file=settings_file(settings.data),
        key=security_key(),
    )


def _files_among(settings: CarSettings) -> frozenset[str]:
    """Return the cameras that are files or folders: none comes back by itself once it is lost."""
    from mdt_alpr.adapters.cameras import lies_there

    return frozenset(c.name for c in settings.cameras if lies_there(c.source))


@dataclass(frozen=True, slots=True)
class Printing:
    """How lines are printed: as JSON, and with those that say why something is no read."""

    as_json: bool = False
    why: bool = False


class Headless:
    """Prints one line a read and a hit; hits are kept and wait for an officer with a screen."""

    def __init__(self, settings: CarSettings, how: Printing, person: str | None) -> None:
        self._settings = settings
        self._how = how
        self._printed_why: tuple[dict[str, object], ...] = ()
        self._person = person
        self._printing = threading.Lock()
        self._signed = threading.Event()
        self._refused = ""
        self._failed = threading.Event()
        self._lost: dict[tuple[str, str], str] = {}
        self._files = _files_among(settings)

    def run(self) -> int:
        """Run until the source ends; 0 when it was played, 1 when not all of it was read."""
        car = make_car(self._settings, outside_of(self._settings, self._files), self.listen)
        car.start(resume=False)  # nobody has signed in (V6)
        try:
            if self._person:
                code = take_secret(CODE_VARIABLE)
                car.desk.sign_in(self._person, take_secret(PASSWORD_VARIABLE), code)
                self._signed.wait()
                if self._refused:
                    raise OutsideError(self._refused)
            car.watch()
            car.wait_for_source_end()
            if self._person and (left := car.wait_until_sent(_SEND_WITHIN_S)):
                sys.stderr.write(f"{left} items wait for headquarters; they are kept.\n")
        finally:
            car.stop()
        return 1 if self._failed.is_set() else 0

    def listen(self, event: Event) -> None:
        """Print what an event says, from any thread."""
        if self._has_failed(event):
            self._failed.set()
        if isinstance(event, SignedIn | SignInFailed | CodeAsked):
            self._refused = _why_refused(event)
            self._signed.set()
        if isinstance(event, FrameSeen) and self._how.why:
            self._print_why(event)
        line = _line(event)
        if self._is_news(event) and line is not None:
            self._print(line)

    def _is_news(self, event: Event) -> bool:
        """Tell whether an event says something new: what stays lost is said once."""
        if not isinstance(event, CameraChanged | LinkChanged | PositionChanged):
            return True
        part = type(event).__name__, getattr(event, "camera", "")
        if event.health is Health.LOST:
            was, self._lost[part] = self._lost.get(part), event.why
            return was != event.why
        if event.health is Health.OK:
            self._lost.pop(part, None)
        return True

    def _has_failed(self, event: Event) -> bool:
        """Tell whether something is not read or kept; cameras that come back are waited for."""
        if isinstance(event, CameraChanged) and event.health is Health.LOST:
            return event.camera in self._files
        missing = isinstance(event, EngineMissing) and event.engine == "recognition"
        return missing or isinstance(event, Failed)

    def _print_why(self, event: FrameSeen) -> None:
        """Print what became no read, once while the same is said of every frame."""
        lines = tuple(_why_line(event.frame.camera, rejected) for rejected in event.rejected)
        for line in lines:
            if _same(line) not in map(_same, self._printed_why):
                self._print(line)
        self._printed_why = lines

    def _print(self, line: dict[str, object]) -> None:
        text = json.dumps(line) if self._how.as_json else _words(line)
        with self._printing:
            out = sys.stderr if "trouble" in line else sys.stdout
            out.write(text + "\n")
            out.flush()


class HeadlessCamera(Headless):
    """The same for a fixed camera; its hits go to the cars on duty."""

    def run(self) -> int:
        outside = outside_of(self._settings, self._files)
        camera = make_camera(self._settings, outside, self.listen)
        camera.start()
        try:
            camera.wait_for_source_end()
            if camera.starts_again:
                return STARTS_AGAIN
            if left := camera.wait_until_sent(_SEND_WITHIN_S):
                sys.stderr.write(f"{left} items wait for headquarters; they are kept.\n")
        finally:
            camera.stop()
        return 1 if self._failed.is_set() else 0


def _why_refused(event: SignedIn | SignInFailed | CodeAsked) -> str:
    if isinstance(event, CodeAsked):
        what = "is set up at a screen first" if event.enrollment else f"goes into {CODE_VARIABLE}"
        return f"A code of the second factor is needed; it {what}."
    return event.why if isinstance(event, SignInFailed) else ""


def _words(line: dict[str, object]) -> str:
    """Return a line for a person."""
    if "trouble" in line:
        return f"{line['trouble']}"
    if line["event"] == "read":
        state = "" if line["state"] == UNKNOWN_STATE else f" {line['state']}"
        return f"Read {line['text']}{state}, {line['camera']}, {line['captured_at']}"
    if line["event"] == "hit":
        match = f"{line['match_class']}".replace("_", " ")
        return f"HIT: {line['category']}, {match} match, {line['raised_at']}"
    return f"Not read: {line['text'] or 'no text'}, {line['why']}, {line['camera']}"


def _why_line(camera: str, rejected: Rejected) -> dict[str, object]:
    box = rejected.box
    return {
        "event": "no read",
        "why": rejected.why.value,
        "text": rejected.text,
        "camera": camera,
        "box": [round(side) for side in (box.left, box.top, box.right, box.bottom)],
    }


def _same(line: dict[str, object]) -> tuple[object, ...]:
    """Return what two lines of the same content have in common."""
    return line["why"], line["text"], line["camera"]


def _line(event: Event) -> dict[str, object] | None:
    if isinstance(event, ReadMade):
        return _read_line(event)
    if isinstance(event, HitRaised):
        hit = event.hit
        return {
            "event": "hit",
            "hit_id": hit.hit_id,
            "read_id": hit.read.read_id,
            "category": hit.category.name,
            "match_class": hit.matches[0].match_class.value,
            "records": len(hit.matches),
            "readers_disagree": hit.readers_disagree,
            "raised_at": hit.raised_at.isoformat(),
        }
    return _trouble_line(event)


def _trouble_line(event: Event) -> dict[str, object] | None:
    parts = CameraChanged | LinkChanged | PositionChanged
    if isinstance(event, parts) and event.health is Health.LOST:
        return {"event": "lost", "trouble": event.why}
    if isinstance(event, EngineMissing | Failed):
        return {"event": "failed", "trouble": event.why}
    if isinstance(event, Upkeep) and event.late:
        name = "alerts_stopped" if event.alerts_stop else "overdue"
        return {"event": name, "trouble": event.details}
    if isinstance(event, ListDamaged):
        return {
            "event": "list_damaged",
            "trouble": event.why or "The list is faulty. Some plates do not alert.",
        }
    return None


def _read_line(event: ReadMade) -> dict[str, object]:
    read = event.read
    return {
        "event": "read",
        "read_id": read.read_id,
        "revision": read.revision,
        "camera": read.camera,
        "captured_at": read.captured_at.isoformat(),
        "text": read.text,
        "state": read.state,
        "confidence": round(read.confidence, 3),
        "characters": [[c.text, round(c.confidence, 3)] for c in read.characters],
        "disputed": list(read.disputed),
        "plate_px": read.plate_width,
        "frames": read.frames,
        "latency_ms": round(event.latency_ms, 1),
        **({} if read.place is None else _place(read.place)),
    }


def _place(fix: Fix) -> dict[str, object]:
    return {
        "lat": round(fix.lat, 6),
        "lon": round(fix.lon, 6),
        "heading": fix.heading,
        "speed_mph": None if fix.speed_mph is None else round(fix.speed_mph, 1),
    }
