"""What `hq` does with the log of restricted files: show it, record a disclosure (HOT-10)."""

import json
import sys
from argparse import Namespace
from dataclasses import asdict

from mdt_alpr.cli.arguments import Command, arg
from mdt_alpr.cli.hq_link import REASON, Hq, hq_asks
from mdt_alpr.cli.times import agency_time
from mdt_alpr.domain.hotlist.disclosure import RestrictedDisclosure
from mdt_alpr.domain.printable import escaped
from mdt_alpr.wire import addresses
from mdt_alpr.wire.restricted import RestrictedLogMessage

RESTRICTED = Command("restricted", "records of restricted files: who was shown or told one", None)


@hq_asks(
    "restricted log",
    "each time that one was shown or disclosed, the newest first",
    arg("--json", action="store_true", help="one JSON line each"),
)
def _log(hq: Hq, args: Namespace) -> None:
    first = 0
    while True:
        params = [("first", str(first))]
        found = hq.ask(RestrictedLogMessage, addresses.RESTRICTED_LOG, params=params)
        for one in found.rows:
            if args.json:
                sys.stdout.write(json.dumps({**asdict(one), "at": one.at.isoformat()}) + "\n")
                continue
            to_whom = f" to {one.agency}, {one.requester}" * bool(one.agency)
            passed = f", passed on to {one.secondary}" * bool(one.secondary)
            words = (
                f"{agency_time(one.at)}, {one.category} {one.what}{to_whom}{passed} by "
                f"{one.operator} ({one.where}), {one.subject}. {one.reason}"
            )
            sys.stdout.write(f"{escaped(words)}\n")
        if not found.more:
            return
        first += len(found.rows)


@hq_asks(
    "restricted disclose",
    "record that another agency was told of a record",
    arg("category", help="its record code, such as K"),
    arg("subject", help="the hit, the request or the case"),
    arg("--agency", required=True, help="who received it"),
    arg("--requester", required=True, help="who asked for it there"),
    arg("--secondary", default="", help="to whom it was passed on"),
    REASON,
)
def _disclose(hq: Hq, args: Namespace) -> None:
    disclosure = RestrictedDisclosure(
        category=args.category.upper(),
        subject=args.subject,
        agency=args.agency,
        requester=args.requester,
        secondary=args.secondary,
        reason=args.reason,
    )
    hq.post(addresses.RESTRICTED_LOG, disclosure)
    sys.stdout.write("Recorded.\n")
