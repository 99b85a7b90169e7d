"""What must hold after a fault; each is demanded in a process of its own, which else fails."""

from datetime import timedelta
from pathlib import Path

import httpx
from sqlalchemy import Engine, func, select

from mdt_alpr.adapters.hq_link.enrolled import enrolled
from mdt_alpr.adapters.hq_link.http_link import HttpLink
from mdt_alpr.adapters.store.car_store import MIGRATIONS
from mdt_alpr.adapters.store.tables import OUTBOX, READS
from mdt_alpr.car.device_key import STORE_FILE, device_seed
from mdt_alpr.database.engine import open_sqlcipher
from mdt_alpr.database.migrate import downgrade
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import MdtAlprError, OutsideError
from mdt_alpr.domain.retention.outbox import ReceiptOutcome
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.hits.review import overview
from mdt_alpr.hq.hotlists.importing import erase_half_imported, import_csv
from mdt_alpr.hq.keeping.purge import left_over, purge
from mdt_alpr.lab.faults.car_life import DEVICE, KEY, OffClock, opened
from mdt_alpr.lab.faults.spoiling import give_up_writing
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.patrol.outbox import next_batch

_WITHIN = httpx.Timeout(20.0)


def refuse_in_words(car: Path) -> None:
    """Write to a car's store on a disk that may only be read.

    Raises:
        OutsideError: it seemed to keep an entry.
    """
    give_up_writing(car)
    try:
        with opened(car, SystemClock()).begin() as work:
            work.record(AuditEvent.STARTED, DEVICE, "")
    except MdtAlprError:
        return
    raise OutsideError("A store that may not be written seemed to keep an entry.")


def keep_entry(car: Path) -> None:
    """Keep an entry in a car's store whose making was killed."""
    store = opened(car, SystemClock())
    with store.begin() as work:
        work.record(AuditEvent.STARTED, DEVICE, "")
    store.close()


def with_earlier_schema(car: Path) -> int:
    """Undo a car's newest migration; return how many reads and items its store holds."""
    engine = open_sqlcipher(car / STORE_FILE, KEY)
    downgrade(engine, MIGRATIONS, "-1")
    held = _held(engine)
    engine.dispose()
    return held


def end_upgrade(car: Path, held: int) -> None:
    """Migrate a store whose migration was killed.

    Raises:
        OutsideError: it is not whole, or does not hold what it held.
    """
    store = opened(car, SystemClock())
    is_whole = store.is_whole()
    store.close()
    engine = open_sqlcipher(car / STORE_FILE, KEY)
    now = _held(engine)
    engine.dispose()
    if not is_whole or now != held:
        message = f"Of {held} reads and items a killed upgrade left {now}, whole: {is_whole}."
        raise OutsideError(message)


def _held(engine: Engine) -> int:
    with engine.connect() as connection:
        numbers = (select(func.count()).select_from(table) for table in (READS, OUTBOX))
        return sum(connection.scalar(number) or 0 for number in numbers)


def purge_car(car: Path, clock: OffClock) -> None:
    """Purge a car's store."""
    store = opened(car, clock)
    with store.begin() as work:
        work.purge(clock.now())
    store.close()


def end_purge_of_car(car: Path, clock: OffClock) -> None:
    """Purge a car's store once more.

    Raises:
        OutsideError: something that is over stayed.
    """
    purge_car(car, clock)
    store = opened(car, clock)
    if store.dates_of_keys() != ([], []):
        raise OutsideError("What is over was left by a purge of a car.")
    store.close()


def end_purge(hq: Headquarters, later: timedelta) -> None:
    """Purge headquarters once more.

    Raises:
        OutsideError: something that is over stayed.
    """
    at = hq.clock.now() + later
    purge(hq, at)
    if left := left_over(hq, at):
        raise OutsideError(f"A purge of headquarters left something in {', '.join(left)}.")


def deliver_again(car: Path) -> None:
    """Deliver what waits back to front, and once more in order; the car hears nothing of it.

    Raises:
        OutsideError: nothing was there to deliver, or an item had no receipt or was refused.
    """
    store = opened(car, SystemClock())
    enrollment = store.enrollment()
    with store.begin() as work:
        session, batch = work.session(), next_batch(work)
    store.close()
    if enrollment is None or session is None or not batch.items:
        raise OutsideError("Nothing could be delivered again: no session, or nothing waits.")
    machine = enrolled(enrollment, device_seed(KEY, None))
    link = HttpLink(machine.client(_WITHIN), SystemClock(), DEVICE, known=machine)
    sent = {item.item_id for item in batch.items}
    for items in (batch.items[::-1], batch.items):
        receipts = link.send(session, items)
        well = {
            receipt.item_id
            for receipt in receipts
            if receipt.outcome is not ReceiptOutcome.REFUSED
        }
        if well != sent:
            raise OutsideError(f"Of {len(sent)} items delivered again, {len(well)} were received.")
    link.close()


def end_import(hq: Headquarters, file: Path, before: int, rows: int) -> None:
    """Import a list whose import was killed once more; ``before`` is what the old one held.

    Raises:
        OutsideError: neither the old list nor the new one was there, or the new one is not now.
    """
    erase_half_imported(hq)
    left = _entries(hq)
    stopped = import_csv(hq, file, "campaign").stopped
    again = _entries(hq)
    if left not in (before, rows) or again != rows:
        raise OutsideError(
            f"Of {before} entries before and {rows} in the file, a killed import left {left} "
            f"and the next one {again}. {stopped}"
        )


def _entries(hq: Headquarters) -> int:
    with hq.reading() as work:
        return overview(work).hotlist_entries
