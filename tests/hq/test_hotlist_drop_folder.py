from pathlib import Path

import pytest

from mdt_alpr.hq.service.headquarters import Headquarters
from mdt_alpr.hq.service.hotlist_deliveries import DROP_FOLDER, take_dropped
from mdt_alpr.hq.service.hotlists import present_version
from tests.builders import NOW

LINE = "V000000001NC000000020261120SAMPLE1   NC2027PC2019HONDACC4DBLK"
TEXAS = "V000000003,SAMPLE2,TX,2019,TOYT,CAM,4D,SIL"


def dropped(hq: Headquarters, name: str, text: str, age_s: int = 60) -> Path:
    import os

    path = hq.settings.data / DROP_FOLDER / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    at = NOW.timestamp() - age_s
    os.utime(path, (at, at))
    return path


def version(hq: Headquarters) -> int:
    with hq.reading() as work:
        return present_version(work)


def test_a_file_in_the_folder_is_taken_in_once_and_moved_away(hq: Headquarters) -> None:
    path = dropped(hq, "VEHEXTRT.txt", f"HEAD\n{LINE}\n")
    assert take_dropped(hq) == 1
    assert take_dropped(hq) == 0
    assert version(hq) == 1
    assert (path.parent / "taken" / path.name).exists()


def test_a_subfolder_names_the_format_and_the_older_file_comes_first(hq: Headquarters) -> None:
    dropped(hq, "texas/list.csv", TEXAS)
    dropped(hq, "VEHEXTRT.txt", f"HEAD\n{LINE}\n", age_s=90)
    assert take_dropped(hq) == 2
    assert version(hq) == 2


def test_a_file_that_is_still_written_or_hidden_waits(hq: Headquarters) -> None:
    dropped(hq, "VEHEXTRT.txt", f"HEAD\n{LINE}\n", age_s=3)
    dropped(hq, ".VEHEXTRT.part", f"HEAD\n{LINE}\n")
    assert take_dropped(hq) == 0


@pytest.mark.logs_warnings
@pytest.mark.parametrize("name", ["notes.txt", "nebraska/list.txt"])
def test_a_file_that_is_no_list_is_put_aside_with_the_reason(hq: Headquarters, name: str) -> None:
    dropped(hq, name, "nothing\n")
    assert take_dropped(hq) == 1
    why = hq.settings.data / DROP_FOLDER / "stopped" / f"{Path(name).name}.txt"
    assert "format" in why.read_text(encoding="utf-8")
    assert version(hq) == 0


@pytest.mark.logs_warnings
def test_a_file_that_is_older_than_the_one_in_use_is_put_aside(hq: Headquarters) -> None:
    dropped(hq, "VEHEXTRT.txt", f"HEAD\n{LINE}\n", age_s=60)
    assert take_dropped(hq) == 1
    dropped(hq, "VEHEXTRT-of-yesterday.txt", f"HEAD\n{LINE}\n", age_s=86_400)
    assert take_dropped(hq) == 1
    why = hq.settings.data / DROP_FOLDER / "stopped" / "VEHEXTRT-of-yesterday.txt.txt"
    assert "would be listed again" in why.read_text(encoding="utf-8")
    assert version(hq) == 1
