"""How many passes a trial judges, and whether its intervals hold the truth of simulated weeks."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from mdt_alpr.cli.arguments import arg, main_command


@main_command(
    (
        arg("--simulate", action="store_true", help="play weeks of a known truth"),
        arg("--share", type=float, metavar="SHARE", help="how many passes: what is expected"),
    ),
    arg("--width", type=float, default=0.02, help="of the interval to each side (default: 0.02)"),
    arg("--weeks", type=int, default=100, help="to simulate (default: 100)"),
    arg("--whole", type=int, default=1, help="more, through car and desk (default: 1)"),
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
    return _simulate(args)


def _simulate(args: Namespace) -> int:
    from mdt_alpr.measure.trial_weeks import HELD_AT_LEAST, simulated

    figures = simulated(max(1, args.weeks))
    if args.whole > 0:
        from mdt_alpr.measure.played_weeks import figures as played

        figures |= played(args.whole)
    if args.json:
        sys.stdout.write(json.dumps(figures) + "\n")
    else:
        sys.stdout.write("".join(f"{line}\n" for line in _words(figures)))
    return 0 if all(figure["held"] >= HELD_AT_LEAST for figure in figures["figures"]) else 1


def _words(figures: dict[str, Any]) -> Iterator[str]:
    for figure in figures["figures"]:
        yield f"{figure['held']:5.1f} of 100 weeks hold: {figure['name']}"
    for figure in figures.get("figures_whole", ()):
        weeks = f"of {figures['weeks_whole']} weeks through car and desk hold"
        yield f"{figure['held_weeks']:5} {weeks}: {figure['name']}"
    yield f"{figures['wrongly_ready']:5.1f} of 100 weeks call ready what is not"
