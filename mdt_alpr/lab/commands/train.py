"""`mdt-alpr train`: draw plates, train one of our networks on them, and export it."""

import sys
from argparse import Namespace
from importlib.util import find_spec
from pathlib import Path

from mdt_alpr.cli.arguments import arg, main_command
from mdt_alpr.domain.errors import EngineMissingError

_NEEDED = ("torch", "onnx", "PIL")
_SHARD_SIZES = {"detector": 150, "outline": 1000, "reader": 4000, "state": 2000, "zero": 4000}
_SYSTEM_FONTS = Path("/usr/share/fonts")

FONTS = arg(
    "--fonts",
    type=Path,
    action="append",
    metavar="DIR",
    help="where listed fonts are looked for; default /usr/share/fonts",
)


def font_folders(args: Namespace) -> tuple[Path, ...]:
    """Return where fonts are looked for."""
    return tuple(args.fonts or (_SYSTEM_FONTS,))


@main_command(
    arg("kind", choices=sorted(_SHARD_SIZES), help="which network to train"),
    arg(
        "--out",
        type=Path,
        required=True,
        metavar="DIR",
        help="where checkpoint, curve, ONNX file and model card go",
    ),
    arg("--minutes", type=float, default=60.0, help="time to train, default 60"),
    arg("--seed", type=int, default=1, help="decides every drawn picture"),
    arg("--resume", action="store_true", help="go on from DIR's checkpoint"),
    arg("--start-from", type=Path, metavar="ONNX", help="begin with the weights of this network"),
    arg(
        "--blend-with",
        type=Path,
        metavar="ONNX",
        help="begin half-way between those weights and this network's",
    ),
    arg("--cache", type=Path, metavar="DIR", help="drawn pictures, kept; default OUT/drawn"),
    FONTS,
    arg("--processes", type=int, default=1, help="that draw, default 1"),
    arg("--threads", type=int, default=1, help="that train, default 1"),
    arg("--shards", type=int, default=100, help="of pictures drawn at most"),
    arg("--shard-size", type=int, help="pictures in one shard"),
    arg("--batch", type=int, default=64, help="plates a step; scenes: a quarter"),
)
def _train(args: Namespace) -> None:
    """Train and say where the model lies.

    Raises:
        EngineMissingError: what training needs is not installed.
        OutsideError: the checkpoint or the weights to start from cannot be used.
    """
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise EngineMissingError(
            f"Training needs {', '.join(missing)}, which the car does not. "
            "Install MDT ALPR with its extra 'training'."
        )
    from mdt_alpr.lab.training.loop import Plan
    from mdt_alpr.lab.training.run import Order, train

    plan = Plan(
        out=args.out,
        minutes=args.minutes,
        seed=args.seed,
        resume=args.resume,
        threads=args.threads,
        processes=args.processes,
        batch=args.batch,
    )
    order = Order(
        kind=args.kind,
        plan=plan,
        cache=args.cache or args.out / "drawn",
        fonts=font_folders(args),
        start_from=args.start_from,
        blend_with=args.blend_with,
        shards=args.shards,
        shard_size=args.shard_size or _SHARD_SIZES[args.kind],
    )
    model = train(order, _log)
    _log(f"written: {model}")


def _log(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
