"""What doctor finds in a car: everything well, and what is to be done."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from mdt_alpr.domain.equipment.camera_check import MeasuredCamera, PlateView, camera_measures
from mdt_alpr.domain.equipment.doctor import (
    DoctorLine,
    certificate_line,
    day_keys_line,
    hold_keys_line,
    part_lines,
    speed_line,
)
from mdt_alpr.domain.equipment.self_check import Measured
from mdt_alpr.ui.shell.models.cameras import CamerasView, MaskDraft
from mdt_alpr.ui.shell.models.pages import DoctorView
from mdt_alpr.ui.shell.models.set_up import SetUpForm, SetUpView
from mdt_alpr.ui.shell.presenters.cameras import HOW_TO_DRAW, measure_row
from mdt_alpr.ui.shell.presenters.doctor import doctor_rows, doctor_view
from mdt_alpr.ui.shell.views.set_up_page import SetUpPage

_NOW = datetime(2026, 11, 24, 19, 32, 4, tzinfo=UTC)
_FREE = 120 * 1024**3
_GOOD = Measured(
    pictures=True, sharpness=4.2, clock_off_s=0.3, has_fix=True, free_bytes=_FREE, sounds=True,
    list_compiled_at=_NOW - timedelta(hours=3),
)  # fmt: skip
_BAD = Measured(pictures=True, sharpness=0.4, clock_off_s=97.0, has_fix=False, free_bytes=_FREE)
_SCREEN = "1920 x 1200 pixels, drawn 1.44 times as large as designed."
_NO_ANSWER = (
    "Headquarters did not answer in time. Check the network. Queued items are kept and sent again."
)


def doctor_views() -> dict[str, DoctorView]:
    """Return the page in each of its states, by name."""
    good, bad = _lines(_GOOD, frames=41.0), _lines(_BAD, frames=9.0)
    return {
        "doctor": doctor_view(good, busy=False, tests_sound=True),
        "doctor_wrong": doctor_view(bad, busy=False, tests_sound=True),
        "doctor_checking": doctor_view(bad[:6], busy=True, tests_sound=True),
    }


def cameras_views() -> dict[str, CamerasView]:
    """Return the cameras' page: a lens that is out of focus, and a mask that is drawn."""
    seen = PlateView(84.0, 2.0, 1.0, 4.4, 4.1, 0.02, 208.0)
    view = MeasuredCamera(300, 20.0, 0.07, 0.01, 48.0, 0.01, 112.0, 4.2, (seen,) * 12, 0.1)
    rows = tuple(map(measure_row, camera_measures(view)))
    hood = ((0.0, 0.85), (0.5, 0.8), (1.0, 0.85), (1.0, 1.0), (0.0, 1.0))
    wrong = CamerasView("Camera front", 2, rows, "2 to turn.", mask=MaskDraft((hood,)))
    mask = MaskDraft((hood,), ((0.1, 0.1), (0.4, 0.1), (0.4, 0.2)), editing=True)
    return {"cameras": wrong, "cameras_mask": replace(wrong, note=HOW_TO_DRAW, mask=mask)}


def set_up_page() -> SetUpPage:
    """Return the page of a car's first start, with a code that was refused."""
    page = SetUpPage(SetUpForm(unit="Unit 12", source="0", position="serial:/dev/ttyUSB0"))
    page.address.setText("https://hq.example.gov:8443")
    page.code.setText("ABCDEFGH-JKLMNPQR-STVWXYZ2-ABCDEFGH-JKLMNPQR")
    lines = (
        DoctorLine("keyring", ok=True, words="The car's keys are kept."),
        DoctorLine("camera", ok=False, words="No camera answers at number 0. Check its cable."),
        DoctorLine("GPS", ok=True, words="It answers, and has no fix yet. It needs the sky."),
        DoctorLine("sound", ok=True, words="Not tested. Press Test sound.", known=False),
        DoctorLine("screen", ok=True, words=_SCREEN),
    )
    refused = "The code is not known, was used, or is over. Ask for another one."
    page.show_view(SetUpView(doctor_rows(lines), ("0",), ("serial:/dev/ttyUSB0",), refused))
    return page


def _lines(measured: Measured, frames: float) -> tuple[DoctorLine, ...]:
    reached = measured.clock_off_s == _GOOD.clock_off_s
    path = "car.toml of the data folder."
    address = "https://hq.example.gov:8443 answers car-12." if reached else _NO_ANSWER
    dates = [date(2026, 11, day) for day in range(3, 25)]
    return (
        DoctorLine("settings", ok=True, words=path),
        DoctorLine("program", ok=True, words="0.1.0, signed by the agency's release key."),
        DoctorLine("models", ok=True, words="7 are as delivered, by SHA-256."),
        DoctorLine("screen", ok=True, words=_SCREEN),
        speed_line(frames),
        DoctorLine("keyring", ok=True, words="It opened the store."),
        DoctorLine("store", ok=True, words="Every page is as it was written."),
        DoctorLine("link", ok=reached, words=address),
        certificate_line(_NOW + timedelta(hours=2000), _NOW),
        day_keys_line(dates, [], _NOW),
        hold_keys_line(0, 0),
        *part_lines(measured, _NOW),
    )
