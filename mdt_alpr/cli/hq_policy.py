"""`hq adopt-policy`: record the agency's written policy (PUR-05)."""

import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from mdt_alpr.cli.arguments import arg, day
from mdt_alpr.cli.hq import by, hq_command
from mdt_alpr.domain.people.adoption import PolicySubject
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.printable import escaped

if TYPE_CHECKING:  # the car's build has no headquarters
    from mdt_alpr.hq.base.headquarters import Headquarters


@hq_command(
    "adopt-policy",
    "record that the agency adopted its policy: no car is served before",
    arg("policy", help="its number, such as `G.O. 09.21`"),
    day("--effective", "the day it took effect", required=True),
    arg(
        "--covers",
        nargs="+",
        required=True,
        choices=[subject.value for subject in PolicySubject],
        metavar="SUBJECT",
        help="a subject that it covers; all nine are demanded: "
        + ", ".join(subject.value for subject in PolicySubject),
    ),
    by("administrator, signs in"),
    permissions=(Permission.MANAGE_ACCOUNTS,),
    epilog="G.S. 20-183.31(a) names the subjects.",
)
def _adopt(hq: "Headquarters", args: Namespace) -> int:
    from mdt_alpr.hq.people.adoption import adopt
    from mdt_alpr.wire.adoption import AdoptionRequest

    covered = tuple(map(PolicySubject, dict.fromkeys(args.covers)))
    with hq.writing() as work:
        adopt(work, args.by, AdoptionRequest(args.policy, args.effective, covered))
    sys.stdout.write(escaped(f"Recorded: {args.policy} is adopted. Cars are served.") + "\n")
    return 0
