"""The texts that people see are listed by room, and are spelled as in the United States."""

import re
from pathlib import Path

import pytest

from mdt_alpr.cli import main
from mdt_alpr.lab.commands.text_list import PACKAGE, seen_texts

ROOMS = sorted(path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file())
ELSEWHERE = re.compile(
    r"colour|licence|cancelled|centre|grey|favour|behaviour|catalogue|enrolment|judgement"
    r"|programme\b|whilst|travelled|labelled|neighbour|honour|metre|kerb|\btyre|recognis|normalis"
    r"|capitalis|optimis|organis|practise|towards",
    re.IGNORECASE,
)
"""British spellings."""
ROOT = PACKAGE.parent
_READ = {".py", ".md", ".sh", ".toml"}
_AS_WRITTEN = {
    ("mdt_alpr/adapters/placing.py", "licence"),
    ("tests/domain/test_traffic_matters.py", "cancelled"),
    ("tests/domain/test_traffic_matters.py", "licence"),
    ("mdt_alpr/domain/traffic_matters.py", "cancelled"),
    ("mdt_alpr/domain/traffic_matters.py", "licence"),
    ("mdt_alpr/adapters/store/tables.py", "colour"),
    ("mdt_alpr/lab/training/shards.py", "cancelled"),
    ("mdt_alpr/hq/base/http.py", "cancelled"),
}


def test_a_sentence_is_listed_whole_with_its_place_and_no_docstring_is(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["text-list", "ui/hit"]) == 0
    lines = capsys.readouterr().out.splitlines()
    said = "Plate shows {}, record has {}"
    (place,) = [line for line in lines if line.endswith(f": {said}")]
    assert re.match(r"ui/hit/presenters/hit_banner_view\.py:\d+: ", place)
    assert not [line for line in lines if "Return " in line]


def test_a_room_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["text-list", "ui/garage"]) == 1
    assert "no folder ui/garage" in capsys.readouterr().err


@pytest.mark.parametrize("room", [room for room in ROOMS if room != "lab"])
def test_every_text_is_spelled_as_in_the_united_states(room: str) -> None:
    texts = [text for text in seen_texts(PACKAGE / room) if ELSEWHERE.search(text.words)]
    assert [f"{text.place}: {text.words}" for text in texts] == []


def test_every_name_and_every_page_is_spelled_as_in_the_united_states() -> None:
    """What an agency may write, and what the first stores hold, stay as they are."""
    folders = [PACKAGE, ROOT / "tests", ROOT / "installers", ROOT / "resources" / "docs"]
    pages = [path for folder in folders for path in folder.rglob("*") if path.suffix in _READ]
    found = {
        (path.relative_to(ROOT).as_posix(), word.lower())
        for path in pages
        if path != Path(__file__)
        for word in ELSEWHERE.findall(path.read_text("utf-8"))
    }
    assert found - _AS_WRITTEN == set()
