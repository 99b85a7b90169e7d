"""Three plates that a car saw, two of them to be preserved, and where one is found later."""

from itertools import groupby
from pathlib import Path

from mdt_alpr.domain.hit.disposition import Disposition
from mdt_alpr.hq.app import InProcessHq
from tests.builders import SetClock
from tests.hq.disk import copied, found_in, said_by
from tests.journeys.test_supervisors_desk import Car

RENEWED, EXPIRED, UNHELD = "SHP1561", "KLM4471", "ZQW7702"
PLATES = [RENEWED, EXPIRED, UNHELD]


def drive_past(folder: Path, clock: SetClock, base_url: str) -> None:
    """Let a car see the plates, close their hits, and send everything."""
    car = Car(folder / "car", clock)
    for plate in PLATES:
        car.work(plate, plate, Disposition.VERIFIED_NO_STOP)
    car.send(base_url)
    car.store.close()


def tables_that_say(server: InProcessHq, *plates: str) -> set[str]:
    """Return the tables whose rows say a plate to who has every key that is left.

    In the files, the database's among them, nobody ever finds one.
    """
    data = server.hq.settings.data
    content = b"\n".join(path.read_bytes() for path in data.rglob("*") if path.is_file())
    assert found_in(content, PLATES) == []
    rows = sorted(copied(server.hq), key=lambda one: one[0].name)
    return {
        name
        for name, of_table in groupby(rows, key=lambda one: one[0].name)
        if found_in(said_by(server.hq, list(of_table)), list(plates))
    }


def keys_of_data(server: InProcessHq) -> set[str]:
    """Return the dates of capture and the holds whose data somebody could still open."""
    folder = server.hq.settings.day_keys
    days = {path.stem for path in folder.glob("*.key") if path.stem[:2] == "20"}
    return days | {path.parent.parent.name for path in folder.glob("holds/*/data/*.key")}
