"""A double tap, or a doctor beside the car, is no second machine of one name (SEC-12)."""

import subprocess
import sys
from pathlib import Path

import pytest

from mdt_alpr.car.one_program import alone_in
from mdt_alpr.cli import main

HOLDING = """
import sys, time
from pathlib import Path
from mdt_alpr.car.one_program import alone_in
with alone_in(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""
CODE = "0" * 40


@pytest.mark.parametrize(
    "command",
    [
        "car", "car --headless", "car settle {}", "camera", "doctor",
        f"enroll --hq https://localhost:9 --code {CODE}",
        f"enroll --hq https://localhost:9 --code {CODE} --kind camera",
    ],
)  # fmt: skip
def test_no_second_program_begins_in_the_folder_of_one_that_runs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    settings = tmp_path / "car.toml"
    settings.write_text('unit = "Unit 12"\ndevice = "car-12"\n', "utf-8")
    words = command.format(settings).split()
    with alone_in(tmp_path):
        assert main([words[0], "--data", str(tmp_path), *words[1:]]) == 1
    assert f"Another mdt-alpr works in {tmp_path}" in capsys.readouterr().err
    assert {file.name for file in tmp_path.iterdir()} == {"car.toml", "program.lock"}


def test_a_program_that_was_killed_keeps_the_next_one_from_nothing(tmp_path: Path) -> None:
    child = [sys.executable, "-c", HOLDING, str(tmp_path)]
    with subprocess.Popen(child, stdout=subprocess.PIPE, text=True) as holding:
        assert holding.stdout is not None
        assert holding.stdout.readline() == "held\n"
        holding.kill()
    with alone_in(tmp_path):
        pass


def test_a_disk_that_refuses_the_file_keeps_no_car_from_starting(tmp_path: Path) -> None:
    (tmp_path / "program.lock").mkdir()
    with alone_in(tmp_path):
        pass
