import json
from hashlib import sha256
from pathlib import Path

import cv2
import numpy as np
import pytest

from mdt_alpr.adapters.model_files import PlacedModel, write_listing
from mdt_alpr.cli import main
from tests.adapters.networks import constant_network
from tests.drawn_plates import scene


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
    assert "128" in rows["own_outline"]["input"]
    assert all(row["state"] in {"whole", "absent"} for row in rows.values())


def test_an_agency_brings_a_network_sees_it_listed_and_takes_it_away(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = constant_network(tmp_path / "theirs.onnx", np.zeros((0, 7), np.float32))
    assert main(["models", "import", str(path), "--as", "detector", "--license", "MIT"]) == 0
    assert main(["models", "list"]) == 0
    assert "agency_detector" in capsys.readouterr().out
    placed = tmp_path / "data" / "models" / "detector.onnx"
    for state in ("changed", "missing"):
        placed.write_bytes(b"changed") if state == "changed" else placed.unlink()
        assert main(["models", "list"]) == 1
        result = capsys.readouterr().out
        assert "Import it again" in result
        assert state in result[result.index("agency_detector") :].splitlines()[0]
    assert main(["models", "remove", "detector"]) == 0
    assert main(["models", "remove", "detector"]) == 1


def test_a_listed_network_that_does_not_open_is_a_row_of_the_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    weights = b"no network"
    model = PlacedModel("detector", "d.onnx", sha256(weights).hexdigest(), "MIT", "theirs.onnx")
    folder = tmp_path / "data" / "models"
    folder.mkdir(parents=True)
    (folder / "d.onnx").write_bytes(weights)
    write_listing(folder, {"detector": model})
    assert main(["models", "list", "--json"]) == 1
    row = json.loads(capsys.readouterr().out)["models"][-1]
    assert (row["name"], row["state"]) == ("agency_detector", "unusable")


def test_a_file_that_is_no_network_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "weights.pt"
    path.write_bytes(b"a pickle")
    assert main(["models", "import", str(path), "--as", "reader", "--license", "MIT"]) == 1
    assert "Export the network to ONNX" in capsys.readouterr().err


def test_the_command_that_import_prints_measures_the_network_alone_beside_ours(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = constant_network(tmp_path / "theirs.onnx", np.zeros((0, 7), np.float32))
    main(["models", "import", str(path), "--as", "detector", "--license", "MIT"])
    result = capsys.readouterr().out
    command = result[result.index("models compare") : result.index(". In car.toml")].split()
    truth = tmp_path / "truth.csv"
    cv2.imwrite(str(tmp_path / "a.png"), scene([]))
    columns = "image,task,dataset,x,y,w,h,plate,state,legible"
    truth.write_text(f"{columns}\na.png,negative,drawn,0,0,0,0,,,\n", encoding="utf-8")
    command[command.index("TRUTH.csv")] = str(truth)
    assert main([*command, "--json"]) == 0
    _, theirs = json.loads(capsys.readouterr().out)["settings"]
    assert theirs["engines"] == "agency + own, second reader ppocr, 1 thread"


def test_bench_measures_an_agencys_detector_beside_our_reader(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = constant_network(tmp_path / "theirs.onnx", np.zeros((0, 7), np.float32))
    main(["models", "import", str(path), "--as", "detector", "--license", "MIT"])
    capsys.readouterr()
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    cv2.imwrite(str(pictures / "a.png"), scene([]))
    asked = ["--source", str(pictures), "--detector", "agency", "--seconds", "0.2", "--json"]
    assert main(["bench", "recognition", *asked]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert (figures["engine"], figures["threads"]) == ("agency + own", 1)
