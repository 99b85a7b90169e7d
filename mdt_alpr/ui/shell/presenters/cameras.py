"""Shows what a camera gives while a technician turns it, and draws its mask (MNT-03).

Only while nobody is on watch: then nothing is read, compared or kept, and no list is asked.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from mdt_alpr.domain.equipment.camera_check import (
    CameraMeasure,
    MeasuredCamera,
    PlateView,
    camera_measures,
)
from mdt_alpr.domain.errors import MdtAlprError
from mdt_alpr.domain.reading.masks import MOST_CORNERS, MOST_PARTS, Polygon, is_part
from mdt_alpr.domain.reading.reading import Box
from mdt_alpr.domain.safeguards import camera_in_words
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.ports import Frame
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.shell.models.cameras import CamerasView, MaskDraft
from mdt_alpr.ui.shell.models.pages import DoctorRow
from mdt_alpr.ui.shell.models.patrol import LiveFrame, PlateTag

_ENDS_WITHIN_S = 10.0
HOW_TO_DRAW = (
    "Tap the corners of a part to hide, then Close. What is hidden is never read and never kept."
)
_NO_PART = "A part has three corners at least, and hides something."
_FULL = f"At most {MOST_PARTS} parts of {MOST_CORNERS} corners."


class Searched(Protocol):
    """What one frame gave."""

    @property
    def boxes(self) -> tuple[tuple[Box, PlateView], ...]:
        """Return its plates, with the view of each."""
        ...


class ViewMeter(Protocol):
    """See ``adapters.camera_views.CameraMeter``."""

    def take(self, frame: Frame, now: datetime | None = None) -> bool:
        """Note that a frame came; return whether it is to be searched."""
        ...

    def search(self, frame: Frame) -> Searched:
        """Measure a frame and the plates in it."""
        ...

    def view(self) -> MeasuredCamera:
        """Return what the camera gave lately."""
        ...


class CameraDesk(Protocol):
    """The cameras of this car; ``meter``, ``look`` and ``keep`` may wait."""

    @property
    def masks(self) -> dict[str, tuple[Polygon, ...]]:
        """Return the hidden parts of each camera's picture, by its name."""
        ...

    def meter(self) -> ViewMeter:
        """Return what measures a camera.

        Raises:
            EngineMissingError: the detector cannot be used.
        """
        ...

    def look(self, name: str, show: Callable[[Frame], bool]) -> None:
        """Give a camera's frames to ``show`` until that returns False.

        Raises:
            OutsideError: it gives none, or no more; or plates are read.
        """
        ...

    def keep(self, name: str, mask: tuple[Polygon, ...]) -> str:
        """Write a camera's mask into the settings; return what has to follow.

        Raises:
            OutsideError: they cannot be written.
        """
        ...


class CamerasPresenter(QObject):
    """Looks through one camera after the other on threads of its own; the screen never waits.

    Signals:
        view_changed: the page (``CamerasView``).
        frame_changed: the picture (``LiveFrame``), each plate with its width and nothing else.
        picture_lost: there is none.
    """

    view_changed = Signal(object)
    frame_changed = Signal(object)
    picture_lost = Signal()
    _done = Signal(object)

    def __init__(self, desk: CameraDesk, clock: Clock) -> None:
        super().__init__()
        self._desk, self._clock = desk, clock
        self._names = tuple(desk.masks)
        self._place, self._turn = 0, 0
        self._view = CamerasView()
        self._tags: tuple[PlateTag, ...] = ()
        self._frame_waits, self._searches = threading.Event(), threading.Event()
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="camera check")
        self._thread: threading.Thread | None = None
        self._done.connect(self._do)

    @Slot()
    def begin(self) -> None:
        """Look through the camera in front."""
        self._turn += 1
        name, self._tags = self._name, ()
        mask = MaskDraft(self._desk.masks[name])
        title, count = camera_in_words(name), len(self._names)
        self._show(CamerasView(title, count, summary="Opening the camera.", mask=mask))
        run = threading.Thread(
            target=self._run, args=(name, self._turn, self._thread), name="camera", daemon=True
        )
        self._thread = run
        run.start()

    @Slot()
    def next_camera(self) -> None:
        """Look through the next one; a mask that is drawn waits for its end."""
        if not self._view.mask.editing:
            self._place = (self._place + 1) % len(self._names)
            self.begin()

    @Slot()
    def leave(self) -> None:
        """Give the camera back; pictures that come later are not shown."""
        self._turn += 1
        self.picture_lost.emit()

    def close(self) -> None:
        """Give the camera back, and wait for it."""
        self._turn += 1
        if self._thread is not None:
            self._thread.join(_ENDS_WITHIN_S)
        self._pool.shutdown(wait=True, cancel_futures=True)

    @property
    def _name(self) -> str:
        return self._names[self._place]

    # ------------------------------------------------------------------------------- mask

    @Slot()
    def edit(self) -> None:
        """Begin to draw; pressed again, take back what was drawn."""
        editing = not self._view.mask.editing
        parts = self._desk.masks[self._name]
        self._draw(MaskDraft(parts, editing=editing), HOW_TO_DRAW if editing else "")

    @Slot(float, float)
    def add_corner(self, x: float, y: float) -> None:
        """Add a corner, in shares of the picture."""
        mask = self._view.mask
        if not mask.editing:
            return
        if len(mask.parts) >= MOST_PARTS or len(mask.corners) >= MOST_CORNERS:
            self._draw(mask, _FULL)
            return
        corner = round(min(1.0, max(0.0, x)), 3), round(min(1.0, max(0.0, y)), 3)
        self._draw(MaskDraft(mask.parts, (*mask.corners, corner), editing=True), HOW_TO_DRAW)

    @Slot()
    def close_part(self) -> None:
        """End the part that is drawn."""
        mask = self._view.mask
        if not is_part([list(corner) for corner in mask.corners]):
            self._draw(mask, _NO_PART)
            return
        self._draw(MaskDraft((*mask.parts, mask.corners), editing=True), HOW_TO_DRAW)

    @Slot()
    def undo(self) -> None:
        """Take back the last corner, or the last part."""
        mask = self._view.mask
        if mask.corners:
            self._draw(MaskDraft(mask.parts, mask.corners[:-1], editing=True), HOW_TO_DRAW)
        elif mask.editing:
            self._draw(MaskDraft(mask.parts[:-1], editing=True), HOW_TO_DRAW)

    @Slot()
    def keep(self) -> None:
        """Write the mask; what was begun and not closed is asked for first."""
        mask, name = self._view.mask, self._name
        if mask.corners:
            self._draw(mask, "A part is not closed. Press Close, or Undo.")
            return

        def kept() -> None:
            try:
                words, is_kept = self._desk.keep(name, mask.parts), True
            except MdtAlprError as error:
                words, is_kept = str(error), False
            self._done.emit(partial(self._say_kept, name, words, is_kept=is_kept))

        self._draw(mask, "Writing the mask.")
        self._pool.submit(kept)

    def _say_kept(self, name: str, words: str, *, is_kept: bool) -> None:
        if name == self._name:
            mask = self._view.mask
            self._draw(MaskDraft(mask.parts, mask.corners, editing=not is_kept), words)

    def _draw(self, mask: MaskDraft, note: str) -> None:
        self._show(replace(self._view, note=note, mask=mask))

    # ------------------------------------------------------------------ on other threads

    def _run(self, name: str, turn: int, before: threading.Thread | None) -> None:
        """Run on a thread of its own, once the one before has given its camera back."""
        if before is not None:
            before.join(_ENDS_WITHIN_S)
        if turn != self._turn:
            return
        try:
            meter = self._desk.meter()
            self._desk.look(name, partial(self._take, meter, turn))
        except MdtAlprError as error:
            self._done.emit(partial(self._lose, turn, str(error)))

    def _take(self, meter: ViewMeter, turn: int, frame: Frame) -> bool:
        """Take a frame on the camera's thread; return whether another one is wanted."""
        if turn != self._turn:
            return False
        if meter.take(frame, self._clock.now()) and not self._searches.is_set():
            self._searches.set()
            self._pool.submit(self._search, meter, turn, frame)
        if not self._frame_waits.is_set():
            self._frame_waits.set()
            self._done.emit(partial(self._show_frame, turn, frame))
        return True

    def _search(self, meter: ViewMeter, turn: int, frame: Frame) -> None:
        try:
            boxes, view = meter.search(frame).boxes, meter.view()
            self._done.emit(partial(self._note, turn, boxes, camera_measures(view)))
        finally:
            self._searches.clear()

    # ------------------------------------------------------------------ on the screen's

    @Slot(object)
    def _do(self, act: Callable[[], None]) -> None:
        act()

    def _show_frame(self, turn: int, frame: Frame) -> None:
        self._frame_waits.clear()
        if turn == self._turn:
            pixels = memoryview(frame.pixels)
            live = LiveFrame(pixels, frame.width, frame.height, self._tags, frame.camera)
            self.frame_changed.emit(live)

    def _note(
        self,
        turn: int,
        boxes: tuple[tuple[Box, PlateView], ...],
        measures: tuple[CameraMeasure, ...],
    ) -> None:
        if turn != self._turn:
            return
        self._tags = tuple(_tag(box, plate.width) for box, plate in boxes)
        wrong = sum(bool(measure.findings) for measure in measures)
        known = all(measure.is_known for measure in measures)
        well = "Plates can be read with it." if known else "Wait until vehicles pass."
        summary = f"{wrong} to turn." if wrong else well
        self._show(replace(self._view, rows=tuple(map(measure_row, measures)), summary=summary))

    def _lose(self, turn: int, words: str) -> None:
        if turn == self._turn:
            self.picture_lost.emit()
            rows = (DoctorRow(Mark.CROSS, "Camera", words),)
            self._show(replace(self._view, rows=rows, summary="No picture."))

    def _show(self, view: CamerasView) -> None:
        self._view = view
        self.view_changed.emit(view)


def measure_row(measure: CameraMeasure) -> DoctorRow:
    """Return the row of a measure: what to turn, or what was measured."""
    wrong = " ".join(finding.words for finding in measure.findings)
    mark = Mark.CROSS if wrong else Mark.TICK if measure.is_known else Mark.RING
    return DoctorRow(mark, measure.name, wrong or measure.words)


def _tag(box: Box, width: float) -> PlateTag:
    return PlateTag(box.left, box.top, box.right, box.bottom, f"{width:.0f} px", held=False)
