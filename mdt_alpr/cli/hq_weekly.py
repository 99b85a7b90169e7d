"""What `hq` does with the weekly review of searches (SUP-01, SUP-04)."""

import sys
from argparse import Namespace
from collections.abc import Iterator
from datetime import date

from mdt_alpr.cli.arguments import arg, day
from mdt_alpr.cli.hq_link import Hq, hq_command
from mdt_alpr.cli.times import agency_time
from mdt_alpr.domain.printable import escaped
from mdt_alpr.domain.review.weekly import SearchVerdict
from mdt_alpr.wire import addresses
from mdt_alpr.wire.weekly import ReviewedWeek, SearchJudged, WeeklyMessage, WeekSigned

_WEEK = day("--week", "its Monday; without it, of the last week that is over")


@hq_command(
    "weekly-review",
    "show the weekly review of searches; with --draw, begin it",
    _WEEK,
    arg("--draw", action="store_true", help="draw the sample"),
)
def _show(hq: Hq, args: Namespace) -> None:
    found = _of(hq, args.week)
    if args.draw:
        found = hq.ask(WeeklyMessage, addresses.WEEKLY, ReviewedWeek(found.week))
    sys.stdout.write("".join(f"{escaped(line)}\n" for line in _lines(found)))


@hq_command(
    "weekly-judge",
    "judge a search of the weekly review's sample",
    arg("search", help="its id, as hq weekly-review lists it"),
    arg("verdict", choices=[one.value for one in SearchVerdict], help="what was found"),
    arg("--note", default="", help="why; a search that is justified needs none"),
    arg(
        "--instead-of",
        choices=[one.value for one in SearchVerdict],
        help="the verdict that this one replaces",
    ),
    _WEEK,
)
def _judge(hq: Hq, args: Namespace) -> None:
    week = _of(hq, args.week).week
    before = SearchVerdict(args.instead_of) if args.instead_of else None
    body = SearchJudged(week, args.search, SearchVerdict(args.verdict), args.note, before)
    answer = hq.ask(WeeklyMessage, addresses.WEEKLY_VERDICTS, body)
    sys.stdout.write(f"{sum(one.verdict is None for one in answer.sample)} without a verdict.\n")


@hq_command(
    "weekly-sign",
    "sign the weekly review with what was found",
    arg("findings", help="in at least 10 characters, without a plate"),
    _WEEK,
)
def _sign(hq: Hq, args: Namespace) -> None:
    week = _of(hq, args.week).week
    answer = hq.ask(WeeklyMessage, addresses.WEEKLY_SIGNATURE, WeekSigned(week, args.findings))
    sys.stdout.write(f"Signed: {answer.week.isoformat()}.\n")


def _of(hq: Hq, week: date | None) -> WeeklyMessage:
    named = [("week", week.isoformat())] if week else []
    return hq.ask(WeeklyMessage, addresses.WEEKLY, params=named)


def _lines(weekly: WeeklyMessage) -> Iterator[str]:
    signed = f", signed {agency_time(weekly.signed_at)}" if weekly.signed_at else ""
    yield f"Week of {weekly.week.isoformat()}: {weekly.searched} searches of others{signed}."
    if weekly.left_out:
        yield f"{weekly.left_out} more are for another reviewer: their accounts may be yours."
    yield weekly.counts.words
    for one in weekly.sample:
        about = "no longer kept"
        if (made := one.search) is not None:
            case = f"case {made.case}, {made.reason}"
            about = f"{agency_time(made.at)} {made.name}, {made.purpose}, {case}"
        yield f"{one.search_id} {one.verdict.value if one.verdict else 'open'}: {about}"
    for past in weekly.past:
        until = "signed" if past.signed_at else "open"
        yield (
            f"Before, week of {past.week.isoformat()} by {past.by}, {until}: {past.sampled} of "
            f"{past.searched}, {past.not_justified} not justified, {past.unclear} unclear. "
            f"{past.findings}"
        )
    for missing in weekly.missing:
        yield f"NOT SIGNED, the week of {missing.week.isoformat()}: {missing.words}."
