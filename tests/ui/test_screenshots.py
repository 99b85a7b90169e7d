import hashlib
from pathlib import Path

import pytest
from PySide6.QtGui import QImageReader

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.lab.screens import screenshots
from mdt_alpr.lab.screens.desk_pictures import NAMES as DESK
from mdt_alpr.lab.screens.doctor_samples import cameras_views, doctor_views
from mdt_alpr.lab.screens.entry_samples import entry_views, past_views
from mdt_alpr.lab.screens.hit_samples import samples
from mdt_alpr.lab.screens.hold_car_samples import hold_views
from mdt_alpr.lab.screens.incident_car_samples import incident_views
from mdt_alpr.lab.screens.screen_samples import drill_views, screens
from mdt_alpr.lab.screens.shift_samples import shift_views
from mdt_alpr.lab.screens.why_samples import why_views

SIZE = (1440, 900)
"""Of a panel whose pixels are not the design's."""


def test_every_page_and_state_is_drawn_at_the_size_that_was_asked(
    qapp: object, tmp_path: Path
) -> None:
    assert qapp
    made = screenshots.render(tmp_path, SIZE, "night")
    pages = (
        *(screens(), samples(), entry_views(), past_views(), hold_views()),
        *(
            incident_views(),
            why_views(),
            shift_views(),
            doctor_views(),
            cameras_views(),
            drill_views(),
        ),
    )
    names = (*(name for page in pages for name in page), "set_up", "help", *DESK)
    wanted = [f"{name}_night.png" for name in names]
    assert [path.name for path in made] == wanted
    pictures = {}
    for path in made:
        assert QImageReader(str(path)).size().toTuple() == SIZE
        pictures[path.name] = hashlib.sha256(path.read_bytes()).digest()
    alike = [(a, b) for a in pictures for b in pictures if a < b and pictures[a] == pictures[b]]
    assert alike == []


def test_a_folder_that_is_not_there_is_said(qapp: object, tmp_path: Path) -> None:
    assert qapp
    with pytest.raises(OutsideError, match=r"sign_in_day\.png cannot be written"):
        screenshots.render(tmp_path / "nowhere", (1366, 768), "day")
