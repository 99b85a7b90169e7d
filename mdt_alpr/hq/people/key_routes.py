"""Security keys: one's own, and those of a person whose key was lost."""

from http import HTTPStatus

from mdt_alpr.acts import security_keys as acts
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.hq.base.headquarters import ApiCall
from mdt_alpr.hq.people import factor_setup, security_keys
from mdt_alpr.hq.people.endpoints import RouteTable
from mdt_alpr.hq.people.second_factors import Factors
from mdt_alpr.wire import addresses
from mdt_alpr.wire.accounts import FactorRequest, KeyChallenge, KeyName, SecurityKeysMessage
from mdt_alpr.wire.manual import ReasonMessage

ROUTES = RouteTable()
_ADMINISTER = Permission.MANAGE_ACCOUNTS


@ROUTES.serve(
    "POST",
    addresses.SECOND_FACTOR_CHALLENGE,
    "Ask for a question to one's own security key",
    status=HTTPStatus.CREATED,
    is_open=True,
    hashes=True,
)
def ask_key(call: ApiCall, body: FactorRequest) -> KeyChallenge:
    """Give a question to the person's security keys by the password."""
    return factor_setup.key_challenge(call.hq, body, call.place)


@ROUTES.does(acts.OWN_KEYS)
def own_keys(call: ApiCall) -> SecurityKeysMessage:
    """Show the caller's security keys."""
    with call.hq.writing() as work:
        return security_keys.shown_keys(work, call.by, call.by)


@ROUTES.does(acts.NAME_OWN_KEY)
def name_own_key(call: ApiCall, key_id: str, body: KeyName) -> SecurityKeysMessage:
    """Give one's own security key another name."""
    with call.hq.writing() as work:
        security_keys.name_key(work, call.by, key_id, body.name)
        return security_keys.keys_message(work, call.by)


@ROUTES.does(acts.REMOVE_OWN_KEY)
def remove_own_key(call: ApiCall, key_id: str, body: ReasonMessage) -> SecurityKeysMessage:
    """Remove one's own security key."""
    with call.hq.writing() as work:
        demanded = Factors(call.hq, work).is_demanded()
        security_keys.remove_own_key(work, call.by, key_id, body.why, is_demanded=demanded)
        return security_keys.keys_message(work, call.by)


@ROUTES.does(acts.REMOVE_PERSONS_KEY, slashes=True)
def remove_persons_key(
    call: ApiCall, person_id: str, key_id: str, body: ReasonMessage
) -> SecurityKeysMessage:
    """Remove a key that a person lost; that person's sessions end."""
    with call.hq.writing() as work:
        security_keys.remove_key(work, person_id, key_id, body.why, call.by)
        return security_keys.keys_message(work, person_id)


@ROUTES.does(acts.PERSONS_KEYS, slashes=True)
def persons_keys(call: ApiCall, person_id: str) -> SecurityKeysMessage:
    """Show a person's security keys."""
    with call.hq.writing() as work:
        return security_keys.shown_keys(work, person_id, call.by)
