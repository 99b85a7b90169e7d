"""What a camera gives, measured on passing plates, and what to turn; no plate is read or kept."""

import json
import sys
import time
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mdt_alpr.cli.arguments import arg, command

if TYPE_CHECKING:
    from mdt_alpr.domain.equipment.camera_check import MeasuredCamera
    from mdt_alpr.patrol.ports import Camera, Frame


@command(
    "check",
    "measure cameras on passing plates, and say what to turn",
    arg(
        "source",
        nargs="?",
        help="camera index, video file, rtsp:// address, or folder (default: those of car.toml)",
    ),
    arg("--seconds", type=float, default=60.0, help="how long to look (default: 60)"),
    arg("--data", type=Path, help="the car's folder (default: the data folder)"),
    arg("--json", action="store_true", help="one JSON object a camera"),
    epilog="Stop the car's program first: it holds its cameras. Look where vehicles pass as near "
    "as they will. Exit code: 1 where something is wrong.",
)
def _check(args: Namespace) -> int:
    from mdt_alpr.adapters import discovery
    from mdt_alpr.adapters.camera_views import camera_view
    from mdt_alpr.adapters.cameras import camera_for
    from mdt_alpr.adapters.outline import OutlineFinder
    from mdt_alpr.car.settings import CameraSetting, load_settings
    from mdt_alpr.car.settings_file import SETTINGS_FILE
    from mdt_alpr.domain.equipment.camera_check import camera_findings
    from mdt_alpr.files.paths import data_folder
    from mdt_alpr.machine.clock import SystemClock

    cameras = (
        (CameraSetting("camera", args.source),)
        if args.source is not None
        else load_settings((args.data or data_folder()) / SETTINGS_FILE).cameras
    )
    detector = discovery.detector("own", 1)
    detector.load()
    outlines, clock, is_well = OutlineFinder(1), SystemClock(), True
    for setting in cameras:
        camera = camera_for(setting.source, clock, setting.name, mask=setting.mask)
        view = camera_view(_frames(camera, args.seconds), detector, outlines, clock.now)
        findings = camera_findings(view)
        is_well = is_well and not findings
        said = [{"fault": finding.fault.value, "words": finding.words} for finding in findings]
        if args.json:
            sys.stdout.write(
                json.dumps({"camera": setting.name, **_figures(view), "findings": said})
            )
            sys.stdout.write("\n")
        else:
            sys.stdout.write("\n".join(_lines(setting.name, view)) + "\n")
    return 0 if is_well else 1


def _frames(camera: "Camera", seconds: float) -> "Iterator[Frame]":
    """Give a camera's frames for so long, or to its end."""
    camera.open()
    ends = time.monotonic() + seconds
    try:
        while time.monotonic() < ends and (frame := camera.read()) is not None:
            yield frame
    finally:
        camera.close()


def _figures(view: "MeasuredCamera") -> dict[str, Any]:
    """Return what was measured, with the middle of each measure of the plates."""
    from statistics import median

    from mdt_alpr.domain.equipment.camera_check import SPEEDS_MPH, PlateView, slowest_shutter

    measures: dict[str, Any] = dict.fromkeys(PlateView.__slots__)
    if view.plates:
        rows = [asdict(plate) for plate in view.plates]
        measures = {name: round(median(row[name] for row in rows), 3) for name in measures}
    return {
        "frames": view.frames,
        "rate": round(view.rate, 1),
        "longest_gap_s": round(view.longest_gap_s, 2),
        "age_s": round(view.age_s, 2),
        "flicker": round(view.flicker, 3),
        "infrared": view.is_infrared,
        "plates": len(view.plates),
        "nearest_width": round(view.width),
        "plate": measures,
        "shutter_for_mph": {
            str(mph): slowest_shutter(max(view.width, 1.0), mph) for mph in SPEEDS_MPH
        },
    }


def _lines(name: str, view: "MeasuredCamera") -> Iterator[str]:
    from mdt_alpr.domain.equipment.camera_check import camera_measures

    yield f"{name}: {view.frames} frames, {len(view.plates)} plates"
    measures = camera_measures(view)
    for measure in measures:
        yield f"  {measure.name}: {measure.words}"
        yield from (f"  WRONG: {finding.words}" for finding in measure.findings)
    if not any(measure.findings for measure in measures):
        yield "  Plates can be read with it."
