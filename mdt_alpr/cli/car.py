"""A patrol car: a camera, a file, an address or a folder; with a window, or one line a read."""

import argparse
from pathlib import Path

from mdt_alpr.car.settings import cameras_of, demand_names, load_settings
from mdt_alpr.cli.car_offload import add_offload
from mdt_alpr.cli.passwords import PASSWORD_VARIABLE
from mdt_alpr.paths import data_folder


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `car` takes."""
    parser.add_argument(
        "--source",
        action="append",
        help="camera index, video file, rtsp:// address, or folder; once for each camera",
    )
    parser.add_argument("--hq", help="address of headquarters")
    parser.add_argument("--data", type=Path, help="its folder (default: the data folder)")
    parser.add_argument("--unit", help="name of the unit, as headquarters knows it")
    parser.add_argument("--device", help="name of this computer; no two cars share one")
    parser.add_argument(
        "--authorities", type=Path, help="PEM file of the agency's certificate authority"
    )
    parser.add_argument(
        "--fingerprint", help="SHA-256 of headquarters' certificate, as `hq serve` says it"
    )
    parser.add_argument(
        "--detector", help="engine that finds plates: own (default), ppocr, easyocr, agency"
    )
    parser.add_argument(
        "--reader",
        help="engine that reads plates: own (default), ppocr, easyocr, easyocr-plates (our "
        "weights in EasyOCR), agency (`models import`)",
    )
    parser.add_argument("--position", help="GPS: serial:PORT, nmea:// or gpsd:// address")
    parser.add_argument(
        "--training",
        action="store_true",
        help="mark everything TRAINING; needs a folder of its own",
    )
    parser.add_argument("--windowed", action="store_true", help="a window, not the full screen")
    parser.add_argument("--headless", action="store_true", help="no window")
    parser.add_argument("--json", action="store_true", help="with --headless: JSON lines")
    parser.add_argument(
        "--why", action="store_true", help="with --headless: say why a candidate became no read"
    )
    parser.add_argument(
        "--person",
        help=f"with --headless: who signs in ({PASSWORD_VARIABLE}), so that lists come and hits",
    )
    parser.epilog = (
        "Exit code with --headless: 1 where not all of the source was read, or something failed."
    )
    add_offload(parser)


def run(args: argparse.Namespace) -> int:
    """Run the car until its window is closed, or headless until the source ends."""
    folder = args.data or data_folder()
    sources: list[str] = args.source or []
    settings = load_settings(
        folder / "car.toml",
        source=sources[0] if sources else None,
        camera=cameras_of(sources if len(sources) > 1 else []) if sources else None,
        hq_url=args.hq,
        unit=args.unit,
        device=args.device,
        authorities=str(args.authorities.absolute()) if args.authorities else None,
        fingerprint=args.fingerprint,
        detector=args.detector,
        reader=args.reader,
        position=args.position,
        training=True if args.training else None,
        fullscreen=False if args.windowed else None,
        data=folder,
    )
    demand_names(settings)
    if (instead := getattr(args, "instead", None)) is not None:
        code: int = instead(settings, args)
        return code
    from mdt_alpr.cli.headless import Headless, Printing, outside_of

    if args.headless:
        return Headless(settings, Printing(args.json, args.why), args.person).run()
    from mdt_alpr.car.app import WindowParts, run_window
    from mdt_alpr.cli import drill
    from mdt_alpr.clock import SystemClock

    clock = SystemClock()
    parts = WindowParts(settings, clock, drill=lambda app: drill.open_over(app, settings, clock))
    return run_window(parts, outside_of(settings))
