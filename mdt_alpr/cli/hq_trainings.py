"""What `hq` does with trainings and their signed papers (09.21.10, TRN-01 to TRN-03)."""

import csv
import sys
from argparse import Namespace
from datetime import date
from pathlib import Path

from mdt_alpr.cli.arguments import arg, day
from mdt_alpr.cli.hq_link import Hq, hq_command
from mdt_alpr.cli.papers import paper_in
from mdt_alpr.domain.canonical import sha256
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.trainings import LARGEST_PRESENTATION, Course
from mdt_alpr.wire import addresses
from mdt_alpr.wire.accounts import TrainingClass, TrainingRecord, TrainingsRequest

_BOTH = "both"
_LONGEST_FILE = 30


@hq_command(
    "record-training",
    "record a person's training, or that of a whole class",
    arg("person", nargs="*", help="the user names"),
    day("--on", "the day of the training"),
    arg("--file", type=Path, help="CSV lines: user name, YYYY-MM-DD; all are recorded or none"),
    arg(
        "--course",
        choices=[*(course.value for course in Course), _BOTH],
        default=_BOTH,
        help="which course was held",
    ),
    arg("--version", required=True, help="the version of the presentation"),
    arg("--presenter", required=True, help="who presented it"),
    arg("--paper", default="", help="where the signed paper is kept"),
    arg("--presentation", type=Path, help="the presentation, to be kept with its version"),
    arg("--scan", type=Path, help="a scan of the signed paper, to be kept"),
)
def _record(hq: Hq, args: Namespace) -> None:
    if args.file is not None and not args.person and args.on is None:
        trainings = _trainings(args.file)
    elif args.file is None and args.person and args.on is not None:
        trainings = tuple(TrainingRecord(person, args.on) for person in args.person)
    else:
        raise OutsideError("Name people and --on DAY, or --file CSV.")
    courses = tuple(Course) if args.course == _BOTH else (Course(args.course),)
    shown = paper_in(args.presentation, LARGEST_PRESENTATION) if args.presentation else b""
    scan = paper_in(args.scan) if args.scan else b""
    named = f"{args.presentation.name[:_LONGEST_FILE]} {sha256(shown)}" if shown else ""
    held = TrainingClass(
        courses, args.version, args.presenter, args.paper, named, presentation_bytes=len(shown)
    )
    asked = TrainingsRequest(trainings, held)
    if shown or scan:
        hq.post_with(addresses.TRAININGS_WITH_SCAN, asked, shown + scan)
    else:
        hq.post(addresses.TRAININGS, asked)
    sys.stdout.write(f"Trainings recorded: {len(trainings)}.\n")


def _trainings(path: Path) -> tuple[TrainingRecord, ...]:
    """Return the lines of a file, a heading passed over.

    Raises:
        OutsideError: it cannot be read, or a line is none; names the line.
    """
    try:
        rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        message = f"{path} cannot be read. It is a CSV file (UTF-8): user name, YYYY-MM-DD."
        raise OutsideError(message) from error
    found = []
    for number, row in enumerate(rows, 1):
        words = [word.strip() for word in row]
        if not any(words) or (number == 1 and not any(c.isdigit() for c in words[-1])):
            continue
        try:
            person, on = words
            found.append(TrainingRecord(person, date.fromisoformat(on)))
        except ValueError:
            message = f"{path}, line {number}: not a user name and a day such as 2026-11-28."
            raise OutsideError(message) from None
    if not found:
        raise OutsideError(f"{path} holds no training.")
    return tuple(found)
