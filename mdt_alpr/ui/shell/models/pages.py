"""Strip, sign-in page, status page, and the page of missed plates."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from mdt_alpr.ui.kit.models.mark import Mark


@dataclass(frozen=True, slots=True)
class DrillRow:
    """One hit of the practice: its trap, what the officer did, what the trap was."""

    passed: bool
    trap: str
    did: str
    lesson: str


@dataclass(frozen=True, slots=True)
class DrillResultView:
    """How the practice ended; the rows are in the order in which the hits came."""

    title: str
    words: str
    rows: tuple[DrillRow, ...]
    foot: str = ""


class CrewState(StrEnum):
    """What the cell says; each state has its word."""

    DRIVER = "driver"
    """The driver works the screen, and may: the car is stopped or crawls."""
    LOCKED = "locked"
    """The car moves: typing and the moving picture are off."""
    SECOND = "second"
    """A second officer works the screen."""
    ASKS = "asks"
    """Pressed once: a second press within four seconds changes it."""
    TAP = "tap"
    """P is a letter on this page: the cell is to be tapped."""


@dataclass(frozen=True, slots=True)
class CrewView:
    """The cell; ``live`` tells whether a press does something (somebody is signed in)."""

    speed: str
    word: str
    state: CrewState
    live: bool


@dataclass(frozen=True, slots=True)
class StripCell:
    """One part: its name, its word, its mark; ``lost`` inverts the cell."""

    name: str
    word: str
    mark: Mark
    lost: bool = False


@dataclass(frozen=True, slots=True)
class StripView:
    """The whole strip."""

    unit: str
    officer: str
    cells: tuple[StripCell, ...]
    clock: str
    training: bool


@dataclass(frozen=True, slots=True)
class WhyRow:
    """One candidate: its picture, the reason, what was read of it, how old it is."""

    crop: bytes
    reason: str
    note: str
    text: str
    age: str


@dataclass(frozen=True, slots=True)
class WhyView:
    """The candidates, newest first; ``empty`` says why there is none."""

    title: str
    words: str
    empty: str
    rows: tuple[WhyRow, ...]


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line of the start-of-shift check (MNT-03)."""

    name: str
    value: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class CodeEntered:
    """Who signs in with which code; ``new_password`` where it is changed.

    ``renews``: the person wants a new second factor, for which the code is one of the old.
    ``with_key``: by a security key, whose PIN is the code.
    """

    person: str
    password: str
    code: str
    new_password: str = ""
    renews: bool = False
    with_key: bool = False

    def __repr__(self) -> str:
        """Return a text without a password."""
        return f"CodeEntered({self.person!r})"


@dataclass(frozen=True, slots=True)
class FactorView:
    """A second factor that is being set up; ``recovery`` are its codes once it is in use."""

    address: str
    secret: str
    recovery: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Return a text without a secret."""
        return "FactorView()"


@dataclass(frozen=True, slots=True)
class KeyView:
    """What the sign-in page says of codes and security keys.

    ``hint``: which code counts. ``offered``: a key may be used in place of one, ``is_own``: one
    that the person has; ``asks_pin``: its PIN is typed here. ``touches``: the key waits to be
    touched.
    """

    hint: str = ""
    offered: bool = False
    is_own: bool = False
    asks_pin: bool = True
    touches: bool = False


DESK_UNIT = "Desk"
"""In place of the unit, where the page is a desk's."""


@dataclass(frozen=True, slots=True)
class SignInView:
    """The sign-in page, which the lock uses too.

    ``accounts`` are pairs of name and password, shown in training only. ``locked_by`` is who
    locked the screen, empty where nobody is signed in.
    """

    unit: str
    problem: str
    busy: bool
    locked_by: str
    training: bool
    accounts: tuple[tuple[str, str], ...]
    checks: tuple[CheckLine, ...]
    warning: tuple[str, ...] = ()
    """What a person must have read before, a text a paragraph."""
    drill: bool = False
    """Whether the practice of roll-call may begin: nobody is signed in, no plate is read."""
    password_is_due: bool = False
    """Whether nobody gets in with this password before it is changed (ACC-03)."""
    password_rules: str = ""
    """Which new one is good."""
    code_is_wanted: bool = False
    """Whether the password was right and a code of the second factor is asked (ACC-02)."""
    factor: FactorView | None = None
    """The second factor that this person sets up now."""
    key: KeyView = KeyView()
    directory: str = ""
    """What the button to the agency's directory says; empty where nobody signs in there."""
    at_directory: bool = False
    """Whether a browser is waited for."""
    vouched: bool = False
    """Whether the directory said who it is: no name and no password are asked."""
    problem_mark: Mark = Mark.CROSS
    """A ring where ``problem`` is no failure, but says what to give next."""


@dataclass(frozen=True, slots=True)
class DoctorRow:
    """One part of the machine: well, or what to do."""

    mark: Mark
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class DoctorView:
    """What doctor found so far; ``summary`` says how far it is and which parts need somebody.

    ``tests_sound``: a tone and a sentence can be played here.
    """

    summary: str
    rows: tuple[DoctorRow, ...]
    busy: bool
    tests_sound: bool


@dataclass(frozen=True, slots=True)
class StatusLine:
    """One line of the status page; ``detail`` is the sentence that says more."""

    name: str
    value: str
    mark: Mark
    detail: str = ""


@dataclass(frozen=True, slots=True)
class StatusLines:
    """Lines that belong together; beside one title is the way to what was not read."""

    title: str
    lines: tuple[StatusLine, ...]
    leads_to: Literal["", "why", "report"] = ""


@dataclass(frozen=True, slots=True)
class StatusView:
    """The status page (F11): two columns of cards."""

    left: tuple[StatusLines, ...]
    right: tuple[StatusLines, ...]
