"""`hq publications`: what the agency publishes, and who checked it when (DIS-09)."""

import sys
from argparse import Namespace

from mdt_alpr.cli.arguments import Command, arg
from mdt_alpr.cli.hq_link import REASON, Hq, hq_asks
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.printable import escaped
from mdt_alpr.domain.review.publications import WAITING
from mdt_alpr.wire import addresses
from mdt_alpr.wire.manual import ReasonMessage
from mdt_alpr.wire.publications import (
    ContentCheckRequest,
    PublicationRequest,
    PublicationsMessage,
)

GROUP = Command("publications", "what the agency publishes, and who checked it", None)
_NUMBER = arg("number", type=int, help="its number, as hq publications list shows it")


@hq_asks(
    "publications list",
    "list what is published and what waits for a check",
    epilog="Exit code: 1 where something waits.",
)
def _list(hq: Hq, _args: Namespace) -> int:
    return _said(hq.ask(PublicationsMessage, addresses.PUBLICATIONS))


@hq_asks(
    "publications add",
    "enter what is to be published",
    arg("title", help="what it is"),
    arg("place", help="where it is to be seen"),
)
def _add(hq: Hq, args: Namespace) -> None:
    asked = PublicationRequest(args.title, args.place)
    _said(hq.ask(PublicationsMessage, addresses.PUBLICATIONS, asked))


@hq_asks(
    "publications check",
    "record that you checked it for what is not public",
    _NUMBER,
    arg("result", choices=("clear", "not-public"), help="what you found"),
    arg("--words", required=True, help="what you looked at, or what you found"),
)
def _check(hq: Hq, args: Namespace) -> None:
    path = addresses.filled(addresses.PUBLICATION_CHECKS, number=str(args.number))
    asked = ContentCheckRequest(args.result == "clear", args.words)
    _said(hq.ask(PublicationsMessage, path, asked))


@hq_asks("publications end", "record that it was taken down", _NUMBER, REASON)
def _end(hq: Hq, args: Namespace) -> None:
    path = addresses.filled(addresses.PUBLICATION_END, number=str(args.number))
    _said(hq.ask(PublicationsMessage, path, ReasonMessage(args.reason)))


def _said(found: PublicationsMessage) -> int:
    for one in found.publications:
        publication = one.publication
        last = publication.checks[-1] if publication.checks else None
        checked = (
            f"{capture_date(last.at)} by {last.by}: {last.words}" if last else "never checked"
        )
        words = f"{one.number}  {one.state.value}: {publication.title}, {publication.place}; "
        sys.stdout.write(escaped(words + checked) + "\n")
    if not found.publications:
        sys.stdout.write("Nothing is entered. hq publications add enters a publication.\n")
    return int(any(one.state in WAITING for one in found.publications))
