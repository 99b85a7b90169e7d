from datetime import timedelta

from sqlalchemy import select

from mdt_alpr.domain.people.roles import Role
from mdt_alpr.hq.base.headquarters import Caller, Headquarters
from mdt_alpr.hq.base.tables import HITS
from mdt_alpr.hq.intake.service import accept
from mdt_alpr.hq.keeping.purge import purge
from tests.builders import NOW
from tests.hq.senders import DEVICE, a_batch, a_hit_message, an_item

DATABASES = ["sqlite"]


def files_with(hq: Headquarters, words: bytes) -> list[str]:
    paths = [path for path in hq.settings.data.parent.rglob("*") if path.is_file()]
    return [path.name for path in paths if words in path.read_bytes()]


def test_nothing_that_was_sealed_is_left_in_the_files_of_an_embedded_database(
    hq: Headquarters,
) -> None:
    caller = Caller("officer-1", "A. Sample", Role.OFFICER, DEVICE, "")
    with hq.writing() as work:
        accept(work, caller, a_batch(*(an_item(a_hit_message()) for _ in range(100))), 500)
    with hq.reading() as work:
        sealed = list(work.connection.scalars(select(HITS.c.sealed)))
    starts = [one[:40] for one in sealed]
    assert files_with(hq, b"EXN2894") == []
    assert all(files_with(hq, start) for start in starts)
    purge(hq, NOW + timedelta(days=90))
    assert not any(files_with(hq, start) for start in starts)
