"""What the second reader's opinion is worth: agreement, right answers, wrong ones unflagged."""

from dataclasses import dataclass
from typing import Any

from mdt_alpr.domain.reading.reading import DOUBTFUL_BELOW, PlateText
from mdt_alpr.lab.measure.evaluation import folded_key, share


@dataclass(slots=True)
class Opinions:
    """Counts pairs of answers on the same plate; texts are compared folded."""

    asked: int = 0
    agree: int = 0
    right_where_agree: int = 0
    surer_right: int = 0
    wrong: int = 0
    wrong_unflagged: int = 0

    def take(self, first: PlateText, second: PlateText, truth: str) -> None:
        """Count both readers' answers on one plate."""
        wanted, text = folded_key(truth), folded_key(first.text)
        agree = text == folded_key(second.text)
        surer = first if first.confidence >= second.confidence else second
        self.asked += 1
        self.agree += agree
        self.right_where_agree += agree and text == wanted
        self.surer_right += folded_key(surer.text) == wanted
        self.wrong += text != wanted
        sure = first.confidence >= DOUBTFUL_BELOW
        self.wrong_unflagged += text != wanted and agree and sure

    def figures(self) -> dict[str, Any]:
        """Return the shares; ``wrong_unflagged`` is a count of ``asked`` reads."""
        return {
            "asked": self.asked,
            "agree": share(self.agree, self.asked),
            "right_where_agree": share(self.right_where_agree, self.agree),
            "surer_right": share(self.surer_right, self.asked),
            "wrong": self.wrong,
            "wrong_unflagged": self.wrong_unflagged,
        }
