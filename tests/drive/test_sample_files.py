"""What lies in ``resources/demo`` must be what the story says."""

import csv
import json
from typing import Any

import pytest

from mdt_alpr.domain.hotlist.hotlist import CATEGORIES
from mdt_alpr.domain.plate.plate import STATES, folded, look_alike_position, tidy
from mdt_alpr.drive.sample_files import COLUMNS, LENGTH, rows, truth
from mdt_alpr.drive.story import VEHICLES, Expected
from mdt_alpr.files.paths import resource


@pytest.fixture(scope="module")
def kept() -> list[dict[str, str]]:
    with resource("demo/hotlist.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def result() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(resource("demo/truth.json").read_text(encoding="utf-8"))
    return found


def test_the_hotlist_is_the_one_that_the_story_makes(kept: list[dict[str, str]]) -> None:
    assert kept == rows()
    assert tuple(kept[0]) == COLUMNS
    assert len(kept) == LENGTH


def test_the_truth_is_the_one_that_the_story_tells(result: dict[str, Any]) -> None:
    assert result == truth()


def test_every_record_is_complete_and_of_a_category_that_is_on(kept: list[dict[str, str]]) -> None:
    for row in kept:
        assert row["nic"][0] == row["record_code"] in CATEGORIES
        assert len(row["nic"]) == 10
        assert len(row["ori"]) == 9
        assert row["state"] in STATES
        assert row["plate"] == tidy(row["plate"])
    assert len({row["nic"] for row in kept}) == len(kept)


def test_no_plate_on_the_road_meets_a_record_that_the_story_does_not_mean(
    kept: list[dict[str, str]],
) -> None:
    for vehicle in VEHICLES:
        met = {
            row["nic"]
            for row in kept
            if folded(row["plate"]) == folded(vehicle.plate)
            or look_alike_position(row["plate"], vehicle.plate) is not None
        }
        assert met == ({vehicle.record.nic} if vehicle.record else set()), vehicle.plate


def test_every_plate_is_in_sight_long_enough_and_close_enough(result: dict[str, Any]) -> None:
    for vehicle in result["vehicles"]:
        assert vehicle["widest_px"] >= 90, vehicle["plate"]
        assert vehicle["legible_frames"] >= 4, vehicle["plate"]
    assert max(vehicle["widest_px"] for vehicle in result["vehicles"]) >= 200


def test_the_officer_has_the_true_hit_before_the_camera_for_ten_seconds(
    result: dict[str, Any],
) -> None:
    (hit,) = (v for v in result["vehicles"] if v["expected"] == Expected.TRUE_HIT)
    assert hit["leaves_s"] - hit["appears_s"] >= 10
