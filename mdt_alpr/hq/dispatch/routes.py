"""Addresses of what dispatch is told."""

from mdt_alpr.acts import dispatch as acts
from mdt_alpr.hq.base.headquarters import ApiCall
from mdt_alpr.hq.dispatch import letters, subscriptions
from mdt_alpr.hq.people.endpoints import RouteTable
from mdt_alpr.wire.dispatch import LettersMessage, SubscriptionRequest, SubscriptionsMessage

ROUTES = RouteTable()


@ROUTES.does(acts.SHOW_SUBSCRIPTIONS)
def show_subscriptions(call: ApiCall) -> SubscriptionsMessage:
    """Show who is told of hits."""
    with call.hq.writing() as work:
        return subscriptions.listed(work, call.caller)


@ROUTES.does(acts.SUBSCRIBE)
def subscribe(call: ApiCall, body: SubscriptionRequest) -> SubscriptionsMessage:
    """Have a receiver told of hits."""
    return subscriptions.subscribe(call.hq, call.caller, body, call.confirmed_by)


@ROUTES.does(acts.END_SUBSCRIPTION)
def end_subscription(call: ApiCall, number: int) -> SubscriptionsMessage:
    """Tell a receiver no more."""
    return subscriptions.end(call.hq, call.caller, number)


@ROUTES.does(acts.SHOW_LETTERS)
def show_letters(call: ApiCall) -> LettersMessage:
    """Show what was not received."""
    with call.hq.writing() as work:
        return letters.letters(work, call.caller)


@ROUTES.does(acts.SEND_AGAIN)
def send_again(call: ApiCall, number: int) -> LettersMessage:
    """Send a letter again."""
    return letters.send_again(call.hq, call.caller, number)
