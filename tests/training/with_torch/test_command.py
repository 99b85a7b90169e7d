import argparse
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mdt_alpr.cli import parser_of
from mdt_alpr.domain.errors import EngineMissingError, OutsideError
from mdt_alpr.lab.commands import train as command


def parsed(*words: str) -> argparse.Namespace:
    return parser_of({"train"}).parse_args(["train", *words])


def run(args: argparse.Namespace) -> int:
    found: int = args.run(args)
    return found


def tiny(kind: str, out: Path, *words: str) -> argparse.Namespace:
    size = "8" if kind == "reader" else "2"
    drawn = out.parent / "drawn"  # shared by the module's tests, which draw the same
    return parsed(
        kind, "--out", str(out), "--minutes", "0.005", "--shards", "2", "--shard-size", size,
        "--batch", "4", "--fonts", str(out), "--cache", str(drawn), *words,
    )  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("torch", reason="training needs the extra 'training'")
    pytest.importorskip("onnx", reason="training needs the extra 'training'")
    made: Path = tmp_path_factory.mktemp("trained")
    return made


def test_without_torch_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(command, "find_spec", lambda name: None if name == "torch" else name)

    with pytest.raises(EngineMissingError, match=r"torch.*'training'"):
        run(parsed("reader", "--out", str(tmp_path)))


def session(path: Path) -> Any:
    ort = pytest.importorskip("onnxruntime", reason="runs what was exported")
    return ort.InferenceSession(str(path), providers=["CPUExecutionProvider"])


@pytest.fixture(scope="module")
def trained(folder: Path) -> Path:
    out = folder / "reader"
    run(tiny("reader", out))
    return out


def test_a_reader_is_drawn_for_trained_exported_and_described(trained: Path) -> None:
    reader = session(trained / "plate_reader.onnx")
    columns, stacks = reader.run(None, {"x": np.zeros((2, 3, 48, 144), np.float32)})
    card = (trained / "plate_reader.md").read_text()

    assert columns.shape == (2, 36, 36)
    assert stacks.shape == (2, 36, 3, 36)
    assert np.allclose(columns.sum(-1), 1, atol=1e-4)
    for fact in ("SHA-256", "--seed 1", "Apache-2.0", "OFL-1.1", "Temperatures", "read right"):
        assert fact in card


def test_a_reader_is_trained_on_and_can_inherit(trained: Path, folder: Path) -> None:
    run(tiny("reader", trained, "--minutes", "0.01", "--resume"))

    words = "--start-from", str(trained / "plate_reader.onnx"), "--minutes", "0"
    run(tiny("reader", folder / "heir", *words))
    x = np.random.default_rng(1).random((1, 3, 48, 144), np.float32) * 255
    old = session(trained / "plate_reader.onnx").run(["p"], {"x": x})[0]
    new = session(folder / "heir" / "plate_reader.onnx").run(["p"], {"x": x})[0]

    assert np.allclose(old, new, atol=0.05)
    run(tiny("reader", folder / "heir", "--minutes", "0.01", "--resume"))
    card = (folder / "heir" / "plate_reader.md").read_text()
    assert "Started from the weights of plate_reader.onnx" in card, "a resumed one remembers"


def test_weights_that_learned_something_new_are_blended_with_older_ones(
    trained: Path, folder: Path
) -> None:
    from mdt_alpr.lab.training.warm_start import blended, folded_weights

    run(tiny("reader", folder / "another", "--seed", "2"))
    new, older = (made / "plate_reader.onnx" for made in (trained, folder / "another"))
    words = "--start-from", str(new), "--blend-with", str(older), "--minutes", "0"
    run(tiny("reader", folder / "blend", *words))
    mixed = folded_weights(folder / "blend" / "plate_reader.onnx")
    wanted = blended(folded_weights(new), folded_weights(older))

    assert all(np.allclose(a, b, atol=2e-3) for (a, _), (b, _) in zip(mixed, wanted, strict=True))
    card = (folder / "blend" / "plate_reader.md").read_text()
    assert "--start-from plate_reader.onnx --blend-with plate_reader.onnx" in card


def test_what_is_to_be_blended_needs_weights_to_go_into(trained: Path, folder: Path) -> None:
    words = "--blend-with", str(trained / "plate_reader.onnx")

    with pytest.raises(OutsideError, match="--start-from"):
        run(tiny("reader", folder / "none", *words))


def test_a_training_goes_on_or_begins_anew_but_not_both(trained: Path) -> None:
    words = "--start-from", str(trained / "plate_reader.onnx"), "--resume"

    with pytest.raises(OutsideError, match="Leave --start-from out"):
        run(tiny("reader", trained, *words))


def test_weights_of_another_network_are_refused(trained: Path, folder: Path) -> None:
    words = "--start-from", str(trained / "plate_reader.onnx")

    with pytest.raises(OutsideError, match="another network"):
        run(tiny("detector", folder / "stranger", *words))


def test_what_is_no_network_is_refused(trained: Path, folder: Path) -> None:
    words = "--start-from", str(trained / "plate_reader.md")

    with pytest.raises(OutsideError, match="ONNX"):
        run(tiny("reader", folder / "heir", *words))


def test_an_outline_finder_is_trained_and_can_inherit(folder: Path) -> None:
    out = folder / "outline"
    run(tiny("outline", out))

    x = {"x": np.random.default_rng(1).random((3, 3, 64, 128), np.float32) * 255}
    corners, unsure = session(out / "plate_outline.onnx").run(["c", "u"], x)
    card = (out / "plate_outline.md").read_text()
    assert corners.shape == (3, 8, 2)
    assert unsure.shape == (3, 8)
    assert "serial close" in card
    assert "clockwise" in card

    words = "--start-from", str(out / "plate_outline.onnx"), "--minutes", "0"
    run(tiny("outline", folder / "outline's heir", *words))
    heir = session(folder / "outline's heir" / "plate_outline.onnx")
    assert np.allclose(corners, heir.run(["c"], x)[0], atol=1)


def test_a_teller_of_states_is_trained_and_can_inherit(folder: Path) -> None:
    out = folder / "state"
    run(tiny("state", out))

    x = {"x": np.random.default_rng(1).random((3, 3, 80, 160), np.float32) * 255}
    states = session(out / "plate_state.onnx").run(["s"], x)[0]
    card = (out / "plate_state.md").read_text()
    assert states.shape == (3, 52)
    assert np.allclose(states.sum(-1), 1, atol=1e-4)
    assert "states wrong of answers" in card

    words = "--start-from", str(out / "plate_state.onnx"), "--minutes", "0"
    run(tiny("state", folder / "state's heir", *words))


def test_a_teller_of_zeros_is_trained_and_can_inherit(folder: Path) -> None:
    out = folder / "zero"
    run(tiny("zero", out))

    x = {"x": np.random.default_rng(1).random((3, 3, 48, 32), np.float32) * 255}
    marks = session(out / "plate_zero.onnx").run(["m"], x)[0]
    assert marks.shape == (3,)
    assert "others mistaken for one" in (out / "plate_zero.md").read_text()

    words = "--start-from", str(out / "plate_zero.onnx"), "--minutes", "0"
    run(tiny("zero", folder / "zero's heir", *words))


def test_a_detector_is_trained_takes_frames_of_any_size_and_can_inherit(folder: Path) -> None:
    out = folder / "detector"
    run(tiny("detector", out))

    detector = session(out / "plate_detector.onnx")
    scores, reaches = detector.run(None, {"x": np.zeros((1, 3, 96, 160), np.float32)})
    assert scores.shape == (1, 1, 12, 20)
    assert reaches.shape == (1, 4, 12, 20)

    words = "--start-from", str(out / "plate_detector.onnx"), "--minutes", "0"
    run(tiny("detector", folder / "detector's heir", *words))
    x = {"x": np.random.default_rng(1).random((1, 3, 96, 160), np.float32)}
    heir = session(folder / "detector's heir" / "plate_detector.onnx")
    assert np.allclose(detector.run(["b"], x)[0], heir.run(["b"], x)[0], rtol=0.02)
