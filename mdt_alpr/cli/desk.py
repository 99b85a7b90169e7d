"""The desk of supervisors: shift hit log, evidence, review, near misses; no camera."""

import os
import platform
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from mdt_alpr.cli.arguments import arg, main_command
from mdt_alpr.cli.enroll import desk_folder
from mdt_alpr.cli.passwords import passphrase_prompt
from mdt_alpr.domain.errors import OutsideError

if TYPE_CHECKING:  # a command loads no more than it needs
    import httpx
    from PySide6.QtCore import QCoreApplication

    from mdt_alpr.adapters.hq_link.enrolled import Enrolled
    from mdt_alpr.maps.map_tiles import MapFile


@main_command(
    arg("--hq", help="address of a headquarters on this machine, for a desk that is not enrolled"),
    arg("--device", default=platform.node() or "desk", help="name of a desk that is not enrolled"),
    arg("--data", type=Path, help="its folder (default: desk in the data folder)"),
)
def _desk(args: Namespace) -> int:
    """Run the desk until its window is closed."""
    from mdt_alpr.adapters.hq_link.desk_link import HttpDeskLink
    from mdt_alpr.adapters.hq_link.enrollment_file import kept_in
    from mdt_alpr.adapters.sealed_drafts import SealedDrafts
    from mdt_alpr.adapters.security_key import security_key
    from mdt_alpr.adapters.vault.asked_once import AskedOnce
    from mdt_alpr.car.doctor_lines import DeskExamined, desk_lines
    from mdt_alpr.car.enrolling import desk_vault
    from mdt_alpr.machine.clock import SystemClock
    from mdt_alpr.ui.desk.presenters.sign_in import DeskFacts
    from mdt_alpr.ui.desk.remembered import FILE
    from mdt_alpr.ui.desk.screen import DeskScreen
    from mdt_alpr.ui.kit.running import run_until_closed
    from mdt_alpr.ui.kit.scale import panel_now
    from mdt_alpr.ui.kit.theme import load_fonts

    clock = SystemClock()
    folder = args.data or desk_folder()
    vault = AskedOnce(desk_vault(folder, passphrase_prompt()))
    known = kept_in(folder, vault)
    client, device, address = _headquarters(args, known)
    application = _application()
    load_fonts()
    examined = DeskExamined(folder, clock, lambda: known, panel_now())
    facts = DeskFacts(
        address,
        key=security_key(),
        map_file=_map(folder),
        left_in=folder / FILE,
        drafts_in=SealedDrafts(folder, vault),
        examine=lambda: desk_lines(examined),
    )
    screen = DeskScreen(HttpDeskLink(client, clock, device), clock, facts)
    screen.start()
    try:
        return run_until_closed(application)
    finally:
        screen.stop()


def _application() -> "QCoreApplication":
    """Return the Qt application, drawn no larger than fits; one that runs stays as it is."""
    from PySide6.QtWidgets import QApplication  # noqa: TID251 - the composition root makes it

    from mdt_alpr.ui.kit.scale import (
        FACTOR_VARIABLE,
        as_far_as_it_fits,
        asked_factor,
        in_words_of_qt,
        primary_panel,
    )
    from mdt_alpr.ui.kit.theme import STARTED_AS

    if running := QApplication.instance():
        return running
    asked = asked_factor() or 1.0
    panel = primary_panel(framed=True)
    os.environ[FACTOR_VARIABLE] = in_words_of_qt(as_far_as_it_fits(panel, asked), panel)
    return QApplication(STARTED_AS)


def _map(folder: Path) -> "MapFile | None":
    """Return the agency's map; without one, or with one that cannot be read, the desk goes on."""
    from mdt_alpr.maps.map_tiles import map_in

    try:
        return map_in(folder)
    except OutsideError as error:
        sys.stderr.write(f"{error}\n")
        return None


def _headquarters(args: Namespace, known: "Enrolled | None") -> "tuple[httpx.Client, str, str]":
    """Return the client of this desk, its name, and where headquarters is.

    Raises:
        OutsideError: it is enrolled elsewhere, or not enrolled and no headquarters is named.
    """
    import httpx

    from mdt_alpr.adapters.hq_link.http_link import ANSWER_WITHIN_S, CONNECT_WITHIN_S, open_client

    if known is None:
        if not args.hq:
            message = "This desk is not enrolled. Ask for a code: mdt-alpr enroll --kind desk."
            raise OutsideError(message)
        return open_client(args.hq), args.device, args.hq
    kept = known.kept
    if args.hq and args.hq.rstrip("/") != kept.address.rstrip("/"):
        message = f"This desk is enrolled as {kept.device} at {kept.address}. Leave --hq out."
        raise OutsideError(message)
    within = httpx.Timeout(ANSWER_WITHIN_S, connect=CONNECT_WITHIN_S)
    return known.client(within), kept.device, kept.address
