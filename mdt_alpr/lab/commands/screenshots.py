"""Render every page and every state of the alert, offscreen, with sample data."""

import os
import sys
from argparse import Namespace
from pathlib import Path

from mdt_alpr.cli.arguments import arg, main_command
from mdt_alpr.domain.errors import OutsideError


@main_command(
    arg("directory", type=Path, help="where the pictures go"),
    arg("--size", default="1366x768", help="WIDTHxHEIGHT in pixels"),
    arg("--palette", choices=("day", "night"), help="only this one"),
)
def _screenshots(args: Namespace) -> None:
    """Render and name the pictures."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from mdt_alpr.lab.screens.screenshots import render

    width, _, height = args.size.partition("x")
    if not (width.isdigit() and height.isdigit()):
        raise OutsideError(f"--size is WIDTHxHEIGHT, for example 1366x768, not {args.size!r}.")
    palettes = (args.palette,) if args.palette else ("day", "night")
    args.directory.mkdir(parents=True, exist_ok=True)
    for palette in palettes:
        for path in render(args.directory, (int(width), int(height)), palette):
            sys.stdout.write(f"{path}\n")
