"""Detectors that always find one box and note how they were asked."""

from mdt_alpr.domain.reading.reading import Box, Detection
from mdt_alpr.patrol.ports import Frame


class WholeDetector:
    """Always looks at the whole frame, as most engines do."""

    name = "noting"

    def __init__(self, at: Box) -> None:
        self._at = at
        self.asked: list[str] = []

    def load(self) -> None:
        """Do nothing."""

    def detect(self, _frame: Frame) -> list[Detection]:
        return self._found("whole")

    def _found(self, how: str) -> list[Detection]:
        self.asked.append(how)
        return [Detection(self._at, 0.9)]


class SparingDetector(WholeDetector):
    """Can look near places where plates are expected."""

    def detect_near(self, _frame: Frame, places: list[Box]) -> list[Detection]:
        return self._found(f"near {len(places)}")

    def detect_finely(self, _frame: Frame) -> list[Detection]:
        return self._found("finely")
