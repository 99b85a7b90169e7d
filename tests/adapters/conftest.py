"""An agency's network that was brought, and the folder for placed ones."""

from pathlib import Path

import pytest

from tests.adapters.networks import NOTHING, constant_network


@pytest.fixture
def network(tmp_path: Path) -> Path:
    return constant_network(tmp_path / "theirs.onnx", NOTHING, license="MIT License")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "models"
