"""Signs a person in to a car that does not reach headquarters (CAR-01; CJIS IA-2, AC-7)."""

import hashlib
import secrets
from datetime import datetime

from mdt_alpr.domain.audit.audit import WITHOUT_LINK, AuditEvent
from mdt_alpr.domain.conversion import converted
from mdt_alpr.domain.people.offline_sign_in import (
    Verifier,
    is_accepted_again,
    refusal,
    session_by,
    sign_in_is_locked,
)
from mdt_alpr.domain.people.roles import Session
from mdt_alpr.machine.clock import Clock
from mdt_alpr.patrol.events import SignInFailed
from mdt_alpr.patrol.store_port import InStore, UnitOfWork

WRONG_WORDS = "User name or password is wrong."
LOCKED_WORDS = (
    "Too many wrong passwords. This screen opens again when headquarters is reached and signs "
    "you in."
)


class Verifiers:
    """What a car keeps of those whom headquarters accepted in it; used on the link thread."""

    def __init__(self, in_store: InStore, clock: Clock, device: str) -> None:
        self._in_store, self._clock, self._device = in_store, clock, device
        self._noted_at: datetime | None = None

    def keep(self, session: Session, password: str) -> None:
        """Keep whom headquarters has just accepted by password and second factor."""
        now, salt = self._clock.now(), secrets.token_bytes(16)
        verifier = converted(
            Verifier,
            session,
            accepted_at=now,
            seen_at=now,
            salt=salt,
            digest=_stretched(password, salt),
        )
        self._in_store(lambda work: work.verifiers.save(verifier))
        self._noted_at = now

    def accept(self, person_id: str) -> None:
        """Note now and then that headquarters still accepts who is signed in."""
        now = self._clock.now()
        if self._noted_at is None or is_accepted_again(self._noted_at, now):
            self._in_store(lambda work: work.verifiers.accept(person_id, now))
            self._noted_at = now

    def forget(self, person_id: str) -> None:
        """Forget a person whose session headquarters ended: the account may be gone."""
        self._in_store(lambda work: work.verifiers.forget(person_id))

    def refused(self, person_id: str, password: str) -> None:
        """Forget a person whom headquarters refused, although the password is the one known here.

        A wrong one forgets nobody: else anybody could take the sign-in without a link from others.
        """
        verifier = self._in_store(lambda work: work.verifiers.find(person_id))
        if verifier is not None and _is_right(verifier, password):
            self.forget(person_id)

    def session_of(self, person_id: str, password: str, no_link: str) -> Session | SignInFailed:
        """Return the session that begins without headquarters, or why none does.

        Wrong passwords count for the person, in the audit: a restart forgets none (ACC-05).
        """
        verifier, failures = self._in_store(
            lambda work: (work.verifiers.find(person_id), work.verifiers.failures(person_id))
        )
        now = self._clock.now()
        if why := refusal(verifier, now):
            return SignInFailed(f"{no_link} {why}")
        if sign_in_is_locked(failures):
            return SignInFailed(LOCKED_WORDS)
        if verifier is None or not _is_right(verifier, password):
            is_locked = self._in_store(lambda work: self._note_failure(work, person_id))
            return SignInFailed(LOCKED_WORDS if is_locked else WRONG_WORDS, without_link=True)
        return session_by(verifier, now)

    def _note_failure(self, work: UnitOfWork, person_id: str) -> bool:
        """Record a wrong password; return whether it locks (AUD-02)."""
        work.record(AuditEvent.SIGN_IN_REFUSED, self._device, person_id, WITHOUT_LINK)
        is_locked = sign_in_is_locked(work.verifiers.failures(person_id))
        if is_locked:
            work.record(AuditEvent.SIGN_IN_LOCKED, self._device, person_id)
        return is_locked


def _is_right(verifier: Verifier, password: str) -> bool:
    return secrets.compare_digest(_stretched(password, verifier.salt), verifier.digest)


def _stretched(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1)
