"""Where the URL of `--database` comes from: a password must not be in a list of processes."""

import argparse
import sys
from pathlib import Path

from mdt_alpr.domain.setting import has_password
from mdt_alpr.machine.process_memory import take_secret

DATABASE_HELP = (
    "a PostgreSQL URL instead of SQLite; with a password in it as `env:VARIABLE` or `file:PATH`, "
    "which holds the URL"
)
_WARNING = (
    "The database's password is seen by whoever lists the processes of this machine. Put the URL "
    "in a file or a variable, and give --database file:PATH or --database env:VARIABLE.\n"
)


def database_url(text: str) -> str:
    """Return the URL that an argument gives or names.

    Raises:
        argparse.ArgumentTypeError: the variable or file that it names gives none.
    """
    kind, _, name = text.partition(":")
    if kind == "env":
        return _given(take_secret(name), f"the environment variable {name}")
    if kind == "file":
        try:
            return _given(Path(name).read_text(encoding="utf-8"), f"the file {name}")
        except (OSError, UnicodeDecodeError):
            raise argparse.ArgumentTypeError(f"the file {name} cannot be read") from None
    if has_password(text):
        sys.stderr.write(_WARNING)
    return text


def _given(text: str, where: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError(f"{where} holds no URL of a database")
    return text.strip()
