import json
from pathlib import Path

import numpy as np
import pytest

from mdt_alpr.cli import main
from tests.adapters.networks import constant_network


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MDT_ALPR_DATA", str(tmp_path / "data"))


def test_every_shipped_network_is_listed_whole_with_its_input(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["models", "list", "--json"])
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)["models"]}
    assert rows["own_detector"]["state"] == "whole"
    assert "144" in rows["own_reader"]["input"]
    assert all(row["state"] in {"whole", "absent"} for row in rows.values())


def test_an_agency_brings_a_network_sees_it_listed_and_takes_it_away(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = constant_network(tmp_path / "theirs.onnx", np.zeros((0, 7), np.float32))
    assert main(["models", "import", str(path), "--as", "detector", "--licence", "MIT"]) == 0
    assert main(["models", "list"]) == 0
    assert "agency_detector" in capsys.readouterr().out
    (tmp_path / "data" / "models" / "detector.onnx").write_bytes(b"changed")
    assert main(["models", "list"]) == 1
    assert "Import it again" in capsys.readouterr().out
    assert main(["models", "remove", "detector"]) == 0
    assert main(["models", "remove", "detector"]) == 1


def test_a_file_that_is_no_network_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "weights.pt"
    path.write_bytes(b"a pickle")
    assert main(["models", "import", str(path), "--as", "reader", "--licence", "MIT"]) == 1
    assert "Export the network to ONNX" in capsys.readouterr().err
