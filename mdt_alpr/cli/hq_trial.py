"""`hq trial-compare`: two readers on the same pictures, for the report of a trial."""

import sys
from argparse import Namespace

from mdt_alpr.acts import hits
from mdt_alpr.acts import trial as acts
from mdt_alpr.cli.arguments import arg
from mdt_alpr.cli.engine_choice import ENGINES, chosen_engines
from mdt_alpr.cli.hq_link import Hq, hq_command
from mdt_alpr.cli.progress import progress
from mdt_alpr.domain.errors import OutsideError, WrongInputError
from mdt_alpr.domain.review.trial_compared import ComparedReaders
from mdt_alpr.wire.trial import ReadersRequest, TrialPictures, TwoReadings


@hq_command(
    "trial-compare",
    "read a trial's judged pictures with the shipped reader and another",
    *ENGINES,
    arg("--first", default="own", help="the reader that it is compared with (default: own)"),
    epilog="It runs where the networks are: on a car's or a desk's computer. The report has it.",
)
def _compare(hq: Hq, args: Namespace) -> None:
    from mdt_alpr.measure.compare import read_by
    from mdt_alpr.measure.engine_choice import EngineChoice
    from mdt_alpr.measure.evaluation import loaded

    choices = EngineChoice(args.first, threads=args.threads), chosen_engines(args)
    if choices[0] == choices[1]:
        raise WrongInputError("Both would be the same. Name another --reader.")
    engines = [loaded(choice) for choice in choices]
    listed = hq.ask(TrialPictures, acts.SHOW_TRIAL_PICTURES.path())
    if not listed.pictures:
        raise OutsideError("No pass of the trial that you may see is judged yet.")
    readings = []
    with progress("Reading"):
        for picture in listed.pictures:
            jpeg = hq.content(hits.SHOW_PICTURE.path(digest=picture.digest))
            texts = read_by(engines, jpeg, picture.height)
            if texts is not None:
                readings.append(TwoReadings(picture.read_id, *texts))
    first, second = (choice.title for choice in choices)
    asked = ReadersRequest(first, second, tuple(readings))
    two = hq.ask(ComparedReaders, acts.COMPARE_READERS.path(), asked)
    for name, score in two.scores():
        sys.stdout.write(f"{name}: {score.right} of {score.of}, {score.words}\n")
    sys.stdout.write(f"{two.words}\n" if two.words else "Neither is better beyond chance.\n")
