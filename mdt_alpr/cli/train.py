"""Train one of our own networks on drawn pictures; a developer's command."""

import argparse
from importlib.util import find_spec

from mdt_alpr.domain.errors import OutsideError

NAME = "train"
HELP = "train one of our networks on drawn pictures"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what `train` takes; nothing in a car's build, which has no training."""
    if _is_there():
        from mdt_alpr.training import command

        command.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Train; 0 when the model was written."""
    if not _is_there():
        message = "This installation is a car only. Train from a checkout: see README."
        raise OutsideError(message)
    from mdt_alpr.training import command

    return command.run(args)


def _is_there() -> bool:
    return find_spec("mdt_alpr.training") is not None
