"""A form beside a table: its fields, its acts, and what was entered."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FormField:
    """A field with its title; with ``options``, pairs of value and words, it is a choice.

    ``hint`` is shown while it is empty. ``wide`` ones have the room of two.
    """

    name: str
    title: str
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()
    wide: bool = False
    is_choice: bool = False
    is_tall: bool = False
    """Several lines of text, as wide as the form."""
    is_secret: bool = False
    """What is typed is not shown."""


@dataclass(frozen=True, slots=True)
class FormHead:
    """The fields, so many in a row, and the acts as name and words; ``goes_back`` adds Back.

    ``saves`` are acts that write a file, with its name as it is suggested. ``above`` puts all
    over the table.
    """

    fields: tuple[FormField, ...]
    acts: tuple[tuple[str, str], ...]
    in_row: int = 5
    goes_back: bool = False
    saves: tuple[tuple[str, str], ...] = ()
    above: bool = False


@dataclass(frozen=True, slots=True)
class FormValues:
    """What is or was entered, by field; ``options`` replace those of choices.

    ``hidden`` names the fields that the person has no act for; None leaves it as it is.
    ``focus`` is the field that the keyboard goes to; empty leaves it where it is.
    """

    values: dict[str, str] = field(default_factory=dict)
    options: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    hidden: frozenset[str] | None = None
    focus: str = ""

    def text(self, name: str) -> str:
        """Return what was entered in a field."""
        return self.values.get(name, "").strip()


@dataclass(frozen=True, slots=True)
class FormAct:
    """An act that was pressed, the key of the chosen row, and what was entered.

    ``place`` is the file that was chosen, of an act that writes one.
    """

    act: str
    key: str
    form: FormValues
    place: str = ""
