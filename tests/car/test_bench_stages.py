import pytest

from mdt_alpr.domain.reading.reading import Box, PlateText
from mdt_alpr.lab.measure.bench_recognition import Meter, measure_stages
from mdt_alpr.measure.evaluation import LoadedEngines
from mdt_alpr.patrol.ports import Frame, PlateDetector
from tests.drawn_plates import box_at, frame_of, scene
from tests.noting_detectors import SparingDetector, WholeDetector
from tests.observations import characters_of

FRAMES = [frame_of(scene([])), frame_of(scene([], seed=1))]
AT = box_at(300, 200, 130)


class FixedReader:
    name = "fixed"

    def load(self) -> None:
        """Do nothing."""

    def read(self, frame: Frame, box: Box) -> PlateText:
        del frame, box
        return PlateText(characters_of("7KLM562"))


def stages_of(detector: PlateDetector) -> Meter:
    engines = LoadedEngines(detector, FixedReader(), None, None)
    return measure_stages(FRAMES, engines, lambda _: None, 0.0)


@pytest.mark.parametrize("make", [WholeDetector, SparingDetector])
def test_an_engine_is_measured_whether_or_not_it_can_look_near_a_place(
    make: type[WholeDetector],
) -> None:
    detector = make(AT)
    figures = stages_of(detector).figures("detect", "read", "frame")
    assert figures["frame"]["median"] > 0
    near = any(how.startswith("near") for how in detector.asked)
    assert near == (make is SparingDetector)
