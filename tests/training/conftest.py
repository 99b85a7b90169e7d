from pathlib import Path

import pytest

from mdt_alpr.lab.training.assets import Assets, Font, find_fonts


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "with_torch" in item.path.parts:
            item.add_marker(pytest.mark.torch)


@pytest.fixture(scope="session")
def bundled_fonts() -> tuple[Font, ...]:
    """Only the fonts of the repository: the same on every machine."""
    return find_fonts(())


@pytest.fixture(scope="session")
def assets(bundled_fonts: tuple[Font, ...]) -> Assets:
    return Assets.make(7, bundled_fonts, dies=6)


@pytest.fixture
def nowhere(tmp_path: Path) -> Path:
    return tmp_path / "no fonts here"
