from datetime import timedelta

from mdt_alpr.domain.people.roles import Role
from mdt_alpr.hq.base.headquarters import Caller, Headquarters
from mdt_alpr.hq.intake.service import accept
from mdt_alpr.hq.keeping.purge import purge
from tests.builders import NOW
from tests.hq.senders import DEVICE, a_batch, a_hit_message, an_item

DATABASES = ["sqlite"]


def files_with_the_plate(hq: Headquarters) -> list[str]:
    paths = [path for path in hq.settings.data.parent.rglob("*") if path.is_file()]
    return [path.name for path in paths if b"EXN2894" in path.read_bytes()]


def test_no_plate_is_left_in_the_files_of_an_embedded_database(hq: Headquarters) -> None:
    caller = Caller("officer-1", "A. Sample", Role.OFFICER, DEVICE, "")
    with hq.writing() as work:
        accept(work, caller, a_batch(*(an_item(a_hit_message()) for _ in range(100))), 500)
    assert files_with_the_plate(hq)
    purge(hq, NOW + timedelta(days=90))
    assert files_with_the_plate(hq) == []
