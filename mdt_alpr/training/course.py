"""Trains one network from its seed to its files: draw, learn, calibrate, export, describe."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.training import detector_net, outline_net, reader_net, state_net
from mdt_alpr.training.calibration import fitted_temperature
from mdt_alpr.training.detector_lesson import DetectorLesson, as_input, scene, whole_frame
from mdt_alpr.training.fonts import find_fonts
from mdt_alpr.training.inherit import folded_weights, inherit
from mdt_alpr.training.loop import Figures, Plan, Tell, Trainer, checkpoint
from mdt_alpr.training.outline_lesson import OutlineLesson, cuts
from mdt_alpr.training.outlines import draw_outlines
from mdt_alpr.training.reader_lesson import (
    ReaderLesson,
    as_tensor,
    ctc_loss,
    stack_labels,
    stack_loss,
)
from mdt_alpr.training.scenes import draw_scenes
from mdt_alpr.training.shards import HELD_OUT, Cache, Drawer, Recipe
from mdt_alpr.training.shipping import Contract, Story, export, write_card
from mdt_alpr.training.state_lesson import StateLesson
from mdt_alpr.training.state_views import HEIGHT as STATE_HEIGHT
from mdt_alpr.training.state_views import WIDTH as STATE_WIDTH
from mdt_alpr.training.state_views import draw_state_views
from mdt_alpr.training.views import HEIGHT, WIDTH, draw_views

_READER_RATE, _DETECTOR_RATE, _OUTLINE_RATE, _STATE_RATE = 3e-3, 2e-3, 3e-3, 3e-3
_INHERITED_RATE = 0.4
"""A network that starts from weights learns at this share of the rate, or it forgets."""

_READER_LIMITS = (
    "Letter O and digit 0 are one class, written 0.",
    "Small stacked characters are told apart from the serial; an emblem may pass for some.",
)
_OUTLINE_LIMITS = ("Plates about twice as wide as tall; of long ones the corners are a guess.",)
_STATE_LIMITS = (
    "Looks drawn from descriptions; 0 stands for a look that no state has and no words tell.",
)
_DETECTOR_LIMITS = ("One class; upright boxes; best when a frame is fitted into 640 x 384.",)


@dataclass(frozen=True, slots=True)
class Order:
    """What to train: the plan, where the cache and the fonts lie, and how much to draw."""

    kind: str
    plan: Plan
    cache: Path
    fonts: tuple[Path, ...]
    start_from: Path | None = None
    shards: int = 100
    shard_size: int = 4000
    dies: int = 120


@dataclass(frozen=True, slots=True)
class _Course:
    """A kind's own parts."""

    lesson: Any
    rate: float
    convolutions: Callable[[Any], list[Any]]
    show: Callable[[], None]
    calibrate: Callable[[Any], tuple[Any, dict[str, float], Contract]]
    words: str
    limits: tuple[str, ...]


def run_course(order: Order, tell: Tell) -> Path:
    """Train as ordered and return the model's path; its card lies beside it.

    Raises:
        OutsideError: the checkpoint or the weights to start from cannot be used.
    """
    order = _with_heritage(order)
    torch.manual_seed(order.plan.seed)
    fonts = find_fonts(order.fonts)
    recipe = Recipe(order.kind, order.plan.seed, order.shard_size, fonts, order.dies)
    draw, make = KINDS[order.kind]
    cache = Cache(order.cache, recipe, draw)
    tell(f"drawing into {cache.folder}")
    cache.start_drawing([*range(2), HELD_OUT, *range(2, order.shards)], order.plan.processes)
    try:
        cache.wait_for(HELD_OUT)
        cache.wait_for(0)
        course = make(cache, order)
        if order.start_from is not None:
            net = course.lesson.net
            folded = folded_weights(order.start_from)
            inherit(net, course.convolutions(net), folded, course.show)
        rate = course.rate * (_INHERITED_RATE if order.plan.started_from else 1.0)
        trainer = Trainer(course.lesson, replace(order.plan, rate=rate), tell)
        figures = trainer.train()
    finally:
        cache.stop_drawing()
    return _ship(order, course, (trainer, figures, cache))


def _with_heritage(order: Order) -> Order:
    """Return the order with the name of the weights that its network began with, if any."""
    name = order.start_from.name if order.start_from else ""
    if order.plan.resume:
        if name:
            message = "--resume goes on from the checkpoint. Leave --start-from out."
            raise OutsideError(message)
        name = checkpoint(order.plan.out)["started_from"]
    return replace(order, plan=replace(order.plan, started_from=name))


def _ship(order: Order, course: _Course, result: tuple[Trainer, Figures, Cache]) -> Path:
    trainer, figures, cache = result
    model, temperatures, contract = course.calibrate(trainer.average)
    path = order.plan.out / f"plate_{order.kind}.onnx"
    digest = export(model, contract, path)
    drawn = len([number for number in cache.ready() if number < HELD_OUT])
    story = Story(
        kind=order.kind,
        contract=course.words,
        command=_command(order),
        minutes=trainer.progress.seconds / 60,
        steps=trainer.progress.step,
        samples=drawn * order.shard_size,
        started_from=order.plan.started_from,
        figures=figures,
        temperatures=temperatures,
        fonts=cache.recipe.fonts,
        limits=course.limits,
    )
    write_card(order.plan.out / f"plate_{order.kind}.md", path, digest, story)
    return path


def _command(order: Order) -> str:
    """Return the command that trains this network again."""
    words = ["mdt-alpr train", order.kind, f"--seed {order.plan.seed}"]
    words += [f"--minutes {order.plan.minutes:g}", f"--batch {order.plan.batch}"]
    words += [f"--shards {order.shards}", f"--shard-size {order.shard_size}"]
    words += [f"--start-from {order.plan.started_from}"] if order.plan.started_from else []
    return " ".join(words)


def _reader(cache: Cache, order: Order) -> _Course:
    lesson = ReaderLesson(cache, order.plan.batch)

    def show() -> None:
        lesson.net(as_tensor(cache.load(0)["pictures"][:512]))

    def calibrate(net: Any) -> tuple[Any, dict[str, float], Contract]:
        columns, stacks = lesson.logits(net)
        held_out = cache.load(HELD_OUT)
        classes = held_out["classes"].astype(np.int64)
        labels = stack_labels(held_out["stack"], held_out["stands"])
        found = {
            "p": fitted_temperature(lambda t: ctc_loss(columns / t, classes).item()),
            "k": fitted_temperature(lambda t: stack_loss(stacks / t, labels).item()),
        }
        model = reader_net.Exported(net, found["p"], found["k"])
        free = {name: {0: "n"} for name in ("x", *found)}
        return model, found, Contract((1, 3, HEIGHT, WIDTH), tuple(found), free)

    return _Course(
        lesson,
        _READER_RATE,
        lambda net: list(net.running_order()),
        show,
        calibrate,
        "Input x: N x 3 x 48 x 144, blue first, 0 to 255. Outputs p: N x 36 columns x 36 classes "
        "(0 the CTC blank, then 0-9 and A-Z without O); k: N x 36 columns x 3 places from above x "
        "36 classes of small stacked characters (0 none, one of two in the outer places).",
        _READER_LIMITS,
    )


def _detector(cache: Cache, order: Order) -> _Course:
    lesson = DetectorLesson(cache, max(1, order.plan.batch // 4))

    def show() -> None:
        shard = cache.load(0)
        count = min(32, len(shard["ends"]))
        pictures = [whole_frame(scene(shard, i)[0]) for i in range(count)]
        lesson.net(as_input(np.stack(pictures)))

    def calibrate(net: Any) -> tuple[Any, dict[str, float], Contract]:
        scores, truth = lesson.logits(net)
        found = {
            "p": fitted_temperature(
                lambda t: functional.binary_cross_entropy_with_logits(
                    scores / t, truth.float()
                ).item()
            )
        }
        free = {name: {0: "n", 2: "h", 3: "w"} for name in ("x", "p", "b")}
        contract = Contract((1, 3, 384, 640), ("p", "b"), free)
        return detector_net.Exported(net, found["p"]), found, contract

    return _Course(
        lesson,
        _DETECTOR_RATE,
        lambda net: list(net.running_order()),
        show,
        calibrate,
        "Input x: N x 3 x H x W, red first, 0 to 1, H and W multiples of 32. Outputs p: score of "
        "each cell of 8 pixels; b: distances left, top, right, bottom in pixels from its middle.",
        _DETECTOR_LIMITS,
    )


def _outline(cache: Cache, order: Order) -> _Course:
    lesson = OutlineLesson(cache, order.plan.batch)

    def show() -> None:
        shard = cache.load(0)
        pictures, points = shard["pictures"][:512], shard["points"][:512]
        lesson.net(as_tensor(cuts(pictures, points, np.random.default_rng(0))[0]))

    def calibrate(net: Any) -> tuple[Any, dict[str, float], Contract]:
        free = {name: {0: "n"} for name in ("x", "c", "u")}
        size = outline_net.HEIGHT, outline_net.WIDTH
        return outline_net.Exported(net), {}, Contract((1, 3, *size), ("c", "u"), free)

    return _Course(
        lesson,
        _OUTLINE_RATE,
        lambda net: list(net.running_order()),
        show,
        calibrate,
        "Input x: N x 3 x 64 x 128, blue first, 0 to 255: a box and what is around it. Outputs "
        "c: N x 8 x 2 pixels, x before y, the plate's corners clockwise from the upper left, then "
        "its serial's; u: N x 8, how far each may be off.",
        _OUTLINE_LIMITS,
    )


def _state(cache: Cache, order: Order) -> _Course:
    lesson = StateLesson(cache, order.plan.batch)

    def calibrate(net: Any) -> tuple[Any, dict[str, float], Contract]:
        states = lesson.logits(net)
        truth = torch.from_numpy(lesson.held_out["states"].astype(np.int64))
        found = {
            "s": fitted_temperature(lambda t: functional.cross_entropy(states / t, truth).item())
        }
        free = {name: {0: "n"} for name in ("x", "s")}
        shape = (1, 3, STATE_HEIGHT, STATE_WIDTH)
        return state_net.Exported(net, found["s"]), found, Contract(shape, ("s",), free)

    return _Course(
        lesson,
        _STATE_RATE,
        lambda net: list(net.running_order()),
        lambda: lesson.net(as_tensor(cache.load(0)["pictures"][:512])),
        calibrate,
        "Input x: N x 3 x 80 x 160, blue first, 0 to 255, a whole plate made straight. Output s: "
        "N x 52 states, 0 unknown, then the states and DC by code.",
        _STATE_LIMITS,
    )


KINDS: Mapping[str, tuple[Drawer, Callable[[Cache, Order], _Course]]] = {
    "detector": (draw_scenes, _detector),
    "outline": (draw_outlines, _outline),
    "reader": (draw_views, _reader),
    "state": (draw_state_views, _state),
}
