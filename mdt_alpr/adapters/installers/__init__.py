"""Installers of platforms: see ``patrol.ports.Installer``."""

import subprocess
import sys
from collections.abc import Sequence
from typing import Final

from mdt_alpr.domain.equipment.program_update import PackageKind
from mdt_alpr.domain.errors import OutsideError, in_words

LONGEST_S: Final = 900.0
"""Seconds that an installer or a self-test has."""
_LAST = 300


def said_by(words: Sequence[str], good: Sequence[int] = (0,)) -> str:
    """Run a program to its end; return what it printed.

    Raises:
        OutsideError: it cannot be run, takes too long, or ends with another code; its last words.
    """
    try:
        done = subprocess.run(  # noqa: S603 - the program's own words
            words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            timeout=LONGEST_S, check=False, text=True, errors="replace",
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise OutsideError(f"{words[0]} cannot be run: {in_words(error)}.") from error
    if done.returncode not in good:
        last = " ".join(done.stdout.split())[-_LAST:]
        raise OutsideError(f"{words[0]} ended with {done.returncode}: {last}")
    return done.stdout


def kind_here() -> PackageKind:
    """Return which packages this system installs."""
    return PackageKind.WINDOWS if sys.platform == "win32" else PackageKind.DEBIAN
