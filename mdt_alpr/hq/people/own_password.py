"""One's own password, given again or changed (ACC-03, ACC-08)."""

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, RefusedError, Work
from mdt_alpr.hq.people import directory_tickets as tickets
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.accounts import replace_password, sign_in_keys
from mdt_alpr.hq.people.second_factors import Factors, GivenCode
from mdt_alpr.hq.people.sign_in import proved, sign_out
from mdt_alpr.hq.people.store import Account
from mdt_alpr.wire.accounts import FactorRequest, PasswordChange
from mdt_alpr.wire.messages import SignInMessage
from mdt_alpr.wire.problems import Problem


def change_password(hq: Headquarters, message: PasswordChange, place: str = "") -> None:
    """Change one's own password by the old one; every session of the person ends.

    Nobody needs a session for it: a password that must be changed lets nobody in. Who has a second
    factor gives a code of it. Wrong ones count as failed sign-ins.

    Raises:
        RefusedError: as for a sign-in, or the new password is refused.
    """

    def follows(work: Work, account: Account, code: GivenCode) -> Problem | None:
        return Factors(hq, work).code_problem(account.person_id, code)

    account = proved(hq, asked(message), place, follows)
    replace_password(hq, account, message.new_password)


def asked(message: PasswordChange | FactorRequest) -> SignInMessage:
    """Return the same person, password and code as a sign-in shows them."""
    return SignInMessage(message.person_id, message.password, message.device, code=message.code)


def prove(hq: Headquarters, caller: Caller, password: str, place: str) -> None:
    """Note that a signed-in person gave the password again (ACC-08, CJIS IA-11).

    Wrong ones count as failed sign-ins; whoever locks the account so is signed out here, too.

    Raises:
        RefusedError: as for a sign-in.
    """
    ticket = tickets.opened(hq, password)
    try:
        asked = SignInMessage(caller.person_id, password, caller.device)
        proved(hq, asked, place, lambda _work, _account, _code: None, ticket=ticket)
    except RefusedError:
        with hq.writing() as work:
            if people.is_locked(work.connection, sign_in_keys(caller.person_id, place)):
                sign_out(work, caller)
        raise
    with hq.writing() as work:
        if ticket is not None and not tickets.uses(work, ticket):
            raise RefusedError(Problem.CREDENTIALS)
        people.prove_session(work.connection, caller.token_hash, work.now)
        record(work, AuditEvent.HQ_PROVED_AGAIN, caller.device, caller.person_id)
