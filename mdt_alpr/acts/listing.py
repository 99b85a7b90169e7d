"""How an answer is listed, once for the desk's table, the command's, CSV and print."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

A = TypeVar("A")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class ListCell:
    """A value with more about it: a second line, the name of a shape, how it is set.

    ``value`` is a text, a number, an instant, a day, a member of an enumeration or None, or a
    tuple of these, such as ("Passed", at), which are set side by side; so is ``below``. ``mark``
    is a shape of the screen by its name (``ui.kit.models.mark``); a plate is set in its typeface.
    """

    value: object
    below: object = ""
    mark: str = ""
    is_strong: bool = False
    is_plate: bool = False
    warns: bool = False
    to_minute: bool = False
    """An instant without its year and seconds, of what lasts for days."""
    to_second: bool = False
    """An instant without its year."""
    due: date | None = None
    """The day or the instant after which it is overdue."""


@dataclass(frozen=True, slots=True)
class ListColumn(Generic[R]):
    """A column; ``width`` in pixels at the desk, ``order`` what headquarters sorts by.

    Without a width it is a column of commands alone, such as the number that they ask for: at
    the desk a row is chosen.
    """

    title: str
    width: int
    value: Callable[[R], object]
    order: str = ""
    right: bool = False


@dataclass(frozen=True)
class Listing(Generic[A, R]):
    """The rows of an answer; ``nothing`` stands in place of no rows, ``foot`` under others.

    ``foot`` is a text or a tuple, as ``ListCell.value``; a desk has room for its first line.
    ``about`` is a text above the rows, of a list that is of one thing.
    ``waiting`` is how many wait for somebody, at which a command ends with 1. ``after`` is of a
    list in pages: of one and of how many rows there are by now, what the next is asked by.
    """

    rows: Callable[[A], Iterable[R]]
    key: Callable[[R], object]
    columns: tuple[ListColumn[R], ...]
    nothing: str = ""
    foot: Callable[[A], object] | None = None
    waiting: Callable[[A], int] | None = None
    after: Callable[[A, int], Mapping[str, object]] | None = None
    about: Callable[[A], object] | None = None


def plate(text: str, state: str, below: str = "") -> ListCell:
    """Return a plate with its state's code, a dash where there is none."""
    return ListCell(f"{text} {state}".strip() or "\u2013", below, is_plate=True)
