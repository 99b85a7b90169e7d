import os
import re
import threading
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from mdt_alpr.lab.training.assets import Assets, Font
from mdt_alpr.lab.training.rng import Rng
from mdt_alpr.lab.training.shards import HELD_OUT, Cache, Recipe, Shelf, drawing_files


def draw_numbers(_kit: Assets, rng: Rng, count: int) -> dict[str, Any]:
    return {"numbers": np.array([rng.share() for _ in range(count)])}


def draw_nothing(_kit: Assets, _dice: Rng, _count: int) -> dict[str, Any]:
    raise RuntimeError("the pencil broke")


HEARTBEAT = "MDT_ALPR_TEST_HEARTBEAT"


def draw_slowly(_kit: Assets, _dice: Rng, _count: int) -> dict[str, Any]:
    for _ in range(600):
        with Path(os.environ[HEARTBEAT]).open("a") as beats:
            beats.write(".")
        threading.Event().wait(0.1)
    return {}


def start_drawing_slowly(folder: Path, recipe: Recipe) -> None:
    cache = Cache(folder, recipe, draw_slowly)
    cache.start_drawing([0], processes=1)
    cache.wait_for(0)


@pytest.fixture
def recipe(bundled_fonts: tuple[Font, ...]) -> Recipe:
    return Recipe("numbers", 3, 5, bundled_fonts, dies=2)


def test_a_lost_shard_is_drawn_again_just_the_same(tmp_path: Path, recipe: Recipe) -> None:
    cache = Cache(tmp_path, recipe, draw_numbers)
    first = cache.load(4)["numbers"]
    (cache.folder / "000004.npz").unlink()

    assert np.array_equal(cache.load(4)["numbers"], first)
    assert not np.array_equal(cache.load(5)["numbers"], first)
    assert cache.ready() == [4, 5]


def test_another_seed_or_font_has_another_folder(tmp_path: Path, recipe: Recipe) -> None:
    fewer = Recipe("numbers", 3, 5, recipe.fonts[:1], dies=2)
    other = Recipe("numbers", 4, 5, recipe.fonts, dies=2)
    folders = {Cache(tmp_path, each, draw_numbers).folder for each in (recipe, fewer, other)}

    assert len(folders) == 3


def test_what_drawing_takes_from_the_cars_code_counts_as_code_that_draws() -> None:
    files = drawing_files()
    tasks = "".join(f.read_text(encoding="utf-8") for f in files if f.parent.name == "training")
    taken = set(re.findall(r"^from mdt_alpr\.adapters\.(\w+) import", tasks, re.MULTILINE))
    assert taken
    assert taken <= {file.stem for file in files if file.parent.name == "adapters"}


def test_other_processes_draw_what_is_missing(tmp_path: Path, recipe: Recipe) -> None:
    alone = Cache(tmp_path / "alone", recipe, draw_numbers)
    cache = Cache(tmp_path / "shared", recipe, draw_numbers)
    cache.start_drawing(range(2), processes=1)
    cache.wait_for(1)
    cache.stop_drawing()

    assert cache.ready() == [0, 1]
    assert np.array_equal(cache.load(1)["numbers"], alone.load(1)["numbers"])


def test_a_failure_of_the_drawing_reaches_the_trainer(tmp_path: Path, recipe: Recipe) -> None:
    cache = Cache(tmp_path, recipe, draw_nothing)
    cache.start_drawing([0], processes=1)
    with pytest.raises(RuntimeError, match="pencil"):
        cache.wait_for(0)
    with pytest.raises(RuntimeError, match="pencil"):
        cache.raise_failures()
    cache.stop_drawing()

    assert cache.ready() == []


def test_drawing_ends_with_a_trainer_that_was_killed(
    tmp_path: Path, recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    beats = tmp_path / "beats"
    monkeypatch.setenv(HEARTBEAT, str(beats))
    trainer = get_context("spawn").Process(target=start_drawing_slowly, args=(tmp_path, recipe))
    trainer.start()
    while not beats.exists():
        assert trainer.is_alive()
        threading.Event().wait(0.05)
    trainer.kill()
    trainer.join()

    still = -1
    for _ in range(20):
        before, still = still, beats.stat().st_size
        if before == still:
            return
        threading.Event().wait(2)
    pytest.fail("the drawing went on")


def test_a_shelf_holds_few_shards_and_shows_all_in_the_end(tmp_path: Path, recipe: Recipe) -> None:
    cache = Cache(tmp_path, recipe, draw_numbers)
    drawn = {cache.load(number)["numbers"].tobytes() for number in range(4)}
    examined = cache.load(HELD_OUT)["numbers"].tobytes()
    shelf, numbers = Shelf(cache, size=2), np.random.default_rng(1)

    seen = {shelf.pick(numbers)["numbers"].tobytes() for _ in range(600)}

    assert seen == drawn
    assert examined not in seen
    assert len(shelf._held) == 2


def test_an_empty_shelf_waits_for_the_first_shard(tmp_path: Path, recipe: Recipe) -> None:
    cache = Cache(tmp_path, recipe, draw_numbers)

    assert len(Shelf(cache).pick(np.random.default_rng(1))["numbers"]) == 5
