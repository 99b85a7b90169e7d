"""How fast this machine sees plates: stage by stage, and sustained with several cameras.

``stages`` are milliseconds a frame on one thread, as fast as frames are taken: "capture" is the
source's own work (drawing or decoding), "track" everything beside the networks, "match" a list of
10,000, "paint" one frame in the window's live picture. "frame" is all that the recognition thread
does for a frame, "frame_cpu" the processor time of it: on a shared machine the truer figure.
``sustained`` runs the car's own threads for all cameras, whose frames lie in memory, and paints
the newest frame beside; ``fps`` is a camera's frames that were recognised, a second.
"""

import argparse
from typing import Any

from mdt_alpr.lab.measure.engine_choice import add_engine_arguments, amount, chosen_engines, count

NAME = "recognition"
HELP = "stages, frames a second, processor and memory of recognition"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the subject takes."""
    parser.add_argument("--cameras", type=count, default=1, help="cameras at once (default: 1)")
    parser.add_argument("--seconds", type=amount, default=10.0, help="of each part (default: 10)")
    parser.add_argument("--rate", type=amount, default=30.0, help="frames a second of a camera")
    parser.add_argument("--source", default="drive", help="video file (default: drawn drive)")
    add_engine_arguments(parser)


def measure(args: argparse.Namespace) -> dict[str, Any]:
    """Return the figures.

    Raises:
        OutsideError: the source gives no picture.
        EngineMissingError: the engine cannot be used.
    """
    from mdt_alpr.lab.measure import bench_recognition

    asked = bench_recognition.RecognitionLoad(
        cameras=args.cameras,
        seconds=args.seconds,
        rate=args.rate,
        source=args.source,
        engines=chosen_engines(args),
    )
    return bench_recognition.figures(asked)
