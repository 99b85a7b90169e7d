"""Whom headquarters tells of hits, and what was not received."""

from collections.abc import Mapping

from mdt_alpr.acts.act import Act, Look, Unversioned
from mdt_alpr.acts.listing import ListCell, ListColumn, Listing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.wire.dispatch import (
    AssignRequest,
    LetterMessage,
    LettersMessage,
    OpenHit,
    OpenHitsMessage,
    SubscriptionMessage,
    SubscriptionRequest,
    SubscriptionsMessage,
)
from mdt_alpr.wire.problems import Problem

GROUPS = {"dispatch": "who is told of hits by signed webhooks, and what was not received"}


def _told_of(subscription: SubscriptionMessage) -> str:
    asked = subscription.asked
    calls = "sends calls" if asked.sends_calls else ""
    parts = ", ".join(asked.categories), ", ".join(asked.units), asked.area, calls
    return "; ".join(part for part in parts if part) or "All hits except those of restricted files"


def _sent_to(hit: OpenHit) -> str:
    return "; ".join(f"{sent.unit}: {sent.progress.value.lower()}" for sent in hit.sent_to)


SUBSCRIPTIONS: Listing[SubscriptionsMessage, SubscriptionMessage] = Listing(
    lambda answer: answer.subscriptions,
    lambda line: line.number,
    (
        ListColumn("Number", 0, lambda line: line.number),
        ListColumn(
            "Receiver", 260, lambda s: ListCell(s.asked.name, s.asked.address, is_strong=True)
        ),
        ListColumn("Told of", 260, _told_of),
        ListColumn("Plates", 110, lambda s: "Verified ones" if s.asked.with_plates else "None"),
        ListColumn("Since", 150, lambda line: line.made_at),
        ListColumn("Until", 130, lambda s: s.ended_at or ListCell("In use", mark="tick")),
        ListColumn("Not received", 120, lambda s: s.waiting + s.dead, right=True),
    ),
    "Nobody is told of hits.",
    foot=lambda answer: (
        f"Give this secret to the receiver; it is shown once: {answer.secret}"
        if answer.secret
        else "Each letter is signed with its receiver's secret."
    ),
)
LETTERS: Listing[LettersMessage, LetterMessage] = Listing(
    lambda answer: answer.letters,
    lambda letter: letter.number,
    (
        ListColumn("Number", 0, lambda letter: letter.number),
        ListColumn("Receiver", 200, lambda letter: ListCell(letter.receiver, is_strong=True)),
        ListColumn("About", 300, lambda letter: ListCell(letter.event, letter.about)),
        ListColumn("Made", 150, lambda letter: letter.made_at),
        ListColumn("Tries", 70, lambda letter: letter.tries, right=True),
        ListColumn("Why", 300, lambda letter: letter.failure),
        ListColumn("Next", 150, lambda s: s.due_at or ListCell("Send it again", mark="cross")),
    ),
    "Every letter was received.",
    foot=lambda answer: f"Letters that wait: {answer.number:,}.",
)
OPEN_HITS: Listing[OpenHitsMessage, OpenHit] = Listing(
    lambda answer: answer.hits,
    lambda hit: hit.hit_id,
    (
        ListColumn("Hit", 0, lambda hit: hit.hit_id),
        ListColumn("Raised", 150, lambda hit: hit.raised_at),
        ListColumn("Possible match", 260, lambda hit: ListCell(hit.offense, is_strong=True)),
        ListColumn("Match", 120, lambda hit: hit.match_class.replace("_", "-").capitalize()),
        ListColumn("Read by", 130, lambda hit: hit.unit),
        ListColumn("Progress", 110, lambda hit: hit.progress.value),
        ListColumn("Sent to", 260, _sent_to),
    ),
    "No possible match is open.",
    foot=lambda answer: f"On shift: {', '.join(answer.units) or 'no one'}.",
)


def _open_hit(answer: OpenHitsMessage, places: Mapping[str, str]) -> object:
    hit = next(hit for hit in answer.hits if hit.hit_id == places["hit_id"])
    return hit.progress, hit.sent_to


def _subscription(answer: SubscriptionsMessage, places: Mapping[str, str]) -> object:
    line = next(s for s in answer.subscriptions if str(s.number) == places["number"])
    return line.asked, line.ended_at is None


def _letter(answer: LettersMessage, places: Mapping[str, str]) -> object:
    return next(s.tries for s in answer.letters if str(s.number) == places["number"])


SHOW_SUBSCRIPTIONS = Look(
    "GET /v1/dispatch/subscriptions", "See who is told of hits", (Permission.MANAGE_ACCOUNTS,
    Permission.READ_AUDIT), SubscriptionsMessage, shows_captured=False,
    records=(AuditEvent.HQ_DISPATCH_VIEWED,), command="dispatch list", listing=SUBSCRIPTIONS,
)  # fmt: skip
SUBSCRIBE = Act(
    "POST /v1/dispatch/subscriptions", "Have a receiver told of hits by signed webhooks",
    (Permission.MANAGE_ACCOUNTS,), SubscriptionsMessage, body=SubscriptionRequest,
    refusal=Problem.DISPATCH_REFUSED, second=Permission.DOWNLOAD, needs_second=True,
    records=(AuditEvent.HQ_SUBSCRIBED, AuditEvent.HQ_DISPATCH_VIEWED),
    command="dispatch add {name} {address}", button="Add receiver", listing=SUBSCRIPTIONS,
    changes=Unversioned.MAKES,
)  # fmt: skip
END_SUBSCRIPTION = Act(
    "POST /v1/dispatch/subscriptions/{number}/end", "Tell a receiver no more; what waits goes",
    (Permission.MANAGE_ACCOUNTS,), SubscriptionsMessage, refusal=Problem.DISPATCH_REFUSED,
    records=(AuditEvent.HQ_SUBSCRIPTION_ENDED, AuditEvent.HQ_DISPATCH_VIEWED),
    command="dispatch end", button="End chosen", listing=SUBSCRIPTIONS, changes=_subscription,
)  # fmt: skip
SHOW_LETTERS = Look(
    "GET /v1/dispatch/letters", "See what receivers did not receive", (Permission.SEE_OVERVIEW,),
    LettersMessage, shows_captured=False, records=(AuditEvent.HQ_DISPATCH_VIEWED,),
    command="dispatch letters", listing=LETTERS,
)  # fmt: skip
SEND_AGAIN = Act(
    "POST /v1/dispatch/letters/{number}/again", "Send a letter again now",
    (Permission.SEE_OVERVIEW,), LettersMessage, refusal=Problem.DISPATCH_REFUSED,
    records=(AuditEvent.HQ_DISPATCH_AGAIN, AuditEvent.HQ_DISPATCH_VIEWED),
    command="dispatch again", button="Send again", listing=LETTERS, changes=_letter,
)  # fmt: skip
SHOW_OPEN_HITS = Look(
    "GET /v1/dispatch/hits", "See open possible matches and the units that they went to",
    (Permission.SEE_OVERVIEW,), OpenHitsMessage, shows_captured=False,  # no plate, no place
    records=(AuditEvent.HQ_DISPATCH_VIEWED,), command="dispatch hits", listing=OPEN_HITS,
)  # fmt: skip
ASSIGN = Act(
    "POST /v1/dispatch/hits/{hit_id}/assign", "Send a possible match to a unit on shift",
    (Permission.SEE_OVERVIEW,), OpenHitsMessage, body=AssignRequest,
    refusal=Problem.DISPATCH_REFUSED, records=(AuditEvent.HQ_HIT_RELAYED,
    AuditEvent.HQ_DISPATCH_VIEWED), command="dispatch assign {unit}", button="Send to unit",
    listing=OPEN_HITS, changes=_open_hit,
)  # fmt: skip
