"""A person sets up a second factor of their own, by the password and a code (ACC-02, ACC-04).

Nobody needs a session for it: who has none yet cannot sign in.
"""

from mdt_alpr.domain.people.second_factor import recovery_words
from mdt_alpr.hq.base.headquarters import Headquarters, Work
from mdt_alpr.hq.people.directory_tickets import opened
from mdt_alpr.hq.people.own_password import asked
from mdt_alpr.hq.people.second_factors import (
    Factors,
    GivenCode,
    Proved,
    new_recovery_codes,
    recovery_digest,
)
from mdt_alpr.hq.people.security_keys import NewKey
from mdt_alpr.hq.people.sign_in import proved
from mdt_alpr.hq.people.store import Account
from mdt_alpr.wire.accounts import FactorOffer, FactorRequest, KeyChallenge, RecoveryCodes
from mdt_alpr.wire.problems import Problem


def offer_factor(hq: Headquarters, message: FactorRequest, place: str = "") -> FactorOffer:
    """Offer a second factor by the password and a code (ACC-04).

    The code is one of the factor before, or an administrator's one-time code. Nobody needs a
    session for it, as for a password that must be changed.

    Raises:
        RefusedError: as for a sign-in.
    """

    def follows(work: Work, account: Account, code: GivenCode) -> Problem | None:
        return Factors(hq, work).setup_problem(account.person_id, code)

    account = proved(hq, asked(message), place, follows, ticket=opened(hq, message.password))
    with hq.writing() as work:
        return Factors(hq, work).offer(account.person_id, account.name)


def confirm_factor(hq: Headquarters, message: FactorRequest, place: str = "") -> RecoveryCodes:
    """Put an offered second factor in use by its first code, or by a security key's answer.

    Wrong ones count as failed sign-ins. Recovery codes come with an app, and with a first key.

    Raises:
        RefusedError: as for a sign-in, or nothing was offered in the last minutes.
    """
    proofs: list[Proved | NewKey] = []

    def follows(work: Work, account: Account, code: GivenCode) -> Problem | None:
        confirmed = Factors(hq, work).first_code(account.person_id, code)
        if isinstance(confirmed, Problem):
            return confirmed
        proofs.append(confirmed)
        return None

    ticket = opened(hq, message.password)
    person = proved(hq, asked(message), place, follows, ticket=ticket).person_id
    with hq.reading() as work:
        needs_codes = Factors(hq, work).needs_recovery_codes(person, proofs[0])
    codes = new_recovery_codes(hq) if needs_codes else []
    digests = [
        recovery_digest(hq, person, recovery_code) for recovery_code in codes
    ]  # no transaction waits for it
    with hq.writing() as work:
        Factors(hq, work).enroll(person, proofs[0], digests)
    return RecoveryCodes(tuple(map(recovery_words, codes)))


def key_challenge(hq: Headquarters, message: FactorRequest, place: str = "") -> KeyChallenge:
    """Return a question that one of the person's security keys answers, by the password.

    Raises:
        RefusedError: as for a sign-in, or the person has no key.
    """

    def follows(_work: Work, _account: Account, _code: GivenCode) -> None:
        return None

    ticket = opened(hq, message.password)
    account = proved(hq, asked(message), place, follows, is_all=False, ticket=ticket)
    with hq.writing() as work:
        return KeyChallenge(Factors(hq, work).keys.asked_to_sign_in(account.person_id))
