from collections.abc import Iterator

import pytest

from mdt_alpr.drive.renderer import DriveRenderer
from mdt_alpr.drive.traffic import model


@pytest.fixture(scope="module")
def renderer() -> Iterator[DriveRenderer]:
    """One renderer for a file: it holds 250 MB with the vehicles that it draws."""
    yield DriveRenderer()
    model.cache_clear()
