"""The pictures and packages of the demo's hits, made as their cars make them."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

import cv2
import numpy as np

from mdt_alpr.adapters.ed25519_signer import Ed25519Signer
from mdt_alpr.adapters.pictures import JpegPictures
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.canonical import sha256
from mdt_alpr.domain.hit.disposition import Closing, Disposition, Outcome, Stopped
from mdt_alpr.domain.hit.hit import EntryAttempt, Hit, HitState, VehicleAnswer
from mdt_alpr.domain.hit.vehicle import Body, Color
from mdt_alpr.domain.hotlist.hotlist import HotlistEntry
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.hotlist.matching import Match
from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.domain.reading.reading import Box, Character, Read
from mdt_alpr.domain.retention.evidence import Seal
from mdt_alpr.domain.retention.media import MediumKind
from mdt_alpr.domain.retention.outbox import ItemKind
from mdt_alpr.drive.canvas import Bytes
from mdt_alpr.drive.compose import texture, warp
from mdt_alpr.drive.optics import HEIGHT, WIDTH, CameraView
from mdt_alpr.drive.plates import PlateFrame, plate_picture
from mdt_alpr.drive.renderer import FRAMES_A_SECOND, DriveRenderer
from mdt_alpr.drive.story import StoryVehicle
from mdt_alpr.drive.traffic import Placed, Traffic
from mdt_alpr.drive.vehicles import plate_panel
from mdt_alpr.hq.base.headquarters import Caller, Headquarters
from mdt_alpr.hq.disclosures import registers
from mdt_alpr.hq.disclosures.release import release_package, written
from mdt_alpr.patrol.outgoing import picture_digest, picture_messages
from mdt_alpr.patrol.ports import Frame
from mdt_alpr.patrol.sealing import Sealing
from mdt_alpr.wire.evidence import DeviceKeyMessage, EvidenceMessage, seal_of
from mdt_alpr.wire.messages import AnswerMessage, DispositionMessage, HitMessage, ReadMessage
from mdt_alpr.wire.pictures import Framed
from mdt_alpr.wire.release import Acknowledgment, MediumRequest, ReleaseRequest

_AHEAD_M, _RIGHT_M = 5.2, 0.2
_FRAMES = 900, 2100, 3300
"""Where on the drive vehicles are drawn."""
_BADGES = {Body.CAR: "ACCORD/LX", Body.SUV: "DURANGO/GT", Body.PICKUP: "F-150/XLT"}
Seen = tuple[Body, Color]
M = TypeVar("M")


class _OneAhead(Traffic):
    """The street with one vehicle on it, without its plate."""

    seen: Seen = Body.CAR, Color.SILVER

    def around(self, time: float) -> list[Placed]:  # noqa: ARG002 - always as far away
        body, color = self.seen
        vehicle = StoryVehicle("", "", body, color, "", _BADGES[body], PlateFrame.NONE, ())
        return [Placed(vehicle, _AHEAD_M, _RIGHT_M, 0.0, 0.0, 0.0, braking=False)]


@dataclass(frozen=True, slots=True, eq=False)
class _Scene:
    pixels: Bytes
    view: CameraView
    placed: Placed


class SamplePictures:
    """Draws a read's pictures; each vehicle's street is drawn once."""

    def __init__(self) -> None:
        self._pictures, self._scenes = JpegPictures(), dict[tuple[Seen, int], _Scene]()

    @cached_property
    def _drive(self) -> tuple[_OneAhead, DriveRenderer]:
        traffic = _OneAhead()
        return traffic, DriveRenderer(traffic=traffic)

    def _scene(self, seen: Seen, number: int) -> _Scene:
        if (seen, number) not in self._scenes:
            traffic, renderer = self._drive
            traffic.seen = seen
            pixels = np.asarray(cv2.cvtColor(renderer.frame(number), cv2.COLOR_BGR2BGRA), np.uint8)
            time = number / FRAMES_A_SECOND
            (placed,) = traffic.around(time)
            self._scenes[seen, number] = _Scene(pixels, traffic.view(time), placed)
        return self._scenes[seen, number]

    def of(self, read: ReadMessage, seen: Seen) -> Read:
        """Return the read as its car had it, with both pictures."""
        scene = self._scene(seen, _FRAMES[read.captured_at.minute % len(_FRAMES)])
        panel = plate_panel(seen[0], plate_picture(read.text, read.state, PlateFrame.NONE))
        quad = scene.view.project(scene.placed.corners(panel.corners)).astype(np.float32)
        pixels = scene.pixels.copy()
        warp(pixels, texture(panel.picture.levels[0], hazy=False), quad)
        drawn = cv2.cvtColor(pixels, cv2.COLOR_BGRA2BGR)
        frame = Frame(drawn, read.captured_at, 1, WIDTH, HEIGHT, read.camera)
        (left, top), (right, bottom) = quad.min(0).tolist(), quad.max(0).tolist()
        box = Box(left, top, right, bottom)
        crop, context = self._pictures.crop(frame, box), self._pictures.context(frame, box)
        characters = tuple(Character(c.text, c.confidence) for c in read.characters)
        return Read(
            read.read_id, read.revision, read.camera, read.captured_at, characters, read.state,
            read.state_confidence, box, read.frames, (), crop, context, read.engine,
        )  # fmt: skip


@dataclass(slots=True)
class SampleCar:
    """A car of the demo: its key, the chain of its seals, and pictures that wait to be sent.

    It is the store that ``Sealing`` writes to, too: what it keeps is the next item to send.
    """

    device: str
    unit: str
    drawing: SamplePictures
    waiting: list[Framed] = field(default_factory=list)
    items: list[tuple[datetime, Any]] = field(default_factory=list)
    _last: Seal | None = None
    _sealing: Sealing = field(init=False)

    def __post_init__(self) -> None:
        """Give the car a key."""
        signer = Ed25519Signer(secrets.token_bytes(32))
        self._sealing = Sealing(signer, self.device, self.unit, "demo", secrets.token_bytes)

    def photographed(
        self, read: ReadMessage, steps: Sequence[tuple[datetime, Any]]
    ) -> ReadMessage:
        """Draw a read's pictures, make the package of its hit, and return the read with both."""
        if self._last is None:
            self._sealing.announce_key(self, read.captured_at)  # type: ignore[arg-type]
        hit, end = _only(HitMessage, steps), _only(DispositionMessage, steps)
        answers = {body.step: body for _, body in steps if isinstance(body, AnswerMessage)}
        entered, saw = answers[AuditEvent.ENTRY_MADE], answers[AuditEvent.VEHICLE_ANSWERED]
        facts, looks = dict(entered.facts), dict(saw.facts)
        seen = Body(looks["body"]), Color(looks["color"])
        whole = self.drawing.of(read, seen)
        self.items += [(read.captured_at, told) for told in picture_messages(whole)]
        crop, context = (picture_digest(jpeg) for jpeg in (whole.crop, whole.context))
        self.waiting += [Framed(crop, whole.crop), Framed(context, whole.context)]
        attempt = EntryAttempt(
            facts["text"], facts["state"], entered.at, float(facts["picture_s"]),
            facts["outcome"] == "matched",
        )  # fmt: skip
        closed = replace(
            _closed(whole, hit, end), attempts=(attempt,), vehicle=VehicleAnswer(*seen, saw.at)
        )
        self._sealing.seal(self, closed, hit.person_id, end.at)  # type: ignore[arg-type]
        box = whole.box.left, whole.box.top, whole.box.right, whole.box.bottom
        return replace(read, crop_digest=crop, context_digest=context, box=box)

    def taken_items(self) -> list[tuple[datetime, Any]]:
        """Return the items that wait to be sent, which then wait no more."""
        items, self.items = self.items, []
        return items

    def taken_pictures(self) -> list[Framed]:
        """Return the pictures that wait to be sent, which then wait no more."""
        pictures, self.waiting = self.waiting, []
        return pictures

    def last_seal(self, _key: str) -> Seal | None:
        """See ``patrol.store_port.UnitOfWork``."""
        return self._last

    def save_evidence(self, message: EvidenceMessage) -> None:
        """See ``patrol.store_port.UnitOfWork``."""
        self._last = seal_of(message)
        self.items.append((message.sealed_at, message))

    def queue(self, _kind: ItemKind, body: DeviceKeyMessage) -> None:
        """See ``patrol.store_port.UnitOfWork``."""
        self.items.append((body.at, body))

    def record(self, *_: object) -> None:
        """Record nothing: headquarters' audit has what comes of it."""


def _only(kind: type[M], steps: Sequence[tuple[datetime, Any]]) -> M:
    (body,) = (body for _, body in steps if isinstance(body, kind))
    return body


def _closed(read: Read, hit: HitMessage, end: DispositionMessage) -> Hit:
    """Return the hit as its car had it when it was closed."""
    (record,) = hit.records
    listed = HotlistEntry(
        record.entry_id, record.list_name, record.category, Plate(record.text, record.state),
        record.nic, record.ori, note=record.vehicle,
    )  # fmt: skip
    closing = Closing(
        Disposition(end.disposition), end.at, Stopped(end.stopped) if end.stopped else None,
        Outcome(end.outcome) if end.outcome else None, end.force_used, end.event_number,
    )  # fmt: skip
    return Hit(
        hit.hit_id, read, (Match(listed, None, state_confirmed=True, o_and_0=False),),
        hit.list_version, hit.list_compiled_at, hit.raised_at, hit.second_text, HitState.CLOSED,
        closing=closing,
    )  # fmt: skip


def give_out(hq: Headquarters, caller: Caller, request: int, hit_id: str) -> None:
    """Give a hit that a request was granted, on the agency's stick; its receipt is signed."""
    serial = "KX-0017"
    with hq.writing() as work:
        stick = MediumRequest(serial, MediumKind.USB_DRIVE)
        registers.register_medium(work, stick, caller.person_id)
    ask = ReleaseRequest(
        serial=serial, holder="Casey Doyle, custodian", place="Evidence safe, shelf 2",
        transport="Carried by hand", purpose=Purpose.CRIMINAL, request=request, hits=(hit_id,),
        recipient="nobody",
    )  # fmt: skip
    given, data = release_package(hq, caller, ask)
    written(hq, caller, given.number, sha256(data))
    with hq.writing() as work:
        signed = Acknowledgment("Dana Wells", work.now)
        registers.acknowledge(work, given.number, signed, caller.person_id)
