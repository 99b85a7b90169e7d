"""Passwords, codes and passphrases are stretched as the program does it, at the least cost.

The program takes some ten to two hundred milliseconds for each, so that lists of them are not
tried out. What the program pays is looked at by tests/test_stretching.py.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from mdt_alpr.adapters.vault.passphrase_vault import PassphraseVault

_OPTIONS = PassphraseVault.__init__.__kwdefaults__ or {}
KEY_FILE_COST: int = _OPTIONS["cost"]
_SCRYPT = hashlib.scrypt
_LEAST = 2


def _cheap(password: bytes, **options: Any) -> bytes:
    return _SCRYPT(password, **{**options, "n": _LEAST})


@contextmanager
def cheap_stretching() -> Iterator[None]:
    """Let it cost next to nothing; a key file tells its cost, so that any program opens it."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(hashlib, "scrypt", _cheap)
        patched.setitem(_OPTIONS, "cost", _LEAST)
        yield
