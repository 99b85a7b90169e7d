"""The encrypted container: a zip under AES-256 that common programs open (8.E, PRS-11)."""

import base64
import io
from collections.abc import Callable, Mapping

import pyzipper

_SECRET_BYTES = 20
_GROUP = 4
_TIME_OF_ALL = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o600 << 16


def new_passphrase(random_bytes: Callable[[int], bytes]) -> str:
    """Return a passphrase of 160 random bits that can be read aloud: no 0, 1, 8 or 9."""
    text = base64.b32encode(random_bytes(_SECRET_BYTES)).decode("ascii").rstrip("=")
    return "-".join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP))


def sealed(files: Mapping[str, bytes], passphrase: str) -> bytes:
    """Return the container with all files under the passphrase."""
    out = io.BytesIO()
    with pyzipper.AESZipFile(
        out, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES
    ) as archive:
        archive.setpassword(passphrase.encode("ascii"))
        archive.setencryption(pyzipper.WZ_AES, nbits=256)
        for name in sorted(files):
            entry = pyzipper.zipfile_aes.AESZipInfo(name, _TIME_OF_ALL)
            entry.compress_type = pyzipper.ZIP_DEFLATED
            entry.external_attr = _READABLE
            archive.writestr(entry, files[name])
    return out.getvalue()
