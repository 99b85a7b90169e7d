"""Trains one network from its seed to its files: draw, train, calibrate, export, describe."""

from dataclasses import dataclass, replace
from pathlib import Path

import torch

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.lab.training.assets import find_fonts
from mdt_alpr.lab.training.export import ModelCard, export, write_card
from mdt_alpr.lab.training.kinds import KINDS, Setup
from mdt_alpr.lab.training.loop import Figures, Log, Plan, Trainer, checkpoint
from mdt_alpr.lab.training.shards import HELD_OUT, Cache, Recipe
from mdt_alpr.lab.training.warm_start import blended, folded_weights, warm_start

_WARM_START_RATE = 0.4
"""Share of the learning rate for a network that starts from weights, or it forgets them."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to train: the plan, where the cache and the fonts lie, and how much to draw."""

    kind: str
    plan: Plan
    cache: Path
    fonts: tuple[Path, ...]
    start_from: Path | None = None
    blend_with: Path | None = None
    shards: int = 100
    shard_size: int = 4000
    dies: int = 120


def train(order: Order, log: Log) -> Path:
    """Train as ordered and return the model's path; its card lies beside it.

    Raises:
        OutsideError: the checkpoint or the weights to start from cannot be used.
    """
    order = _with_start(order)
    torch.manual_seed(order.plan.seed)
    fonts = find_fonts(order.fonts)
    recipe = Recipe(order.kind, order.plan.seed, order.shard_size, fonts, order.dies)
    draw, make = KINDS[order.kind]
    cache = Cache(order.cache, recipe, draw)
    log(f"drawing into {cache.folder}")
    cache.start_drawing([*range(2), HELD_OUT, *range(2, order.shards)], order.plan.processes)
    try:
        cache.wait_for(HELD_OUT)
        cache.wait_for(0)
        setup = make(cache, order.plan.batch)
        if order.start_from is not None:
            net = setup.task.net
            folded = folded_weights(order.start_from)
            if order.blend_with is not None:
                folded = blended(folded, folded_weights(order.blend_with))
            warm_start(net, net.running_order(), folded, setup.show)
        rate = setup.rate * (_WARM_START_RATE if order.plan.started_from else 1.0)
        trainer = Trainer(setup.task, replace(order.plan, rate=rate), log)
        figures = trainer.train()
    finally:
        cache.stop_drawing()
    return _export(order, setup, (trainer, figures, cache))


def _with_start(order: Order) -> Order:
    """Return the order with the name of the weights that its network began with, if any."""
    if order.blend_with is not None and order.start_from is None:
        message = "--blend-with says what goes into other weights. Name them: --start-from."
        raise OutsideError(message)
    name = _names(order)
    if order.plan.resume:
        if name:
            raise OutsideError("--resume goes on from the checkpoint. Leave --start-from out.")
        name = checkpoint(order.plan.out)["started_from"]
    return replace(order, plan=replace(order.plan, started_from=name))


def _names(order: Order) -> str:
    """Return which weights it begins with, as its command and its card name them."""
    if order.start_from is None:
        return ""
    blend = f" --blend-with {order.blend_with.name}" if order.blend_with else ""
    return order.start_from.name + blend


def _export(order: Order, setup: Setup, result: tuple[Trainer, Figures, Cache]) -> Path:
    trainer, figures, cache = result
    model, temperatures, contract = setup.calibrate(trainer.average)
    path = order.plan.out / f"plate_{order.kind}.onnx"
    digest = export(model, contract, path)
    drawn = len([number for number in cache.ready() if number < HELD_OUT])
    card = ModelCard(
        kind=order.kind,
        contract=setup.words,
        command=_command(order),
        minutes=trainer.progress.seconds / 60,
        steps=trainer.progress.step,
        samples=drawn * order.shard_size,
        started_from=order.plan.started_from,
        figures=figures,
        temperatures=temperatures,
        fonts=cache.recipe.fonts,
        limits=setup.limits,
    )
    write_card(order.plan.out / f"plate_{order.kind}.md", path, digest, card)
    return path


def _command(order: Order) -> str:
    """Return the command that trains this network again."""
    words = ["mdt-alpr train", order.kind, f"--seed {order.plan.seed}"]
    words += [f"--minutes {order.plan.minutes:g}", f"--batch {order.plan.batch}"]
    words += [f"--shards {order.shards}", f"--shard-size {order.shard_size}"]
    words += [f"--start-from {order.plan.started_from}"] if order.plan.started_from else []
    return " ".join(words)
