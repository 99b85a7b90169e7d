"""Reads, hits and pictures in their tables, and their erasure."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, Select, Table, delete, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from mdt_alpr.adapters.store.facts import hit_facts, hit_from, read_facts
from mdt_alpr.adapters.store.tables import HIT_PICTURES, HITS, OUTBOX, PICTURES, READS
from mdt_alpr.domain.hit import Hit, HitState
from mdt_alpr.domain.reading import Read
from mdt_alpr.patrol.outgoing import picture_digest, picture_messages
from mdt_alpr.wire.messages import PictureMessage

_AT_ONCE = 500
_REFERENCES = (
    READS.c.crop, READS.c.context, HITS.c.crop, HITS.c.context, OUTBOX.c.picture,
    HIT_PICTURES.c.digest,
)  # fmt: skip


def save_read(connection: Connection, read: Read) -> tuple[PictureMessage, ...]:
    """Keep a read unless a later revision is kept; return the pictures that are new."""
    known = connection.execute(
        select(READS.c.revision, READS.c.crop, READS.c.context).where(
            READS.c.read_id == read.read_id
        )
    ).one_or_none()
    if known is not None and known.revision > read.revision:
        return ()
    new = tuple(
        message
        for message in picture_messages(read)
        if _keep_picture(connection, message.digest, _jpeg(read, message))
    )
    row = {
        "revision": read.revision,
        "captured_at": read.captured_at,
        "facts": read_facts(read),
        **_pictures_of(read),
    }
    statement = upsert(READS).values(read_id=read.read_id, **row)
    connection.execute(statement.on_conflict_do_update(index_elements=["read_id"], set_=row))
    if known is not None:
        forget_pictures(connection, {known.crop, known.context})
    return new


def save_hit(connection: Connection, hit: Hit) -> None:
    """Keep a hit in its present state."""
    for jpeg in (hit.read.crop, hit.read.context):
        if jpeg:
            _keep_picture(connection, picture_digest(jpeg), jpeg)
    row = {
        "read_id": hit.read.read_id,
        "captured_at": hit.read.captured_at,
        "raised_at": hit.raised_at,
        "state": hit.state,
        "facts": hit_facts(hit),
        **_pictures_of(hit.read),
    }
    statement = upsert(HITS).values(hit_id=hit.hit_id, **row)
    connection.execute(statement.on_conflict_do_update(index_elements=["hit_id"], set_=row))


def keep_further(connection: Connection, hit: Hit) -> set[str]:
    """Keep the further pictures of a hit's pass; return the digests of those that are new."""
    known = set(
        connection.scalars(
            select(HIT_PICTURES.c.digest).where(HIT_PICTURES.c.hit_id == hit.hit_id)
        )
    )
    further = {picture_digest(jpeg): jpeg for jpeg in hit.trace.pictures()}
    new = further.keys() - known
    for digest in sorted(new):
        _keep_picture(connection, digest, further[digest])
        row = {"hit_id": hit.hit_id, "digest": digest, "captured_at": hit.read.captured_at}
        connection.execute(insert(HIT_PICTURES).values(row))
    return new


def open_hits(connection: Connection) -> tuple[Hit, ...]:
    """Return every hit without a disposition, oldest first."""
    rows = connection.execute(
        select(HITS.c.facts)
        .where(HITS.c.state != HitState.CLOSED)
        .order_by(HITS.c.raised_at, HITS.c.hit_id)
    )
    return tuple(
        hit_from(row.facts, lambda digest: picture(connection, digest) or b"") for row in rows
    )


def picture(connection: Connection, digest: str) -> bytes | None:
    """Return a picture by its digest."""
    found: bytes | None = connection.execute(
        select(PICTURES.c.jpeg).where(PICTURES.c.digest == digest)
    ).scalar()
    return found


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


def _keep_picture(connection: Connection, digest: str, jpeg: bytes) -> bool:
    """Keep a picture; return whether it is new."""
    known = connection.execute(select(1).where(PICTURES.c.digest == digest)).scalar()
    if known is None:
        connection.execute(insert(PICTURES).values(digest=digest, jpeg=jpeg))
    return known is None


def _pictures_of(read: Read) -> dict[str, str | None]:
    return {
        "crop": picture_digest(read.crop) or None,
        "context": picture_digest(read.context) or None,
    }


def _jpeg(read: Read, message: PictureMessage) -> bytes:
    return read.crop if message.what == "crop" else read.context
