"""Lists in use, their deliveries, and what was on them on a past day (HOT-02 to HOT-12)."""

from collections.abc import Iterator, Mapping

from mdt_alpr.acts.act import Act, Look, Unversioned
from mdt_alpr.acts.hotlists import DELIVERY_COLUMNS
from mdt_alpr.acts.listing import ListCell, ListColumn, Listing, plate
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.equipment.doctor import counted
from mdt_alpr.domain.hotlist.hotlist import CATEGORIES
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.printable import day_in_words
from mdt_alpr.wire.feeds import (
    DeliveriesMessage,
    DroppedLineMessage,
    DroppedLinesMessage,
    FeedMessage,
    FeedsMessage,
    ListedRecordMessage,
    ListedThenMessage,
    ListedThenRequest,
    ListNumber,
)
from mdt_alpr.wire.hotlists import (
    DeliveryMessage,
    DismissedMessage,
    KnownListMessage,
    RetiredMessage,
)
from mdt_alpr.wire.manual import ReasonMessage
from mdt_alpr.wire.problems import Problem

DELIVERIES: Listing[DeliveriesMessage, KnownListMessage] = Listing(
    lambda answer: answer.deliveries,
    lambda delivery: delivery.number,
    DELIVERY_COLUMNS,
    "Nothing was delivered yet. Deliver a file, or put it into the folder hotlist-in.",
    foot=lambda _answer: "Enter shows the dropped lines.",
    after=lambda answer, loaded: {"first": loaded} if answer.more else {},
)
DROPPED: Listing[DroppedLinesMessage, DroppedLineMessage] = Listing(
    lambda answer: answer.lines,
    lambda line: f"{line.line} {line.reason}",
    (
        ListColumn("Line", 120, lambda line: f"{line.line:,}", "line", right=True),
        ListColumn("Why", 900, lambda line: line.reason, "reason"),
    ),
    "No line was dropped.",
    after=lambda answer, loaded: {"first": loaded} if answer.more else {},
)


def _listed(answer: ListedThenMessage) -> Iterator[tuple[object, ...]]:
    """Yield key and cells: of the lists in use then, or of the records of a plate."""
    yield from map(_list, answer.lists)
    yield from map(_record, answer.records)


def _list(feed: FeedMessage) -> tuple[object, ...]:
    return (
        feed.name,
        ListCell(feed.name, is_strong=True),
        f"{feed.entries:,} records",
        ListCell(feed.source, ("data of", feed.data_at)),
        ListCell(feed.loaded_at, to_minute=True),
        "",
    )


def _record(record: ListedRecordMessage) -> tuple[object, ...]:
    entered = ("entered", record.entered_on) if record.entered_on else ""
    numbers = f"NIC {record.nic or 'none'}, ORI {record.ori or 'none'}"
    return (
        record.entry_id,
        ListCell(record.list_name, entered, is_strong=True),
        plate(record.text, record.state, CATEGORIES[record.category].name),
        ListCell(record.vehicle or "No vehicle described", numbers),
        ListCell(record.came_at or "Not known", to_minute=True),
        ListCell(record.left_at or "Still listed", to_minute=True),
    )


def _then(answer: ListedThenMessage) -> tuple[object, ...]:
    if answer.lists:
        return answer.at, f"{len(answer.lists)} lists, version {answer.version}."
    words = f"{counted(len(answer.records), 'record')} of this plate."
    if answer.at < answer.since:
        since = day_in_words(capture_date(answer.since))
        words += f" Records that left before {since} are erased."
    return answer.at, words if answer.records else f"Nothing was listed then. {words}"


LISTED_THEN: Listing[ListedThenMessage, tuple[object, ...]] = Listing(
    _listed,
    lambda row: row[0],
    (
        ListColumn("List", 180, lambda row: row[1]),
        ListColumn("What", 220, lambda row: row[2]),
        ListColumn("Details", 260, lambda row: row[3]),
        ListColumn("On it since", 140, lambda row: row[4]),
        ListColumn("Until", 140, lambda row: row[5]),
    ),
    foot=_then,
)


def _list_in_use(shown: FeedsMessage, _places: Mapping[str, str]) -> ListNumber:
    """Return the list that cars have: a stopped delivery was compared with it."""
    return ListNumber(shown.version)


SHOW_FEEDS = Look(
    "GET /v1/hotlists/feeds", "See every list in use, and its age", (Permission.MANAGE_LISTS,),
    FeedsMessage, shows_captured=False, records=(AuditEvent.HQ_LISTS_VIEWED,),
)  # fmt: skip
SHOW_PAST_DAY = Look(
    "POST /v1/hotlists/past-day",
    "See what was on the lists at a past instant: the lists, or a plate's records",
    (Permission.MANAGE_LISTS, Permission.READ_AUDIT), ListedThenMessage, body=ListedThenRequest,
    refusal=Problem.DELIVERY_REFUSED, shows_captured=True, records=(AuditEvent.HQ_LISTS_VIEWED,
    AuditEvent.HQ_RESTRICTED_SHOWN), command="list-on-day {at}", listing=LISTED_THEN,
    button="Show what was listed",
)  # fmt: skip
SHOW_DELIVERIES = Look(
    "GET /v1/hotlists/deliveries", "See deliveries, page by page", (Permission.MANAGE_LISTS,),
    DeliveriesMessage, shows_captured=False, records=(AuditEvent.HQ_LISTS_VIEWED,),
    listing=DELIVERIES,
)  # fmt: skip
SHOW_DROPPED = Look(
    "GET /v1/hotlists/deliveries/{number}/dropped",
    "See which lines of a delivery were dropped, and why", (Permission.MANAGE_LISTS,),
    DroppedLinesMessage, refusal=Problem.DELIVERY_REFUSED, shows_captured=False,
    records=(AuditEvent.HQ_LISTS_VIEWED,), command="dropped-lines", listing=DROPPED,
)  # fmt: skip
DISMISS_DELIVERY = Act(
    "POST /v1/hotlists/deliveries/{number}/dismissal",
    "Settle a stopped delivery that nothing is to replace", (Permission.MANAGE_LISTS,),
    DismissedMessage, body=ReasonMessage, refusal=Problem.DELIVERY_REFUSED,
    second=Permission.MANAGE_LISTS, needs_second=True, records=(AuditEvent.HQ_LIST_DISMISSED,),
    command="dismiss-delivery", changes=Unversioned.ONCE,
)  # fmt: skip
ACCEPT_DELIVERY = Act(
    "POST /v1/hotlists/deliveries/{number}/acceptance",
    "Import what was stopped in the drop folder after all", (Permission.MANAGE_LISTS,),
    DeliveryMessage, body=ReasonMessage, refusal=Problem.DELIVERY_REFUSED,
    second=Permission.MANAGE_ACCOUNTS, needs_second=True, records=(AuditEvent.HQ_LIST_ACCEPTED,
    AuditEvent.HQ_LIST_IMPORTED, AuditEvent.HQ_LIST_REFUSED), changes=_list_in_use,
    command="accept-delivery",
)  # fmt: skip
RETIRE_LIST = Act(
    "POST /v1/hotlists/lists/{name}/retirement", "Retire a list that nobody delivers any more",
    (Permission.MANAGE_ACCOUNTS,), RetiredMessage, body=ReasonMessage,
    refusal=Problem.DELIVERY_REFUSED, second=Permission.MANAGE_LISTS, needs_second=True,
    records=(AuditEvent.HQ_LIST_RETIRED,), changes=_list_in_use, command="retire-list",
)  # fmt: skip
