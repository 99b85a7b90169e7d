"""Reads of one plate over all days that are kept."""

from collections.abc import Collection

from sqlalchemy import Connection, func, select

from mdt_alpr.hq.base.tables import READS


def of_plate(connection: Connection, text: str, states: Collection[str], limit: int) -> list[str]:
    """Return the bodies of reads whose text is this one with O as 0, newest first.

    It looks through every read: seldom asked, an index would cost every batch that comes in.
    """
    found = (
        select(READS.c.body)
        .where(func.replace(READS.c.plate_text, "O", "0") == text, READS.c.state.in_(states))
        .order_by(READS.c.captured_at.desc(), READS.c.read_id)
        .limit(limit)
    )
    return list(connection.scalars(found))
