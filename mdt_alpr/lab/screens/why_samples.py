"""The page that says why something was not read, with sample data."""

from datetime import UTC, datetime, timedelta

from mdt_alpr.domain.officer import Driving
from mdt_alpr.domain.reading.read_rules import ReadRejection, Rejected
from mdt_alpr.domain.reading.reading import Box
from mdt_alpr.lab.screens.hit_sample_pictures import CAROLINA_NORTH, CAROLINA_SOUTH, plate_picture
from mdt_alpr.patrol.candidates import Candidate
from mdt_alpr.patrol.events import CandidateUnread, DrivingChanged
from mdt_alpr.ui.shell.models.pages import WhyView
from mdt_alpr.ui.shell.presenters.why import WhyPresenter

_NOW = datetime(2026, 11, 24, 19, 32, 4, tzinfo=UTC)
_CAMERAS = "Camera 1, front", "Camera 2, rear"
_SEEN = (
    (ReadRejection.LEFT_OUT, "", 210, 3, False),
    (ReadRejection.TOO_UNCERTAIN, "HB1052", 74, 20, True),
    (ReadRejection.TOO_SMALL, "", 41, 34, True),
    (ReadRejection.NOT_AGREED, "WKA7O31", 66, 71, True),
    (ReadRejection.PERHAPS_NO_PLATE, "TAXI", 96, 128, True),
    (ReadRejection.NOTHING_READ, "", 58, 190, True),
    (ReadRejection.NOT_LIKE_A_PLATE, "", 133, 312, True),
    (ReadRejection.TOO_UNCERTAIN, "LZE4410", 62, 388, True),
    (ReadRejection.TOO_SMALL, "", 38, 540, True),
)


class _SampleClock:
    """Stands still."""

    def now(self) -> datetime:
        """Return when the sample was seen."""
        return _NOW


def why_views() -> dict[str, WhyView]:
    """Return the page in each of its states, by name."""
    return {"why": _seen(), "why_nothing": _seen(count=0), "why_moving": _seen(mph=31.0)}


def _seen(*, count: int = len(_SEEN), mph: float = 0.0) -> WhyView:
    views: list[WhyView] = []
    presenter = WhyPresenter(_SampleClock())
    presenter.view_changed.connect(views.append)
    presenter.take_access(allowed=True)
    presenter.take(DrivingChanged(Driving(mph)))
    for number in range(count):
        presenter.take(_candidate(number))
    return views[-1]


def _candidate(number: int) -> CandidateUnread:
    why, text, width, seconds, over = _SEEN[number]
    box = Box(300 * number, 200, 300 * number + width, 200 + width / 2)
    design = CAROLINA_SOUTH if number % 3 else CAROLINA_NORTH
    picture = plate_picture(text or "BFM3345", design, "#4D5358")
    candidate = Candidate(
        Rejected(box, text, why, number), _NOW - timedelta(seconds=seconds), over, picture
    )
    return CandidateUnread(_CAMERAS[number % 2], candidate)
