"""Trees and bushes, leaf by leaf, as premultiplied pictures."""

from dataclasses import dataclass

import cv2
import numpy as np

from mdt_alpr.drive.canvas import Bytes, Tone

PIXELS_PER_METER = 44
_LIGHT = (-0.45, 0.85)
"""Where the sun is, seen in the picture: from the upper left."""

_TRUNK: Tone = (52, 66, 78)


@dataclass(frozen=True, slots=True)
class Habit:
    """How a kind of tree grows; lengths in meters."""

    height: float
    crown: float
    foot: float
    clusters: int
    leaves: int
    leaf: float
    flat: float
    tone: Tone


HABITS: dict[str, Habit] = {
    "oak": Habit(8.5, 3.4, 2.2, 11, 3600, 0.125, 0.8, (44, 112, 76)),
    "maple": Habit(7.5, 2.7, 1.9, 9, 2800, 0.115, 0.9, (38, 104, 116)),
    "poplar": Habit(9.5, 2.2, 1.6, 10, 2600, 0.115, 1.25, (52, 124, 88)),
    "pine": Habit(11.0, 2.4, 4.6, 12, 2400, 0.11, 0.55, (48, 84, 52)),
    "bush": Habit(1.3, 1.0, 0.0, 5, 700, 0.08, 0.7, (46, 100, 62)),
}


def tree(kind: str, seed: int) -> Bytes:
    """Return one tree of a kind, with its foot on the lower edge's middle."""
    habit, generator = HABITS[kind], np.random.default_rng(seed)
    width = round((2 * habit.crown + 0.8) * PIXELS_PER_METER)
    height = round(habit.height * PIXELS_PER_METER)
    color = np.zeros((height, width, 3), np.uint8)
    cover = np.zeros((height, width), np.uint8)
    hubs = _hubs(habit, generator)
    _stem(color, cover, habit, hubs)
    for x, y, size, tone in _leaves(habit, hubs, generator):
        center = (
            round((x + width / PIXELS_PER_METER / 2) * PIXELS_PER_METER * 16),
            round((habit.height - y) * PIXELS_PER_METER * 16),
        )
        axes = round(size * PIXELS_PER_METER * 16), round(size * 0.7 * PIXELS_PER_METER * 16)
        angle = float(generator.uniform(0, 180))
        ellipse = (angle, 0.0, 360.0)
        cv2.ellipse(color, center, axes, *ellipse, tone, -1, cv2.LINE_AA, 4)
        cv2.ellipse(cover, center, axes, *ellipse, 255.0, -1, cv2.LINE_AA, 4)
    color = np.where(cover[..., None] > 0, color, 0).astype(np.uint8)
    share = cover.astype(np.float32)[..., None] / 255
    return np.concatenate([(color * share).astype(np.uint8), cover[..., None]], axis=2)


def _hubs(habit: Habit, generator: np.random.Generator) -> list[tuple[float, float, float]]:
    """Return clusters of the crown as (x, y, radius)."""
    low, high = habit.foot, habit.height
    hubs = []
    for i in range(habit.clusters):
        share = (i + 0.5) / habit.clusters
        spread = habit.crown * np.sin(np.pi * (0.12 + 0.8 * share)) ** 0.7
        radius = habit.crown * float(generator.uniform(0.34, 0.52))
        x = float(generator.uniform(-1, 1)) * max(0.0, spread - radius)
        y = low + radius * habit.flat + (high - low - 2 * radius * habit.flat) * share
        hubs.append((x, y, radius))
    return hubs


def _stem(
    color: Bytes, cover: Bytes, habit: Habit, hubs: list[tuple[float, float, float]]
) -> None:
    """Draw the trunk and a branch to every cluster."""
    height, width = cover.shape
    base = (width / 2, float(height))
    fork = (width / 2, height - max(habit.foot, 0.2) * PIXELS_PER_METER)
    for x, y, _ in hubs:
        tip = width / 2 + x * PIXELS_PER_METER, (habit.height - y) * PIXELS_PER_METER
        _limb(color, cover, (fork, tip), 0.12)
    _limb(color, cover, (base, fork), 0.034 * habit.height)


def _limb(
    color: Bytes, cover: Bytes, ends: tuple[tuple[float, float], tuple[float, float]], width: float
) -> None:
    start, end = ((round(x * 16), round(y * 16)) for x, y in ends)
    pen = max(1, round(width * PIXELS_PER_METER))
    cv2.line(color, start, end, _TRUNK, pen, cv2.LINE_AA, 4)
    cv2.line(cover, start, end, 255.0, pen, cv2.LINE_AA, 4)


def _leaves(
    habit: Habit, hubs: list[tuple[float, float, float]], generator: np.random.Generator
) -> list[tuple[float, float, float, Tone]]:
    """Return leaves as (x, y, size, tone), the shaded ones first."""
    count = habit.leaves
    x, y, radius = np.array(hubs)[generator.integers(len(hubs), size=count)].T
    angle, out = generator.uniform(0, 2 * np.pi, count), generator.uniform(size=count) ** 0.45
    dx, dy = np.cos(angle) * out, np.sin(angle) * out
    light = dx * _LIGHT[0] + dy * _LIGHT[1] + 0.35 * (y / habit.height - 0.5)
    gain = np.clip(0.78 + 0.42 * light + generator.normal(0, 0.09, count), 0.32, 1.5)
    tones = np.array(habit.tone) * gain[:, None] + generator.normal(0, 7, (count, 3))
    across, up = x + dx * radius, np.maximum(y + dy * radius * habit.flat, 0.05)
    size = habit.leaf * generator.uniform(0.6, 1.2, count)
    order = np.argsort(gain)
    leaves = np.stack([across, up, size, *np.clip(tones, 0, 255).T], 1)[order].tolist()
    return [(a, u, s, (b, g, r)) for a, u, s, b, g, r in leaves]
