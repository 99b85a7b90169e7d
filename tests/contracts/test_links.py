"""The car's link to headquarters: the real one over HTTP and the tests' scripted one do the same.

So does a car without a headquarters, where nobody can be reached.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from typing import Any, Protocol

import pytest

from mdt_alpr.adapters.hq_link.http_link import HttpLink, open_client
from mdt_alpr.adapters.hq_link.http_notices import HttpNotices
from mdt_alpr.adapters.hq_link.no_link import NoLink, NoNotices
from mdt_alpr.domain.entry.form import PastReadsQuery
from mdt_alpr.domain.errors import LinkLostError, SignInRefusedError
from mdt_alpr.domain.hit.status_query import GatewayResult, StatusQuery
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.domain.retention.outbox import ItemKind, OutboxItem, ReceiptOutcome
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.settings import HqSettings, PasswordCost
from mdt_alpr.hq.people.sample_agency import OFFICER, SECOND_OFFICER, sample_agency
from mdt_alpr.hq.switches.http import HttpSwitch
from mdt_alpr.patrol.outbox import RequestRefusedError
from mdt_alpr.patrol.ports import HqLink, NoticesAfter, NoticesLink, StatusGateway
from mdt_alpr.wire.manual import EntryStep
from mdt_alpr.wire.messages import ItemMessage, PictureMessage, ReadMessage
from mdt_alpr.wire.problems import Problem
from tests.adapters.hq_link.local_server import unused_address
from tests.builders import NOW, SetClock, a_list, an_entry
from tests.hq.gateway_double import a_gateway
from tests.hq.manual import a_step, added, an_own_entry
from tests.hq.senders import (
    DEVICE,
    JPEG,
    PASSWORDS,
    a_hit_message,
    a_picture_message,
    a_read_message,
    an_id,
    an_item,
    setup_code,
)
from tests.patrol.scripted_link import SESSION, ScriptedLink

CHEAP = PasswordCost(time=1, memory=8, lanes=1)
RIGHT, NEW = PASSWORDS[OFFICER], "a staple of correct horses"
ACCEPTED, KNOWN = ReceiptOutcome.ACCEPTED, ReceiptOutcome.KNOWN


class Link(HqLink, StatusGateway, Protocol):
    """All that a car asks of headquarters on its link thread."""


class Ends:
    """A link, with what a test must do behind it at headquarters' end."""

    def __init__(self, link: Link, hq: InProcessHq | None = None) -> None:
        self.link, self.hq = link, hq
        self.session = link.sign_in(OFFICER, RIGHT)

    def send(self, *items: OutboxItem) -> list[ReceiptOutcome]:
        return [receipt.outcome for receipt in self.link.send(self.session, items)]

    def refuse(self, item: OutboxItem) -> None:
        """Headquarters refuses what it cannot read; a script is told."""
        if isinstance(self.link, ScriptedLink):
            self.link.refuse[item.item_id] = Problem.MALFORMED.number

    def setup_code(self) -> str:
        """Return the code by which an administrator lets a person set up a factor."""
        return "AAAAA-AAAAA" if self.hq is None else setup_code(self.hq.hq, OFFICER)

    def refuse_codes(self) -> None:
        """Headquarters knows that a code is wrong; a script is told."""
        if isinstance(self.link, ScriptedLink):
            self.link.factor_trouble = SignInRefusedError("The code is wrong.")

    def list_an_entry(self) -> None:
        """A list is there; headquarters has one since the entry of this test."""
        if isinstance(self.link, ScriptedLink):
            self.link.present = a_list(an_entry(), version=3)

    def end_entry(self, entry_id: str) -> None:
        """An entry is over; headquarters was told by an item."""
        if isinstance(self.link, ScriptedLink):
            self.link.ended_entries.add(entry_id)


@pytest.fixture(scope="module")
def headquarters(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InProcessHq]:
    settings = HqSettings(tmp_path_factory.mktemp("hq"), password_cost=CHEAP)
    with a_gateway() as gateway, InProcessHq(settings, SetClock(), os.urandom) as found:
        sample_agency(found.hq, PASSWORDS, NOW.date())
        found.hq.switch = HttpSwitch(gateway.url)
        yield found


@pytest.fixture(params=["headquarters", "script"])
def ends(request: pytest.FixtureRequest, headquarters: InProcessHq) -> Iterator[Ends]:
    if request.param == "script":
        yield Ends(ScriptedLink())
        return
    link = HttpLink(open_client(headquarters.base_url), SetClock(), DEVICE)
    yield Ends(link, headquarters)
    link.close()


def queued(message: ItemMessage) -> OutboxItem:
    """Return what lies in an outbox."""
    return OutboxItem(
        message.item_id, message.sequence, ItemKind(message.kind), message.made_at, message.body
    )


def an_outbox_item(message: Any, **fields: Any) -> OutboxItem:
    return queued(an_item(message, **fields))


def a_picture() -> tuple[str, bytes]:
    jpeg = JPEG + os.urandom(8)
    return hashlib.sha256(jpeg).hexdigest(), jpeg


def announced(digest: str, read: ReadMessage | None = None) -> OutboxItem:
    message: PictureMessage = a_picture_message(read or a_read_message(), digest)
    return an_outbox_item(message)


# ------------------------------------------------------------------------------------ people


def test_a_person_signs_in_with_the_own_password_only(ends: Ends) -> None:
    assert ends.session.person_id == OFFICER
    with pytest.raises(SignInRefusedError, match=r"password.*\.$"):
        ends.link.sign_in(OFFICER, "wrong horse battery")
    assert ends.link.sign_in(OFFICER, RIGHT).person_id == OFFICER


def calls_of(link: Link) -> dict[str, Callable[[Session], object]]:
    """Return every call that needs a session."""
    return {
        "send": lambda session: link.send(session, [an_outbox_item(a_read_message())]),
        "pictures": lambda session: link.send_pictures(session, [a_picture()]),
        "held": lambda session: link.held_pictures(session, ["ab" * 32]),
        "list": lambda session: link.hotlist(session, 1),
        "past reads": lambda session: link.past_reads(session, query_of("entry-1")),
        "status": lambda session: link.ask_status(session, an_id(), a_question()),
        "sign out": link.sign_out,
    }


def query_of(entry_id: str) -> PastReadsQuery:
    return PastReadsQuery(entry_id, Purpose.CRIMINAL, "26-041877")


def a_question(
    text: str = "KLM4471", entry_id: str = "e1", nic: str = "V123456789"
) -> StatusQuery:
    return StatusQuery(an_id(), text, "NC", entry_id, nic, "NC0130200", NOW)


@pytest.mark.parametrize("name", calls_of(ScriptedLink()))
def test_after_the_sign_out_the_session_counts_for_nothing(ends: Ends, name: str) -> None:
    ends.link.sign_out(ends.session)
    with pytest.raises(SignInRefusedError, match=r"\.$"):
        calls_of(ends.link)[name](ends.session)


def test_a_changed_password_counts_at_once_and_ends_the_sessions(ends: Ends) -> None:
    session = ends.link.sign_in(SECOND_OFFICER, RIGHT)
    with pytest.raises(SignInRefusedError):
        ends.link.change_password(SECOND_OFFICER, "wrong horse battery", NEW)
    ends.link.change_password(SECOND_OFFICER, RIGHT, NEW)
    with pytest.raises(SignInRefusedError):
        ends.link.held_pictures(session, [])
    with pytest.raises(SignInRefusedError):
        ends.link.sign_in(SECOND_OFFICER, RIGHT)
    assert ends.link.sign_in(SECOND_OFFICER, NEW).person_id == SECOND_OFFICER


def test_a_second_factor_is_offered_by_the_password_and_counts_by_its_first_code(
    ends: Ends,
) -> None:
    with pytest.raises(SignInRefusedError):
        ends.link.offer_factor(OFFICER, "wrong horse battery")
    assert ends.link.offer_factor(OFFICER, RIGHT, ends.setup_code()).secret
    ends.refuse_codes()
    with pytest.raises(SignInRefusedError, match=r"\.$"):
        ends.link.confirm_factor(OFFICER, RIGHT, "000000")


# ------------------------------------------------------------------------------------- items


def test_each_item_is_accepted_once_however_often_it_comes(ends: Ends) -> None:
    first, second = (an_outbox_item(a_read_message()) for _ in range(2))
    assert ends.send(first) == [ACCEPTED]
    assert ends.send(first, second, second) == [KNOWN, ACCEPTED, KNOWN]
    assert ends.send(second, first) == [KNOWN, KNOWN]
    assert ends.send() == []


def test_a_receipt_for_each_comes_in_the_order_sent_also_for_what_is_refused(ends: Ends) -> None:
    good, bad = an_outbox_item(a_read_message()), an_outbox_item(a_read_message(), body="{}")
    ends.refuse(bad)
    for outcome in (ACCEPTED, KNOWN):
        receipts = ends.link.send(ends.session, [bad, good])
        assert [receipt.item_id for receipt in receipts] == [bad.item_id, good.item_id]
        assert [receipt.outcome for receipt in receipts] == [ReceiptOutcome.REFUSED, outcome]
        assert [receipt.problem is None for receipt in receipts] == [False, True]


# ---------------------------------------------------------------------------------- pictures


def test_a_picture_is_kept_once_it_is_announced_whole_and_a_jpeg(ends: Ends) -> None:
    (good, jpeg), (other, _), (unannounced, unknown) = a_picture(), a_picture(), a_picture()
    text = b"no picture"
    of_text = hashlib.sha256(text).hexdigest()
    ends.send(*(announced(digest) for digest in (good, other, of_text)))
    given = [(other, jpeg), (good, jpeg), (unannounced, unknown), (of_text, text)]
    for _ in range(2):
        receipts = ends.link.send_pictures(ends.session, given)
        assert [receipt.digest for receipt in receipts] == [digest for digest, _ in given]
        assert [receipt.problem for receipt in receipts] == [
            Problem.PICTURE_DIFFERS.number,
            None,
            Problem.NOT_ANNOUNCED.number,
            Problem.NOT_A_JPEG.number,
        ]
    asked = [digest for digest, _ in given]
    assert ends.link.held_pictures(ends.session, asked) == frozenset({good})


def test_a_picture_that_a_later_read_announces_again_is_sent_again(ends: Ends) -> None:
    digest, jpeg = a_picture()
    ends.send(announced(digest))
    assert ends.link.held_pictures(ends.session, [digest]) == frozenset()
    ends.link.send_pictures(ends.session, [(digest, jpeg)])
    assert ends.link.held_pictures(ends.session, [digest]) == frozenset({digest})
    ends.send(announced(digest))
    assert ends.link.held_pictures(ends.session, [digest]) == frozenset()
    ends.link.send_pictures(ends.session, [(digest, jpeg)])
    assert ends.link.held_pictures(ends.session, [digest]) == frozenset({digest})


# ----------------------------------------------------------------------------------- answers


def test_a_list_comes_once_and_not_again_to_who_has_it(ends: Ends) -> None:
    ends.send(queued(added(an_own_entry("HJR2213"))))
    ends.list_an_entry()
    hotlist = ends.link.hotlist(ends.session, 0)
    assert hotlist is not None
    assert hotlist.entries
    assert ends.link.hotlist(ends.session, hotlist.version) is None


def test_past_reads_are_those_of_a_live_entry(ends: Ends) -> None:
    entry = an_own_entry()
    ends.send(queued(added(entry)))
    reads = ends.link.past_reads(ends.session, query_of(entry.entry_id))
    assert (reads.reads, reads.most) == ((), 200)
    ends.send(queued(a_step(entry, EntryStep.REMOVED)))
    ends.end_entry(entry.entry_id)
    with pytest.raises(RequestRefusedError, match=r"\.$") as refused:
        ends.link.past_reads(ends.session, query_of(entry.entry_id))
    assert refused.value.problem == Problem.NO_SUCH_ENTRY.number


def test_the_gateways_answer_is_about_the_very_question(ends: Ends) -> None:
    entry, hit = an_own_entry("BTW7742"), a_hit_message()
    ends.send(queued(added(entry)), an_outbox_item(hit))
    query = a_question("BTW7742", entry.entry_id, nic="")
    answer = ends.link.ask_status(ends.session, hit.hit_id, query)
    assert answer.result is GatewayResult.ACTIVE
    assert (answer.query_id, answer.text, answer.state, answer.entry_id, answer.nic) == (
        query.query_id, "BTW7742", "NC", entry.entry_id, "",
    )  # fmt: skip
    assert answer.answered_at.tzinfo is not None


# -------------------------------------------------------------------------------- nobody there


@pytest.fixture(params=["headquarters", "script", "none"])
def cut_off(request: pytest.FixtureRequest) -> Iterator[Link]:
    """Return a link at whose other end nobody is."""
    if request.param == "headquarters":
        link = HttpLink(open_client(unused_address()), SetClock(), DEVICE)
        yield link
        link.close()
    elif request.param == "script":
        script = ScriptedLink()
        script.is_lost = True
        yield script
    else:
        yield NoLink()


def test_who_reaches_nobody_says_so_in_a_sentence_at_every_call(cut_off: Link) -> None:
    calls: list[Callable[[], object]] = [
        lambda: cut_off.sign_in(OFFICER, RIGHT),
        lambda: cut_off.change_password(OFFICER, RIGHT, NEW),
        lambda: cut_off.offer_factor(OFFICER, RIGHT),
        lambda: cut_off.confirm_factor(OFFICER, RIGHT, "000000"),
    ]
    calls += [lambda call=call: call(SESSION) for call in calls_of(cut_off).values()]  # type: ignore[misc]
    for call in calls:
        with pytest.raises(LinkLostError, match=r"\.$") as failed:
            call()
        assert not isinstance(failed.value, RequestRefusedError)


@pytest.fixture(params=["headquarters", "none"])
def deaf(request: pytest.FixtureRequest) -> Iterator[NoticesLink]:
    """Return a link for notices at whose other end nobody is."""
    if request.param == "none":
        yield NoNotices()
        return
    link = HttpNotices(open_client(unused_address()), SetClock(), DEVICE)
    yield link
    link.close()


def test_who_hears_from_nobody_says_so_in_a_sentence_and_may_be_interrupted(
    deaf: NoticesLink,
) -> None:
    for call in (
        lambda: deaf.notices(SESSION, "Unit 12", NoticesAfter(0, 0), 0.0),
        lambda: deaf.send(SESSION, [an_outbox_item(a_read_message())]),
        lambda: deaf.units(SESSION),
        lambda: deaf.relayed_picture(SESSION, an_id(), "ab" * 32),
    ):
        with pytest.raises(LinkLostError, match=r"\.$"):
            call()
    deaf.interrupt()
