"""Says aloud what is lost: camera, GPS, link, a list that grows old (U20)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, Signal, Slot

from mdt_alpr.domain.equipment.upkeep import NOTHING_LATE, Upkeep
from mdt_alpr.domain.policy import list_is_stale
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.events import (
    Event,
    FrameSeen,
    Health,
    LinkChanged,
    ListChanged,
    ListDamaged,
    PositionChanged,
    SignedIn,
    SignedOut,
)
from mdt_alpr.ui.hit.models.hit_view import Spoken
from mdt_alpr.ui.shell.presenters.camera_watch import CameraWatch

AGAIN_AFTER = timedelta(seconds=60)
"""A lost camera sounds again until it was seen to."""


@dataclass(slots=True)
class _Announced:
    """What was said last; ``camera_at`` is None while the camera is well or was seen to."""

    camera: str = ""
    camera_at: datetime | None = None
    link_lost: bool = False
    gps_lost: bool = False
    stale: bool = False
    damaged: bool = False
    alerts_stop: bool = False


class LossPresenter(QObject):
    """Speaks once of each loss; of a lost camera again each minute until ``seen``.

    Signals:
        spoken: what to say (``Spoken``).
    """

    spoken = Signal(object)

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._camera = CameraWatch()
        self._hotlist: ListChanged | None = None
        self._announced = _Announced()
        self._upkeep = NOTHING_LATE
        self._drives = False
        """Whether somebody is signed in."""

    @Slot(object)
    def take(self, event: Event) -> None:
        """Handle an event of the car."""
        if isinstance(event, LinkChanged):
            self._link(event)
        elif isinstance(event, PositionChanged):
            self._position(event)
        elif isinstance(event, ListChanged | ListDamaged):
            self._list(event)
        elif isinstance(event, SignedIn | SignedOut):
            self._drives = isinstance(event, SignedIn)
        elif isinstance(event, Upkeep):
            self._upkeep = event
        elif not self._camera.take(event):
            return
        self.tick()

    @Slot(object)
    def take_frame(self, seen: FrameSeen) -> None:
        """Note that a frame was read."""
        self._camera.frame_came(self._clock.now(), seen.frame.camera)

    @Slot()
    def seen(self) -> None:
        """Note that the officer saw it (F2): it is not repeated."""
        self._announced.camera_at = None

    @Slot()
    def tick(self) -> None:
        """Say what was lost by standing still, and what is still lost."""
        now = self._clock.now()
        self._say_camera(now)
        stale = self._hotlist is not None and list_is_stale(self._hotlist.compiled_at, now)
        if stale and not self._announced.stale:
            self.spoken.emit(Spoken("Hot list is more than 24 hours old."))
        self._announced.stale = stale
        self._say_upkeep()

    def _say_upkeep(self) -> None:
        """Say that no alert comes in this car, once to who drives it (MNT-02)."""
        stop = self._drives and self._upkeep.alerts_stop
        if stop and not self._announced.alerts_stop:
            self.spoken.emit(Spoken(f"No alerts in this car. {self._upkeep.words}", "camera_lost"))
        self._announced.alerts_stop = stop

    def _link(self, event: LinkChanged) -> None:
        """Say once that it is lost; where nobody drives, the strip says it."""
        lost = self._drives and event.health is Health.LOST
        if lost and not self._announced.link_lost:
            self.spoken.emit(Spoken("Headquarters link lost. Alerts continue."))
        self._announced.link_lost = lost

    def _list(self, event: ListChanged | ListDamaged) -> None:
        """Say once that not every listed plate alerts: the officer shall not rely on it."""
        damaged = isinstance(event, ListDamaged)
        if isinstance(event, ListChanged):
            self._hotlist = event
        elif not self._announced.damaged:
            self.spoken.emit(Spoken("Hot list is faulty. Some listed plates do not alert."))
        self._announced.damaged = damaged

    def _position(self, event: PositionChanged) -> None:
        """Say once that it is lost: reading goes on, but nothing locks while driving."""
        lost, said = event.health is Health.LOST, self._announced
        if lost and not said.gps_lost:
            self.spoken.emit(Spoken("GPS lost. Speed is unknown.", "camera_lost"))
        elif said.gps_lost and event.health is Health.OK:
            self.spoken.emit(Spoken("GPS is back."))
        said.gps_lost = lost or (said.gps_lost and event.health is not Health.OK)

    def _say_camera(self, now: datetime) -> None:
        camera, said = self._camera.status(now), self._announced
        if camera.health is not Health.LOST:
            if said.camera and camera.health is Health.OK:
                said.camera, said.camera_at = "", None
                self.spoken.emit(Spoken("Camera is back."))
            return
        what = f"{camera.headline} {' '.join(camera.gone)}".strip()
        is_new = what != said.camera
        again = said.camera_at is not None and now - said.camera_at >= AGAIN_AFTER
        if is_new or again:
            said.camera, said.camera_at = what, now
            words = f"{camera.headline}. No plates are being read."
            if camera.still_read:
                words = f"{camera.headline}: {', '.join(camera.gone)}. Other cameras keep reading."
            self.spoken.emit(Spoken(words, "camera_lost"))
