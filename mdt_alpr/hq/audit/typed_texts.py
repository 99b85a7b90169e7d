"""What people typed about captured data: it may hold a plate, and goes with it (RET-01, RET-09).

The audit and the review cases stay for years. They hold a keyed digest of such a text, or its
place; the text and the digest's key lie here, and go at the deadline. Then nobody can find the
text by trying plates out, and the audit's chain is what it was.
"""

import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, select

from mdt_alpr.hq.base.tables import TYPED_TEXTS

_T = TYPED_TEXTS.c
_KEY_BYTES = 16


def new_key() -> bytes:
    """Return the key of one text's digest."""
    return secrets.token_bytes(_KEY_BYTES)


def digest_of(key: bytes, words: str) -> str:
    """Return what stays of a text for good; without the key it says nothing."""
    return hmac.digest(key, words.encode(), "sha256").hex()


def keep(connection: Connection, place: str, at: datetime, words: str, key: bytes) -> None:
    """Keep a text until 90 days after ``at``."""
    row = {"place": place, "captured_at": at, "key": key, "words": words}
    connection.execute(TYPED_TEXTS.insert(), row)


def one(connection: Connection, place: str) -> tuple[bytes, str] | None:
    """Return the key and the text of a place, None where there is none any more."""
    row = connection.execute(select(TYPED_TEXTS).where(_T.place == place)).one_or_none()
    return None if row is None else (row.key, row.words)


def of_places(connection: Connection, places: Iterable[str]) -> dict[str, str]:
    """Return the texts of these places that are not erased yet."""
    found = select(_T.place, _T.words).where(_T.place.in_(list(places)))
    return {row.place: row.words for row in connection.execute(found)}
