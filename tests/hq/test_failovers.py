"""While PostgreSQL fails over cars are asked to come again, and get no receipt they may lose."""

import hashlib
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import Any

import httpx
import pytest
from sqlalchemy import Connection, create_engine, func, select, text

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.database import Database
from mdt_alpr.hq.base.tables import ITEMS, MARKS
from mdt_alpr.hq.hits.notice_store import hold_notifying
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.messages import BatchMessage
from mdt_alpr.wire.pictures import PicturesMessage, frames
from mdt_alpr.wire.problems import Problem
from tests.hq.manual import added, an_own_entry
from tests.hq.senders import JPEG, Car, a_batch, a_car, a_hit_message, a_read_message, an_item
from tests.hq.test_several_servers import comes_true

DATABASES = ["postgresql"]
pytestmark = pytest.mark.logs_warnings


@pytest.fixture
def car(server: InProcessHq) -> Iterator[Car]:
    with a_car(server.base_url) as found:
        yield found


@pytest.fixture
def database(server: InProcessHq) -> Iterator[Connection]:
    """Give who runs the database, beside headquarters."""
    engine = create_engine(server.hq.settings.database, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@contextmanager
def setting(database: Connection, name: str, value: str) -> Iterator[None]:
    """Let the whole server have a setting meanwhile."""

    def reload() -> None:
        database.execute(text("SELECT pg_reload_conf()"))
        changed = text("SELECT setting = :value FROM pg_settings WHERE name = :name")
        comes_true(lambda: bool(database.scalar(changed, {"name": name, "value": now})))
        database.execute(text("CHECKPOINT"))  # whoever makes it has read the setting, too

    before, now = database.scalar(text(f"SHOW {name}")), value
    database.execute(text(f"ALTER SYSTEM SET {name} = '{value}'"))
    try:
        reload()
        yield
    finally:
        now = before or ""
        database.execute(text(f"ALTER SYSTEM RESET {name}"))
        reload()


def sending(car: Car, batch: BatchMessage) -> Future[httpx.Response]:
    return begun(lambda: car.post(batch))


def begun(send: Callable[[], httpx.Response]) -> Future[httpx.Response]:
    pool = ThreadPoolExecutor(1)
    answer = pool.submit(send)
    pool.shutdown(wait=False)
    return answer


def until_answered(
    answer: Future[httpx.Response], step: Callable[[], object], within_s: float = 20.0
) -> httpx.Response:
    ends = time.monotonic() + within_s
    while not answer.done() and time.monotonic() < ends:
        step()
        threading.Event().wait(0.05)
    return answer.result(timeout=1)


def unconfirmed(database: Connection, send: Callable[[], httpx.Response]) -> httpx.Response:
    """Return the answer to what no standby confirms, once its wait is canceled."""
    cancel = text(
        "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
    )
    with setting(database, "synchronous_standby_names", "nobody"):
        return until_answered(begun(send), lambda: database.execute(cancel).all())


def demand_again(answer: httpx.Response) -> None:
    assert (answer.status_code, answer.json()["number"]) == (503, 107), answer.text
    assert answer.headers["Retry-After"] == "5"


def count(server: InProcessHq) -> int | None:
    with server.hq.reading() as work:
        return work.connection.scalar(select(func.count()).select_from(ITEMS))


def test_a_commit_that_no_standby_confirmed_gives_no_receipt(
    server: InProcessHq, car: Car, database: Connection
) -> None:
    item = an_item(a_read_message())
    demand_again(unconfirmed(database, lambda: car.post(a_batch(item))))
    assert car.send(item)[0] in {"accepted", "known"}
    assert count(server) == 1


def test_a_picture_is_not_refused_by_what_no_standby_confirms(
    car: Car, database: Connection
) -> None:
    """A car sets a refused one aside; in fifty failovers 66 were refused."""

    def send() -> httpx.Response:
        digest = hashlib.sha256(JPEG).hexdigest()
        return car.http.post("/v1/pictures", content=frames([(digest, JPEG)]))

    demand_again(unconfirmed(database, send))
    (receipt,) = decode(PicturesMessage, send().content).receipts
    assert receipt.problem == Problem.NOT_ANNOUNCED.number


def test_nobody_is_signed_out_by_what_no_standby_confirms(
    server: InProcessHq, database: Connection
) -> None:
    """A primary of the past does not know who signed in since."""
    with Car(server.base_url, "signed in elsewhere") as car:
        demand_again(unconfirmed(database, lambda: car.post(a_batch())))
        refused = car.post(a_batch())
    assert (refused.status_code, refused.json()["number"]) == (401, Problem.NOT_SIGNED_IN.number)


def test_a_primary_that_was_demoted_is_left_for_the_next_one(
    server: InProcessHq, car: Car, database: Connection
) -> None:
    item = an_item(a_read_message())
    known = {*database.scalars(text("SELECT pid FROM pg_stat_activity"))}
    with setting(database, "default_transaction_read_only", "on"):
        demand_again(car.post(a_batch(item)))
    with server.hq.reading() as work:
        assert work.connection.scalar(text("SELECT pg_backend_pid()")) not in known
    assert car.send(item) == ["accepted"]
    assert count(server) == 1


_AT_ONCE = 15
_PID = text("SELECT pg_backend_pid()")


def all_at_once(database: Database) -> set[int]:
    """Return the processes that serve as many transactions as there may be at once."""
    with ExitStack() as open_ones:
        given = [open_ones.enter_context(database.reading()) for _ in range(_AT_ONCE)]
        return {one.scalar(_PID) for one in given}


@pytest.fixture
def beside(database_url: str) -> Iterator[Database]:
    found = Database(database_url)
    yield found
    found.close()


def test_lines_to_the_database_stay_open_for_the_next_moment_of_many_requests(
    beside: Database,
) -> None:
    first = all_at_once(beside)
    assert len(first) == _AT_ONCE
    assert all_at_once(beside) == first


def test_a_line_that_the_database_ended_meanwhile_is_opened_anew(
    beside: Database, database: Connection
) -> None:
    ended = all_at_once(beside)
    for pid in ended:
        assert database.scalar(text("SELECT pg_terminate_backend(:pid, 20000)"), {"pid": pid})
    assert all_at_once(beside).isdisjoint(ended)


def test_no_transaction_gets_a_line_that_commits_by_itself(beside: Database) -> None:
    with beside.engine.connect() as connection:
        line: Any = connection.connection.driver_connection
        line.set_autocommit(True)
    with beside.engine.connect() as connection, connection.begin() as transaction:
        connection.execute(MARKS.insert(), {"name": "half", "value": ""})
        transaction.rollback()
    with beside.reading() as connection:
        assert connection.scalar(select(MARKS.c.value).where(MARKS.c.name == "half")) is None


def test_a_line_that_is_cut_in_the_middle_of_a_batch_gives_no_receipt(
    server: InProcessHq, car: Car, database: Connection
) -> None:
    item = an_item(a_read_message())
    cut = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
    )
    with server.hq.database.writing() as connection:
        connection.execute(text("LOCK TABLE items IN ACCESS EXCLUSIVE MODE"))
        answer = until_answered(sending(car, a_batch(item)), lambda: database.execute(cut).all())
    demand_again(answer)
    assert car.send(item) == ["accepted"]
    assert count(server) == 1


def test_a_batch_that_waits_for_another_holds_no_place_in_the_audit(
    server: InProcessHq, car: Car, database: Connection
) -> None:
    """Each had one of the two: found by bench cluster, where both waited for ever."""
    hit = a_hit_message()
    batch = a_batch(added(an_own_entry()), an_item(a_read_message()), an_item(hit))
    free = text("SELECT sequence FROM own_audit_head FOR UPDATE NOWAIT")
    waits = text("SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    with server.hq.writing() as work:
        hold_notifying(work)
        answer = sending(car, batch)
        comes_true(lambda: database.execute(waits).first() is not None)
        with server.hq.database.writing() as beside:
            assert beside.execute(free).first() is not None
        record(work, AuditEvent.HQ_AUDIT_CHECKED, "test", NOBODY)
    assert answer.result(timeout=20).status_code == 200
