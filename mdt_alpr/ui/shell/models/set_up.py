"""The page on which a technician sets a car up."""

from dataclasses import dataclass
from enum import StrEnum

from mdt_alpr.ui.shell.models.pages import DoctorRow


class SetUpField(StrEnum):
    """A field of the page."""

    ADDRESS = "address"
    CODE = "code"
    UNIT = "unit"
    SOURCE = "source"
    POSITION = "position"
    DIAGONAL = "diagonal"


@dataclass(frozen=True, slots=True)
class SetUpForm:
    """What is entered; ``diagonal`` in inches as it was typed, empty where nobody measured."""

    address: str = ""
    code: str = ""
    unit: str = ""
    source: str = ""
    position: str = ""
    diagonal: str = ""

    def __repr__(self) -> str:
        """Return a text without the code."""
        return f"SetUpForm({self.unit!r})"


@dataclass(frozen=True, slots=True)
class SetUpView:
    """The page: what was found on this computer, the state of its parts, what is wrong.

    ``sources`` are cameras and ``positions`` receivers to choose from. ``wrong`` is the field
    with which the problem is; None where it is with none. ``device`` is the car's name once it
    is enrolled.
    """

    rows: tuple[DoctorRow, ...] = ()
    sources: tuple[str, ...] = ()
    positions: tuple[str, ...] = ()
    problem: str = ""
    wrong: SetUpField | None = None
    busy: bool = False
    device: str = ""
