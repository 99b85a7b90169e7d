"""What the desk shows and enters of lists, and who confirms an act beside who is signed in."""

from dataclasses import dataclass

from mdt_alpr.ui.desk.models.desk import TableRow


@dataclass(frozen=True, slots=True)
class SecondPerson:
    """Who confirms an act beside who is signed in, as entered."""

    person: str
    password: str
    code: str = ""

    def __repr__(self) -> str:
        """Return a text without the password."""
        return f"SecondPerson({self.person!r})"


@dataclass(frozen=True, slots=True)
class FeedsView:
    """Rows of the lists in use and of the cars; ``alarm`` and ``detail``: what is wrong.

    ``formats`` are pairs of value and words.
    """

    feeds: tuple[TableRow, ...] = ()
    cars: tuple[TableRow, ...] = ()
    alarm: str = ""
    detail: str = ""
    formats: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class NewRequest:
    """A request that was recorded just now, by its number."""

    number: int
