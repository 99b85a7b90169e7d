"""What an outside auditor proves of exported audit entries, without a plate (RPT-04, AUD-04).

The entries hold ids and keyed digests only: whether one was removed or changed, and whether each
search named a purpose and a case, shows without any captured data.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mdt_alpr.domain.audit.audit import AuditEntry, AuditEvent, first_break
from mdt_alpr.domain.audit.witness import Checkpoint, missing_from

PURPOSE, CASE, CASE_CHECK = "purpose", "case_digest", "case_check"


@dataclass(frozen=True, slots=True)
class AuditProof:
    """What was found of the entries ``first`` to ``last``.

    ``why`` says what is wrong, empty where nothing is. ``proven_until`` is the last entry that a
    checkpoint confirms, 0 for none; ``seen_until`` is the last that any saw, also past the end.
    ``without_case`` and ``without_purpose`` are the sequences of searches that named none;
    ``purposes`` and ``checks`` count the searches by what they named.
    """

    first: int
    last: int
    why: str
    checkpoints: int
    proven_until: int
    seen_until: int
    searches: int
    people: int
    purposes: tuple[tuple[str, int], ...]
    checks: tuple[tuple[str, int], ...]
    without_case: tuple[int, ...]
    without_purpose: tuple[int, ...]

    @property
    def is_proven(self) -> bool:
        """Return whether the entries are all there are, and a second place confirms each."""
        is_all = self.first == 1 and self.seen_until == self.last
        return not self.why and is_all and self.proven_until == self.last

    @property
    def each_has_a_case(self) -> bool:
        """Return whether every search named a purpose and a case."""
        return not self.without_case and not self.without_purpose


def prove(entries: Sequence[AuditEntry], checkpoints: Sequence[Checkpoint] = ()) -> AuditProof:
    """Return what exported entries prove; ``checkpoints`` are all of the second place."""
    first = entries[0].sequence if entries else 0
    last = entries[-1].sequence if entries else 0
    why = _broken(entries) or missing_from(checkpoints) or _contradicted(entries, checkpoints)
    fitting = [
        checkpoint.sequence for checkpoint in checkpoints if first <= checkpoint.sequence <= last
    ]
    searches = [entry for entry in entries if entry.event is AuditEvent.HQ_SEARCHED]
    facts = [(entry, dict(entry.detail)) for entry in searches]
    return AuditProof(
        first=first,
        last=last,
        why=why,
        checkpoints=len(fitting),
        proven_until=0 if why else max(fitting, default=0),
        seen_until=max((checkpoint.sequence for checkpoint in checkpoints), default=0),
        searches=len(searches),
        people=len({entry.person for entry in searches}),
        purposes=_counted(facts_of.get(PURPOSE, "") for _, facts_of in facts),
        checks=_counted(facts_of.get(CASE_CHECK, "") for _, facts_of in facts),
        without_case=tuple(entry.sequence for entry, facts_of in facts if not facts_of.get(CASE)),
        without_purpose=tuple(
            entry.sequence for entry, facts_of in facts if not facts_of.get(PURPOSE)
        ),
    )


def _broken(entries: Sequence[AuditEntry]) -> str:
    if not entries:
        return "there is no entry"
    before = entries[0].sequence - 1, entries[0].previous
    broken = first_break(entries, before)
    if broken is None:
        return ""
    return f"entry {broken} is missing or changed (an export of some people or events has gaps)"


def _contradicted(entries: Sequence[AuditEntry], checkpoints: Iterable[Checkpoint]) -> str:
    digests = {entry.sequence: entry.digest for entry in entries}
    for checkpoint in checkpoints:
        if digests.get(checkpoint.sequence, checkpoint.digest) != checkpoint.digest:
            seen = f"checkpoint {checkpoint.number} of {checkpoint.at:%Y-%m-%d %H:%M:%S} UTC"
            return f"entry {checkpoint.sequence}, or one before it, is not the one that {seen} saw"
    return ""


def _counted(words: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(words).items()))
