"""What a table changes without an audit entry of its own, said where it is declared (AUD-01)."""

from sqlalchemy import Table

_EVERY = ("insert", "update", "delete")
_UNRECORDED = "unrecorded"


def unrecorded(*verbs: str) -> dict[str, frozenset[str]]:
    """Return the ``info`` of a table of bookkeeping, or of what was recorded where it came from.

    ``verbs`` are the statements that need no entry in their transaction, every one if none is
    named; the reason stands beside them.
    """
    return {_UNRECORDED: frozenset(verbs or _EVERY)}


def needs_record(table: Table, verb: str) -> bool:
    """Tell whether a statement on a table commits only with an audit entry."""
    return verb not in table.info.get(_UNRECORDED, ())
