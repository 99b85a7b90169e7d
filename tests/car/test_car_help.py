"""What `car --help` and the technician's page say must be what there is."""

import re
from pathlib import Path

import pytest

from mdt_alpr.adapters import discovery
from mdt_alpr.cli import main

SETTINGS = Path(__file__).parents[2] / "resources" / "docs" / "technician.md"


def helped(capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit):
        main(["car", "--help"])
    return " ".join(capsys.readouterr().out.split())


def test_the_help_and_the_settings_name_every_engine(capsys: pytest.CaptureFixture[str]) -> None:
    text, settings = helped(capsys), SETTINGS.read_text(encoding="utf-8")
    (row,) = re.findall(r"^\| `detector`, `reader`, `second_reader` \|.*$", settings, re.MULTILINE)
    for engine in discovery.readers():
        assert re.search(rf"\b{engine}\b", text), engine
        assert f"`{engine}`" in row


def test_what_a_car_may_do_instead_of_driving_is_not_demanded(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert "[WHAT]" in helped(capsys)
