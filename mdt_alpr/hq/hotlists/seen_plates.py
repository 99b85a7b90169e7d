"""Which plates were read here, as long as reads are kept."""

from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.hq.base.tables import READS


def seen(connection: Connection) -> Iterator[tuple[Plate, int]]:
    """Give every plate that was read, each once, and how often."""
    table = READS.c
    found = select(table.plate_text, table.state, func.count()).group_by(
        table.plate_text, table.state
    )
    for text, state, number in connection.execution_options(yield_per=5_000).execute(found):
        yield Plate(text, state), number
