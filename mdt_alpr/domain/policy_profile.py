"""An agency's policy profile: the numbers and clauses that another state has otherwise (CM-6).

``domain.policy`` is made of the profile in force when it is imported, once in a process: no value
changes while the program runs, and a process that a program starts has the same.
"""

import hashlib
import os
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mdt_alpr.domain.canonical import canonical
from mdt_alpr.domain.errors import OutsideError, in_words
from mdt_alpr.domain.setting import text, whole

PROFILE_VARIABLE = "MDT_ALPR_POLICY"
"""The path of the profile's file, for this process and those that it starts."""
PROFILE_FILE = "policy-profile.toml"
"""What it is called in a data folder."""
DELIVERED = "nc-concord"
_DIGITS = 16
_NUMBERS = {
    "captured_data": ("days", 14, 366),
    "manual_entry": ("days", 8, 366),
    "manual_entry_more": ("days", 1, 366),
    "training": ("days", 60, 1096),
    "list_late": ("hours", 1, 168),
    "list_very_late": ("hours", 2, 336),
}
"""Each with its unit, the least and the most for which the rules hold."""
_TEXTS = ("title", "order", "state", "zone", "hold_form")
_CLAUSES = {
    "purposes": (
        "criminal_investigation",
        "felony_warrant",
        "missing_or_endangered",
        "lost_or_stolen_vehicle",
    ),
    "rules": (
        "visual_check",
        "status_check",
        "dcin_check",
        "not_probable_cause",
        "outside_requests",
        "preservation",
        "access_recorded",
    ),
}
_WORDS = (
    "accounts_reviewed",
    "adopted_policy",
    "all_requests",
    "annual_report",
    "audits",
    "case_paper",
    "compromise",
    "confidential",
    "counsel",
    "designations",
    "equipment",
    "further_request",
    "hold_grounds",
    "hold_kinds",
    "lawful_purposes",
    "legislative_duty",
    "legislative_report",
    "maintenance",
    "media",
    "misuse",
    "misuse_published",
    "not_eligible",
    "not_public",
    "notaries",
    "packages",
    "papers_kept",
    "policy_number",
    "prosecutors",
    "purge_paper",
    "purposes_published",
    "released_data",
    "requests",
    "reviews",
    "searches",
    "signed_trainings",
    "statute",
    "stored_data",
    "sworn_requests",
    "sworn_statement",
    "yearly_reviews",
)
"""Citations and sentences of screens and papers; what a profile leaves out, they do not say."""


class ProfileFaultyError(OutsideError):
    """A policy profile is not valid; the message says each fault, and what to do."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered clause and what it asks, in our words."""

    number: str
    asks: str


@dataclass(frozen=True, slots=True)
class PolicyProfile:
    """A profile that was checked: ``numbers`` in days or hours, ``clauses`` by the same names.

    Those of a purpose, of a rule and of ``words`` are under its own name; a text of ``words`` that
    is not there is empty. ``digest`` is of all else: a comment and a citation may be mended, a
    value may not change.
    """

    name: str
    title: str
    order: str
    state: str
    zone: ZoneInfo
    hold_form: str
    numbers: Mapping[str, int]
    clauses: Mapping[str, str]
    digest: str

    @property
    def words(self) -> str:
        """Return which profile it is, as screens and papers show it."""
        return f"{self.title} ({self.name}, {self.digest})"


def profile_in(path: Path) -> PolicyProfile:
    """Return the profile that a file holds.

    Raises:
        ProfileFaultyError: it cannot be read, or a value is missing, unknown or out of bounds.
    """
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise _refused(path, [f"it cannot be read: {in_words(error)}"]) from error
    if faults := faults_of(values):
        raise _refused(path, faults)
    entries = {name: values[name] for name in _NUMBERS}
    clauses = {name: entry["clause"] for name, entry in entries.items()}
    for table in _CLAUSES:
        clauses |= values[table]
    clauses |= dict.fromkeys(_WORDS, "") | values.pop("words", {})
    return PolicyProfile(
        name=path.stem,
        **{name: values[name] for name in _TEXTS if name != "zone"},
        zone=ZoneInfo(values["zone"]),
        numbers={name: entry[_NUMBERS[name][0]] for name, entry in entries.items()},
        clauses=clauses,
        digest=hashlib.sha256(canonical(values)).hexdigest()[:_DIGITS],
    )


@cache
def profile_in_force() -> PolicyProfile:
    """Return the profile of this process, read once.

    Raises:
        ProfileFaultyError: it is not valid; nothing runs without one.
    """
    chosen = os.environ.get(PROFILE_VARIABLE)
    return profile_in(Path(chosen) if chosen else delivered())


def take_profile(path: Path) -> None:
    """Let this process run the profile of a file, before anything else reads the one in force.

    Raises:
        ProfileFaultyError: it is not valid.
        OutsideError: this process runs another one already.
    """
    if not profile_in_force.cache_info().currsize:
        os.environ.setdefault(PROFILE_VARIABLE, str(path.absolute()))
    wanted, runs = profile_in(path), profile_in_force()
    if wanted.digest != runs.digest:
        message = (
            f"{path} is the policy profile {wanted.words}, and this program runs {runs.words}. "
            f"Take {PROFILE_VARIABLE} away, and start it for one data folder only."
        )
        raise OutsideError(message)


def delivered(name: str = DELIVERED) -> Path:
    """Return the path of a profile that comes with the program."""
    package = Path(__file__).resolve().parents[1]
    roots = (Path(getattr(sys, "_MEIPASS", package)), package, package.parent)
    paths = [root / "resources" / "policies" / f"{name}.toml" for root in roots]
    return next((path for path in paths if path.is_file()), paths[-1])


def faults_of(values: Mapping[str, Any]) -> list[str]:
    """Return a sentence for each value of a profile that is missing, unknown or wrong."""
    return list(_faults(values))


def _refused(path: Path, faults: list[str]) -> ProfileFaultyError:
    lines = "".join(f"\n  {fault}" for fault in faults)
    return ProfileFaultyError(
        f"The policy profile {path} is not valid:{lines}\nNothing runs without a valid one. Mend "
        f"it, compare it with {delivered()}, or take it away to run {DELIVERED}."
    )


def _faults(values: Mapping[str, Any]) -> Iterator[str]:
    words = {"words": {}} | dict(values)
    yield from _names(words, (*_TEXTS, *_NUMBERS, *_CLAUSES, "words"), "")
    yield from _text_faults(values)
    for name, (unit, least, most) in _NUMBERS.items():
        yield from _number_faults(name, values.get(name), unit, whole(least, most))
    for table, known in _CLAUSES.items():
        if table in values:
            yield from _clause_faults(table, values[table], known)
    yield from _clause_faults("words", words["words"], _WORDS, needed=False)
    late, very_late = (_hours(values.get(name)) for name in ("list_late", "list_very_late"))
    if late >= very_late > 0:
        yield "list_very_late: it must be more hours than list_late."


def _text_faults(values: Mapping[str, Any]) -> Iterator[str]:
    for name in _TEXTS:
        if wrong := text(needed=True)(values.get(name, "-")):
            yield f"{name}: {wrong}"
    if "zone" in values and not _is_zone(values["zone"]):
        yield "zone: it must be a time zone such as America/New_York."


def _names(values: Mapping[str, Any], known: tuple[str, ...], place: str) -> Iterator[str]:
    yield from (f"{place}{name} is missing." for name in known if name not in values)
    yield from (f"{place}{name} is not known here: take it out." for name in values.keys() - known)


def _number_faults(name: str, entry: Any, unit: str, fault: Any) -> Iterator[str]:
    """Give what is wrong with a number and its clause."""
    if entry is None:
        return
    if not isinstance(entry, dict):
        yield f"{name}: it must be a table with {unit} and clause."
        return
    yield from _names(entry, (unit, "clause"), f"{name}.")
    if unit in entry and (wrong := fault(entry[unit])):
        yield f"{name}.{unit}: {wrong}"
    if "clause" in entry and (wrong := text(needed=True)(entry["clause"])):
        yield f"{name}.clause: {wrong}"


def _clause_faults(
    table: str, entries: Any, known: tuple[str, ...], *, needed: bool = True
) -> Iterator[str]:
    if not isinstance(entries, dict):
        yield f"{table}: it must be a table."
        return
    yield from _names(dict.fromkeys(() if needed else known) | entries, known, f"{table}.")
    for name, clause in entries.items():
        if wrong := text(needed=True)(clause):
            yield f"{table}.{name}: {wrong}"


def _is_zone(value: object) -> bool:
    try:
        return ZoneInfo(str(value)).key == value
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


def _hours(entry: Any) -> int:
    hours = entry.get("hours", 0) if isinstance(entry, dict) else 0
    return hours if isinstance(hours, int) else 0
