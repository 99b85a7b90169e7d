"""A security key in software: it speaks CTAP 2 with PIN protocol 1, and signs for real.

``SoftKey`` is the device below python-fido2's own client, so that adapter, client and server of
the product meet as they do with a key of plastic.
"""

import hashlib
import hmac
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from threading import Event
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.cose import ES256
from fido2.ctap import STATUS, CtapDevice, CtapError
from fido2.hid import CAPABILITY
from fido2.webauthn import Aaguid, AttestedCredentialData, AuthenticatorData

from mdt_alpr.adapters.security_key import UsbKey

PIN = "2468"
_FLAG = AuthenticatorData.FLAG
_TOKEN = b"token of the pin" * 2


@dataclass(frozen=True)
class Held:
    """What the key made for one person at one headquarters."""

    site: str
    private: ec.EllipticCurvePrivateKey


@dataclass(eq=False)
class SoftKey(CtapDevice):
    """A key whose holder touches it at once; what a bad one does is set by its fields.

    ``lies_about`` takes the place of the site's name in what is signed; ``verifies``: it demands
    the PIN. ``counts``: its counter goes up with each signature. ``makes``: the next one's id.
    """

    pin: str = PIN
    counter: int = 7
    counts: bool = True
    verifies: bool = True
    is_touched: bool = True
    lies_about: str = ""
    makes: bytes = b""
    tries: int = 3
    held: dict[bytes, Held] = field(default_factory=dict)
    agreement: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    @property
    def capabilities(self) -> int:
        return CAPABILITY.CBOR

    @classmethod
    def list_devices(cls) -> Iterator[CtapDevice]:
        yield from ()

    def call(
        self,
        _cmd: int,
        data: bytes = b"",
        event: Event | None = None,
        _on_keepalive: Callable[[STATUS], None] | None = None,
    ) -> bytes:
        """Answer one command of CTAP 2."""
        what, asked = data[0], cbor.decode(data[1:]) if data[1:] else {}
        assert isinstance(asked, Mapping)
        if what in (1, 2) and not self.is_touched:
            assert event is not None
            event.wait()
            return bytes([CtapError.ERR.KEEPALIVE_CANCEL])
        try:
            does: dict[int, Callable[[Mapping[int, Any]], Mapping[int, Any]]] = {
                1: self._make, 2: self._sign, 4: self._info, 6: self._unlock,
            }  # fmt: skip
            return b"\0" + cbor.encode(does[what](asked))
        except CtapError as error:
            return bytes([error.code])

    def _info(self, _asked: Mapping[int, Any]) -> Mapping[int, Any]:
        options = {"rk": False, "up": True, "clientPin": self.verifies}
        return {1: ["FIDO_2_0"], 3: Aaguid.NONE, 4: options, 6: [1]}

    def _unlock(self, asked: Mapping[int, Any]) -> Mapping[int, Any]:
        if asked[2] == 2:
            return {1: dict(_cose(self.agreement)) | {3: -25}}
        if self.tries == 0:
            raise CtapError(CtapError.ERR.PIN_AUTH_BLOCKED)
        theirs = ES256(asked[3])
        numbers = ec.EllipticCurvePublicNumbers(
            int.from_bytes(theirs[-2]), int.from_bytes(theirs[-3]), ec.SECP256R1()
        )
        shared = hashlib.sha256(self.agreement.exchange(ec.ECDH(), numbers.public_key())).digest()
        cipher = Cipher(algorithms.AES(shared), modes.CBC(bytes(16)))
        given = cipher.decryptor().update(asked[6])
        if given != hashlib.sha256(self.pin.encode()).digest()[:16]:
            self.tries -= 1
            raise CtapError(CtapError.ERR.PIN_INVALID)
        self.tries = 3
        return {2: cipher.encryptor().update(_TOKEN)}

    def _make(self, asked: Mapping[int, Any]) -> Mapping[int, Any]:
        site = asked[2]["id"]
        if any(one["id"] in self.held for one in asked.get(5, ())):
            raise CtapError(CtapError.ERR.CREDENTIAL_EXCLUDED)
        credential_id = self.makes or os.urandom(32)
        made = Held(site, ec.generate_private_key(ec.SECP256R1()))
        self.held[credential_id] = made
        data = AttestedCredentialData.create(Aaguid.NONE, credential_id, _cose(made.private))
        flags = self._flags(asked.get(8), asked[1]) | _FLAG.AT
        return {1: "none", 2: self._data(site, flags, data), 3: {}}

    def _sign(self, asked: Mapping[int, Any]) -> Mapping[int, Any]:
        site, client_hash = asked[1], asked[2]
        known = [one["id"] for one in asked[3] if one["id"] in self.held]
        if not known or self.held[known[0]].site != site:
            raise CtapError(CtapError.ERR.NO_CREDENTIALS)
        flags = self._flags(asked.get(6), client_hash)
        if asked.get(5, {}).get("up") is False:
            flags &= ~_FLAG.UP
        data = self._data(site, flags)
        signature = self.held[known[0]].private.sign(data + client_hash, ec.ECDSA(SHA256()))
        return {1: {"type": "public-key", "id": known[0]}, 2: data, 3: signature}

    def _flags(self, shown: bytes | None, client_hash: bytes) -> AuthenticatorData.FLAG:
        is_right = shown == hmac.digest(_TOKEN, client_hash, "sha256")[:16]
        return _FLAG.UP | (_FLAG.UV if is_right and self.verifies else _FLAG(0))

    def _data(self, site: str, flags: AuthenticatorData.FLAG, made: bytes = b"") -> bytes:
        self.counter += self.counts
        named = hashlib.sha256((self.lies_about or site).encode()).digest()
        return bytes(AuthenticatorData.create(named, flags, self.counter, made))


def _cose(key: ec.EllipticCurvePrivateKey) -> ES256:
    s256: ES256 = ES256.from_cryptography_key(key.public_key())  # type: ignore[no-untyped-call]
    return s256


def plugged_in(*keys: SoftKey) -> UsbKey:
    """Return how the product asks keys, with these in the machine."""
    return UsbKey(lambda: keys)


def touched(key: SoftKey, question: str, pin: str = PIN) -> str:
    """Return a key's answer to headquarters' question."""
    return plugged_in(key).answer(question, pin, Event())
