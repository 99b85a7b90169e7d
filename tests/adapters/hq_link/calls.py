"""Each call of the link, for tests that must hold for all of them."""

from collections.abc import Callable

import pytest

from mdt_alpr.adapters.hq_link.http_link import HttpLink
from mdt_alpr.domain.entry.form import PastReadsQuery
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.people.roles import Role, Session
from mdt_alpr.domain.retention.outbox import ItemKind, OutboxItem
from mdt_alpr.wire.messages import EntryMessage, HotlistMessage
from tests.builders import NOW

SESSION = Session("kdavis", "K. Davis", Role.OFFICER, NOW, "the-token")
ENTRY = EntryMessage(
    "nc/V/1", "NC", "V", "EXN2894", "NC", "V123", "NC0130100", NOW.date(), "PC", "2014",
    "GMC", "SIE", "PK", "GRY", "", None,
)  # fmt: skip
LOOK = PastReadsQuery("entry-1", Purpose.CRIMINAL, "26-041877")
LIST = HotlistMessage(7, NOW, look_alikes_allowed=True, entries=(ENTRY,))


def item(number: int, body: str = "{}") -> OutboxItem:
    return OutboxItem(f"id-{number}", number, ItemKind.READ, NOW, body)


def send(link: HttpLink) -> object:
    return link.send(SESSION, [item(1)])


def send_pictures(link: HttpLink) -> object:
    return link.send_pictures(SESSION, [("ab" * 32, b"jpeg")])


CALLS: dict[str, Callable[[HttpLink], object]] = {
    "sign in": lambda link: link.sign_in("kdavis", "wrong"),
    "sign out": lambda link: link.sign_out(SESSION),
    "send": send,
    "pictures": send_pictures,
    "held pictures": lambda link: link.held_pictures(SESSION, ["ab" * 32]),
    "past reads": lambda link: link.past_reads(SESSION, LOOK),
    "hotlist": lambda link: link.hotlist(SESSION, 1),
}
every_call = pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
