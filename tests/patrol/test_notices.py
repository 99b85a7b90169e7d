"""A notice reaches whom it concerns; what this version does not understand is passed over."""

import pytest

from mdt_alpr.domain.hit.disposition import Disposition
from mdt_alpr.domain.hit.hit import Contrary, Hit, RelayedTo
from mdt_alpr.domain.hit.known_before import EarlierRejection
from mdt_alpr.patrol.outgoing import Sender, relay_message
from mdt_alpr.patrol.relays import apply_notice
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.notices import (
    CallMessage,
    CallsMessage,
    ContraryMessage,
    NoticeMessage,
    NotPassedMessage,
    RejectionMessage,
)
from tests.builders import NOW, a_hit, a_read, an_entry
from tests.observations import characters_of

SENDER = Sender("Unit 12", "officer-1", "A. Sample", "0")


class RecordingHandler:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.hits: list[Hit] = []
        self.said: list[object] = []

    def raise_relayed(self, hit: Hit) -> None:
        self.hits.append(hit)

    def contradict(self, hit_id: str, kind: Contrary, source: str, number: int) -> None:
        self.said.append((hit_id, kind, source, number))

    def add_rejection(self, rejection: EarlierRejection) -> None:
        self.said.append(rejection)

    def not_passed(self, hit_id: str, unit: str) -> None:
        self.said.append((hit_id, unit))

    def show_calls(self, calls: tuple[CallMessage, ...]) -> None:
        self.said.append(calls)


def test_a_relayed_hit_is_the_senders_sighting_with_nothing_answered() -> None:
    sent = a_hit(a_read(), an_entry(color="BLK", make="DODG", style="UT"))
    message = relay_message(sent, SENDER, RelayedTo("Unit 7", "car-7", NOW), "relay-id")
    handled = RecordingHandler()
    apply_notice(handled, NoticeMessage(1, "relay", encode(message)), NOW)
    (hit,) = handled.hits
    assert (hit.hit_id, hit.matches, hit.read.text) == ("relay-id", sent.matches, sent.read.text)
    assert (hit.read.crop, hit.read.context) == (b"", b"")
    assert (hit.attempts, hit.replies, hit.vehicle) == ((), (), None)
    assert hit.relayed_from is not None
    assert hit.relayed_from.crop_digest == message.read.crop_digest


def test_a_relayed_hit_keeps_its_small_stack_apart_from_its_serial() -> None:
    sent = a_hit(a_read(characters=characters_of("1234AB", stack="CD")), second_text="1234AB")
    message = relay_message(sent, SENDER, RelayedTo("Unit 7", "car-7", NOW), "relay-id")
    handled = RecordingHandler()
    apply_notice(handled, NoticeMessage(1, "relay", encode(message)), NOW)
    (hit,) = handled.hits
    assert hit.read.serial_text == sent.read.serial_text == "1234AB"
    assert hit.readers_disagree == sent.readers_disagree


def test_every_other_kind_is_reported_as_it_is() -> None:
    handled = RecordingHandler()
    no = ContraryMessage("hit", "not_this_plate", "Unit 12, MDT", NOW)
    known = RejectionMessage("hit", "e1", "AB1", "NC", "misread", False, NOW, NOW, False)  # noqa: FBT003
    apply_notice(handled, NoticeMessage(4, "contrary", encode(no)), NOW)
    apply_notice(handled, NoticeMessage(5, "rejection", encode(known)), NOW)
    apply_notice(
        handled, NoticeMessage(6, "not_passed", encode(NotPassedMessage("hit", "Unit 9"))), NOW
    )
    call = CallMessage("2026-0123", "Larceny")
    apply_notice(handled, NoticeMessage(7, "calls", encode(CallsMessage((call,)))), NOW)
    assert handled.said == [
        ("hit", Contrary.NOT_THIS_PLATE, "Unit 12, MDT", 4),
        EarlierRejection("hit", "e1", "AB1", "NC", Disposition.MISREAD, False, NOW, NOW),  # noqa: FBT003
        ("hit", "Unit 9"),
        (call,),
    ]


@pytest.mark.logs_warnings
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("of a newer program", "{}"),
        ("relay", "{}"),
        ("contrary", "not JSON"),
        ("contrary", encode(ContraryMessage("hit", "of a newer program", "x", NOW))),
    ],
)
def test_what_is_not_understood_is_passed_over_without_its_words(
    kind: str, body: str, caplog: pytest.LogCaptureFixture
) -> None:
    handled = RecordingHandler()
    apply_notice(handled, NoticeMessage(9, kind, body), NOW)
    assert handled.said == handled.hits == []
    assert "notice 9 passed over" in caplog.text
