"""Security keys and passkeys as a second factor (ACC-02; CJIS IA-2(1), (2), (8), IA-5; WebAuthn).

The ceremonies are python-fido2's. A question is answered once and in time, by a key that proved
who holds it (PIN or finger), and whose counter did not go back. What a key made for its person
lies sealed under the key of second factors: who writes in the database alone adds none.
"""

import hashlib
import json
import struct
from dataclasses import dataclass, replace
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestationConveyancePreference,
    AttestedCredentialData,
    AuthenticationResponse,
    CollectedClientData,
    PublicKeyCredentialParameters,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people import second_factor as rules
from mdt_alpr.domain.people.accounts import demand_reason
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.agency_keys import AgencyKey
from mdt_alpr.hq.base.declared import demand_seen
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError, Work
from mdt_alpr.hq.people import factor_store, key_store
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.key_store import KeptKey
from mdt_alpr.wire.accounts import KeyName, SecurityKeyMessage, SecurityKeysMessage
from mdt_alpr.wire.problems import Problem

_ALGORITHMS = (-7, -35, -8, -257)
"""COSE numbers: ECDSA on P-256 and P-384, Ed25519, and RSA of Windows' own security chip."""
_PURPOSE = "security keys"
_CHALLENGE_BYTES = 32
_SITE_BYTES = 8
_KEY_ID_DIGITS = 16
_SIGN_IN_MS = int(rules.KEY_CHALLENGE_LASTS.total_seconds() * 1000)
_BROKEN = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, OverflowError,
    RecursionError, UnsupportedAlgorithm, struct.error,
)  # fmt: skip
"""What the library raises for an answer that is none, or not to this question."""


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that answered its first question: not kept yet."""

    key_id: str
    credential: bytes
    counter: int


@dataclass(frozen=True, slots=True)
class PersonsKeys:
    """What is done with security keys in one transaction of one headquarters."""

    hq: Headquarters
    work: Work

    def has_any(self, person_id: str) -> bool:
        """Tell whether a person has a key."""
        return key_store.count(self.work.connection, person_id) != 0

    def asked_to_add(self, person_id: str, name: str) -> str:
        """Return the question to a key that becomes the person's; empty where no more may."""
        connection = self.work.connection
        held = key_store.keys_of(connection, person_id)
        if len(held) >= rules.MOST_KEYS:
            return ""
        challenge = self._challenge(person_id, adds=True)
        handle = hashlib.sha256(f"{self._site()}\0{person_id}".encode()).digest()
        options, _ = self._server().register_begin(
            PublicKeyCredentialUserEntity(id=handle, name=person_id, display_name=name),
            [known for key in held if (known := self._credential(key)) is not None],
            resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
            user_verification=UserVerificationRequirement.REQUIRED,
            challenge=challenge,
        )
        return json.dumps(dict(replace(options.public_key, timeout=_SIGN_IN_MS)))

    def asked_to_sign_in(self, person_id: str) -> str:
        """Return the question that one of the person's keys answers.

        Raises:
            RefusedError: the person has none.
        """
        held = key_store.keys_of(self.work.connection, person_id)
        known = [credential for key in held if (credential := self._credential(key)) is not None]
        if not known:
            raise RefusedError(Problem.NO_SUCH_KEY)
        options, _ = self._server().authenticate_begin(
            known,
            user_verification=UserVerificationRequirement.REQUIRED,
            challenge=self._challenge(person_id, adds=False),
        )
        return json.dumps(dict(replace(options.public_key, timeout=_SIGN_IN_MS)))

    def sign_in_problem(self, person_id: str, answer: str) -> Problem | None:
        """Return why a key's answer does not count; its question is used up in any case."""
        try:
            given = AuthenticationResponse.from_dict(_parsed(answer))
            state = self._state(person_id, given.response.client_data, adds=False)
            if state is None:
                return Problem.KEY_REFUSED
            held = {key.key_id: key for key in key_store.keys_of(self.work.connection, person_id)}
            stored = held[_key_id(given.raw_id)]
            credential = self._credential(stored)
            if credential is None:
                return Problem.KEY_REFUSED
            self._server().authenticate_complete(state, [credential], given)
            counter = given.response.authenticator_data.counter
        except _BROKEN:
            return Problem.KEY_REFUSED
        if not rules.counter_counts(stored.counter, counter):
            facts = ("key", stored.key_id), ("kept", str(stored.counter)), ("shown", str(counter))
            record(self.work, AuditEvent.HQ_KEY_COPIED, person_id, person_id, *facts)
            return Problem.KEY_REFUSED
        is_first = key_store.use(self.work.connection, stored, counter, self.work.now)
        return None if is_first else Problem.KEY_REFUSED

    def first_answer(self, person_id: str, answer: str) -> NewKey | Problem:
        """Return the key that answered the question of ``asked_to_add``; else why none did."""
        try:
            given = RegistrationResponse.from_dict(_parsed(answer))
            state = self._state(person_id, given.response.client_data, adds=True)
            if state is None:
                return Problem.KEY_REFUSED
            data = self._server().register_complete(state, given)
            credential = data.credential_data
            if credential is None or credential.public_key[3] not in _ALGORITHMS:
                return Problem.KEY_REFUSED
            key_id = _key_id(credential.credential_id)
        except _BROKEN:
            return Problem.KEY_REFUSED
        if key_store.is_kept(self.work.connection, key_id):
            return Problem.KEY_REFUSED
        return NewKey(key_id, bytes(credential), data.counter)

    def add(self, person_id: str, new: NewKey) -> None:
        """Keep a key in use. Sessions end (ACC-08)."""
        connection = self.work.connection
        name = f"Key {key_store.count(connection, person_id) + 1}"
        sealed = self._sealed(person_id, new.key_id, new.credential)
        added = KeptKey(
            new.key_id, person_id, name, sealed, new.counter, self.work.now, used_at=None
        )
        key_store.add(connection, added)
        people.end_sessions(connection, person_id, self.work.now)
        fact = ("key", new.key_id)
        record(self.work, AuditEvent.HQ_KEY_ADDED, person_id, person_id, fact)

    def unreadable(self) -> int:
        """Return how many keys do not open under this data folder's key."""
        return sum(
            self._credential(key) is None for key in key_store.every_key(self.work.connection)
        )

    def seal_again(self, key: bytes) -> int:
        """Seal every key under another key of second factors; return how many there are.

        Raises:
            OutsideError: one does not open under the key before.
        """
        held = key_store.every_key(self.work.connection)
        seal = AgencyKey(key, _PURPOSE, self.hq.random_bytes)
        for held_key in held:
            name = f"{held_key.person_id}\0{held_key.key_id}"
            again = seal.seal(self._seal().opened(held_key.credential, name), name)
            key_store.seal_again(self.work.connection, held_key.key_id, again)
        return len(held)

    def _challenge(self, person_id: str, *, adds: bool) -> bytes:
        connection, now = self.work.connection, self.work.now
        lasts = rules.ENROLLMENT_LASTS if adds else rules.KEY_CHALLENGE_LASTS
        challenge = self.hq.random_bytes(_CHALLENGE_BYTES)
        key_store.forget_late(connection, person_id, now)
        key_store.ask(connection, _digest(challenge), person_id, now + lasts, adds=adds)
        return challenge

    def _state(
        self, person_id: str, given: CollectedClientData, *, adds: bool
    ) -> dict[str, Any] | None:
        """Return what the library compares an answer with, None where nobody asked for it."""
        digest = _digest(given.challenge)
        connection, now = self.work.connection, self.work.now
        if not key_store.answered(connection, digest, person_id, now, adds=adds):
            return None
        needs = UserVerificationRequirement.REQUIRED
        _, state = self._server().authenticate_begin(
            user_verification=needs, challenge=given.challenge
        )
        return dict(state)

    def _server(self) -> Fido2Server:
        site = self._site()
        server = Fido2Server(
            PublicKeyCredentialRpEntity(id=site, name="MDT-ALPR"),
            attestation=AttestationConveyancePreference.NONE,
            verify_origin=lambda origin: origin == f"https://{site}",
        )
        kind = PublicKeyCredentialType.PUBLIC_KEY
        server.allowed_algorithms = [
            PublicKeyCredentialParameters(type=kind, alg=number) for number in _ALGORITHMS
        ]
        return server

    def _site(self) -> str:
        connection = self.work.connection
        if (site := key_store.site(connection)) is not None:
            return site
        made = self.hq.random_bytes(_SITE_BYTES).hex() + rules.KEY_SITES
        key_store.keep_site(connection, made)
        record(self.work, AuditEvent.HQ_KEY_SITE_MADE, made, "")
        return made

    def _sealed(self, person_id: str, key_id: str, credential: bytes) -> bytes:
        return self._seal().seal(credential, f"{person_id}\0{key_id}")

    def _credential(self, key: KeptKey) -> AttestedCredentialData | None:
        try:
            content = self._seal().opened(key.credential, f"{key.person_id}\0{key.key_id}")
        except OutsideError:
            return None
        return AttestedCredentialData(content)

    def _seal(self) -> AgencyKey:
        return AgencyKey(self.hq.factor_key, _PURPOSE, self.hq.random_bytes)


def keys_message(work: Work, person_id: str) -> SecurityKeysMessage:
    """Return a person's keys.

    Raises:
        RefusedError: no such account.
    """
    if people.account(work.connection, person_id) is None:
        raise RefusedError(Problem.NO_SUCH_ACCOUNT)
    keys = key_store.keys_of(work.connection, person_id)
    return SecurityKeysMessage(
        tuple(SecurityKeyMessage(k.key_id, k.name, k.added_at, k.used_at) for k in keys)
    )


def shown_keys(work: Work, person_id: str, by: str) -> SecurityKeysMessage:
    """Return a person's keys; that they were viewed is recorded.

    Raises:
        RefusedError: no such account.
    """
    message = keys_message(work, person_id)
    record(work, AuditEvent.HQ_KEYS_VIEWED, person_id, by)
    return message


def name_key(work: Work, person_id: str, key_id: str, name: str) -> None:
    """Give one's own key another name.

    Raises:
        KeyRefusedError: no good name.
        RefusedError: the person has no such key.
    """
    words = rules.key_name(name)
    _demand_key(work, person_id, key_id)
    key_store.rename(work.connection, key_id, words)
    record(work, AuditEvent.HQ_KEY_NAMED, person_id, person_id, ("key", key_id))


def remove_own_key(
    work: Work, person_id: str, key_id: str, reason: str = "", *, is_demanded: bool
) -> None:
    """Remove one's own key; the last factor stays where one is demanded.

    Raises:
        KeyRefusedError: it is.
        RefusedError: the person has no such key.
    """
    _demand_key(work, person_id, key_id)
    rules.demand_another_factor(
        has_app=factor_store.has_app(work.connection, person_id),
        keys=key_store.count(work.connection, person_id),
        is_demanded=is_demanded,
    )
    key_store.remove(work.connection, key_id)
    facts = ("key", key_id), ("why", reason.strip())
    record(work, AuditEvent.HQ_KEY_REMOVED, person_id, person_id, *facts)


def remove_key(work: Work, person_id: str, key_id: str, reason: str, by: str) -> None:
    """Remove another person's key; that person's sessions end.

    Raises:
        AccountRefusedError: without a reason.
        RefusedError: the person has no such key.
    """
    why = demand_reason(reason)
    _demand_key(work, person_id, key_id)
    key_store.remove(work.connection, key_id)
    people.end_sessions(work.connection, person_id, work.now)
    facts = ("key", key_id), ("why", why)
    record(work, AuditEvent.HQ_KEY_REMOVED, person_id, by, *facts)


def _demand_key(work: Work, person_id: str, key_id: str) -> None:
    names = {key.key_id: key.name for key in key_store.keys_of(work.connection, person_id)}
    if key_id not in names:
        raise RefusedError(Problem.NO_SUCH_KEY)
    demand_seen(KeyName(names[key_id]))


def _parsed(answer: str) -> Any:
    if len(answer) > rules.LONGEST_KEY_ANSWER:
        raise ValueError("longer than any key's answer")
    return json.loads(answer)


def _key_id(credential_id: bytes) -> str:
    return hashlib.sha256(credential_id).hexdigest()[:_KEY_ID_DIGITS]


def _digest(challenge: bytes) -> str:
    return hashlib.sha256(challenge).hexdigest()
