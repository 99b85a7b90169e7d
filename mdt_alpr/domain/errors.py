"""The two families of expected failure; everything else is a bug and fails visibly.

MdtAlprError
├── DomainError        a rule said no: show the sentence to the person
│   ├── StepNotAllowedError
│   ├── PlateTextError
│   ├── PositionError
│   ├── ActRefusedError: of entries, holds, incidents, requests for data and own requests
│   └── NotPermittedError
└── OutsideError       camera, disk, network, file, key: say what to do, try again
    ├── CameraLostError
    ├── PositionLostError
    ├── LinkLostError
    │   └── ListRefusedError
    ├── SignInRefusedError
    │   ├── PasswordDueError
    │   ├── CodeWantedError
    │   │   ├── KeyWantedError
    │   │   └── SetupCodeWantedError
    │   ├── FactorMissingError
    │   └── DeviceRevokedError
    ├── ProofWantedError
    ├── SecurityKeyError
    ├── CodeNotAcceptedError
    ├── StoreLockedError
    ├── StoreNewerError
    └── EngineMissingError
"""

import json
import tomllib


class MdtAlprError(Exception):
    """Root of every failure that the program expects."""


class DomainError(MdtAlprError):
    """A rule of the order or of its statutes says no."""


class StepNotAllowedError(DomainError):
    """The hit cannot take this step in its present state."""


class PlateTextError(DomainError):
    """The text cannot be a license plate."""


class PositionError(DomainError):
    """A receiver reported an impossible place, speed or time."""


class ActRefusedError(DomainError):
    """An act is refused; ``why`` are sentences for the person."""

    def __init__(self, *why: str) -> None:
        super().__init__(" ".join(why))
        self.why = why


class NotPermittedError(DomainError):
    """The signed-in person may not do this."""


class OutsideError(MdtAlprError):
    """The world outside failed; the message says what to do next."""


class WrongInputError(OutsideError):
    """A command was given a file that it cannot use: its exit code is 2."""


class CameraLostError(OutsideError):
    """The camera, file or address gives no picture."""


class PositionLostError(OutsideError):
    """The receiver of positions is gone or silent."""


class LinkLostError(OutsideError):
    """Headquarters cannot be reached now; unsent items stay queued."""


class ListRefusedError(LinkLostError):
    """A received hotlist is not used: incomplete, not signed, not headquarters' or too old."""


class SignInRefusedError(OutsideError):
    """Headquarters does not accept these credentials, or no longer accepts the session."""


class PasswordDueError(SignInRefusedError):
    """The password is right, but must be changed first (ACC-03)."""


class CodeWantedError(SignInRefusedError):
    """The password is right; a code of the second factor is missing or wrong (ACC-02)."""


class KeyWantedError(CodeWantedError):
    """The person has a security key, which may be used in place of a code (ACC-02)."""


class SetupCodeWantedError(CodeWantedError):
    """The person has no factor yet; an administrator's one-time code is missing or wrong."""


class FactorMissingError(SignInRefusedError):
    """The password is right, but the account has no second factor yet (ACC-02)."""


class DeviceRevokedError(SignInRefusedError):
    """Headquarters knows this machine no more; ``order`` is its signed order to erase it."""

    def __init__(self, sentence: str, order: str) -> None:
        super().__init__(sentence)
        self.order = order


class ProofWantedError(OutsideError):
    """Headquarters does this only after the person's password was given again (ACC-08)."""


class SecurityKeyError(OutsideError):
    """A security key gave no answer; the sentence says what to do."""


class CodeNotAcceptedError(OutsideError):
    """This machine is not enrolled by this code: headquarters or the machine refuses it."""


class StoreLockedError(OutsideError):
    """The car's store cannot be opened: key missing or wrong, or the disk refuses."""


class StoreNewerError(OutsideError):
    """The store was written by a newer version of the program."""


class EngineMissingError(OutsideError):
    """A recognition engine is not installed, or its weights fail their hash."""


def in_words(error: BaseException) -> str:
    """Return what an outside error says, without a period at the end."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    if isinstance(error, json.JSONDecodeError):
        return f"it is not JSON from line {error.lineno}, column {error.colno} on"
    if isinstance(error, tomllib.TOMLDecodeError):
        return f"it is not TOML: {error}"
    if isinstance(error, KeyError) and error.args:
        return f"{error.args[0]!r} is missing"
    return next((words for kinds, words in _WORDS if isinstance(error, kinds)), _UNKNOWN)


_UNKNOWN = "it cannot be used"
_WORDS: tuple[tuple[tuple[type[BaseException], ...], str], ...] = (
    ((UnicodeError,), "it is not text in UTF-8"),
    ((KeyError,), "something is missing"),
    ((ValueError, TypeError, IndexError), "a value is not of the kind that belongs there"),
)
