"""The page on which a technician sets a car up."""

from dataclasses import dataclass

from mdt_alpr.ui.shell.models.pages import DoctorRow


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

    ``sources`` are cameras and ``positions`` receivers to choose from.
    """

    rows: tuple[DoctorRow, ...] = ()
    sources: tuple[str, ...] = ()
    positions: tuple[str, ...] = ()
    problem: str = ""
    busy: bool = False
