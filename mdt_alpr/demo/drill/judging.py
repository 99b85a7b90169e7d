"""How each hit of a practice ended, and whether that was right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mdt_alpr.demo.drill.situations import Situation
from mdt_alpr.domain.hit.disposition import Disposition
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.ui.hit.presenters.hit_words import DISPOSITION_WORDS
from mdt_alpr.ui.kit.words import clock_time
from mdt_alpr.ui.shell.models.pages import DrillResultView, DrillRow


@dataclass(frozen=True, slots=True)
class JudgedHit:
    """One hit of the practice; ``disposition`` is None where the officer left before."""

    situation: Situation
    disposition: Disposition | None
    stopped: bool

    @property
    def passed(self) -> bool:
        """Tell whether it ended as it should: a false hit named as such, and nobody stopped."""
        if self.stopped and not self.situation.is_true:
            return False
        return self.disposition in self.situation.right


def judged(situation: Situation, hit: Hit) -> JudgedHit:
    """Return how a closed hit of a situation went."""
    closing = hit.closing
    said_stopped = closing is not None and closing.stopped is not None and closing.stopped != "no"
    disposition = closing.disposition if closing else None
    return JudgedHit(situation, disposition, hit.stop_at is not None or said_stopped)


def not_done(situation: Situation) -> JudgedHit:
    """Return a situation that the officer did not come to, or left open."""
    return JudgedHit(situation, None, stopped=False)


def result_view(person: str, at: datetime, results: Sequence[JudgedHit]) -> DrillResultView:
    """Return the last page."""
    passed = sum(result.passed for result in results)
    return DrillResultView(
        title=f"{passed} of {len(results)} passed",
        words=f"{person}, {at:%b} {at.day}, {clock_time(at)[:5]}",
        rows=tuple(
            DrillRow(r.passed, r.situation.trap, _did(r), r.situation.told) for r in results
        ),
    )


def result_told(person: str, at: datetime, results: Sequence[JudgedHit]) -> dict[str, object]:
    """Return the result as plain values, for one line of JSON."""
    return {
        "person": person,
        "at": at.isoformat(),
        "passed": sum(result.passed for result in results),
        "failed": sum(not result.passed for result in results),
        "traps": [
            {
                "trap": r.situation.trap,
                "passed": r.passed,
                "ended_as": r.disposition.value if r.disposition else None,
                "stopped": r.stopped,
            }
            for r in results
        ],
    }


def _did(result: JudgedHit) -> str:
    if result.disposition is None:
        return "not finished"
    words = DISPOSITION_WORDS[result.disposition].replace("\n", " ").lower()
    return words if "stop" in words else f"{words}, {'stopped' if result.stopped else 'no stop'}"
