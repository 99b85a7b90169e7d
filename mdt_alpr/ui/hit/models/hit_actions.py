"""What an officer may do on a hit's pages: one frozen value an action, judged by the presenter.

Names in the actions are the values of the domain's enumerations ("pickup", "mdt", "cleared").
"""

from dataclasses import dataclass

from mdt_alpr.ui.hit.models.relay_actions import RelayAction
from mdt_alpr.ui.hit.models.status_actions import StatusAction
from mdt_alpr.ui.hit.models.tile_actions import TileAction


@dataclass(frozen=True, slots=True)
class OpenHit:
    """Bring a hit before the officer."""

    hit_id: str


@dataclass(frozen=True, slots=True)
class RejectHit:
    """Bring a hit before the officer at the question how it ended."""

    hit_id: str


@dataclass(frozen=True, slots=True)
class LeaveHit:
    """Go back to patrol; the hit stays open."""


@dataclass(frozen=True, slots=True)
class ChoosePicture:
    """Look at another picture."""

    place: int


@dataclass(frozen=True, slots=True)
class TypeCharacter:
    """A letter, a digit, or "?" for one that cannot be seen; means what the page asks for."""

    character: str


@dataclass(frozen=True, slots=True)
class DeleteCharacter:
    """Take the last character back."""


@dataclass(frozen=True, slots=True)
class ClearEntry:
    """Take every character back."""


@dataclass(frozen=True, slots=True)
class ChooseState:
    """Enter the state of issuance by its code; empty where it cannot be seen."""

    code: str


@dataclass(frozen=True, slots=True)
class TurnStates:
    """Turn to a page of all states; 0 is the page of the area."""

    page: int


@dataclass(frozen=True, slots=True)
class ChooseBody:
    """Enter the body that is seen; empty for "can't tell"."""

    body: str


@dataclass(frozen=True, slots=True)
class ChooseColour:
    """Enter the colour that is seen; empty for "can't tell"."""

    colour: str


@dataclass(frozen=True, slots=True)
class GoNext:
    """Press the page's main button: next question, compare, save."""


@dataclass(frozen=True, slots=True)
class GoBack:
    """Go back one step; answers stay."""


@dataclass(frozen=True, slots=True)
class GoTo:
    """Go to a slot that was answered before."""

    slot: str


@dataclass(frozen=True, slots=True)
class EnterAgain:
    """Begin the next entry."""


@dataclass(frozen=True, slots=True)
class CannotRead:
    """Ask to state that the plate cannot be read."""


@dataclass(frozen=True, slots=True)
class ConfirmCannotRead:
    """State that the plate cannot be read, which cannot be undone."""


@dataclass(frozen=True, slots=True)
class EndHit:
    """Go to the question how the hit ended (F12 Reject, Close hit)."""


@dataclass(frozen=True, slots=True)
class TurnRecord:
    """Show the next or the previous record of several."""

    by: int


@dataclass(frozen=True, slots=True)
class AskStatus:
    """Record what a source replied: mdt, communications, dcin."""

    source: str


@dataclass(frozen=True, slots=True)
class AskWhyNot:
    """State that the first missing source cannot be asked."""


@dataclass(frozen=True, slots=True)
class AskReason:
    """Say why the vehicle differs from the record."""


@dataclass(frozen=True, slots=True)
class StateResult:
    """What the source replied."""

    result: str


@dataclass(frozen=True, slots=True)
class StateWhyNot:
    """Why the source cannot be asked."""

    reason: str


@dataclass(frozen=True, slots=True)
class GiveReason:
    """Why the vehicle differs."""

    reason: str


@dataclass(frozen=True, slots=True)
class InitiateStop:
    """Initiate the stop: the hold was completed."""


@dataclass(frozen=True, slots=True)
class ReleaseHold:
    """The stop button was let go before its time."""

    held_s: float


@dataclass(frozen=True, slots=True)
class ChooseDisposition:
    """How the hit ended."""

    disposition: str


@dataclass(frozen=True, slots=True)
class ChooseStopped:
    """Whether the vehicle was stopped: no, before, after."""

    stopped: str


@dataclass(frozen=True, slots=True)
class ChooseOutcome:
    """What came of the stop."""

    outcome: str


@dataclass(frozen=True, slots=True)
class ChooseForce:
    """Whether force was used."""

    used: bool


@dataclass(frozen=True, slots=True)
class EditEventNumber:
    """Open or close the keyboard for the event number."""

    editing: bool


HitAction = (
    TileAction
    | StatusAction
    | RelayAction
    | OpenHit
    | RejectHit
    | LeaveHit
    | ChoosePicture
    | TypeCharacter
    | DeleteCharacter
    | ClearEntry
    | ChooseState
    | TurnStates
    | ChooseBody
    | ChooseColour
    | GoNext
    | GoBack
    | GoTo
    | EnterAgain
    | CannotRead
    | ConfirmCannotRead
    | EndHit
    | TurnRecord
    | AskStatus
    | AskWhyNot
    | AskReason
    | StateResult
    | StateWhyNot
    | GiveReason
    | InitiateStop
    | ReleaseHold
    | ChooseDisposition
    | ChooseStopped
    | ChooseOutcome
    | ChooseForce
    | EditEventNumber
)


@dataclass(frozen=True, slots=True)
class OfHit:
    """An action with the hit that was on the screen when it was made: it concerns no other."""

    hit_id: str
    action: HitAction
