"""Ed25519 (RFC 8032): whether a signature is of a public key. For car, headquarters and verifier.

A key stands as 64 hexadecimal digits, or as the PEM text that OpenSSL reads.
"""

import base64
import binascii

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

KEY_BYTES = 32
_DER = bytes.fromhex("302a300506032b6570032100")
"""What stands before the 32 bytes of an Ed25519 key in its public key file (RFC 8410)."""
_BEGIN, _END = "-----BEGIN PUBLIC KEY-----", "-----END PUBLIC KEY-----"


def is_signed(public_key: str, message: bytes, signature: bytes) -> bool:
    """Tell whether ``signature`` of ``message`` is of ``public_key`` (hexadecimal)."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        key.verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def pem_of(public_key: str) -> str:
    """Return the PEM text of a key."""
    body = base64.b64encode(_DER + bytes.fromhex(public_key)).decode("ascii")
    return f"{_BEGIN}\n{body}\n{_END}\n"


def key_of(text: str) -> str | None:
    """Return the key that a PEM text or hexadecimal digits hold; None for anything else."""
    words = text.strip()
    try:
        if words.startswith(_BEGIN) and words.endswith(_END):
            body = "".join(words[len(_BEGIN) : -len(_END)].split())
            decoded = base64.b64decode(body, validate=True)
            key = decoded[len(_DER) :] if decoded.startswith(_DER) else b""
        else:
            key = bytes.fromhex(words)
    except (ValueError, binascii.Error):
        return None
    return key.hex() if len(key) == KEY_BYTES else None
