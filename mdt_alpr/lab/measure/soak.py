"""A shift without an end: does memory stay, do threads and handles stay, is every alert there?

Car and headquarters are processes of their own, over HTTPS: window, camera thread, networks,
store, audit and link are the car's own, and an officer ends every hit. The camera shows drawn
pictures, one a read, faster than a shift does: what is kept and sent is as much as in the hours
that are named. Linux only.
"""

import os
import random
import statistics
import tempfile
import time
from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
from sqlalchemy import select

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.drive.plates import PlateFrame, plate_picture
from mdt_alpr.drive.renderer import DriveRenderer
from mdt_alpr.hq.base.tables import HITS, READS
from mdt_alpr.hq.hotlists.importing import import_csv
from mdt_alpr.lab.faults.car_life import HIT, LEFT, READ, Life
from mdt_alpr.lab.faults.processes import Forked, Say, forked
from mdt_alpr.lab.faults.spoiling import drawn_plate
from mdt_alpr.lab.faults.world import World
from mdt_alpr.lab.measure.rough_road import (
    CAMERA_LOST,
    CLOCK_SET,
    READS_AN_HOUR,
    RoughRoad,
    SoakShift,
)
from mdt_alpr.lab.measure.soak_car import ALERT_MS, MEMORY, MISSED, SLOW, THREAD, drive

Picture = npt.NDArray[Any]
STATE, LISTED_EVERY = "NC", 40
_PICTURES, _SCENES, _WIDE = 320, 8, 80
"""Enough that no plate comes again before it counts as another pass."""
_FIRST_FRAME, _FRAMES_APART = 60, 25
_SAMPLE_EVERY_S = 0.5
_WARM_UP_READS = READS_AN_HOUR
"""Until networks, pools and caches have what they need: the first hour's."""
_KIB = 1024


@dataclass(frozen=True, slots=True)
class Sample:
    """What a process held when so many reads had been made."""

    reads: int
    own_kib: int
    """Of its memory; pages of files are left out, which the system takes and gives as it likes."""
    threads: int
    handles: int


@dataclass(slots=True)
class Soak:
    """What the car said, and what both processes held meanwhile."""

    car: list[Sample] = field(default_factory=list)
    server: list[Sample] = field(default_factory=list)
    said: Counter[str] = field(default_factory=Counter)
    kept: dict[str, set[str]] = field(default_factory=lambda: {READ: set(), HIT: set()})
    left: int = -1
    alerts_ms: list[float] = field(default_factory=list)
    happened: Counter[str] = field(default_factory=Counter)
    slow: list[tuple[float, float]] = field(default_factory=list)
    """When an event of the screen began that took too long, and its milliseconds."""
    parts: dict[str, dict[str, float]] = field(default_factory=lambda: {THREAD: {}, MEMORY: {}})
    """Processor time in seconds a read by thread, memory in MB by what was there so far."""


def figures(hours: float, *, rough: bool = False) -> dict[str, Any]:
    """Return what both programs held over so many hours' reads, and what was lost.

    ``rough``: the camera is unplugged now and then, GPS jumps, the clock is set, the link breaks,
    the machine sleeps and is held back, the disk is full, it becomes night (``rough_road``).

    Raises:
        OutsideError: this system has no fork, or a program ended before its time.
    """
    if not hasattr(os, "fork"):
        raise OutsideError("A soak needs Linux: it watches processes that it forked.")
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        try:
            pictures = Path(folder) / "pictures"
            reads = max(1, round(hours * READS_AN_HOUR))
            listed = _drawn(world, pictures, min(_PICTURES, reads))
            _import(world, listed)
            soak = _driven(world, pictures, listed, reads, rough=rough)
            found = _compared(world, soak)
        finally:
            world.close()
    made = len(soak.kept[READ])
    return {
        "hours": hours,
        "reads": made,
        "hits": len(soak.kept[HIT]),
        **found,
        "alert_p95_ms": round(_p95(soak.alerts_ms)) if soak.alerts_ms else None,
        "screen_over_100_ms": len(soak.slow),
        "screen_slowest_ms": round(max((ms for _, ms in soak.slow), default=0.0)),
        "happened": dict(sorted(soak.happened.items())),
        "cpu_ms_a_read": soak.parts[THREAD],
        "memory_mb": soak.parts[MEMORY],
        "car": held(soak.car),
        "headquarters": held(soak.server),
        "seconds": round(time.monotonic() - began),
    }


def _p95(values: list[float]) -> float:
    return sorted(values)[round((len(values) - 1) * 0.95)]


def held(samples: list[Sample]) -> dict[str, Any]:
    """Return memory, threads and handles after the warm-up and at the end.

    ``memory_begun_mb`` is the memory before it. ``slope_mb_an_hour`` is that of the line through
    every sample after it, for an hour's reads; with few samples neither says much.
    """
    most = samples[-1].reads if samples else 0
    warm = min(_WARM_UP_READS, most // 3)
    after = [sample for sample in samples if sample.reads >= warm]
    few = max(1, len(after) // 10)
    if len(after) <= few:
        return {"samples": len(after)}
    first, last = after[:few], after[-few:]
    begun_mb, before_mb, after_mb = (
        statistics.median(s.own_kib for s in of) / _KIB for of in (samples[:few], first, last)
    )
    reads = [one.reads for one in after]
    slope = 0.0
    if len(set(reads)) > 1:
        own = [one.own_kib / _KIB for one in after]
        slope = statistics.linear_regression(reads, own).slope * READS_AN_HOUR
    return {
        "samples": len(after),
        "memory_begun_mb": round(begun_mb, 1),
        "memory_first_mb": round(before_mb, 1),
        "memory_last_mb": round(after_mb, 1),
        "memory_growth_percent": round(100 * (after_mb / before_mb - 1), 2),
        "slope_mb_an_hour": round(slope, 2),
        "threads": [max(s.threads for s in of) for of in (first, last)],
        "handles": [max(s.handles for s in of) for of in (first, last)],
    }


def _drawn(world: World, folder: Path, pictures: int) -> list[str]:
    """Draw pictures into a folder; return the plates that are to be listed.

    In a process of its own: what OpenCV began before a fork would hold the car's up.
    """
    drawing = forked(lambda say: _draw(folder, pictures, say), world.log)
    drawing.finish()
    return drawing.heard


def _draw(folder: Path, pictures: int, say: Say) -> None:
    """Draw the same few vehicles with ever other plates."""
    folder.mkdir()
    renderer, dice = DriveRenderer(), random.Random(26)  # noqa: S311 - made-up plates
    scenes = []
    for number in range(_FIRST_FRAME, _FIRST_FRAME + 100 * _FRAMES_APART, _FRAMES_APART):
        near = [one for one in renderer.plates(number) if one.width > _WIDE]
        if near:
            scenes.append((renderer.frame(number).copy(), near[0].corners))
        if len(scenes) == min(_SCENES, pictures):
            break
    for number in range(pictures):
        scene, corners = scenes[number % len(scenes)]
        plate = drawn_plate(dice)
        sheet = plate_picture(plate, STATE, PlateFrame.NONE)
        cv2.imwrite(str(folder / f"{number:04}.jpg"), _with_plate(scene, corners, sheet))
        if number % LISTED_EVERY == 0:
            say(plate)


def _with_plate(scene: Picture, corners: Picture, sheet: Picture) -> Picture:
    """Return a scene with another plate on its vehicle."""
    height, width = sheet.shape[:2]
    low, high = np.floor(corners.min(0)).astype(int), np.ceil(corners.max(0)).astype(int) + 1
    own = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    onto = cv2.getPerspectiveTransform(own, (corners - low).astype(np.float32))
    size = int(high[0] - low[0]), int(high[1] - low[1])
    whole = np.dstack([sheet[:, :, :3], np.full((height, width), 255, np.uint8)])
    warped = cv2.warpPerspective(whole, onto, size, flags=cv2.INTER_AREA)
    share = warped[:, :, 3:] / 255.0
    made = scene.copy()
    part = made[low[1] : high[1], low[0] : high[0]]
    part[:] = part * (1 - share) + warped[:, :, :3] * share
    return made


def _import(world: World, listed: list[str]) -> None:
    file = world.folder / "list.csv"
    rows = "".join(f"{plate},Stolen vehicle,{STATE}\n" for plate in listed)
    file.write_text(f"Plate Number,Description,State/Province\n{rows}", encoding="utf-8")
    world.kill_server()
    hq = world.headquarters()
    try:
        report = import_csv(hq, file, "soak")
    finally:
        hq.close()
    if report.stopped:
        raise OutsideError(report.stopped)
    world.start_server()


def _driven(world: World, pictures: Path, listed: list[str], reads: int, *, rough: bool) -> Soak:
    """Let the car read, and sample both processes until it has sent everything."""
    soak = Soak()
    life = Life(world.car, *world.officer)
    shift = SoakShift(pictures, frozenset(listed), reads, rough)
    car = forked(lambda say: drive(life, shift, say), world.log)
    road = RoughRoad(world.network, car.pid) if rough else nullcontext()
    try:
        with road:
            _watch(world, soak, car)
        _note(soak, car)
        if car.finish():
            raise OutsideError(f"The car ended by itself: {world.log.read_text()[-2000:]}")
    finally:
        car.kill()
    for name in (CAMERA_LOST, CLOCK_SET):
        if soak.said[name]:
            soak.happened[name] = soak.said[name]
    if isinstance(road, RoughRoad):
        soak.happened.update(road.happened)
        soak.slow = [one for one in soak.slow if not _overlaps(one, road.stood)]
    return soak


def _overlaps(slow: tuple[float, float], stood: list[tuple[float, float]]) -> bool:
    """Tell whether the process stood still, or was held back, while an event was handled."""
    began, ended = slow[0], slow[0] + slow[1] / 1000
    return any(begun <= ended and began <= over for begun, over in stood)


def _watch(world: World, soak: Soak, car: Forked) -> None:
    """Sample both until the car ends."""
    while car.listen(_SAMPLE_EVERY_S):
        _note(soak, car)
        made = len(soak.kept[READ])
        if made and world.server is not None:
            soak.car += _sampled(car.pid, made)
            soak.server += _sampled(world.server.pid, made)


def _note(soak: Soak, car: Forked) -> None:
    for line in car.heard:
        kind, _, words = line.partition(" ")
        soak.said[kind] += 1
        if kind in soak.kept:
            soak.kept[kind].add(words)
        elif kind == LEFT:
            soak.left = int(words)
        elif kind == ALERT_MS:
            soak.alerts_ms.append(float(words))
        elif kind == SLOW:
            began, _, took = words.partition(" ")
            soak.slow.append((float(began), float(took)))
        elif kind in soak.parts:
            name, _, value = words.rpartition(" ")
            soak.parts[kind][name] = float(value)
    car.heard.clear()


def _sampled(pid: int, reads: int) -> list[Sample]:
    """Return what a process holds; nothing where it just ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
        handles = len(list(Path(f"/proc/{pid}/fd").iterdir()))
    except OSError:
        return []
    values = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
    if "VmRSS" not in values:
        return []
    rss, of_files = (int(values[name].split()[0]) for name in ("VmRSS", "RssFile"))
    return [Sample(reads, rss - of_files, int(values["Threads"]), handles)]


def _compared(world: World, soak: Soak) -> dict[str, int]:
    hq = world.headquarters()
    try:
        with hq.reading() as work:
            reads = Counter(work.connection.scalars(select(READS.c.read_id)))
            hits = Counter(work.connection.scalars(select(HITS.c.hit_id)))
    finally:
        hq.close()
    return {
        "lost_reads": len(soak.kept[READ] - set(reads)),
        "lost_alerts": len(soak.kept[HIT] - set(hits)) + soak.said[MISSED],
        "doubled": sum(often > 1 for often in (*reads.values(), *hits.values())),
        "left_in_car": soak.left,
    }
