"""What people typed about captured data: it may hold a plate, and goes with it (RET-01, RET-09).

The audit and the review cases stay for years. They hold a keyed digest of such a text, or its
place; the text and the digest's key lie here under two keys, the day's and the auditor's, and go
at the deadline. Then nobody can find the text by trying plates out, not in an old copy either,
and the audit's chain is what it was.
"""

import hmac
import logging
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.hq.base import sealed_rows
from mdt_alpr.hq.base.database import is_one_of
from mdt_alpr.hq.base.headquarters import Work
from mdt_alpr.hq.base.tables import TYPED_TEXTS

_LOG = logging.getLogger(__name__)
_T = TYPED_TEXTS.c
_KEY_BYTES = 16


def new_key() -> bytes:
    """Return the key of one text's digest."""
    return secrets.token_bytes(_KEY_BYTES)


def digest_of(key: bytes, words: str) -> str:
    """Return what stays of a text for good; without the key it says nothing."""
    return hmac.digest(key, words.encode(), "sha256").hex()


def keep(work: Work, place: str, at: datetime, words: str, key: bytes) -> None:
    """Keep a text until 90 days after ``at``."""
    locked = work.keys.auditor.seal(words.encode(), place)
    row = {"place": place, "captured_at": at, "key": key.hex(), "words": locked.hex()}
    work.connection.execute(TYPED_TEXTS.insert(), sealed_rows.sealed(work.keys, TYPED_TEXTS, row))


def find(work: Work, place: str) -> tuple[bytes, str] | None:
    """Return key and text of a place, None where it is gone; empty where it was changed."""
    row = work.connection.execute(select(TYPED_TEXTS).where(_T.place == place)).mappings().first()
    if row is None:
        return None
    text = _opened(work, row)
    is_over = capture_date(row["captured_at"]) not in work.day_keys.dates()
    return text or (None if is_over else (b"", ""))


def of_places(work: Work, places: Iterable[str]) -> dict[str, str]:
    """Return the texts of these places that can still be read."""
    query = select(TYPED_TEXTS).where(is_one_of(work.connection, _T.place, list(places)))
    rows = work.connection.execute(query).mappings()
    texts = ((row["place"], _opened(work, row)) for row in rows)
    return {place: said[1] for place, said in texts if said is not None}


def _opened(work: Work, row: Mapping[Any, Any]) -> tuple[bytes, str] | None:
    texts = sealed_rows.texts(work.keys, TYPED_TEXTS, row)
    if texts is None:
        return None
    try:
        words = work.keys.auditor.opened(bytes.fromhex(texts["words"]), row["place"])
    except OutsideError as error:
        _LOG.error("what was typed cannot be opened: %s", error)
        return None
    return bytes.fromhex(texts["key"]), words.decode()
