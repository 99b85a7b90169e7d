"""Second factors of accounts: offered, confirmed, shown, reset (ACC-02, ACC-04; CJIS IA-2, IA-5).

Secrets lie sealed under a key of headquarters' data folder, so that the database alone signs
nobody in; recovery codes are stretched under it. A first factor, or one in place of a lost one, is
set up by the password and a one-time code that an administrator hands over: whoever knows only the
password cannot come first.
"""

import base64
import hashlib
import hmac
from collections.abc import Collection
from dataclasses import dataclass

import pyotp
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people import second_factor as rules
from mdt_alpr.domain.people.accounts import AccountRefusedError, demand_reason
from mdt_alpr.domain.people.second_factor import FactorStep
from mdt_alpr.domain.policy import SETUP_CODE_LASTS
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import Headquarters, Work
from mdt_alpr.hq.base.training_mark import TRAINING, purpose
from mdt_alpr.hq.people import factor_store
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.account_seals import is_factor_removed, removal_seal
from mdt_alpr.hq.people.security_keys import NewKey, PersonsKeys
from mdt_alpr.hq.people.seen_accounts import account_as_seen
from mdt_alpr.wire.accounts import FactorOffer, SetupCode
from mdt_alpr.wire.problems import Problem

_ISSUER, _TRAINING_ISSUER = "MDT-ALPR", "MDT-ALPR training"
_NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class Proved:
    """An offered secret, sealed, and the time step of its first code."""

    sealed: bytes
    step: int


@dataclass(frozen=True, slots=True)
class GivenCode:
    """A code as a person typed it; ``digest`` is what is kept of one that counts once.

    ``answer`` is a security key's, in place of a code.
    """

    plain: str
    digest: str = ""
    answer: str = ""

    def __repr__(self) -> str:
        """Return a text without the code."""
        return "GivenCode()"


@dataclass(frozen=True, slots=True)
class NewSetup:
    """A fresh one-time code by which a person sets up a factor, and what is kept of it."""

    person_id: str
    words: str
    digest: str

    def __repr__(self) -> str:
        """Return a text without the code."""
        return f"NewSetup({self.person_id!r})"


@dataclass(frozen=True, slots=True)
class Factors:
    """What is done with second factors in one transaction of one headquarters."""

    hq: Headquarters
    work: Work

    def is_demanded(self) -> bool:
        """Tell whether everybody needs a second factor here."""
        return rules.is_demanded(trains=self._trains(), is_removed=is_factor_removed(self.work))

    def has(self, person_id: str) -> bool:
        """Tell whether a person has a second factor in use."""
        return factor_store.has_app(self.work.connection, person_id) or self.keys.has_any(
            person_id
        )

    @property
    def keys(self) -> PersonsKeys:
        """Return what is done with security keys in this transaction."""
        return PersonsKeys(self.hq, self.work)

    def sign_in_problem(self, person_id: str, code: GivenCode) -> Problem | None:
        """Return why a person with the right password does not get in; the code is used up."""
        step = rules.next_step(is_enrolled=self.has(person_id), is_demanded=self.is_demanded())
        if step is FactorStep.ENROLL:
            return Problem.FACTOR_MISSING
        return self.code_problem(person_id, code)

    def code_problem(self, person_id: str, code: GivenCode) -> Problem | None:
        """Return why a code is not the person's; None, too, for a person without a factor."""
        has_key = self.keys.has_any(person_id)
        if not has_key and not factor_store.has_app(self.work.connection, person_id):
            return None
        if code.answer:
            return self.keys.sign_in_problem(person_id, code.answer)
        if not code.plain:
            return Problem.KEY_WANTED if has_key else Problem.CODE_WANTED
        if code.digest:
            is_used = self._uses_recovery_code(person_id, code.digest)
        else:
            is_used = self._uses_time_code(person_id, code.plain)
        if is_used:
            return None
        return Problem.KEY_REFUSED if has_key else Problem.CODE_REFUSED

    def is_used(self, person_id: str, code: GivenCode) -> bool:
        """Tell whether a code of the person's app was right, but counted already: no guess."""
        factor = factor_store.factor(self.work.connection, person_id)
        if factor is None or factor.secret is None or not code.plain:
            return False
        return self._step(person_id, factor.secret, code.plain, last=0) is not None

    def setup_problem(self, person_id: str, code: GivenCode) -> Problem | None:
        """Return why a person may not set up a factor by this code.

        Who has none gives the one-time code, which is used up when the new factor is in use.
        """
        if self.has(person_id):
            return self.code_problem(person_id, code)
        if not code.plain:
            return Problem.SETUP_CODE_WANTED
        factor = factor_store.factor(self.work.connection, person_id)
        if factor is None or factor.setup_until is None or factor.setup_until <= self.work.now:
            return Problem.SETUP_CODE_REFUSED
        is_right = bool(code.digest) and factor.setup_digest == code.digest
        return None if is_right else Problem.SETUP_CODE_REFUSED

    def keep_setup(self, setup: NewSetup) -> SetupCode:
        """Let a fresh code count, once; return it as it is handed over."""
        until = self.work.now + SETUP_CODE_LASTS
        factor_store.keep_setup(self.work.connection, setup.person_id, setup.digest, until)
        return SetupCode(setup.person_id, setup.words, until)

    def offer(self, person_id: str, name: str) -> FactorOffer:
        """Make a secret for a person's app, and a question to a security key instead.

        Either counts once it was confirmed: by the app's first code, or by the key's answer.
        """
        secret = self.hq.random_bytes(rules.SECRET_BYTES)
        sealed = self._sealed(person_id, secret)
        factor_store.offer(self.work.connection, person_id, sealed, self.work.now)
        words = base64.b32encode(secret).decode()
        issuer = _TRAINING_ISSUER if self._trains() else _ISSUER
        address = pyotp.TOTP(words).provisioning_uri(name=person_id, issuer_name=issuer)
        return FactorOffer(address, words, self.keys.asked_to_add(person_id, name))

    def first_code(self, person_id: str, code: GivenCode) -> Proved | NewKey | Problem:
        """Return what was offered, no longer on offer, where this confirms it; else why not.

        A code has steps of its own: one at which the factor before was used counts as well.
        """
        if code.answer:
            return self.keys.first_answer(person_id, code.answer)
        factor = factor_store.factor(self.work.connection, person_id)
        if factor is None or factor.offered is None or factor.offered_at is None:
            return Problem.ENROLLMENT_OVER
        if not rules.enrollment_is_open(factor.offered_at, self.work.now):
            return Problem.ENROLLMENT_OVER
        step = self._step(person_id, factor.offered, code.plain, last=0)
        if step is None:
            return Problem.CODE_REFUSED
        factor_store.end_offer(self.work.connection, person_id)
        return Proved(factor.offered, step)

    def needs_recovery_codes(self, person_id: str, proved: Proved | NewKey) -> bool:
        """Tell whether new recovery codes come with this: with each app, with a first key."""
        left = factor_store.recovery_codes_left(self.work.connection, person_id)
        return isinstance(proved, Proved) or left == 0

    def enroll(self, person_id: str, proved: Proved | NewKey, digests: Collection[str]) -> None:
        """Put a factor in use, with its new recovery codes. Sessions end (ACC-08)."""
        connection = self.work.connection
        if isinstance(proved, NewKey):
            factor_store.end_setup(connection, person_id)
            if digests:
                factor_store.keep_recovery_codes(connection, person_id, digests)
            self.keys.add(person_id, proved)
            return
        factor_store.enroll(connection, person_id, proved.sealed, proved.step, digests)
        people.end_sessions(connection, person_id, self.work.now)
        record(self.work, AuditEvent.HQ_FACTOR_ENROLLED, person_id, person_id)

    def reset(self, setup: NewSetup, by: str, why: str) -> SetupCode:
        """Erase a person's factor, and return by what another is set up. Sessions end (ACC-08)."""
        person_id = setup.person_id
        had_one = factor_store.erase(self.work.connection, person_id)
        if had_one:
            people.end_sessions(self.work.connection, person_id, self.work.now)
        facts = ("why", why), ("had_one", "yes" if had_one else "no")
        record(self.work, AuditEvent.HQ_FACTOR_RESET, person_id, by, *facts)
        return self.keep_setup(setup)

    def unreadable(self) -> int:
        """Return how many factors do not open under this data folder's key."""
        held = factor_store.enrolled(self.work.connection)
        apps = sum(self._opened(person, sealed) is None for person, sealed in held.items())
        return apps + self.keys.unreadable()

    def seal_again(self, key: bytes) -> int:
        """Seal every factor in use under another key; return how many there are.

        Raises:
            OutsideError: one does not open under the key before.
        """
        held = factor_store.enrolled(self.work.connection)
        for person_id, sealed in held.items():
            secret = self._opened(person_id, sealed)
            if secret is None:
                raise self._other_key()
            nonce = self.hq.random_bytes(_NONCE_BYTES)
            again = nonce + AESGCM(key).encrypt(nonce, secret, _context(person_id))
            factor_store.seal_again(self.work.connection, person_id, again)
        return len(held) + self.keys.seal_again(key)

    def _trains(self) -> bool:
        """Tell whether it is a training; while it serves no mark in the database makes it so."""
        if self.hq.trains is not None:
            return self.hq.trains
        return self.hq.settings.training or purpose(self.work.connection) == TRAINING

    def _other_key(self) -> OutsideError:
        return OutsideError(
            "The second factors do not open under the key of this data folder. Bring back "
            f"{self.hq.settings.data.name}/second_factor.key from a backup."
        )

    def _uses_time_code(self, person_id: str, code: str) -> bool:
        factor = factor_store.factor(self.work.connection, person_id)
        if factor is None or factor.secret is None:
            return False
        step = self._step(person_id, factor.secret, code, factor.last_step)
        return step is not None and factor_store.use_step(self.work.connection, person_id, step)

    def _uses_recovery_code(self, person_id: str, digest: str) -> bool:
        connection = self.work.connection
        if not factor_store.use_recovery_code(connection, person_id, digest):
            return False
        left = ("left", str(factor_store.recovery_codes_left(connection, person_id)))
        record(self.work, AuditEvent.HQ_RECOVERY_CODE_USED, person_id, person_id, left)
        return True

    def _step(self, person_id: str, sealed: bytes, code: str, last: int) -> int | None:
        secret = self._opened(person_id, sealed)
        if secret is None:
            raise self._other_key()
        totp = pyotp.TOTP(base64.b32encode(secret).decode(), digits=rules.CODE_DIGITS)
        return rules.step_counted(code, self.work.now, last, totp.generate_otp)

    def _sealed(self, person_id: str, secret: bytes) -> bytes:
        nonce = self.hq.random_bytes(_NONCE_BYTES)
        return nonce + AESGCM(self.hq.factor_key).encrypt(nonce, secret, _context(person_id))

    def _opened(self, person_id: str, sealed: bytes) -> bytes | None:
        nonce, content = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            return AESGCM(self.hq.factor_key).decrypt(nonce, content, _context(person_id))
        except InvalidTag:
            return None


def given_code(hq: Headquarters, person_id: str, code: str) -> GivenCode:
    """Return a code with its digest, for which no transaction shall wait, or a key's answer."""
    if rules.is_key_answer(code):
        return GivenCode("", answer=code)
    plain = rules.typed(code)
    digest = recovery_digest(hq, person_id, plain) if rules.is_recovery_code(plain) else ""
    return GivenCode(plain, digest)


def new_setup(hq: Headquarters, person_id: str) -> NewSetup:
    """Return a fresh code by which a person sets up a factor; no transaction shall wait for it."""
    code = rules.recovery_code(hq.random_bytes(rules.RECOVERY_BYTES))
    return NewSetup(person_id, rules.recovery_words(code), recovery_digest(hq, person_id, code))


def new_recovery_codes(hq: Headquarters) -> list[str]:
    """Return fresh recovery codes."""
    count, size = rules.RECOVERY_CODES, rules.RECOVERY_BYTES
    return [rules.recovery_code(hq.random_bytes(size)) for _ in range(count)]


def recovery_digest(hq: Headquarters, person_id: str, code: str) -> str:
    """Return what is kept of a recovery code; takes long, so that no list of them is tried out."""
    salt = hmac.digest(hq.factor_key, b"recovery\0" + person_id.encode(), "sha256")
    return hashlib.scrypt(code.encode(), salt=salt, n=2**14, r=8, p=1, dklen=32).hex()


def reset_factor(hq: Headquarters, person_id: str, reason: str, by: str) -> SetupCode:
    """Erase the factor of another person, who lost it or never had one; return a code for a new.

    Raises:
        AccountRefusedError: without a reason, or your own.
        RefusedError: no such account.
    """
    why = demand_reason(reason)
    if person_id == by:
        message = "You can't reset your own second factor. Ask another administrator."
        raise AccountRefusedError(message)
    setup = new_setup(hq, person_id)
    with hq.writing() as work:
        account_as_seen(work, person_id)
        return Factors(hq, work).reset(setup, by, why)


def set_demand(
    hq: Headquarters, reason: str, by: str, confirmed_by: str = "", *, demanded: bool
) -> None:
    """Demand a second factor of everybody, or remove that demand: two people do so (ACC-02).

    Raises:
        AccountRefusedError: without a reason, or by one person alone.
    """
    why = demand_reason(reason)
    if by == confirmed_by:
        raise AccountRefusedError("Another administrator has to confirm it.")
    with hq.writing() as work:
        factor_store.set_removed(work.connection, removed=not demanded)
        factor_store.seal_removal(work.connection, "" if demanded else removal_seal(work))
        facts = ("why", why), ("confirmed_by", confirmed_by), ("demanded", str(demanded).lower())
        record(work, AuditEvent.HQ_FACTOR_DEMAND_SET, "headquarters", by, *facts)


def _context(person_id: str) -> bytes:
    return b"mdt-alpr second factor\0" + person_id.encode()
