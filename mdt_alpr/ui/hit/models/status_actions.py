"""What an officer may ask around a hit's status: gateway, confirmation, a recorded stop."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AskGateway:
    """Ask headquarters' gateway again."""


@dataclass(frozen=True, slots=True)
class AskConfirmation:
    """Open the sheet of the hit confirmation."""


@dataclass(frozen=True, slots=True)
class AnswerConfirmation:
    """Press a tile of that sheet, by its key."""

    key: str


@dataclass(frozen=True, slots=True)
class AskStopRecord:
    """Open the sheet for a stop that was made without the checks."""


@dataclass(frozen=True, slots=True)
class ChooseStopReason:
    """Why it was made."""

    reason: str


@dataclass(frozen=True, slots=True)
class ChooseMinutesAgo:
    """When it was made."""

    minutes: int


@dataclass(frozen=True, slots=True)
class RecordStop:
    """Record it."""


StatusAction = (
    AskGateway
    | AskConfirmation
    | AnswerConfirmation
    | AskStopRecord
    | ChooseStopReason
    | ChooseMinutesAgo
    | RecordStop
)
