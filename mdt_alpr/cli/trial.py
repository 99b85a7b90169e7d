"""How many passes a trial judges, and whether its intervals hold the truth of simulated weeks."""

import json
import sys
from argparse import Namespace

from mdt_alpr.cli.arguments import arg, main_command


@main_command(
    (
        arg("--simulate", action="store_true", help="play weeks of a known truth"),
        arg("--share", type=float, metavar="SHARE", help="how many passes: what is expected"),
    ),
    arg("--width", type=float, default=0.02, help="of the interval to each side (default: 0.02)"),
    arg("--weeks", type=int, default=100, help="to simulate (default: 100)"),
    arg("--json", action="store_true", help="one JSON object on one line"),
    epilog="A trial runs in cars with mode = trial (trial.md). SHARE is 0 to 1, such as 0.95.",
)
def _trial(args: Namespace) -> int:
    """Print how many passes to judge, or what simulated weeks gave."""
    from mdt_alpr.domain.errors import WrongInputError
    from mdt_alpr.domain.hit.trial_sample import SECOND_JUDGE_SHARE
    from mdt_alpr.domain.review.trial_report import sample_size

    if args.share is not None:
        number = sample_size(args.share, args.width)
        twice = round(number * SECOND_JUDGE_SHARE)
        if args.json:
            sys.stdout.write(json.dumps({"passes": number, "judged_twice": twice}) + "\n")
        else:
            sys.stdout.write(
                f"Judge {number:,} passes, {twice:,} of them by a second person: the 95% interval "
                f"around {args.share:.0%} is then about {args.width:.1%} wide to each side.\n"
            )
        return 0
    if not args.simulate:
        raise WrongInputError("Say --share 0.95 for the number of passes, or --simulate.")
    from mdt_alpr.measure.trial_weeks import HELD_AT_LEAST, simulated

    figures = simulated(max(1, args.weeks))
    if args.json:
        sys.stdout.write(json.dumps(figures) + "\n")
    else:
        for figure in figures["figures"]:
            sys.stdout.write(f"{figure['held']:5.1f} of 100 weeks hold: {figure['name']}\n")
        wrongly = figures["wrongly_ready"]
        sys.stdout.write(f"{wrongly:5.1f} of 100 weeks call ready what is not\n")
    return 0 if all(figure["held"] >= HELD_AT_LEAST for figure in figures["figures"]) else 1
