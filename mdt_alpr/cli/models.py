"""The networks of this installation: what is there, whether it is whole, and bringing one's own.

A network that an agency brings is used by the engine name "agency" (settings ``detector`` and
``reader``): a detector is any YOLO-style export, a reader one of the kind of fast-plate-ocr.
"""

import json
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from mdt_alpr.adapters.model_files import WeightsError
from mdt_alpr.cli.arguments import arg, command
from mdt_alpr.cli.engine_choice import ENGINES, SECOND_READER, chosen_engines
from mdt_alpr.cli.progress import progress


@command(
    "list",
    "every network, checked",
    arg("--json", action="store_true", help="one JSON object on one line"),
    epilog="Exit code: 1 where a network is not whole.",
)
def _list(args: Namespace) -> int:
    from mdt_alpr.adapters.model_files import (
        checked_model,
        listed_models,
        models_folder,
        placed_file,
        placed_models,
    )

    rows = [
        _row(model.name, model.purpose, model.license, lambda name=name: checked_model(name))
        for name, model in listed_models().items()
    ]
    folder = models_folder()
    rows += [
        _row(f"agency_{kind}", f"the agency's own: {model.source}", model.license,
             lambda kind=kind: placed_file(kind, folder)[1])
        for kind, model in placed_models(folder).items()
    ]  # fmt: skip
    if args.json:
        sys.stdout.write(json.dumps({"models": rows}) + "\n")
    else:
        for row in rows:
            sys.stdout.write(
                f"{row['name']:18} {row['state']:8} {row['license']:12} {row['purpose']}\n"
            )
            for line in (row["input"], row["why"]):
                sys.stdout.write(f"{'':18} {line}\n" if line else "")
    return 0 if all(row["state"] in ("whole", "absent") for row in rows) else 1


def _row(name: str, purpose: str, terms: str, find: Any) -> dict[str, str]:
    row = {"name": name, "purpose": purpose, "license": terms, "state": "whole", "input": "",
           "why": "", "file": ""}  # fmt: skip
    try:
        path = find()
        return {**row, "file": str(path), "input": _inputs(path)}
    except WeightsError as error:
        return {**row, "state": error.state, "why": str(error)}


def _inputs(path: Path) -> str:
    from mdt_alpr.adapters.model_files import session_of

    if path.suffix != ".onnx":
        return ""
    session = session_of(path, 1)
    return ", ".join(f"{i.name} {i.shape}" for i in session.get_inputs())


@command(
    "import",
    "check an ONNX file and use it as engine 'agency'",
    arg("file", type=Path, metavar="FILE.onnx", help="the network"),
    arg("--as", dest="kind", choices=("detector", "reader"), required=True, help="what it does"),
    arg("--license", required=True, help="its license, for example Apache-2.0"),
    arg("--alphabet", default="", help="of a reader: its classes in order"),
    arg("--pad", default="_", help="of a reader: the class that fills places"),
)
def _import(args: Namespace) -> None:
    from mdt_alpr.adapters.model_files import models_folder
    from mdt_alpr.adapters.placing import Placing, place

    placing = Placing(args.kind, args.license, args.alphabet, args.pad)
    model = place(args.file, placing, models_folder())
    sys.stdout.write(
        f"{model.source} is the agency's {model.kind} now (SHA-256 {model.sha256}).\n"
        f"Measure it before use: mdt-alpr models compare TRUTH.csv --{model.kind} agency. "
        f'In car.toml: {model.kind} = "agency".\n'
    )


@command(
    "remove",
    "remove the agency's network",
    arg("kind", choices=("detector", "reader"), help="which network"),
    epilog="Exit code: 1 where there was none.",
)
def _remove(args: Namespace) -> int:
    from mdt_alpr.adapters.model_files import models_folder, remove

    gone = remove(args.kind, models_folder())
    sys.stdout.write("Removed.\n" if gone else f"There is no {args.kind} of the agency.\n")
    return 0 if gone else 1


_FIGURES = {
    "plates": "plates",
    "read": "read, share",
    "folded": "right, share",
    "wrong": "wrong",
    "wrong_unflagged": "wrong and unflagged",
    "state_right": "state right, share",
    "state_wrong": "state wrong",
    "without_plate": "pictures without plate",
    "false_reads": "reads of those",
    "ms_median": "ms a picture",
}


@command(
    "compare",
    "measure the shipped recognition and another on the agency's own pictures",
    arg(
        "truth",
        type=Path,
        metavar="TRUTH.csv",
        help="columns image and plate; state, x, y, w, h, task, legible and light where known",
    ),
    *ENGINES,
    SECOND_READER,
    arg("--by", metavar="GROUPS", default="width", help="state, width, light (default: width)"),
    arg("--json", action="store_true", help="one JSON object on one line"),
    epilog="I counts as 1, and O as 0. A wrong read is unflagged where no doubtful character and "
    "no other reader says so.",
)
def _compare(args: Namespace) -> None:
    from mdt_alpr.domain.errors import WrongInputError
    from mdt_alpr.measure.compare import compared
    from mdt_alpr.measure.engine_choice import SHIPPED
    from mdt_alpr.measure.plate_groups import group_names

    other, groups = chosen_engines(args), group_names(args.by)
    if other == SHIPPED:
        message = "Both would be the same. Name another --detector, --reader or --second-reader."
        raise WrongInputError(message)
    with progress("Measuring"):
        found = compared(args.truth, (SHIPPED, other), groups)
    if args.json:
        sys.stdout.write(json.dumps(found) + "\n")
        return
    sys.stdout.write("".join(f"{line}\n" for line in _table(found, groups)))


def _table(found: dict[str, Any], groups: Sequence[str]) -> Iterator[str]:
    first, second = found["settings"]
    yield f"1: {first['engines']}"
    yield f"2: {second['engines']}"
    yield f"Right by 1 alone: {found['only_first_right']}, by 2: {found['only_second_right']}"
    rows = [("All", first, second)]
    rows += [
        (", ".join(str(one[group]) for group in groups if group in one), one, other)
        for one, other in zip(first["by"], second["by"], strict=True)
    ]
    for name, one, other in rows:
        yield f"\n{name:24}{'1':>10}{'2':>10}"
        for key, words in _FIGURES.items():
            if key in one:
                yield f"  {words:22}{one[key]:>10}{other[key]:>10}"
