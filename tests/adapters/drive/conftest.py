import pytest

from mdt_alpr.adapters.drive.renderer import DriveRenderer


@pytest.fixture(scope="session")
def renderer() -> DriveRenderer:
    """One renderer for all: setting the scene takes longer than drawing fifty frames."""
    return DriveRenderer()
