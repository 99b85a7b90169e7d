"""`hq adopt-policy`: record the agency's written policy (PUR-05)."""

import sys
from argparse import Namespace

from mdt_alpr.cli.arguments import arg, day
from mdt_alpr.cli.hq_link import Hq, hq_asks
from mdt_alpr.domain.people.adoption import PolicySubject
from mdt_alpr.domain.printable import escaped
from mdt_alpr.wire import addresses
from mdt_alpr.wire.adoption import AdoptionRequest


@hq_asks(
    "adopt-policy",
    "record that the agency adopted its policy: no car is served before",
    arg("policy", help="its number, such as `G.O. 09.21`"),
    arg("--version", required=True, help="its version, such as 1, or the day of its issue"),
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
    epilog="G.S. 20-183.31(a) names the subjects.",
)
def _adopt(hq: Hq, args: Namespace) -> None:
    covered = tuple(map(PolicySubject, dict.fromkeys(args.covers)))
    hq.post(addresses.POLICY, AdoptionRequest(args.policy, args.version, args.effective, covered))
    sys.stdout.write(escaped(f"Recorded: {args.policy} is adopted. Cars are served.") + "\n")
