"""Which passes of a trial are judged: chance decides, by a number that was recorded before it.

Which pass belongs to the sample follows from the trial's number and the pass's id alone, so that
neither car nor headquarters can choose it, before or after.
"""

import hashlib
from dataclasses import dataclass

SECOND_JUDGE_SHARE = 0.1
"""Of the sample, so much is judged by a second person."""
UNREAD = "unread"
"""What a picture shows of which no read was made."""
TRIAL_NAMED = "trial"
"""What an entry of an audit calls the number of its trial."""
_PARTS = 2**64


def place_in_sample(trial: str, pass_id: str) -> float:
    """Return where a pass lies between 0 and 1: it is judged where that is below the share."""
    digest = hashlib.sha256(f"{trial} {pass_id}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / _PARTS


@dataclass(frozen=True, slots=True)
class TrialSample:
    """The rule of a trial: its number, and which share of the passes it judges, 0 to 1."""

    number: str
    share: float

    @property
    def fact(self) -> tuple[str, str]:
        """Return which trial it is of, as an entry of an audit names it."""
        return TRIAL_NAMED, self.number

    def holds(self, pass_id: str) -> bool:
        """Tell whether a pass is judged."""
        return place_in_sample(self.number, pass_id) < self.share

    def wants_second(self, pass_id: str) -> bool:
        """Tell whether two people judge it."""
        second = place_in_sample(f"{self.number} second", pass_id)
        return self.holds(pass_id) and second < SECOND_JUDGE_SHARE
