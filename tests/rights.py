"""Who may read a file, as the system that runs says it."""

import stat
import sys
from pathlib import Path

from mdt_alpr.files.private_files import OTHERS

_EVERYBODY = (";WD)", ";BU)", ";AU)")
"""In the rights of Windows: everyone, the people of this machine, whoever is signed in."""


def is_private(path: Path) -> bool:
    """Tell whether only its owner may read it."""
    if sys.platform == "win32":
        from mdt_alpr.files.windows_rights import rights_on

        return not any(who in rights_on(path) for who in _EVERYBODY)
    return not stat.S_IMODE(path.stat().st_mode) & OTHERS
