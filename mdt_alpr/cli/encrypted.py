"""Open the encrypted container of what headquarters let out."""

import struct
import zipfile
import zlib
from io import BytesIO

from mdt_alpr.domain.errors import OutsideError

PASSPHRASE_VARIABLE = "MDT_ALPR_PACKAGE_PASSPHRASE"  # noqa: S105 - a variable's name
_ENCRYPTED = 1
_LARGEST = 2 * 1024 * 1024 * 1024
"""Bytes of all files of a package together: no zip bomb is unpacked."""
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError, EOFError,
    OSError, ValueError, KeyError, OverflowError,
)  # fmt: skip


def is_container(data: bytes) -> bool:
    """Tell whether a file is a zip with an encrypted part."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return any(entry.flag_bits & _ENCRYPTED for entry in archive.infolist())
    except _DAMAGE:
        return False


def files_of(data: bytes, passphrase: str) -> dict[str, bytes]:
    """Return the files of a container.

    Raises:
        OutsideError: the passphrase is wrong, or the container is damaged.
    """
    import pyzipper

    try:
        with pyzipper.AESZipFile(BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _LARGEST:
                message = "This package says it is larger than any that headquarters makes."
                raise OutsideError(message)
            archive.setpassword(passphrase.strip().encode())
            return {entry.filename: archive.read(entry) for entry in archive.infolist()}
    except (*_DAMAGE, pyzipper.BadZipFile) as error:
        message = "The package does not open: the passphrase is wrong, or the file is damaged."
        raise OutsideError(message) from error
