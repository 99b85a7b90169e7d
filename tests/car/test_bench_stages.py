import pytest

from mdt_alpr.car.bench_stages import Meter, measure_stages
from mdt_alpr.car.evaluation import LoadedEngines
from mdt_alpr.domain.reading import Box, Detection, PlateText
from mdt_alpr.patrol.ports import Frame, PlateDetector
from tests.drawn_plates import box_at, frame_of, scene
from tests.looks import characters_of

FRAMES = [frame_of(scene([])), frame_of(scene([], seed=1))]
AT = box_at(300, 200, 130)


class WholeDetector:
    """Always looks at the whole frame, as most engines do."""

    name = "whole"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def load(self) -> None:
        """Do nothing."""

    def detect(self, frame: Frame) -> list[Detection]:
        del frame
        self.asked.append("whole")
        return [Detection(AT, 0.9)]


class SparingDetector(WholeDetector):
    def detect_near(self, frame: Frame, places: list[Box]) -> list[Detection]:
        del frame, places
        self.asked.append("near")
        return [Detection(AT, 0.9)]


class FixedReader:
    name = "fixed"

    def load(self) -> None:
        """Do nothing."""

    def read(self, frame: Frame, box: Box) -> PlateText:
        del frame, box
        return PlateText(characters_of("7KLM562"))


def stages_of(detector: PlateDetector) -> Meter:
    engines = LoadedEngines(detector, FixedReader(), None)
    return measure_stages(FRAMES, engines, lambda _: None, 0.0)


@pytest.mark.parametrize("make", [WholeDetector, SparingDetector])
def test_an_engine_is_measured_whether_or_not_it_can_look_near_a_place(
    make: type[WholeDetector],
) -> None:
    detector = make()
    figures = stages_of(detector).figures("detect", "read", "frame")
    assert figures["frame"]["median"] > 0
    assert ("near" in detector.asked) == (make is SparingDetector)
