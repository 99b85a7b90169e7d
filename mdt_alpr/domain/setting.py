"""What a setting of a file means, which values it has, and what is wrong with others (CM-3)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from urllib.parse import parse_qs, urlsplit

Fault = Callable[[object], str]
"""Says what a value must be; "" where it is that."""
NOBODY = "nobody; no check rests on it"
LONGEST_TEXT = 300
_PASSWORDS = {"password", "sslpassword"}
"""Of PostgreSQL, behind the ? of its URL."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: ``values`` and ``without`` in words, and who may weaken a check by it.

    Where a password may stand in its value, ``shows_value`` is False: no message repeats it.
    """

    name: str
    meaning: str
    values: str
    without: str
    fault: Fault
    weakened_by: str = NOBODY
    shows_value: bool = True


def faults(values: Mapping[str, object], known: Sequence[Setting]) -> tuple[str, ...]:
    """Return a sentence for each entry of a file that is no setting, or has a wrong value."""
    by_name = {setting.name: setting for setting in known}
    said = []
    for name, value in values.items():
        if name not in by_name:
            said.append(f"{name} is not a setting here.{_meant(name, by_name)}")
        elif wrong := by_name[name].fault(value):
            shown = f" = {_shown(value)}" if by_name[name].shows_value else ""
            said.append(f"{name}{shown}: {wrong}")
    return tuple(said)


def text(*, needed: bool = False) -> Fault:
    """Return the check of a text on one line; ``needed`` allows no empty one."""

    def fault(value: object) -> str:
        if not isinstance(value, str):
            return 'it must be a text in quotation marks, such as "...".'
        if needed and not value.strip():
            return "it must not be empty."
        if len(value) > LONGEST_TEXT or not value.isprintable():
            return f"it must be one line of {LONGEST_TEXT} characters at most."
        return ""

    return fault


def texts(fault_of: Fault, *, at_least: int = 0, shows_value: bool = True) -> Fault:
    """Return the check of a list of texts, each of which must pass its own.

    Without ``shows_value`` a wrong one is named by its number.
    """

    def fault(value: object) -> str:
        if not isinstance(value, list):
            return 'it must be a list of texts, such as ["...", "..."].'
        if len(value) < at_least:
            return f"it must have {at_least} or more."
        for number, text in enumerate(value, 1):
            if wrong := fault_of(text):
                return f"{_shown(text) if shows_value else f'entry {number}'}: {wrong}"
        return ""

    return fault


def address(value: object) -> str:
    """Return what is wrong with the address of a service; "" may be none."""
    if wrong := text()(value):
        return wrong
    try:
        parts = urlsplit(str(value))
        is_one = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        is_one = is_one and parts.username is None and parts.password is None
    except ValueError:
        is_one = False
    return "" if not value or is_one else "it must be an address such as https://NAME:8443."


def has_password(url: str) -> bool:
    """Tell whether a password is in the URL of a database: before its host or behind its ?."""
    try:
        parts = urlsplit(url)
        named = {name.casefold() for name in parse_qs(parts.query, keep_blank_values=True)}
        return bool(parts.password or named & _PASSWORDS)
    except ValueError:
        return False


def one_of(names: Iterable[str]) -> Fault:
    """Return the check of a text that must be one of some."""
    known = tuple(names)

    def fault(value: object) -> str:
        return "" if value in known else f"it must be one of {', '.join(known)}."

    return fault


def whole(least: int, most: int) -> Fault:
    """Return the check of a whole number."""

    def fault(value: object) -> str:
        is_one = type(value) is int and least <= value <= most
        return "" if is_one else f"it must be a whole number from {least} to {most}."

    return fault


def measure(least: float, most: float) -> Fault:
    """Return the check of a measure; 0 is none."""

    def fault(value: object) -> str:
        number = value if isinstance(value, int | float) and not isinstance(value, bool) else -1
        is_one = number == 0 or least <= number <= most
        return "" if is_one else f"it must be 0 or a number from {least:g} to {most:g}."

    return fault


def flag(value: object) -> str:
    """Return what is wrong with a value that must be true or false."""
    return "" if isinstance(value, bool) else "it must be true or false, without quotation marks."


def _meant(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, known, n=1)
    return f" Did you mean {near[0]}?" if near else " Take it out."


def _shown(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= LONGEST_TEXT else f"{shown[:LONGEST_TEXT]}..."
