"""The limits of what a camera gives, and the words for the technician."""

from dataclasses import replace

import pytest

from mdt_alpr.domain.equipment.camera_check import (
    CameraFault,
    MeasuredCamera,
    PlateView,
    camera_findings,
    slowest_shutter,
)

PLATE = PlateView(120.0, 1.98, 0.5, 1.9, 2.1, 0.01, 220.0)
VIEW = MeasuredCamera(300, 20.0, 0.1, 0.01, 60.0, 0.01, 110.0, 8.0, (PLATE,) * 9)


def faults(view: MeasuredCamera) -> list[CameraFault]:
    return [finding.fault for finding in camera_findings(view)]


def of_plates(**change: float) -> MeasuredCamera:
    return replace(VIEW, plates=(replace(PLATE, **change),) * 9)


def test_nothing_is_wrong_with_a_camera_that_gives_what_reading_needs() -> None:
    assert camera_findings(VIEW) == ()
    assert not VIEW.is_infrared
    assert camera_findings(replace(VIEW, saturation=3.0)) == ()


@pytest.mark.parametrize(
    ("inside", "outside", "fault"),
    [
        (of_plates(width=90.0), of_plates(width=89.0), CameraFault.TOO_FAR),
        (of_plates(lean=-8.0), of_plates(lean=-8.5), CameraFault.TURNED),
        (of_plates(ratio=1.45), of_plates(ratio=1.4), CameraFault.FROM_THE_SIDE),
        (of_plates(clipped=0.3), of_plates(clipped=0.31), CameraFault.OVEREXPOSED),
        (of_plates(light=55.0), of_plates(light=54.0), CameraFault.TOO_DARK),
        (
            of_plates(edge_across=3.0, edge_down=3.0),
            of_plates(edge_across=3.2, edge_down=3.1),
            CameraFault.OUT_OF_FOCUS,
        ),
        (
            of_plates(edge_across=3.0, edge_down=1.5),
            of_plates(edge_across=1.8, edge_down=3.1),
            CameraFault.MOTION_BLUR,
        ),
        (replace(VIEW, flicker=0.06), replace(VIEW, flicker=0.07), CameraFault.FLICKER),
        (replace(VIEW, frames=201), replace(VIEW, frames=200), CameraFault.SLOW),
        (replace(VIEW, longest_gap_s=0.5), replace(VIEW, longest_gap_s=0.6), CameraFault.GAPS),
    ],
)
def test_each_limit_holds_at_its_edge(
    inside: MeasuredCamera, outside: MeasuredCamera, fault: CameraFault
) -> None:
    assert faults(inside) == []
    assert faults(outside) == [fault]


def test_without_a_plate_the_whole_picture_is_judged() -> None:
    nothing = replace(VIEW, plates=())
    assert faults(nothing) == [CameraFault.NO_PLATE]
    assert faults(replace(nothing, focus=0.4)) == [CameraFault.OUT_OF_FOCUS]
    assert faults(replace(nothing, clipped=0.5)) == [CameraFault.OVEREXPOSED]
    assert faults(replace(nothing, mean=4.0, focus=None)) == [CameraFault.TOO_DARK]
    assert faults(replace(nothing, frames=0, seconds=0.0)) == [CameraFault.NO_PICTURE]


def test_the_words_say_what_to_turn() -> None:
    (finding,) = camera_findings(of_plates(width=70.0))
    assert "Zoom until a plate at 30 ft is 120 pixels wide" in finding.words


def test_a_faster_or_larger_plate_needs_a_faster_shutter() -> None:
    assert slowest_shutter(60, 10) <= slowest_shutter(60, 70) <= slowest_shutter(300, 70)
    assert slowest_shutter(120, 35) == 2000
    assert slowest_shutter(120, 35, sideways_deg=5) == 500
    assert slowest_shutter(4000, 150) == 8000
