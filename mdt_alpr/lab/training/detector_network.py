"""The detector, and how it is trained on scenes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional

from mdt_alpr.lab.training.loop import Figures, device, mixed_precision
from mdt_alpr.lab.training.reader_network import convolved
from mdt_alpr.lab.training.shards import HELD_OUT, Cache, Shard, Shelf

CELL = 8
_WIDTHS, _MERGED = (16, 32, 64, 128, 192), 64
_BLOCKS = (1, 2, 2, 2)
_RARE = -4.6
"""The score's bias at the start: one cell in a hundred is a plate's."""

_NEAREST, _FARTHEST = -3.0, 5.0
Tensor = Any


class Bottleneck(nn.Module):  # type: ignore[misc, unused-ignore]
    """A narrow pair of convolutions whose result is added to what went in."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.narrow = convolved(width, width // 2, size=1)
        self.wide = convolved(width // 2, width)

    def forward(self, x: Tensor) -> Tensor:
        """Return the sum."""
        return x + self.wide(self.narrow(x))


class DetectorNet(nn.Module):  # type: ignore[misc, unused-ignore]
    """Finds plates at three scales and merges them at the finest."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = convolved(3, _WIDTHS[0], 2)
        self.stages = nn.ModuleList(
            nn.Sequential(convolved(inner, outer, 2), *[Bottleneck(outer) for _ in range(count)])
            for inner, outer, count in zip(_WIDTHS[:-1], _WIDTHS[1:], _BLOCKS, strict=True)
        )
        self.from_middle = convolved(_WIDTHS[3], _MERGED, size=1)
        self.from_coarse = convolved(_WIDTHS[4], _MERGED, size=1)
        self.merged_middle = convolved(_MERGED, _MERGED)
        self.from_fine = convolved(_WIDTHS[2], _MERGED, size=1)
        self.merged_fine = convolved(_MERGED, _MERGED)
        self.last = convolved(_MERGED, _MERGED)
        self.score = nn.Conv2d(_MERGED, 1, 1)
        self.reach = nn.Conv2d(_MERGED, 4, 1)
        for head in (self.score, self.reach):
            nn.init.normal_(head.weight, std=0.01)
        with torch.no_grad():
            _bias(self.score).fill_(_RARE)
            _bias(self.reach).copy_(torch.tensor([1.0, 0.4, 1.0, 0.4]))

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return the scores' logits and the distances' logarithms in cells."""
        quarter = self.stages[0](self.stem(x))
        fine = self.stages[1](quarter)
        middle = self.stages[2](fine)
        coarse = self.stages[3](middle)
        up = self.from_middle(middle) + _doubled(self.from_coarse(coarse))
        up = self.from_fine(fine) + _doubled(self.merged_middle(up))
        up = self.last(self.merged_fine(up))
        return self.score(up), self.reach(up)

    def running_order(self) -> list[Any]:
        """Return the convolutions in the order in which they run."""
        parts = (
            self.stem, *self.stages, self.from_middle, self.from_coarse, self.from_fine,
            self.merged_middle, self.merged_fine, self.last, self.score, self.reach,
        )  # fmt: skip
        return [m for part in parts for m in part.modules() if isinstance(m, nn.Conv2d)]


def _bias(head: Any) -> Any:
    return head.bias


def _doubled(x: Tensor) -> Tensor:
    return functional.interpolate(x, scale_factor=2.0, mode="nearest")


def distances(reach: Tensor) -> Tensor:
    """Return distances in pixels: to the left, top, right and bottom of the plate."""
    return torch.exp(reach.clamp(_NEAREST, _FARTHEST)) * CELL


class Exported(nn.Module):  # type: ignore[misc, unused-ignore]
    """The network as exported: calibrated scores ``p`` and distances ``b``."""

    def __init__(self, net: DetectorNet, temperature: float) -> None:
        super().__init__()
        self.net, self.temperature = net, temperature

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return the scores as probabilities and the distances in pixels."""
        score, reach = self.net(x)
        return torch.sigmoid(score / self.temperature), distances(reach)


PART, WHOLE = (384, 256), (640, 384)
"""Width and height of what the network is shown: parts at many scales, and whole frames."""

_WHOLE_BATCH_SHARE = 0.4
"""Of a batch's pixels a whole frame takes 2.5 times as many, so 0.4 times as many frames fit."""

_USUAL_SCALE = 0.8
_BOX_WEIGHT = 1.5
_SEEN, _SMALLEST = 0.55, 16.0
_GRAY = 114
_SURE, _OVERLAP = 0.3, 0.5
Boxes = npt.NDArray[np.float32]
Pictures = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Target:
    """What each cell should say: heat, whether it counts, whether it boxes, and the box."""

    heat: npt.NDArray[np.float32]
    counts: npt.NDArray[np.float32]
    boxing: npt.NDArray[np.bool_]
    box: npt.NDArray[np.float32]


class DetectorTask:
    """Batches from a growing cache of scenes, their loss, and figures on held-out scenes."""

    def __init__(self, cache: Cache, batch: int = 16) -> None:
        net: Any = DetectorNet()
        self.net = net.to(device(), memory_format=torch.channels_last)
        self._batch = batch
        self._shelf = Shelf(cache)
        self._held_out = cache.load(HELD_OUT)

    def loss(self, numbers: np.random.Generator) -> tuple[Any, Figures]:
        """Return the loss of a fresh batch of parts or of whole frames."""
        whole = bool(numbers.random() < 0.5)  # noqa: PLR2004
        size = WHOLE if whole else PART
        count = max(1, round(self._batch * (_WHOLE_BATCH_SHARE if whole else 1)))
        shard = self._shelf.pick(numbers)
        pairs = [_part(shard, size, numbers) for _ in range(count)]
        targets = [target(boxes, size) for _, boxes in pairs]
        x = as_input(np.stack([picture for picture, _ in pairs]))
        with mixed_precision():
            score, reach = self.net(x)
        heat = heat_loss(score.float()[:, 0], targets)
        box = box_loss(reach.float(), targets)
        return heat + _BOX_WEIGHT * box, {"heat": heat.item(), "box": box.item()}

    def examine(self, net: Any) -> Figures:
        """Return how many held-out plates are found and how many boxes are false."""
        net.eval()
        found = plates = false = 0
        count = len(self._held_out["ends"])
        for i in range(count):
            picture, boxes = scene(self._held_out, i)
            fitted = whole_frame(picture)
            confident = boxes_of(net, fitted)
            scaled = boxes * np.tile(np.array(WHOLE) / picture.shape[1::-1], 2).astype(np.float32)
            scaled = np.array([b for b in scaled if _visible(b, WHOLE) >= _SEEN]).reshape(-1, 4)
            overlaps = np.array([[overlap(a, b) for b in confident] for a in scaled])
            overlaps = overlaps.reshape(len(scaled), len(confident))
            found += int((overlaps >= _OVERLAP).any(1).sum()) if len(confident) else 0
            false += int((overlaps < 0.1).all(0).sum()) if len(confident) else 0  # noqa: PLR2004
            plates += len(scaled)
        return {"found": found / max(1, plates), "false a picture": false / count}

    def logits(self, net: Any) -> tuple[Any, Any]:
        """Return the scores of the held-out scenes' cells and whether each is a plate's."""
        net.eval()
        scores, truths = [], []
        for i in range(len(self._held_out["ends"])):
            picture, boxes = scene(self._held_out, i)
            fitted = whole_frame(picture)
            scaled = boxes * np.float32(WHOLE[0] / picture.shape[1])
            goal = target(scaled, WHOLE)
            with torch.no_grad():
                score = net(as_input(fitted[None]))[0][0, 0].cpu().numpy()
            counts = goal.counts > 0
            scores.append(score[counts])
            truths.append(goal.boxing[counts])
        return torch.from_numpy(np.concatenate(scores)), torch.from_numpy(np.concatenate(truths))

    def whole_frames(self, count: int) -> Iterator[npt.NDArray[np.float32]]:
        """Return so many held-out scenes as the network's input, 1 x 3 x 384 x 640 each."""
        for i in range(min(count, len(self._held_out["ends"]))):
            fitted = whole_frame(scene(self._held_out, i)[0])
            yield as_input(fitted[None]).cpu().numpy()


def scene(shard: Shard, i: int) -> tuple[Pictures, Boxes]:
    """Return one scene of a shard, its picture blue first, and its plates' boxes."""
    ends = shard["ends"]
    start = int(ends[i - 1]) if i else 0
    picture = cv2.imdecode(shard["jpegs"][start : int(ends[i])], cv2.IMREAD_COLOR)
    return np.asarray(picture, np.uint8), shard["boxes"][shard["owners"] == i]


def whole_frame(picture: Pictures) -> Pictures:
    """Return a scene at the size of a whole frame."""
    return np.asarray(cv2.resize(picture, WHOLE, interpolation=cv2.INTER_AREA), np.uint8)


def as_input(pictures: Pictures) -> Any:
    """Return pictures, blue first, as the network's input."""
    red_first = np.ascontiguousarray(pictures[..., ::-1])
    x = torch.from_numpy(red_first).to(device()).permute(0, 3, 1, 2).float().div_(255)
    return x.contiguous(memory_format=torch.channels_last)


def _part(
    shard: Shard, size: tuple[int, int], numbers: np.random.Generator
) -> tuple[Pictures, Boxes]:
    """Return a part of a random scene, resized, mirrored and shifted by chance."""
    picture, boxes = scene(shard, int(numbers.integers(len(shard["ends"]))))
    spread = 1.2 if size == WHOLE else 1.75
    scale = _USUAL_SCALE * float(np.exp(numbers.uniform(-1, 1) * np.log(spread)))
    stretch = float(np.exp(numbers.uniform(-0.12, 0.12)))
    across, down = scale * stretch, scale / stretch
    middle = _aim(picture, boxes, numbers)
    shift = numbers.uniform(0.1, 0.9, 2) * size
    if size == WHOLE:
        shift = np.array(size) / 2 + numbers.uniform(-0.15, 0.15, 2) * size
        middle = np.array(picture.shape[1::-1]) / 2
    matrix = np.array([
        [across, 0, shift[0] - middle[0] * across],
        [0, down, shift[1] - middle[1] * down],
    ], np.float32)  # fmt: skip
    if scale < 0.7:  # noqa: PLR2004
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), 0.35 / scale), np.uint8)
    cut = cv2.warpAffine(picture, matrix, size, flags=cv2.INTER_LINEAR,
                         borderValue=(_GRAY, _GRAY, _GRAY))  # fmt: skip
    moved = boxes * np.array([across, down, across, down], np.float32)
    moved += np.tile(matrix[:, 2], 2)
    if numbers.random() < 0.4:  # noqa: PLR2004
        cut = cut[:, ::-1]
        moved = np.stack(
            [size[0] - moved[:, 2], moved[:, 1], size[0] - moved[:, 0], moved[:, 3]], 1
        )
    return np.asarray(cut, np.uint8), moved.astype(np.float32)


def _aim(picture: npt.NDArray[Any], boxes: Boxes, numbers: np.random.Generator) -> Any:
    """Return a point to look at: mostly a plate, sometimes anywhere."""
    if len(boxes) and numbers.random() < 0.75:  # noqa: PLR2004
        box = boxes[int(numbers.integers(len(boxes)))]
        return (box[:2] + box[2:]) / 2
    return numbers.random(2) * picture.shape[1::-1]


def target(boxes: Boxes, size: tuple[int, int]) -> Target:
    """Return what the cells of a picture of this width and height should say."""
    wide, tall = size[0] // CELL, size[1] // CELL
    heat, counts = np.zeros((tall, wide), np.float32), np.ones((tall, wide), np.float32)
    boxing, goal = np.zeros((tall, wide), np.bool_), np.zeros((4, tall, wide), np.float32)
    x, y = (np.arange(wide) + 0.5) * CELL, (np.arange(tall) + 0.5) * CELL
    for box in sorted(boxes.tolist(), key=lambda b: b[0] - b[2]):
        seen = _visible(box, size)
        if seen <= 0:
            continue
        middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        inside = 0 <= middle[0] < size[0] and 0 <= middle[1] < size[1]
        width, height = box[2] - box[0], box[3] - box[1]
        if seen < _SEEN or width < _SMALLEST or not inside:  # neither plate nor none: no matter
            counts[_cells(box[1], box[3]), _cells(box[0], box[2])] = 0
            continue
        spread = max(width * 0.16, 4.4), max(height * 0.16, 4.0)
        hump = (
            np.exp(-((x - middle[0]) ** 2) / (2 * spread[0] ** 2))[None]
            * np.exp(-((y - middle[1]) ** 2) / (2 * spread[1] ** 2))[:, None]
        )
        np.maximum(heat, hump.astype(np.float32) * 0.95, out=heat)
        heat[int(middle[1] // CELL), int(middle[0] // CELL)] = 1
        near = (np.abs(y - middle[1]) <= max(height / 4, 4.1))[:, None] & (
            np.abs(x - middle[0]) <= max(width / 4, 4.1)
        )[None]
        boxing |= near
        goal[:, near] = np.array(box, np.float32)[:, None]
    return Target(heat, counts, boxing, goal)


def _visible(box: Any, size: tuple[int, int]) -> float:
    """Return which share of a box lies inside the picture."""
    inner = max(0.0, min(box[2], size[0]) - max(box[0], 0.0)) * max(
        0.0, min(box[3], size[1]) - max(box[1], 0.0)
    )
    return float(inner / max(1.0, (box[2] - box[0]) * (box[3] - box[1])))


def _cells(low: float, high: float) -> slice:
    return slice(max(0, int(low // CELL) - 1), max(0, int(high // CELL) + 2))


def heat_loss(score: Any, targets: list[Target]) -> Any:
    """Return the focal loss of the scores: cells near a plate's middle count less against."""
    heat = torch.from_numpy(np.stack([t.heat for t in targets])).to(score.device)
    counts = torch.from_numpy(np.stack([t.counts for t in targets])).to(score.device)
    p = torch.sigmoid(score).clamp(1e-5, 1 - 1e-5)
    peak = (heat == 1).float()
    hits = peak * (1 - p) ** 2 * torch.log(p)
    misses = (1 - peak) * (1 - heat) ** 4 * p**2 * torch.log(1 - p) * counts
    return -(hits + misses).sum() / peak.sum().clamp(min=1)


def box_loss(reach: Any, targets: list[Target]) -> Any:
    """Return the generalised overlap loss of the cells that box a plate."""
    boxing = torch.from_numpy(np.stack([t.boxing for t in targets])).to(reach.device)
    if not bool(boxing.any()):
        return reach.sum() * 0
    goal = torch.from_numpy(np.stack([t.box for t in targets])).to(reach.device)
    goal = goal.permute(0, 2, 3, 1)[boxing]
    away = distances(reach).permute(0, 2, 3, 1)[boxing]
    rows, columns = torch.meshgrid(
        *(torch.arange(n, device=reach.device) * CELL + CELL / 2 for n in boxing.shape[1:]),
        indexing="ij",
    )
    at = torch.stack([columns, rows], -1).expand(*boxing.shape, 2)[boxing]
    low, high = at - away[:, :2], at + away[:, 2:]
    common = (torch.min(high, goal[:, 2:]) - torch.max(low, goal[:, :2])).clamp(0).prod(1)
    whole = (torch.max(high, goal[:, 2:]) - torch.min(low, goal[:, :2])).prod(1)
    union = (high - low).prod(1) + (goal[:, 2:] - goal[:, :2]).prod(1) - common
    return (1 - common / union + (whole - union) / whole).mean()


def boxes_of(net: Any, picture: Pictures, least: float = _SURE) -> list[Any]:
    """Return the boxes with at least this confidence, one for each peak of the scores."""
    with torch.no_grad():
        score, reach = net(as_input(picture[None]))
    p = torch.sigmoid(score)[0, 0].cpu().numpy()
    away = distances(reach)[0].cpu().numpy()
    peaks = p >= cv2.dilate(p, np.ones((3, 3), np.uint8))
    kept: list[Any] = []
    rows, columns = np.nonzero(peaks & (p > least))
    for k in np.argsort(-p[rows, columns]):
        row, column = rows[k], columns[k]
        at = np.array([column + 0.5, row + 0.5]) * CELL
        box = np.concatenate([at - away[:2, row, column], at + away[2:, row, column]])
        if all(overlap(box, other) < 0.35 for other in kept):  # noqa: PLR2004
            kept.append(box)
    return kept


def overlap(one: Any, other: Any) -> float:
    """Return the shared area of two boxes over their united area."""
    common = max(0.0, min(one[2], other[2]) - max(one[0], other[0])) * max(
        0.0, min(one[3], other[3]) - max(one[1], other[1])
    )
    areas = sum((b[2] - b[0]) * (b[3] - b[1]) for b in (one, other))
    return float(common / (areas - common + 1e-9))
