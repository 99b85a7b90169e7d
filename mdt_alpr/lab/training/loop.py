"""The training loop that detector and reader share: pace, averaging, checkpoints, progress."""

import copy
import json
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch

from mdt_alpr.domain.errors import OutsideError

Log = Callable[[str], None]
Figures = dict[str, float]
_WARM = 0.03
"""Share of the time in which the rate of learning climbs from nothing."""

_REST = 0.002
_LONGEST_AVERAGE = 0.998
_CHECKPOINT = "checkpoint.pt"
_LOGGED_EVERY, _KEPT_EVERY = 20.0, 120.0


def device() -> str:
    """Return where networks are trained: on a GPU where PyTorch finds one."""
    return "cuda" if torch.cuda.is_available() else "cpu"


def mixed_precision() -> Any:
    """Return the context for a forward pass: in half precision where the machine has it.

    Without AVX-512 or a GPU, PyTorch takes halves apart in software: measured 15 times slower.
    """
    halves = device() == "cuda" or torch.backends.cpu.get_cpu_capability().startswith("AVX512")
    return torch.autocast(device(), torch.bfloat16, enabled=halves)


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train: where the results go, for how long, from which seed.

    ``started_from`` names the weights that it began with; a checkpoint remembers them.
    """

    out: Path
    minutes: float
    seed: int
    resume: bool = False
    threads: int = 1
    processes: int = 1
    batch: int = 64
    rate: float = 3e-3
    started_from: str = ""


class TrainingTask(Protocol):
    """What is trained: the network and where its loss comes from."""

    net: Any

    def loss(self, numbers: np.random.Generator) -> tuple[Any, Figures]:
        """Return the loss of a fresh batch."""

    def examine(self, net: Any) -> Figures:
        """Return figures on drawn pictures that no batch holds."""


@dataclass(slots=True)
class Progress:
    """How far a training has come."""

    step: int = 0
    seconds: float = 0.0


class Trainer:
    """Trains a task until its minutes are spent; a later call resumes from its checkpoint."""

    def __init__(self, task: TrainingTask, plan: Plan, log: Log) -> None:
        torch.set_num_threads(plan.threads)
        self._task, self._plan, self._log = task, plan, log
        self.average = copy.deepcopy(task.net).eval()
        self._optimizer = _optimizer(task.net, plan.rate)
        self.progress = Progress()
        self._checkpoint = plan.out / _CHECKPOINT
        if plan.resume:
            self._resume()

    def train(self) -> Figures:
        """Train and return the last figures; each line of progress is logged and kept."""
        whole = self._plan.minutes * 60
        numbers = np.random.default_rng([self._plan.seed, self.progress.step])
        logged = kept = self.progress.seconds
        recent: list[Figures] = []
        while self.progress.seconds < whole:
            started = time.perf_counter()
            recent.append(self._step(numbers, self.progress.seconds / whole))
            self.progress.seconds += time.perf_counter() - started
            if self.progress.seconds - logged >= _LOGGED_EVERY:
                logged, recent = self.progress.seconds, self._log_recent(recent)
            if self.progress.seconds - kept >= _KEPT_EVERY:
                kept = self.progress.seconds
                self._examine_and_keep()
        return self._examine_and_keep()

    def _step(self, numbers: np.random.Generator, share: float) -> Figures:
        rate = self._plan.rate * _pace(share)
        for group in self._optimizer.param_groups:
            group["lr"] = rate
        self._task.net.train()
        loss, figures = self._task.loss(numbers)
        self._optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self._task.net.parameters(), 5.0)
        self._optimizer.step()
        self.progress.step += 1
        self._update_average()
        return figures

    def _update_average(self) -> None:
        step = self.progress.step
        kept = min(_LONGEST_AVERAGE, (1 + step) / (20 + step))
        with torch.no_grad():
            pairs = zip(
                self.average.state_dict().values(),
                self._task.net.state_dict().values(),
                strict=True,
            )
            for slow, fast in pairs:
                if slow.dtype.is_floating_point:
                    slow.lerp_(fast, 1 - kept)
                else:
                    slow.copy_(fast)

    def _log_recent(self, recent: list[Figures]) -> list[Figures]:
        logged: dict[str, list[float]] = {}
        for figures in recent:
            for key, value in figures.items():
                logged.setdefault(key, []).append(value)
        means = {key: sum(values) / len(values) for key, values in logged.items()}
        words = " ".join(f"{key} {value:.4f}" for key, value in means.items())
        minutes = self.progress.seconds / 60
        self._log(f"{minutes:.1f} of {self._plan.minutes:g} min, "
                   f"step {self.progress.step}: {words}")  # fmt: skip
        return []

    def _examine_and_keep(self) -> Figures:
        figures = self._task.examine(self.average)
        line = {
            "minutes": round(self.progress.seconds / 60, 2),
            "step": self.progress.step,
            **{key: round(value, 4) for key, value in figures.items()},
        }
        self._log("drawn pictures never trained on: " + json.dumps(line))
        self._plan.out.mkdir(parents=True, exist_ok=True)
        with (self._plan.out / "curve.jsonl").open("a", encoding="utf-8") as curve:
            curve.write(json.dumps(line) + "\n")
        unfinished = self._checkpoint.with_suffix(".unfinished")
        torch.save(
            {
                "net": self._task.net.state_dict(),
                "average": self.average.state_dict(),
                "optimizer": self._optimizer.state_dict(),
                "step": self.progress.step,
                "seconds": self.progress.seconds,
                "started_from": self._plan.started_from,
            },
            unfinished,
        )
        unfinished.replace(self._checkpoint)
        return figures

    def _resume(self) -> None:
        kept = checkpoint(self._plan.out)
        try:
            self._task.net.load_state_dict(kept["net"])
            self.average.load_state_dict(kept["average"])
            self._optimizer.load_state_dict(kept["optimizer"])
        except (RuntimeError, ValueError) as error:
            message = f"{self._checkpoint} is of another network. Train without --resume."
            raise OutsideError(message) from error
        self.progress = Progress(kept["step"], kept["seconds"])


def checkpoint(out: Path) -> dict[str, Any]:
    """Return what a training in this folder left.

    Raises:
        OutsideError: there is none, or it cannot be read.
    """
    path = out / _CHECKPOINT
    try:
        found: dict[str, Any] = torch.load(path, map_location=device(), weights_only=True)
        _ = found["net"], found["started_from"]
    except FileNotFoundError as error:
        raise OutsideError(f"{path} does not exist. Train without --resume first.") from error
    except Exception as error:  # its reader raises whatever torn bytes lead to
        raise OutsideError(f"{path} cannot be read. Train without --resume.") from error
    return found


def _optimizer(net: Any, rate: float) -> Any:
    """Return AdamW; biases and normalizations are not pulled toward zero."""
    pulled = [p for p in net.parameters() if p.ndim > 1]
    free = [p for p in net.parameters() if p.ndim <= 1]
    groups = [{"params": pulled, "weight_decay": 0.03}, {"params": free, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.98))


def _pace(share: float) -> float:
    """Return the rate of learning as a share of the highest: a climb, then half a cosine."""
    if share < _WARM:
        return max(0.01, share / _WARM)
    through = min(1.0, (share - _WARM) / (1 - _WARM))
    return _REST + (1 - _REST) * 0.5 * (1 + math.cos(math.pi * through))
