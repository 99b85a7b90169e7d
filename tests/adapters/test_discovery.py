import sys
from pathlib import Path

import pytest

from mdt_alpr.adapters import discovery, engines
from mdt_alpr.files.plugin_files import modules_in


def test_every_public_file_of_a_folder_is_found_in_order() -> None:
    names = [module.__name__.rpartition(".")[2] for module in modules_in(engines)]
    there = sorted(p.stem for p in Path(engines.__path__[0]).glob("*.py") if p.stem[0] != "_")
    assert names == there


def test_listing_engines_loads_no_heavy_library() -> None:
    assert discovery.engines()
    if "easyocr" not in sys.modules:
        discovery.detector("easyocr")
        assert "easyocr" not in sys.modules


def test_a_new_file_is_one_engine_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = (
        "class Detector:\n    name = 'added'\n    def __init__(self, threads): ...\n"
        "class Reader(Detector): ...\n"
    )
    (tmp_path / "added_engine.py").write_text(code, encoding="utf-8")
    monkeypatch.setattr(engines, "__path__", [*engines.__path__, str(tmp_path)])
    assert "added" in discovery.engines()
    assert discovery.reader("added").name == "added"
    sys.modules.pop("mdt_alpr.adapters.engines.added_engine")
