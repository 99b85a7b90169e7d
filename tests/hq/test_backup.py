"""A backup comes back whole, and what is past its deadline never does."""

import os
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from mdt_alpr.adapters.hq_link.enrolled import enrolled
from mdt_alpr.adapters.store.list_folder import ListFolder
from mdt_alpr.database.migrate import current
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.policy import READS_LIFE, capture_date
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.service import check_own_chain
from mdt_alpr.hq.base.headquarters import Caller, Headquarters
from mdt_alpr.hq.base.server_certificate import own_certificate
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.base.tables import ACCOUNTS, HITS, OWN_AUDIT, READS
from mdt_alpr.hq.hotlists.importing import Delivery, import_list
from mdt_alpr.hq.hotlists.service import CarList, is_new, package
from mdt_alpr.hq.keeping.backup import back_up
from mdt_alpr.hq.keeping.backup_parts import every_table
from mdt_alpr.hq.keeping.purge import purge
from mdt_alpr.hq.keeping.restore import Restored, Restorer, restore
from mdt_alpr.hq.people.ended_memory import EndedAgain
from mdt_alpr.hq.reads import captured
from mdt_alpr.keys.signing import is_signed
from mdt_alpr.wire import addresses
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.hotlist_package import PackageHead, lines_of
from mdt_alpr.wire.messages import EntryMessage, ReadMessage
from tests.builders import NOW, SetClock
from tests.hq.conftest import CHEAP
from tests.hq.enrolled import WITHIN, known_machines
from tests.hq.senders import JPEG
from tests.hq.test_hotlist_packages import a_file
from tests.hq.test_purge import CAPTURED, DIGEST, counts, fill

BY = "admin-1"


@pytest.fixture
def empty(
    request: pytest.FixtureRequest, database_url: str, tmp_path: Path, clock: SetClock
) -> Iterator[Headquarters]:
    """Return a headquarters on a new machine, with the mirrored folder of day keys."""
    on_server = database_url.startswith("postgresql")
    url = request.getfixturevalue("cluster").new_database() if on_server else ""
    settings = HqSettings(tmp_path / "new", url, keys=tmp_path / "mirrored", password_cost=CHEAP)
    headquarters = Headquarters(settings, clock, os.urandom)
    yield headquarters
    headquarters.close()


def mirror(hq: Headquarters, to: Headquarters) -> None:
    shutil.copytree(hq.settings.day_keys, to.settings.day_keys, dirs_exist_ok=True)


def bring_back(hq: Headquarters, place: Path) -> Restored:
    """Bring a backup back as somebody does who says the right date."""
    return bring_back_on(capture_date(hq.clock.now()), hq, place)


def bring_back_on(today: date | None, hq: Headquarters, place: Path) -> Restored:
    by = Restorer(BY, lambda *_: None, today)
    return restore(hq, place, by, lambda hq: purge(hq, hq.clock.now()))


def test_everything_comes_back_on_another_machine_and_database(
    hq: Headquarters, empty: Headquarters, tmp_path: Path
) -> None:
    fill(hq, NOW)
    before = counts(hq, *every_table())
    back_up(hq, tmp_path / "b.zip", BY)
    mirror(hq, empty)
    with hq.reading() as work:
        sequence = own_audit.last_sequence(work.connection)
        (last,) = own_audit.entries_from(work.connection, sequence - 1, sequence - 1, 1)
    end = last.sequence, last.digest  # the newest entry says that the backup was written
    known = EndedAgain(known_at=hq.clock.now())
    back = Restored(sum(before), 0, (), end, known)
    assert bring_back(empty, tmp_path / "b.zip") == back
    for table in (*CAPTURED, ACCOUNTS):
        assert counts(empty, table) == counts(hq, table)
    assert check_own_chain(empty) is None
    assert empty.pictures.get([capture_date(NOW)], DIGEST) == JPEG
    assert empty.entry_key == hq.entry_key
    with empty.reading() as work:
        (kept,) = work.connection.execute(select(READS))
        body = captured.read(work, kept.day, kept.read_id)
        assert body is not None
        assert decode(ReadMessage, body).text == "EXN2894"
        events = list(
            work.connection.scalars(select(OWN_AUDIT.c.event).order_by(OWN_AUDIT.c.sequence))
        )
    assert events[-1] == AuditEvent.HQ_RESTORED


@pytest.mark.clause(READS_LIFE.number)
def test_no_read_comes_back_from_a_backup_of_91_days_ago(
    hq: Headquarters, empty: Headquarters, clock: SetClock, tmp_path: Path
) -> None:
    fill(hq, NOW)
    back_up(hq, tmp_path / "b.zip", BY)
    mirror(hq, empty)
    clock.at = NOW + timedelta(days=91)
    bring_back(empty, tmp_path / "b.zip")
    assert counts(empty, *CAPTURED) == [0] * len(CAPTURED)
    assert empty.day_keys.dates() == []
    assert list(empty.pictures.store.names("")) == []


@pytest.mark.clause(READS_LIFE.number)
def test_with_the_key_of_its_day_a_read_is_lost_even_to_a_clock_that_was_set_back(
    hq: Headquarters, empty: Headquarters, tmp_path: Path
) -> None:
    fill(hq, NOW)
    back_up(hq, tmp_path / "b.zip", BY)
    purge(hq, NOW + timedelta(days=92))
    mirror(hq, empty)
    found = bring_back(empty, tmp_path / "b.zip")
    assert counts(empty, READS, HITS) == [0, 0]
    assert found.left_out > 0
    assert capture_date(NOW) in found.without_key  # it is said which day's key is gone


def test_what_is_due_within_a_living_day_stays_away_too(
    hq: Headquarters, empty: Headquarters, clock: SetClock, tmp_path: Path
) -> None:
    fill(hq, NOW - timedelta(hours=1))
    fill(hq, NOW - timedelta(minutes=10))
    back_up(hq, tmp_path / "b.zip", BY)
    mirror(hq, empty)
    clock.at = NOW + timedelta(days=90) - timedelta(minutes=30)
    found = bring_back(empty, tmp_path / "b.zip")
    assert found.left_out > 0
    assert counts(empty, READS) == [1]


@pytest.mark.proved("V10")
@pytest.mark.attack("V10")
@pytest.mark.parametrize("off", [timedelta(days=100), timedelta(days=2), timedelta(hours=-2)])
def test_a_clock_that_does_not_go_on_from_the_backups_brings_nothing_back_unless_it_is_confirmed(
    hq: Headquarters, empty: Headquarters, clock: SetClock, tmp_path: Path, off: timedelta
) -> None:
    fill(hq, NOW - timedelta(hours=3))
    back_up(hq, tmp_path / "b.zip", BY)
    mirror(hq, empty)
    clock.at = NOW + off
    with pytest.raises(OutsideError, match="--today"):
        bring_back_on(None, empty, tmp_path / "b.zip")
    with pytest.raises(OutsideError, match="Set the clock right"):
        bring_back_on(capture_date(NOW) - timedelta(days=3), empty, tmp_path / "b.zip")
    assert current(empty.database.engine) is None
    assert empty.day_keys.dates() == hq.day_keys.dates()
    bring_back(empty, tmp_path / "b.zip")
    with empty.reading() as work:
        (facts,) = work.connection.scalars(
            select(OWN_AUDIT.c.detail).where(OWN_AUDIT.c.event == AuditEvent.HQ_RESTORED)
        )
    assert dict(facts)["today"] == capture_date(clock.at).isoformat()


def test_no_plate_is_readable_in_a_backup(hq: Headquarters, tmp_path: Path) -> None:
    fill(hq, NOW)
    back_up(hq, tmp_path / "b.zip", BY)
    content = (tmp_path / "b.zip").read_bytes()
    for secret in (b"EXN2894", JPEG, b"officer-1", b"argon2"):
        assert secret not in content
    assert (tmp_path / "b.zip").stat().st_mode & 0o077 == 0


def test_a_backup_goes_nowhere_but_into_an_empty_headquarters_with_its_keys(
    hq: Headquarters, empty: Headquarters, tmp_path: Path
) -> None:
    place = tmp_path / "b.zip"
    back_up(hq, place, BY)
    with pytest.raises(OutsideError, match="exists already"):
        back_up(hq, place, BY)
    with pytest.raises(OutsideError, match="a headquarters already"):
        bring_back(hq, place)
    with pytest.raises(OutsideError, match="--keys"):
        bring_back(empty, place)
    mirror(hq, empty)
    place.write_bytes(place.read_bytes()[:-100])
    with pytest.raises(OutsideError, match="no whole backup"):
        bring_back(empty, place)


def test_a_backup_that_fills_the_disk_leaves_it_free(hq: Headquarters, tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="Windows has no limit for files")
    fill(hq, NOW)
    limit, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, most))
    try:
        with pytest.raises(OutsideError, match=r"cannot be written"):
            back_up(hq, tmp_path / "out.backup", BY)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, most))
    assert list(tmp_path.glob("out*")) == []
    assert back_up(hq, tmp_path / "out.backup", BY).rows


def test_a_second_backup_under_one_name_writes_nothing_into_the_first(
    hq: Headquarters, tmp_path: Path
) -> None:
    first = tmp_path / "out.backup.part"
    first.write_bytes(b"half of it")
    with pytest.raises(OutsideError, match="is being written, or was broken off"):
        back_up(hq, tmp_path / "out.backup", BY)
    assert first.read_bytes() == b"half of it"


@pytest.mark.parametrize("part", ["general/accounts/", "pictures/"])
def test_after_a_damaged_backup_nothing_is_back_and_a_good_one_goes_in(
    hq: Headquarters, empty: Headquarters, tmp_path: Path, part: str
) -> None:
    fill(hq, NOW)
    good, damaged = tmp_path / "good.zip", tmp_path / "damaged.zip"
    back_up(hq, good, BY)
    mirror(hq, empty)
    shutil.copy(good, damaged)
    spoil(damaged, part)
    with pytest.raises(OutsideError):
        bring_back(empty, damaged)
    assert current(empty.database.engine) is None, "it was refused before a table was made"
    assert bring_back(empty, good).rows > 0
    assert counts(empty, ACCOUNTS, READS) == counts(hq, ACCOUNTS, READS)
    with pytest.raises(OutsideError, match="a headquarters already"):
        bring_back(empty, good)


def spoil(place: Path, part: str) -> None:
    """Change one byte of the first part of that name, as a failing disk does."""
    with zipfile.ZipFile(place) as found:
        entry = next(e for e in found.infolist() if e.filename.startswith(part))
    content = bytearray(place.read_bytes())
    content[entry.header_offset + len(entry.FileHeader()) + entry.compress_size // 2] ^= 1
    place.write_bytes(content)


def test_a_car_that_was_away_over_a_restore_drops_what_only_the_lost_list_held(
    hq: Headquarters, empty: Headquarters, clock: SetClock, tmp_path: Path
) -> None:
    """The numbers go on from the backup's: the car's own means another list by then."""
    path, car = tmp_path / "VEHEXTRT.txt", ACar(tmp_path)
    deliver(hq, clock, a_file(path, range(20)))
    car.ask(hq)
    back_up(hq, tmp_path / "b.zip", BY)
    for numbers in (range(21), range(22)):
        deliver(hq, clock, a_file(path, numbers))
    car.ask(hq)
    mirror(hq, empty)
    bring_back(empty, tmp_path / "b.zip")
    deliver(empty, clock, a_file(path, range(2, 20)))
    deliver(empty, clock, a_file(path, range(2, 19)))
    assert car.lists.version == 3
    car.ask(empty)
    assert (car.lists.version, car.plates()) == (3, {f"AB{n}" for n in range(2, 19)})
    deliver(empty, clock, a_file(path, range(3, 19)))
    assert car.ask(empty) == 3
    assert car.plates() == {f"AB{n}" for n in range(3, 19)}


def test_a_backup_made_before_the_first_list_holds_the_key_that_cars_will_know_lists_by(
    hq: Headquarters, empty: Headquarters, tmp_path: Path
) -> None:
    back_up(hq, tmp_path / "b.zip", BY)
    mirror(hq, empty)
    bring_back(empty, tmp_path / "b.zip")
    keys = [one.signer.public_key for one in (hq, empty)]
    assert keys[0] == keys[1]


def deliver(hq: Headquarters, clock: SetClock, path: Path) -> None:
    clock.at += timedelta(hours=1)
    report = import_list(hq, Delivery(path, "custodian-1", confirmed_by=BY))
    assert report.stopped == ""


class ACar:
    """A car's folder of the list."""

    def __init__(self, folder: Path) -> None:
        self.lists = ListFolder(folder / "list", bytes(32), os.urandom, is_signed)

    def ask(self, hq: Headquarters) -> int:
        """Take what headquarters has for it; return since which version."""
        caller = Caller("officer-1", "O", Role.OFFICER, "car-1", "")
        known = CarList(self.lists.version, self.lists.lineage)
        assert is_new(hq, caller, known)
        lines = list(lines_of(package(hq, caller, known)))
        self.lists.accept(lines)
        return decode(PackageHead, lines[0]).since

    def plates(self) -> set[str]:
        assert self.lists.index is not None
        return {decode(EntryMessage, line).text for line in self.lists.index.lines()}


def test_numbers_go_on_after_the_restored_ones(
    hq: Headquarters, empty: Headquarters, tmp_path: Path
) -> None:
    back_up(hq, tmp_path / "b.zip", BY)
    mirror(hq, empty)
    bring_back(empty, tmp_path / "b.zip")
    again = tmp_path / "again.zip"
    back_up(empty, again, BY)
    with empty.reading() as work:
        assert work.connection.scalar(select(func.count()).select_from(OWN_AUDIT))
    assert check_own_chain(empty) is None


def test_enrolled_machines_go_on_with_a_restored_headquarters(tmp_path: Path) -> None:
    with known_machines(tmp_path) as machines:
        car = machines.machine("car-12")
        back_up(machines.hq, tmp_path / "b.zip", BY)
        with zipfile.ZipFile(tmp_path / "b.zip") as written:
            held = b"".join(map(written.read, written.namelist()))
        assert b"PRIVATE KEY" not in held  # sealed, as everything else
        new = HqSettings(tmp_path / "new", keys=tmp_path / "mirrored", password_cost=CHEAP)
        back = Headquarters(new, machines.clock, os.urandom)
        mirror(machines.hq, back)
        bring_back(back, tmp_path / "b.zip")
        back.close()
        names = ["127.0.0.1", "hq.example.gov"]
        certificate, key = own_certificate(new.data, names, machines.clock.now())
        assert (certificate.stat().st_mode & 0o777, key.stat().st_mode & 0o777) == (0o600, 0o600)
        served = replace(new, certificate=certificate, private_key=key, devices_demanded=True)
        with InProcessHq(served, machines.clock, os.urandom) as server:
            kept = replace(car.kept, address=server.base_url)
            client = enrolled(kept, car.seed).client(WITHIN)
            assert client.get(addresses.DEVICE).status_code == 200
            client.close()
        was = tmp_path / "hq" / "tls" / "certificate.pem"
        assert certificate.read_bytes() == was.read_bytes()
