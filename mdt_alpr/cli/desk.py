"""The desk of supervisors: shift hit log, evidence, review, near misses; no camera."""

import platform
import sys
from argparse import Namespace
from pathlib import Path

from mdt_alpr.cli.arguments import arg, main_command


@main_command(
    arg("--hq", required=True, help="address of headquarters"),
    arg("--device", default=platform.node() or "desk", help="this computer's name"),
    arg("--authorities", type=Path, help="PEM file of the agency's authority"),
    arg(
        "--fingerprint",
        default="",
        help="SHA-256 of headquarters' certificate, as `hq serve` says it",
    ),
)
def _desk(args: Namespace) -> int:
    """Run the desk until its window is closed."""
    from PySide6.QtWidgets import QApplication  # noqa: TID251 - the composition root makes it

    from mdt_alpr.adapters.hq_link.desk_link import HttpDeskLink
    from mdt_alpr.adapters.hq_link.http_link import open_client
    from mdt_alpr.clock import SystemClock
    from mdt_alpr.ui.desk.frame import DeskFacts
    from mdt_alpr.ui.desk.screen import DeskScreen
    from mdt_alpr.ui.kit.running import run_until_closed
    from mdt_alpr.ui.kit.theme import load_fonts

    clock = SystemClock()
    link = HttpDeskLink(
        open_client(args.hq, args.authorities, fingerprint=args.fingerprint), clock, args.device
    )
    application = QApplication.instance() or QApplication(sys.argv[:1])
    load_fonts()
    screen = DeskScreen(link, clock, DeskFacts(args.hq))
    screen.start()
    try:
        return run_until_closed(application)
    finally:
        screen.stop()
