"""Which formats there are, and which one a file has."""

import re
from pathlib import Path

from mdt_alpr.domain.errors import OutsideError, in_words
from mdt_alpr.hq.formats.layout import Layout, load
from mdt_alpr.paths import resource

FOLDER = "formats"
_HEAD_BYTES = 4096


def formats(data: Path) -> dict[str, Layout]:
    """Return every format by name; ``data`` is headquarters' folder.

    Raises:
        OutsideError: a file of the agency's is no format; says where.
    """
    files = {path.stem: path for path in resource("hotlist_formats").glob("*.toml")}
    files |= {path.stem: path for path in (data / FOLDER).glob("*.toml")}
    return {name: load(path) for name, path in sorted(files.items())}


def chosen(data: Path, path: Path, name: str = "") -> Layout | None:
    """Return the format of that name or, without one, the format that the file shows.

    None where no format knows the file by its first lines.

    Raises:
        OutsideError: no format of that name, or the file cannot be read.
    """
    known = formats(data)
    if name:
        if name not in known:
            message = f"There is no hotlist format {name!r}. Choose one of: {', '.join(known)}."
            raise OutsideError(message)
        return known[name]
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES).decode("utf-8", "replace")
    except OSError as error:
        message = f"{path} cannot be read: {in_words(error)}. Check the file."
        raise OutsideError(message) from error
    head = head.replace("\r\n", "\n")
    shown = (one for one in known.values() if one.recognise and re.match(one.recognise, head))
    return next(shown, None)
