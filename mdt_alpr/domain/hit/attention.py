"""What a supervisor looks at first: stops that were made without all of their checks (VER-03)."""

from collections.abc import Collection
from enum import StrEnum

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.disposition import Stopped
from mdt_alpr.domain.hit.gate import GateForm


class Attention(StrEnum):
    """Why a hit stands before the others, the most pressing first."""

    STOPPED_UNVERIFIED = "stopped_unverified"
    """A stop that did not go through the gate, with or without its reason."""
    STOPPED_WITHOUT_STATUS = "stopped_without_status"
    """A stop through the gate whose status was stated as not practicable."""
    NOT_PRACTICABLE = "not_practicable"
    """A source was stated as not practicable; it was not what opened the gate."""
    NONE = ""


IN_ORDER = tuple(Attention)


def attention(gate_form: str | None, answers: Collection[str], stopped: str | None) -> Attention:
    """Return why a hit is to be looked at, from its stop, its answers and how it ended.

    ``answers`` are the names of its answers' audit events; ``stopped`` is what the officer
    said at its end.
    """
    was_stopped = stopped in (Stopped.BEFORE, Stopped.AFTER)
    if AuditEvent.STOP_RECORDED in answers or (was_stopped and gate_form is None):
        return Attention.STOPPED_UNVERIFIED
    if gate_form == GateForm.OPEN_WITHOUT_STATUS:
        return Attention.STOPPED_WITHOUT_STATUS
    stated = AuditEvent.STATUS_NOT_PRACTICABLE in answers
    return Attention.NOT_PRACTICABLE if stated else Attention.NONE
