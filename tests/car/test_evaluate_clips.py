import json
from pathlib import Path
from typing import Any

import pytest

from mdt_alpr.cli import parser_of
from mdt_alpr.domain.errors import CameraLostError, OutsideError
from mdt_alpr.lab.measure import evaluate_clips
from tests.drawn_plates import clip, plate, scene

COUNTS = (
    "plates_expected", "read_exact", "read_folded", "false_reads",
    "hits_expected", "hits_raised", "hits_false",
)  # fmt: skip


def measured(path: Path, *arguments: str) -> dict[str, Any]:
    return evaluate_clips.run(
        parser_of({"evaluate"}).parse_args(["evaluate", "clips", str(path), *arguments])
    )


def counts(figures: dict[str, Any]) -> tuple[int, ...]:
    return tuple(figures[key] for key in COUNTS)


@pytest.fixture
def truth(tmp_path: Path) -> Path:
    """A clip with two plates of which one is listed, and one whose plate is not in its truth.

    The road is empty behind each vehicle.
    """
    shown = {"two.avi": ("7KLM562", "EXN2894"), "one.avi": ("7KLM562",)}
    for file, texts in shown.items():
        pictures = [
            scene([(plate(text), 260 + 2 * n, 160 + n, 110 + n)] if n < 6 else [], seed=n)
            for text in texts
            for n in range(18)
        ]
        clip(tmp_path / file, pictures)
    text = {
        "clips": [
            {"file": "two.avi", "plates": [{"plate": "7KLM562"}, {"plate": "EXN2894"}]},
            {"file": "one.avi", "plates": [{"plate": "8ABC123"}]},
        ],
        "suggested_hotlist": {
            "expected_hits": [{"plate": "7KLM562", "state": "NC"}],
            "listed_but_must_not_hit": [{"plate": "EXN289A", "state": "NC"}],
        },
    }
    path = tmp_path / "truth.json"
    path.write_text(json.dumps(text), encoding="utf-8")
    return path


def test_reads_and_hits_are_counted_a_pass(truth: Path) -> None:
    figures = measured(truth)
    two, one = figures["clips"]
    assert (two["file"], counts(two)) == ("two.avi", (2, 2, 2, 0, 1, 1, 0))
    assert (one["file"], counts(one)) == ("one.avi", (1, 0, 0, 1, 0, 0, 1))
    assert counts(figures["total"]) == (3, 2, 2, 1, 1, 1, 1)


def test_figures_have_exactly_the_agreed_keys(truth: Path) -> None:
    figures = measured(truth, "--second-reader", "")
    keys = {*COUNTS, "alert_ms_p50", "alert_ms_p95", "fps"}
    assert set(figures) == {"clips", "total"}
    assert set(figures["total"]) == keys
    assert all(set(one) == {"file", *keys} for one in figures["clips"])
    assert 0 < figures["total"]["alert_ms_p50"] <= figures["total"]["alert_ms_p95"]
    assert figures["total"]["fps"] > 0


def test_the_sheet_of_clips_shows_every_false_read_and_every_plate_that_was_never_read(
    truth: Path, tmp_path: Path
) -> None:
    result = json.loads(truth.read_text(encoding="utf-8"))
    result["clips"][0]["plates"] += [
        {"plate": "4ABC444", "boxes": {"2": [10, 20, 90, 45], "14": [20, 30, 80, 40]}},
        {"plate": "5ABC555"},
    ]
    truth.write_text(json.dumps(result), encoding="utf-8")
    sheet = tmp_path / "misses.html"
    figures = measured(truth, "--second-reader", "", "--sheet", str(sheet))
    page = sheet.read_text(encoding="utf-8")
    assert figures["total"]["false_reads"] == 1
    assert "Misses of own: 4" in page
    assert "read wrong: 1" in page
    assert "is <b>8ABC123</b> read <b>7KLM562</b>" in page
    assert "not found by the detector: 1" in page
    assert "in the clip, but never read: 2" in page
    assert page.count("data:image/jpeg;base64,") == 4


def test_a_missing_clip_is_named(truth: Path) -> None:
    (truth.parent / "one.avi").unlink()
    with pytest.raises(CameraLostError, match=r"There is no file .*one\.avi"):
        measured(truth)


@pytest.mark.parametrize("text", ["", "[]", '{"clips": []}'])
def test_a_file_that_is_no_truth_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "truth.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(OutsideError, match="is no truth file"):
        measured(path)
