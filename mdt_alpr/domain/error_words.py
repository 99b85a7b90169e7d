"""What went wrong, in words for a person: no name of a Python class stands in a sentence."""

import json
import tomllib


def in_words(error: BaseException) -> str:
    """Return what an error of the outside says, without a period at the end."""
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
