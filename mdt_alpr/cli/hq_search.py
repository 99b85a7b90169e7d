"""`hq search` and what it can name: stored reads, for a purpose, a case and a reason (SRC-01)."""

import sys
from argparse import Namespace
from datetime import timedelta

from mdt_alpr.acts import search as acts
from mdt_alpr.cli.arguments import arg, day
from mdt_alpr.cli.hq_link import REASON, Hq, hq_command
from mdt_alpr.cli.times import agency_time
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.policy import SEARCH_NARROW_WINDOW, date_begins, date_ends
from mdt_alpr.domain.printable import escaped
from mdt_alpr.domain.search.offense import Offense
from mdt_alpr.domain.search.question import ANY_STATE, CASE_CHECK_WORDS, Area, SearchQuestion
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.messages import ReadMessage
from mdt_alpr.wire.search import FoundReads, PageWanted, SearchForm, SearchOrder, SearchRequest

ASKED_FIRST = 3
"""Exit code where something is to be confirmed first: nothing was searched."""
_JSON = arg("--json", action="store_true", help="the answer as JSON")
_PAGE = (
    arg("--page", type=int, default=1, help="of 50 reads each (default: 1)"),
    arg(
        "--sort",
        choices=[order.value for order in SearchOrder],
        default=SearchOrder.TIME.value,
        help="by what (default: time)",
    ),
    arg("--ascending", action="store_true", help="from the least, such as the oldest"),
    _JSON,
)


@hq_command(
    "search",
    "search stored reads by a plate or a part of it",
    arg("plate", help="? is one unknown character, * any number of them; quote it"),
    arg("--state", default=ANY_STATE, help="of issuance, by its letters (default: any)"),
    day("--since", f"from this date on (default: {SEARCH_NARROW_WINDOW.days} days ago)"),
    day("--until", "up to this date (default: today)"),
    arg("--place", default="", help="an area that the agency named (`hq places`)"),
    arg("--near", nargs=3, type=float, metavar=("LAT", "LON", "MILES"), help="another area"),
    arg("--units", nargs="+", default=[], metavar="UNIT", help="of these units only"),
    arg("--camera", default="", help="of this camera of theirs only"),
    arg("--everywhere", action="store_true", help="in no area and of any unit"),
    arg(
        "--purpose",
        required=True,
        choices=[purpose.value for purpose in Purpose],
        help="one of the four lawful ones",
    ),
    arg("--case", required=True, help="case or event number"),
    arg(
        "--offense",
        choices=[offense.value for offense in Offense if offense],
        default=Offense.NOT_SAID.value,
        help="its type, for the audit and the annual report",
    ),
    REASON,
    arg("--confirmed", action="store_true", help="also if it is wide or in doubt: it is reviewed"),
    *_PAGE,
    epilog="Exit code 3: something is to be confirmed first, and nothing was searched.",
)
def _search(hq: Hq, args: Namespace) -> int | None:
    """Search; what is wide is searched only when it is confirmed."""
    request = SearchRequest(_question(hq, args), args.confirmed, _wanted(args))
    answer = hq.ask(FoundReads, acts.SEARCH.path(), request)
    if answer.ask:
        asked = [*answer.ask, "Nothing was searched. With --confirmed it is, and reviewed."]
        sys.stderr.write("".join(f"{escaped(words)}\n" for words in asked))
        return ASKED_FIRST
    _show(answer, args)
    return None


@hq_command(
    "search-page",
    "another page of a search that this sign-in made",
    arg("search", help="its id"),
    *_PAGE,
)
def _search_page(hq: Hq, args: Namespace) -> None:
    path = acts.SHOW_PAGE.path(search_id=args.search)
    _show(hq.ask(FoundReads, path, _wanted(args)), args)


def _question(hq: Hq, args: Namespace) -> SearchQuestion:
    now = SystemClock().now()
    since = date_begins(args.since) if args.since else now - SEARCH_NARROW_WINDOW
    until = min(now, date_ends(args.until) - timedelta(seconds=1)) if args.until else now
    return SearchQuestion(
        plate=args.plate,
        state=args.state,
        since=since,
        until=until,
        purpose=args.purpose,
        case=args.case,
        reason=args.reason,
        area=_area(hq, args),
        units=tuple(args.units),
        camera=args.camera,
        everywhere=args.everywhere,
        offense=Offense(args.offense),
    )


def _area(hq: Hq, args: Namespace) -> Area | None:
    if args.near:
        return Area(*args.near)
    if not args.place:
        return None
    named = {place.name: place for place in hq.ask(SearchForm, acts.SHOW_FORM.path()).places}
    if args.place not in named:
        raise OutsideError(f"No place is named {args.place}. `hq places` lists them.")
    return named[args.place]


def _wanted(args: Namespace) -> PageWanted:
    return PageWanted(args.page - 1, SearchOrder(args.sort), descending=not args.ascending)


def _show(reads: FoundReads, args: Namespace) -> None:
    if args.json:
        sys.stdout.write(encode(reads) + "\n")
        return
    for read in reads.reads:
        sys.stdout.write(escaped(_read_words(read)) + "\n")
    pages = f"page {reads.page + 1} of {reads.pages}" if reads.pages else "nothing fits"
    more = f" The newest {reads.most} can be seen." if reads.found > reads.most else ""
    check = CASE_CHECK_WORDS[reads.case_check]
    words = f"{reads.found} reads, {pages}.{more} {reads.notice} {check}".rstrip()
    sys.stderr.write(escaped(f"{words}\nSearch {reads.search_id}") + "\n")


def _read_words(read: ReadMessage) -> str:
    place = f"{read.place.lat:.5f}, {read.place.lon:.5f}" if read.place else "no position"
    at = agency_time(read.captured_at)
    words = f"{at} {read.text} {read.state or '--'} {read.unit} {read.camera} {place}"
    return f"{words} {read.corrects or ''}".rstrip()
