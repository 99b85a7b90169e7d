"""The device's key: Ed25519, its seed kept in the vault, never written anywhere else."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


class Ed25519Signer:
    """See ``patrol.ports.Signer``."""

    def __init__(self, seed: bytes) -> None:
        """Take the 32 bytes that the vault holds under the device's own entry."""
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public_key = self._key.public_key().public_bytes_raw().hex()

    def __repr__(self) -> str:
        """Return a text without the private key."""
        return f"Ed25519Signer({self.public_key})"

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature of ``message``."""
        return self._key.sign(message)
