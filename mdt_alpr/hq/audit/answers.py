"""What entries of an access cannot say yet: how much was given, how long it took (AU-3)."""

from dataclasses import dataclass

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import Headquarters


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """``entries`` were made before it went out; ``length`` is in bytes, empty where not known.

    An answer that is sent piece by piece has no length.
    """

    address: str
    entries: list[int]
    length: str
    took_s: float


def record_answer(hq: Headquarters, by: str, given: AnswerGiven) -> None:
    """Record an answer by the entries of its access."""
    facts = (
        ("entries", " ".join(map(str, given.entries))),
        ("milliseconds", str(round(given.took_s * 1000))),
        ("bytes", given.length),
    )
    with hq.writing() as work:
        record(work, AuditEvent.HQ_ACCESS_ANSWERED, given.address, by, *facts)
