"""The cache of drawn samples: shards of bytes on disk, drawn by several processes.

A shard depends on its kind, the seed and its number alone, so that a lost one is drawn again
just the same; the fonts that were found belong to the cache's name.
"""

import hashlib
import os
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from mdt_alpr.files.paths import resource
from mdt_alpr.lab.training.assets import Assets, Font
from mdt_alpr.lab.training.rng import Rng

Shard = Mapping[str, npt.NDArray[Any]]
HELD_OUT = 900_000
"""Shards from this number on are for examining only."""

_SWAP_EVERY = 20
_DRAWS_NOTHING = {
    "augmentation", "detector_network", "export", "kinds", "loop", "outline_network",
    "reader_network", "run", "shards", "state_network", "warm_start", "zero_network",
}  # fmt: skip
_CUTS_AS_THE_CAR_DOES = ("zero_classifier",)
Drawer = Callable[[Assets, Rng, int], Shard]
"""Draws this many samples; the names are the drawer's own."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a cache's shards are drawn with, beside the code that draws."""

    kind: str
    seed: int
    size: int
    fonts: tuple[Font, ...]
    dies: int = 240

    @property
    def name(self) -> str:
        """Return a folder name that changes with whatever changes the pictures."""
        parts = [self.kind, str(self.seed), str(self.size), str(self.dies)]
        parts += [font.path.name for font in self.fonts]
        parts.append(drawing_code())
        return f"{self.kind}-{hashlib.sha256('/'.join(parts).encode()).hexdigest()[:12]}"


@cache
def drawing_code() -> str:
    """Return a digest of the code and tables that draw: older shards then do not count."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in drawing_files())).hexdigest()


def drawing_files() -> list[Path]:
    """Return the code and tables that draw."""
    package = Path(__file__).parent
    files = [path for path in package.glob("*.py") if path.stem not in _DRAWS_NOTHING]
    files += [package.parents[1] / "adapters" / f"{name}.py" for name in _CUTS_AS_THE_CAR_DOES]
    files += resource("training").glob("*.toml")
    return sorted(files)


class Cache:
    """Shards in a folder, drawn on demand and kept."""

    def __init__(self, folder: Path, recipe: Recipe, draw: Drawer) -> None:
        self.folder = folder / recipe.name
        self.recipe = recipe
        self._draw = draw
        self._jobs: dict[int, Future[None]] = {}
        self._pool: ProcessPoolExecutor | None = None

    def ready(self) -> list[int]:
        """Return the numbers of the shards that lie on disk, lowest first."""
        return sorted(int(path.stem) for path in self.folder.glob("*.npz"))

    def load(self, number: int) -> Shard:
        """Return a shard, drawn now if it is not on disk."""
        path = self._path(number)
        if not path.exists():
            draw_shard(self.recipe, self._draw, number, path)
        with np.load(path) as arrays:
            return {key: arrays[key] for key in arrays.files}

    def start_drawing(self, numbers: Sequence[int], processes: int) -> None:
        """Draw those of ``numbers`` that are missing, in other processes, lowest first."""
        missing = [number for number in numbers if not self._path(number).exists()]
        if not missing:
            return
        # spawned, not forked: a fork would copy the trainer's threads half way through
        self._pool = ProcessPoolExecutor(processes, get_context("spawn"), _stand_behind_trainer)
        for number in missing:
            path = self._path(number)
            job = self._pool.submit(draw_shard, self.recipe, self._draw, number, path)
            self._jobs[number] = job

    def wait_for(self, number: int) -> None:
        """Return when a shard is on disk; a failure of its drawing is raised here."""
        if number in self._jobs:
            self._jobs[number].result()

    def raise_failures(self) -> None:
        """Raise the first failure of the drawing processes, if there is one."""
        for job in self._jobs.values():
            if job.done() and not job.cancelled() and (error := job.exception()) is not None:
                raise error

    def stop_drawing(self) -> None:
        """Draw no further shards; those in work are finished."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def _path(self, number: int) -> Path:
        return self.folder / f"{number:06d}.npz"


class Shelf:
    """Some shards of a growing cache in memory, one swapped now and then for another.

    So a batch costs no reading from disk, and memory holds ``size`` shards at most.
    """

    def __init__(self, cache: Cache, size: int = 16) -> None:
        self._cache, self._size = cache, size
        self._held: dict[int, Shard] = {}
        self._picks = 0

    def pick(self, numbers: np.random.Generator) -> Shard:
        """Return one of the shards held; the drawing's first failure is raised here."""
        if self._picks % _SWAP_EVERY == 0:
            self._swap(numbers)
        self._picks += 1
        return list(self._held.values())[int(numbers.integers(len(self._held)))]

    def _swap(self, numbers: np.random.Generator) -> None:
        self._cache.raise_failures()
        others = [n for n in self._cache.ready() if n < HELD_OUT and n not in self._held]
        if not others and not self._held:
            self._cache.wait_for(0)
            others = [0]
        if not others:
            return
        if len(self._held) >= self._size:
            del self._held[next(iter(self._held))]
        number = int(numbers.choice(others))
        self._held[number] = self._cache.load(number)


def draw_shard(recipe: Recipe, draw: Drawer, number: int, path: Path) -> None:
    """Draw one shard and put it in place whole."""
    cv2.setNumThreads(1)
    # a shard has dies of its own, so that their number grows with the cache
    assets = Assets.make(recipe.seed * 1_000_003 + number, recipe.fonts, recipe.dies)
    arrays = draw(assets, Rng(recipe.seed, number), recipe.size)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}")
    with unfinished.open("wb") as file:
        np.savez(file, allow_pickle=False, **arrays)
    unfinished.replace(path)


def _stand_behind_trainer() -> None:
    """Let the trainer's process go first, and end with it, however it ends."""
    if hasattr(os, "nice"):
        os.nice(4)
    threading.Thread(target=_end_with_trainer, daemon=True).start()


def _end_with_trainer() -> None:
    trainer = parent_process()
    if trainer is not None:
        trainer.join()
        os._exit(1)
