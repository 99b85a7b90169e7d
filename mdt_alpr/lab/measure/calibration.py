"""How far a confidence can be believed: reliability by tenths, expected calibration error.

After Guo et al., "On Calibration of Modern Neural Networks" (2017): the mean distance between
confidence and share of right answers, weighted by how many answers fall into each tenth.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

_BINS = 10


@dataclass(frozen=True, slots=True)
class RatedAnswer:
    """A plate's text with its confidence, 0 to 1, and whether it was right."""

    confidence: float
    right: bool


def calibration(answers: Sequence[RatedAnswer]) -> dict[str, Any]:
    """Return ``ece`` (0 for no answers) and ``reliability``, one row a tenth that has answers."""
    rows = [_row(number, found) for number in range(_BINS) if (found := _bin(answers, number))]
    total = sum(row["n"] for row in rows)
    away = sum(row["n"] * abs(row["confidence"] - row["right"]) for row in rows)
    return {"ece": round(away / total, 4) if total else 0.0, "reliability": rows}


def _bin(answers: Sequence[RatedAnswer], number: int) -> list[RatedAnswer]:
    return [a for a in answers if min(_BINS - 1, int(a.confidence * _BINS)) == number]


def _row(number: int, found: list[RatedAnswer]) -> dict[str, Any]:
    return {
        "from": number / _BINS,
        "n": len(found),
        "confidence": round(sum(a.confidence for a in found) / len(found), 4),
        "right": round(sum(a.right for a in found) / len(found), 4),
    }
