"""Reads, hits, pictures and earlier rejections in their tables, and their erasure.

Reads and hits are JSON text in which a picture is its digest. What was known before of a hit's
records is not part of it: that belongs to earlier captures, whose ninetieth day comes first. It is
looked up when the hit is opened again.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from msgspec import json
from sqlalchemy import Connection, Select, Table, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from mdt_alpr.adapters.store.content import HEAD_BYTES, Content, sealed_on
from mdt_alpr.adapters.store.tables import (
    EVIDENCE,
    HIT_PICTURES,
    HITS,
    NOTICES,
    OUTBOX,
    PICTURES,
    READS,
    REJECTIONS,
)
from mdt_alpr.domain.hit.hit import Hit, HitState
from mdt_alpr.domain.hit.known_before import EarlierRejection
from mdt_alpr.domain.hit.trace import Trace
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.reading.reading import Read
from mdt_alpr.domain.retention.purge import BEHIND_AT_MOST
from mdt_alpr.patrol.outgoing import picture_digest, picture_messages
from mdt_alpr.wire.codec import make_known
from mdt_alpr.wire.messages import PictureMessage

_Change = Callable[[bytes], bytes]
make_known(Read, Hit)


def read_text(read: Read) -> str:
    """Return a read without the bytes of its pictures."""
    return json.encode(_read_with(read, _named)).decode()


def read_of(text: str) -> Read:
    """Return the read, its pictures by their digests.

    Raises:
        msgspec.ValidationError: the text is none that ``read_text`` wrote.
    """
    return json.decode(text, type=Read)


def hit_text(hit: Hit) -> str:
    """Return a hit with its read, its matches and every answer, without any picture's bytes."""
    return json.encode(_hit_with(replace(hit, known_before=()), _named)).decode()


def hit_of(text: str, picture: Callable[[str], bytes]) -> Hit:
    """Return the hit; ``picture`` gives the bytes of a digest.

    Raises:
        msgspec.ValidationError: the text is none that ``hit_text`` wrote.
    """
    return _hit_with(json.decode(text, type=Hit), lambda digest: picture(digest.decode()))


def _named(jpeg: bytes) -> bytes:
    return picture_digest(jpeg).encode()


def _hit_with(hit: Hit, change: _Change) -> Hit:
    return replace(hit, read=_read_with(hit.read, change), trace=_trace_with(hit.trace, change))


def _read_with(read: Read, change: _Change) -> Read:
    return replace(read, crop=change(read.crop), context=change(read.context))


def _trace_with(trace: Trace, change: _Change) -> Trace:
    return replace(
        trace,
        revisions=tuple(_read_with(read, change) for read in trace.revisions),
        pass_frames=tuple(replace(g, crop=change(g.crop)) for g in trace.pass_frames),
    )


_AT_ONCE = 500
_REFERENCES = (
    READS.c.crop, READS.c.context, HITS.c.crop, HITS.c.context, OUTBOX.c.picture,
    HIT_PICTURES.c.digest,
)  # fmt: skip


def save_read(connection: Connection, content: Content, read: Read) -> tuple[PictureMessage, ...]:
    """Keep a read unless a later revision is kept; return the pictures that are new to it.

    One that another read shows, too, is announced for each: a hold keeps what its read announced.
    """
    known = connection.execute(
        select(READS.c.revision, READS.c.crop, READS.c.context).where(
            READS.c.read_id == read.read_id
        )
    ).one_or_none()
    if known is not None and known.revision > read.revision:
        return ()
    before = () if known is None else (known.crop, known.context)
    shown = picture_messages(read)
    for message in shown:
        keep_picture(connection, content, read.captured_at, _jpeg(read, message))
    new = tuple(message for message in shown if message.digest not in before)
    row = {
        "revision": read.revision,
        "captured_at": read.captured_at,
        "facts": content.seal_text(read.captured_at, read_text(read), read.read_id),
        **_pictures_of(read),
    }
    statement = upsert(READS).values(read_id=read.read_id, **row)
    connection.execute(statement.on_conflict_do_update(index_elements=["read_id"], set_=row))
    if known is not None:
        forget_pictures(connection, {known.crop, known.context})
    return new


def save_hit(connection: Connection, content: Content, hit: Hit) -> None:
    """Keep a hit in its present state."""
    for jpeg in (hit.read.crop, hit.read.context):
        if jpeg:
            keep_picture(connection, content, hit.read.captured_at, jpeg)
    row = {
        "read_id": hit.read.read_id,
        "captured_at": hit.read.captured_at,
        "raised_at": hit.raised_at,
        "state": hit.state,
        "facts": content.seal_text(hit.read.captured_at, hit_text(hit), hit.hit_id),
        **_pictures_of(hit.read),
    }
    statement = upsert(HITS).values(hit_id=hit.hit_id, **row)
    connection.execute(statement.on_conflict_do_update(index_elements=["hit_id"], set_=row))


def keep_further(connection: Connection, content: Content, hit: Hit) -> set[str]:
    """Keep the further pictures of a hit's pass; return the digests of those that are new."""
    known = set(
        connection.scalars(
            select(HIT_PICTURES.c.digest).where(HIT_PICTURES.c.hit_id == hit.hit_id)
        )
    )
    further = {picture_digest(jpeg): jpeg for jpeg in hit.trace.pictures()}
    new = further.keys() - known
    for digest in sorted(new):
        keep_picture(connection, content, hit.read.captured_at, further[digest])
        row = {"hit_id": hit.hit_id, "digest": digest, "captured_at": hit.read.captured_at}
        connection.execute(insert(HIT_PICTURES).values(row))
    return new


def open_hits(connection: Connection, content: Content) -> tuple[Hit, ...]:
    """Return every hit without a disposition that can still be read, oldest first."""
    in_order = HITS.c.raised_at, HITS.c.hit_id
    query = select(HITS.c.hit_id, HITS.c.facts).where(HITS.c.state != HitState.CLOSED)
    return _hits(connection, content, query.order_by(*in_order))


def newest_hits(connection: Connection, content: Content, limit: int) -> tuple[Hit, ...]:
    """Return the hits that were raised last and can still be read, the newest first."""
    in_order = HITS.c.raised_at.desc(), HITS.c.hit_id.desc()
    query = select(HITS.c.hit_id, HITS.c.facts).order_by(*in_order).limit(limit)
    return _hits(connection, content, query)


def _hits(connection: Connection, content: Content, query: Select[Any]) -> tuple[Hit, ...]:
    texts = [content.text(row.facts, row.hit_id) for row in connection.execute(query)]
    return tuple(
        hit_of(text, lambda digest: picture(connection, content, digest) or b"")
        for text in texts
        if text is not None
    )


def picture(connection: Connection, content: Content, digest: str) -> bytes | None:
    """Return a picture by its digest."""
    sealed: bytes | None = connection.execute(
        select(PICTURES.c.jpeg).where(PICTURES.c.digest == digest)
    ).scalar()
    return None if sealed is None else content.opened(sealed, digest)


def count_from(connection: Connection, now: datetime) -> None:
    """Let the days of what a clock that was ahead captured count from now: none is kept longer."""
    for table in (READS, HITS, HIT_PICTURES, EVIDENCE, OUTBOX):
        ahead = table.c.captured_at > now + BEHIND_AT_MOST
        connection.execute(update(table).where(ahead).values(captured_at=now))


def erase_reads(connection: Connection, until: datetime) -> tuple[int, set[str | None]]:
    """Erase reads captured up to ``until``; return how many, and the pictures they had."""
    return _erase(connection, READS, until)


def erase_hits(connection: Connection, until: datetime) -> tuple[int, set[str | None]]:
    """Erase hits whose read was captured up to ``until`` (RET-02); return as ``erase_reads``."""
    return _erase(connection, HITS, until)


def forget_pictures(connection: Connection, digests: Iterable[str | None]) -> int:
    """Erase those of the pictures that nothing kept or queued refers to; return how many."""
    erased = 0
    wanted = sorted({digest for digest in digests if digest})
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        statement = delete(PICTURES).where(PICTURES.c.digest.in_(some))
        for reference in _REFERENCES:
            statement = statement.where(~_refers(reference.table, reference.name).exists())
        erased += connection.execute(statement).rowcount
    return erased


def _refers(table: Table, column: str) -> Select[tuple[int]]:
    return select(1).select_from(table).where(table.c[column] == PICTURES.c.digest)


def _erase(connection: Connection, table: Table, until: datetime) -> tuple[int, set[str | None]]:
    erased = connection.execute(
        delete(table).where(table.c.captured_at <= until).returning(table.c.crop, table.c.context)
    ).all()
    return len(erased), {digest for row in erased for digest in row}


def keep_picture(
    connection: Connection, content: Content, captured_at: datetime, jpeg: bytes
) -> None:
    """Keep a picture as long as the youngest read that shows it."""
    digest = picture_digest(jpeg)
    query = select(func.substr(PICTURES.c.jpeg, 1, HEAD_BYTES)).where(PICTURES.c.digest == digest)
    head: bytes | None = connection.execute(query).scalar()
    on = None if head is None else sealed_on(head)
    if on is not None and on >= capture_date(captured_at):
        return
    row = {"digest": digest, "jpeg": content.seal(captured_at, jpeg, digest)}
    statement = upsert(PICTURES).values(row)
    later = statement.on_conflict_do_update(index_elements=["digest"], set_=row)
    connection.execute(later)


def _pictures_of(read: Read) -> dict[str, str | None]:
    return {
        "crop": picture_digest(read.crop) or None,
        "context": picture_digest(read.context) or None,
    }


def _jpeg(read: Read, message: PictureMessage) -> bytes:
    return read.crop if message.what == "crop" else read.context


class NoticeTable:
    """See ``patrol.store_port.NoticeRows``; of one transaction."""

    def __init__(self, connection: Connection, content: Content) -> None:
        self._connection = connection
        self._content = content

    def number(self) -> int:
        return self._connection.scalar(select(NOTICES.c.number)) or 0

    def save_number(self, number: int) -> None:
        self._connection.execute(delete(NOTICES))
        self._connection.execute(insert(NOTICES).values(number=number))

    def save_rejection(self, rejection: EarlierRejection) -> None:
        row: dict[str, Any] = {
            name: getattr(rejection, name) for name in EarlierRejection.__slots__
        }
        name = rejection.rejection_id
        row["text"] = self._content.seal_text(rejection.captured_at, rejection.text, name)
        statement = upsert(REJECTIONS).values(row)
        key = ["rejection_id", "entry_id"]
        later = {name: value for name, value in row.items() if name not in key}
        self._connection.execute(statement.on_conflict_do_update(index_elements=key, set_=later))

    def rejections(self, entry_ids: Sequence[str]) -> tuple[EarlierRejection, ...]:
        t = REJECTIONS.c
        query = select(REJECTIONS).where(t.entry_id.in_(entry_ids))
        rows = self._connection.execute(query.order_by(t.at, t.rejection_id))
        found_rows = [dict(row) for row in rows.mappings()]
        for row in found_rows:
            row["text"] = self._content.text(row["text"], row["rejection_id"])
        return tuple(EarlierRejection(**row) for row in found_rows if row["text"] is not None)

    def knows_hit(self, hit_id: str) -> bool:
        query = select(HITS.c.hit_id).where(HITS.c.hit_id == hit_id)
        return self._connection.scalar(query) is not None

    def erase(self, until: datetime) -> int:
        """Erase rejections of hits captured up to ``until`` (RET-01); return how many."""
        gone = delete(REJECTIONS).where(REJECTIONS.c.captured_at <= until)
        return self._connection.execute(gone).rowcount
