"""What a newer headquarters adds to its answers is passed over; what a car sends is not."""

import json

import pytest

from mdt_alpr.domain.retention.outbox import ReceiptOutcome
from mdt_alpr.wire.codec import DecodeError, decode, decode_answer, encode
from mdt_alpr.wire.messages import Receipt, ReceiptsMessage

ANSWER = ReceiptsMessage((Receipt("id-1", ReceiptOutcome.ACCEPTED),))


def with_more(**inside: object) -> str:
    """Return the answer with a field more, and these inside its part."""
    fields = json.loads(encode(ANSWER))
    fields["receipts"][0] |= inside
    return json.dumps({**fields, "since_version": 2})


def test_a_new_field_is_passed_over_in_an_answer() -> None:
    assert decode_answer(ReceiptsMessage, with_more()) == ANSWER


def test_a_new_field_inside_a_part_is_passed_over() -> None:
    assert decode_answer(ReceiptsMessage, with_more(received_at="2026-12-04")) == ANSWER


def test_a_field_that_headquarters_does_not_know_is_refused_in_what_is_sent_to_it() -> None:
    with pytest.raises(DecodeError, match="unknown"):
        decode(ReceiptsMessage, with_more())


@pytest.mark.parametrize("outcome", ["maybe", 7, None])
def test_a_known_field_of_an_answer_is_checked_as_before(outcome: object) -> None:
    with pytest.raises(DecodeError):
        decode_answer(ReceiptsMessage, with_more(outcome=outcome))
