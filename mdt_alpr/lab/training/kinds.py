"""The networks that can be trained: what each learns from, how it is calibrated and exported."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from mdt_alpr.adapters.zero_classifier import WIDTH as ZERO_WIDTH
from mdt_alpr.lab.training import (
    detector_network,
    outline_network,
    reader_network,
    state_network,
    zero_network,
)
from mdt_alpr.lab.training.detector_network import DetectorTask, as_input, scene, whole_frame
from mdt_alpr.lab.training.export import Contract
from mdt_alpr.lab.training.outline_network import OutlineTask, cuts
from mdt_alpr.lab.training.outlines import draw_outlines
from mdt_alpr.lab.training.reader_network import (
    ReaderTask,
    as_tensor,
    ctc_loss,
    stack_labels,
    stack_loss,
)
from mdt_alpr.lab.training.scenes import draw_scenes
from mdt_alpr.lab.training.shards import HELD_OUT, Cache, Drawer
from mdt_alpr.lab.training.state_network import StateTask
from mdt_alpr.lab.training.state_views import HEIGHT as STATE_HEIGHT
from mdt_alpr.lab.training.state_views import WIDTH as STATE_WIDTH
from mdt_alpr.lab.training.state_views import draw_state_views
from mdt_alpr.lab.training.views import HEIGHT, WIDTH, draw_views
from mdt_alpr.lab.training.zero_network import ZeroTask
from mdt_alpr.lab.training.zero_views import draw_zero_views

_LOWEST, _HIGHEST, _ROUNDS = 0.3, 4.0, 24
_GOLDEN = (5**0.5 - 1) / 2


def fitted_temperature(loss: Callable[[float], float]) -> float:
    """Return the temperature with the least loss; the logits are divided by it.

    ``loss`` has one valley, as the likelihood of softened answers has: a golden section
    search over the logarithm of the temperature walks down into it.
    """
    low, high = np.log(_LOWEST), np.log(_HIGHEST)
    for _ in range(_ROUNDS):
        left = high - (high - low) * _GOLDEN
        right = low + (high - low) * _GOLDEN
        if loss(float(np.exp(left))) <= loss(float(np.exp(right))):
            high = right
        else:
            low = left
    return round(float(np.exp((low + high) / 2)), 3)


_RATE, _DETECTOR_RATE = 3e-3, 2e-3
_SHOWN = 100
"""Number of scenes by which the detector is quantized."""

_READER_LIMITS = (
    "Letter O and digit 0 are one class, written 0; the zero network tells marked zeros apart.",
    "Small stacked characters are told apart from the serial; an emblem may pass for some.",
)
_OUTLINE_LIMITS = ("Plates about twice as wide as tall; of long ones the corners are a guess.",)
_STATE_LIMITS = (
    "Designs drawn from descriptions; 0 is a design of no state, with no words that name one.",
)
_ZERO_LIMITS = (
    "A slash or a dot only; a zero that a die stamps a little narrower is not recognized.",
)
_DETECTOR_LIMITS = ("One class; upright boxes; best when a frame is fitted into 640 x 384.",)


@dataclass(frozen=True, slots=True)
class Setup:
    """How one network is trained, calibrated and exported."""

    task: Any
    rate: float
    show: Callable[[], None]
    calibrate: Callable[[Any], tuple[Any, dict[str, float], Contract]]
    words: str
    limits: tuple[str, ...]


def _show(task: Any, cache: Cache) -> None:
    """Run a task's network on pictures of the first shard."""
    task.net(as_tensor(cache.load(0)["pictures"][:512]))


def _reader(cache: Cache, batch: int) -> Setup:
    task = ReaderTask(cache, batch)

    def calibrate(net: Any) -> tuple[Any, dict[str, float], Contract]:
        columns, stacks = task.logits(net)
        held_out = cache.load(HELD_OUT)
        classes = held_out["classes"].astype(np.int64)
        labels = stack_labels(held_out["stack"], held_out["stands"])
        found = {
            "p": fitted_temperature(lambda t: ctc_loss(columns / t, classes).item()),
            "k": fitted_temperature(lambda t: stack_loss(stacks / t, labels).item()),
        }
        model = reader_network.Exported(net, found["p"], found["k"])
        free = {name: {0: "n"} for name in ("x", *found)}
        return model, found, Contract((1, 3, HEIGHT, WIDTH), tuple(found), free)

    return Setup(
        task,
        _RATE,
        partial(_show, task, cache),
        calibrate,
        "Input x: N x 3 x 48 x 144, blue first, 0 to 255. Outputs p: N x 36 columns x 36 classes "
        "(0 the CTC blank, then 0-9 and A-Z without O); k: N x 36 columns x 3 places from above x "
        "36 classes of small stacked characters (0 none, one of two in the outer places).",
        _READER_LIMITS,
    )


def _detector(cache: Cache, batch: int) -> Setup:
    task = DetectorTask(cache, max(1, batch // 4))

    def show() -> None:
        shard = cache.load(0)
        count = min(32, len(shard["ends"]))
        pictures = [whole_frame(scene(shard, i)[0]) for i in range(count)]
        task.net(as_input(np.stack(pictures)))

    def calibrate(net: Any) -> tuple[Any, dict[str, float], Contract]:
        scores, truth = task.logits(net)
        found = {
            "p": fitted_temperature(
                lambda t: functional.binary_cross_entropy_with_logits(
                    scores / t, truth.float()
                ).item()
            )
        }
        free = {name: {0: "n", 2: "h", 3: "w"} for name in ("x", "p", "b")}
        shown = task.whole_frames(_SHOWN)
        contract = Contract((1, 3, 384, 640), ("p", "b"), free, shown)
        return detector_network.Exported(net, found["p"]), found, contract

    return Setup(
        task,
        _DETECTOR_RATE,
        show,
        calibrate,
        "Input x: N x 3 x H x W, red first, 0 to 1, H and W multiples of 32. Outputs p: score of "
        "each cell of 8 pixels; b: distances left, top, right, bottom in pixels from its middle.",
        _DETECTOR_LIMITS,
    )


def _outline(cache: Cache, batch: int) -> Setup:
    task = OutlineTask(cache, batch)

    def show() -> None:
        shard = cache.load(0)
        pictures, points = shard["pictures"][:512], shard["points"][:512]
        task.net(as_tensor(cuts(pictures, points, np.random.default_rng(0))[0]))

    def calibrate(net: Any) -> tuple[Any, dict[str, float], Contract]:
        free = {name: {0: "n"} for name in ("x", "c", "u")}
        size = outline_network.HEIGHT, outline_network.WIDTH
        return outline_network.Exported(net), {}, Contract((1, 3, *size), ("c", "u"), free)

    return Setup(
        task,
        _RATE,
        show,
        calibrate,
        "Input x: N x 3 x 64 x 128, blue first, 0 to 255: a box and what is around it. Outputs "
        "c: N x 8 x 2 pixels, x before y, the plate's corners clockwise from the upper left, then "
        "its serial's; u: N x 8, how far each may be off.",
        _OUTLINE_LIMITS,
    )


def _state(cache: Cache, batch: int) -> Setup:
    task = StateTask(cache, batch)

    def calibrate(net: Any) -> tuple[Any, dict[str, float], Contract]:
        states = task.logits(net)
        truth = torch.from_numpy(task.held_out["states"].astype(np.int64))
        found = {
            "s": fitted_temperature(lambda t: functional.cross_entropy(states / t, truth).item())
        }
        free = {name: {0: "n"} for name in ("x", "s")}
        shape = (1, 3, STATE_HEIGHT, STATE_WIDTH)
        return state_network.Exported(net, found["s"]), found, Contract(shape, ("s",), free)

    return Setup(
        task,
        _RATE,
        partial(_show, task, cache),
        calibrate,
        "Input x: N x 3 x 80 x 160, blue first, 0 to 255, a whole plate made straight. Output s: "
        "N x 52 states, 0 unknown, then the states and DC by code.",
        _STATE_LIMITS,
    )


def _zero(cache: Cache, batch: int) -> Setup:
    task = ZeroTask(cache, batch)

    def calibrate(net: Any) -> tuple[Any, dict[str, float], Contract]:
        marks = task.logits(net)
        truth = torch.from_numpy(task.held_out["marked"].astype(np.float32))
        found = {
            "m": fitted_temperature(
                lambda t: functional.binary_cross_entropy_with_logits(marks / t, truth).item()
            )
        }
        free = {name: {0: "n"} for name in ("x", "m")}
        shape = (1, 3, HEIGHT, ZERO_WIDTH)
        return zero_network.Exported(net, found["m"]), found, Contract(shape, ("m",), free)

    return Setup(
        task,
        _RATE,
        partial(_show, task, cache),
        calibrate,
        "Input x: N x 3 x 48 x 32, blue first, 0 to 255, strips of the reader's picture about "
        "round characters. Output m: N, how likely each is a zero with a slash or a dot in it.",
        _ZERO_LIMITS,
    )


KINDS: Mapping[str, tuple[Drawer, Callable[[Cache, int], Setup]]] = {
    "detector": (draw_scenes, _detector),
    "outline": (draw_outlines, _outline),
    "reader": (draw_views, _reader),
    "state": (draw_state_views, _state),
    "zero": (draw_zero_views, _zero),
}
