"""What an officer may ask on the page of manual entries; sent by views, judged later."""

from dataclasses import dataclass

from mdt_alpr.ui.hit.models.hit_actions import ChooseState, TurnStates


@dataclass(frozen=True, slots=True)
class EditField:
    """Open the pad of a field."""

    field: str


@dataclass(frozen=True, slots=True)
class CloseField:
    """Go back from the pad to the form; what was typed stays."""


@dataclass(frozen=True, slots=True)
class NextField:
    """Go on: to the next field, to the form, or send what was asked for."""


@dataclass(frozen=True, slots=True)
class TypeText:
    """A character for the field that is open; with none open the first empty one opens."""

    character: str


@dataclass(frozen=True, slots=True)
class DeleteText:
    """Take the last character back."""


@dataclass(frozen=True, slots=True)
class ClearText:
    """Take every character back."""


@dataclass(frozen=True, slots=True)
class ConfirmSpelling:
    """The doubtful characters are as they were spelled out (MAN-07)."""


@dataclass(frozen=True, slots=True)
class ChooseBasis:
    """How the plate was identified."""

    basis: str


@dataclass(frozen=True, slots=True)
class ChoosePurpose:
    """The lawful purpose."""

    purpose: str


@dataclass(frozen=True, slots=True)
class NamePerson:
    """Whether the entry names a person."""

    named: bool


@dataclass(frozen=True, slots=True)
class ChooseInstruction:
    """What officers should do; empty for own words."""

    instruction: str


@dataclass(frozen=True, slots=True)
class AddEntry:
    """Make the entry."""


@dataclass(frozen=True, slots=True)
class ClearForm:
    """Begin the form anew; wants a second tap."""


@dataclass(frozen=True, slots=True)
class ChooseEntry:
    """Look at an own entry."""

    entry_id: str


@dataclass(frozen=True, slots=True)
class RemoveEntry:
    """Remove an own entry; wants a second tap (MAN-04)."""

    entry_id: str


@dataclass(frozen=True, slots=True)
class AskMoreTime:
    """Ask for more time for an own entry (MAN-03)."""

    entry_id: str


@dataclass(frozen=True, slots=True)
class RecheckEntry:
    """Say what DCIN or the owner said (MAN-08)."""

    entry_id: str
    still_wanted: bool


@dataclass(frozen=True, slots=True)
class TurnEntries:
    """Show the next or the previous own entries."""

    by: int


EntryAction = (
    EditField
    | CloseField
    | NextField
    | TypeText
    | DeleteText
    | ClearText
    | ChooseState
    | TurnStates
    | ConfirmSpelling
    | ChooseBasis
    | ChoosePurpose
    | NamePerson
    | ChooseInstruction
    | AddEntry
    | ClearForm
    | ChooseEntry
    | RemoveEntry
    | AskMoreTime
    | RecheckEntry
    | TurnEntries
)
