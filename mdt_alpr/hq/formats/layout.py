"""Which formats there are, what each says, and which one a file has."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from mdt_alpr.domain.errors import OutsideError, in_words
from mdt_alpr.files.paths import resource

FIELDS = (
    "list", "category", "nic", "ori", "entered_on", "plate", "state", "plate_year",
    "plate_type", "vehicle_year", "make", "model", "style", "color", "note", "offense",
    "extracted_at",
)  # fmt: skip
"""The fields of a record in the order in which they are handed on (NCIC: NIC, ORI, date, LIC,
LIS, LIY, LIT, VYR, VMA, VMO, VST, VCO). ``offense`` is a code of NCIC or words for it,
``extracted_at`` when the data was extracted from its source."""
FIXED, DELIMITED = "fixed", "delimited"
AS_DESCRIBED = "as described"
"""The category of a format whose rows say it in their description, or are left out (PUR-03)."""
_NEEDED = ("plate", "state")

Place = int | str | tuple[int, int]


@dataclass(frozen=True, slots=True)
class Layout:
    """A format; see the package for the meaning of each field."""

    name: str
    label: str
    kind: str
    columns: Mapping[str, Place]
    example: str
    list: str = ""
    category: str = ""
    categories: Mapping[str, str] | None = None
    category_letters: int = 0
    date: str = ""
    header_lines: int = 0
    header: tuple[str, ...] = ()
    width: int = 0
    separator: str = ","
    trailer: str = ""
    recognize: str = ""
    extracted: str = ""
    extracted_form: str = ""

    @property
    def has_header(self) -> bool:
        """Tell whether the first line names the columns."""
        return any(isinstance(place, str) for place in self.columns.values())


def load(path: Path) -> Layout:
    """Return the format of a file.

    Raises:
        OutsideError: the file is no format; says where.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _wrong(path, in_words(error)) from error
    unknown = set(values) - {field.name for field in fields(Layout)} | {"name"} & set(values)
    if unknown:
        raise _wrong(path, f"{min(unknown)} is no key of a format")
    if values.get("kind") not in (FIXED, DELIMITED):
        raise _wrong(path, 'kind is "fixed" or "delimited"')
    try:
        read = {"columns": _columns(values), "categories": _categories(values)}
        layout = Layout(name=path.stem, **{**values, **read})
        re.compile(layout.recognize)
        _check_extracted(layout)
    except (KeyError, TypeError, ValueError, re.error) as error:
        raise _wrong(path, str(error)) from error
    return layout


def _check_extracted(layout: Layout) -> None:
    if not layout.extracted:
        return
    if re.compile(layout.extracted).groups != 1:
        raise ValueError("extracted has one group, which is the time")
    if not (layout.header_lines or layout.has_header or layout.trailer):
        raise ValueError("extracted is sought in header_lines or the trailer, and there are none")


def _columns(values: Mapping[str, Any]) -> dict[str, Place]:
    columns = dict(values["columns"])
    for name in columns:
        if name not in FIELDS:
            raise ValueError(f"{name} is no field; there are {', '.join(FIELDS)}")
    for name in _NEEDED:
        if name not in columns:
            raise ValueError(f"no column holds the {name}")
    if values["kind"] == FIXED:
        return {name: _span(name, place) for name, place in columns.items()}
    return {name: _place(name, place) for name, place in columns.items()}


def _categories(values: Mapping[str, Any]) -> dict[str, str]:
    """Return the words of the file in capitals, as those of a line are compared."""
    words = values.get("categories", {})
    if not isinstance(words, dict) or not all(isinstance(code, str) for code in words.values()):
        raise TypeError("[categories] gives each word of the file its record code")
    return {word.upper(): code for word, code in words.items()}


def _span(name: str, place: Any) -> tuple[int, int]:
    try:
        begin, end = (int(number) for number in place)
    except (TypeError, ValueError):
        begin, end = 1, 0
    if not 0 <= begin < end:
        raise ValueError(f"{name} is in [from, up to] columns")
    return begin, end


def _place(name: str, place: Any) -> int | str:
    if isinstance(place, str) or (isinstance(place, int) and place >= 0):
        return place
    raise ValueError(f"{name} is in a column by number or by name")


def _wrong(path: Path, why: str) -> OutsideError:
    return OutsideError(f"{path.name} is no hotlist format: {why}. Correct the file.")


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
        raise OutsideError(f"{path} cannot be read: {in_words(error)}. Check the file.") from error
    head = head.replace("\r\n", "\n")
    shown = (
        layout
        for layout in known.values()
        if layout.recognize and re.match(layout.recognize, head)
    )
    return next(shown, None)
