"""Several servers on one database have the same keys, or do not start."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.policy import capture_date, capture_date_ends
from mdt_alpr.domain.retention.holds import HoldState
from mdt_alpr.hq import app
from mdt_alpr.hq.app import open_headquarters
from mdt_alpr.hq.audit.service import NOBODY, record
from mdt_alpr.hq.base.agency_tables import KEPT_KEYS
from mdt_alpr.hq.base.authority import Authority, share_authority
from mdt_alpr.hq.base.cluster_key import ClusterKey
from mdt_alpr.hq.base.database import put_row
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.holds import service, store
from mdt_alpr.hq.holds.car_sync import orders
from mdt_alpr.hq.keeping.backup import back_up
from mdt_alpr.hq.keeping.key_replacement import replace_factor_key
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, OFFICER, sample_agency
from mdt_alpr.wire.holds import HoldAct, HoldActRequest, KnownHolds
from tests.builders import NOW, SetClock
from tests.hq.conftest import CHEAP, Opened
from tests.hq.holding import WHOLE, caller, days_pass, filed, held, seen, state, sworn
from tests.hq.senders import PASSWORDS
from tests.hq.test_damaged_keys import DAMAGES, KEYS, Damage, changed, fill, wrong

DATABASES = ["postgresql"]
TODAY = capture_date(NOW)


def test_servers_that_begin_at_once_have_the_same_keys(at: Opened, shared: HqSettings) -> None:
    with ThreadPoolExecutor(3) as threads:
        servers = list(threads.map(at, ("one", "two", "three")))
    known = {(hq.entry_key, hq.signer.public_key, hq.factor_key, hq.lineage) for hq in servers}
    assert len(known) == 1
    sealed = [hq.day_keys.seal(TODAY, b"EXN2894", "x") for hq in servers]
    assert {hq.day_keys.opened(TODAY, each, "x") for hq in servers for each in sealed} == {
        b"EXN2894"
    }
    for hq in servers:
        assert not [*hq.settings.data.rglob("*.key"), *hq.settings.data.rglob("*.mark")]
    assert shared.cluster_key is not None
    assert shared.cluster_key.stat().st_mode & 0o077 == 0


def test_what_one_server_destroys_opens_at_none(at: Opened) -> None:
    one, two = at("one"), at("two")
    sealed = one.day_keys.seal(TODAY, b"EXN2894", "x")
    hold = "0" * 8 + "-0000-0000-0000-" + "0" * 12
    held = one.keys.holds.seal(hold, TODAY, b"EXN2894", "x")
    assert two.day_keys.opened(TODAY, sealed, "x") == b"EXN2894"
    assert two.keys.holds.opened(hold, TODAY, held, "x") == b"EXN2894"
    one.day_keys.destroy_expired(capture_date_ends(TODAY))
    one.keys.holds.end(hold)
    two.keys.forget()
    assert two.day_keys.opened(TODAY, sealed, "x") is None
    assert two.day_keys.dates() == []
    assert two.keys.holds.opened(hold, TODAY, held, "x") is None
    with pytest.raises(OutsideError, match="ended"):
        two.keys.holds.seal(hold, TODAY, b"", "x")


def test_a_server_with_other_keys_is_refused_in_words(at: Opened, tmp_path: Path) -> None:
    at("one")
    with pytest.raises(OutsideError, match="Copy it from a server"):
        at("two", cluster_key=tmp_path / "missing.key")
    assert not (tmp_path / "missing.key").exists()
    (tmp_path / "torn.key").write_bytes(os.urandom(32))
    with pytest.raises(OutsideError, match="is damaged"):
        at("two", cluster_key=tmp_path / "torn.key")
    ClusterKey(tmp_path / "other.key", os.urandom, make=True)
    with pytest.raises(OutsideError, match="not the key under which"):
        at("two", cluster_key=tmp_path / "other.key")
    with pytest.raises(OutsideError, match="Give cluster_key"):
        at("two", cluster_key=None)
    (tmp_path / "three").mkdir()
    (tmp_path / "three" / "entry_hash.key").write_bytes(os.urandom(32))
    with pytest.raises(OutsideError, match="keys of its own"):
        at("three")
    at("four")


def test_a_cluster_key_is_refused_on_sqlite_before_any_key_moves(
    tmp_path: Path, clock: SetClock
) -> None:
    alone = HqSettings(tmp_path / "hq", password_cost=CHEAP)
    open_headquarters(alone, clock, os.urandom).close()
    keys = set(alone.data.rglob("*.key"))
    assert keys
    with pytest.raises(OutsideError, match="leave cluster_key out"):
        open_headquarters(replace(alone, cluster_key=tmp_path / "c.key"), clock, os.urandom)
    assert set(alone.data.rglob("*.key")) == keys
    assert not (tmp_path / "c.key").exists()
    open_headquarters(alone, clock, os.urandom).close()


def test_a_server_in_folders_is_refused_with_the_folder_of_another(at: Opened) -> None:
    one = at("one", cluster_key=None)
    with pytest.raises(OutsideError, match="not those with which this database was begun"):
        at("two", cluster_key=None)
    at("one", cluster_key=None)
    assert one.kept.read("entry_hash.key") == one.entry_key


def test_the_keys_of_one_server_move_into_the_database(at: Opened, shared: HqSettings) -> None:
    alone = at("one", cluster_key=None)
    sealed = alone.day_keys.seal(TODAY, b"EXN2894", "x")
    with alone.writing() as work:
        record(work, AuditEvent.HQ_STARTED, "headquarters", NOBODY)
    now, two = at("one"), at("two")
    for hq in (now, two):
        assert (hq.entry_key, hq.lineage) == (alone.entry_key, alone.lineage)
        assert hq.day_keys.opened(TODAY, sealed, "x") == b"EXN2894"
    folder = shared.data.with_name("one")
    assert not [*folder.rglob("*.key"), *folder.rglob("*.mark"), *folder.rglob("*lineage")]


def test_day_keys_may_stay_in_a_folder_that_servers_share(at: Opened, tmp_path: Path) -> None:
    one, two = (at(name, keys=tmp_path / "shared") for name in ("one", "two"))
    sealed = one.day_keys.seal(TODAY, b"EXN2894", "x")
    assert two.day_keys.opened(TODAY, sealed, "x") == b"EXN2894"
    assert (tmp_path / "shared" / f"{TODAY}.key").exists()


def test_a_factor_key_that_one_server_replaces_counts_at_all(at: Opened) -> None:
    one, two = at("one"), at("two")
    before = two.factor_key
    replace_factor_key(one, "It was shown to a visitor.", ADMINISTRATOR)
    assert one.factor_key == two.factor_key != before


def test_servers_have_one_authority(at: Opened, tmp_path: Path) -> None:
    places = [at(name).kept for name in ("one", "two", "three")]
    folders = [tmp_path / name for name in ("one", "two", "three")]
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(share_authority, folders, places, [NOW] * 3))
    assert len({Authority(folder, NOW).pem for folder in folders}) == 1
    Authority(tmp_path / "four", NOW)
    with pytest.raises(OutsideError, match="not the one that all servers share"):
        share_authority(tmp_path / "four", places[0], NOW)


def test_headquarters_own_backup_says_that_the_database_has_another(
    at: Opened, tmp_path: Path
) -> None:
    with pytest.raises(OutsideError, match="backed up by its own means"):
        back_up(at("one"), tmp_path / "backup", "")


# ---------------------------------------------------------------------------------- archives


def kept_rows(hq: Headquarters) -> list[dict[str, object]]:
    with hq.reading() as work:
        return [dict(row) for row in work.connection.execute(select(KEPT_KEYS)).mappings()]


def brought_back(hq: Headquarters, rows: list[dict[str, object]]) -> None:
    """Put rows back as an archive of the database has them."""
    with hq.database.writing() as connection:
        connection.execute(delete(KEPT_KEYS))
        connection.execute(KEPT_KEYS.insert(), rows)
    hq.keys.forget()


def test_no_archive_of_the_database_opens_a_day_that_is_over(
    at: Opened, clock: SetClock, shared: HqSettings
) -> None:
    one = at("one")
    later = TODAY + timedelta(days=1)
    sealed = {on: one.day_keys.seal(on, b"EXN2894", "x") for on in (TODAY, later)}
    archived, file = kept_rows(one), shared.cluster_key
    assert file is not None
    before = file.read_bytes()
    clock.at = capture_date_ends(TODAY)
    app._purge(one)
    one.move_keys_on()
    assert file.read_bytes()[:32] == before[:32], "what lasts is opened as before"
    brought_back(one, archived)
    two = at("two")
    for hq in (one, two):
        assert hq.day_keys.opened(TODAY, sealed[TODAY], "x") is None
        assert hq.day_keys.opened(later, sealed[later], "x") == b"EXN2894"
        assert hq.entry_key == one.entry_key
    assert one.day_keys.seal_alike(TODAY, b"EXN2894") is not None, "a search goes on"
    assert [path.name for path in file.parent.glob("cluster.key*")] == ["cluster.key"]


def test_days_stay_that_only_one_of_two_clocks_says_are_over(at: Opened, clock: SetClock) -> None:
    one, two = at("one"), at("two")
    sealed = two.day_keys.seal(TODAY, b"EXN2894", "x")
    two.purged_at = capture_date_ends(TODAY) + timedelta(days=365)
    archived = kept_rows(two)
    one.day_keys.destroy([TODAY])
    two.move_keys_on()
    brought_back(two, archived)
    assert two.day_keys.opened(TODAY, sealed, "x") == b"EXN2894"
    clock.at = capture_date_ends(TODAY)
    two.move_keys_on()
    assert two.day_keys.opened(TODAY, sealed, "x") == b"EXN2894", "a hold needs its key"


def test_what_comes_late_for_a_day_that_is_over_is_taken_and_goes(
    at: Opened, clock: SetClock
) -> None:
    one = at("one")
    clock.at = one.purged_at = capture_date_ends(TODAY)
    one.move_keys_on()
    sealed = one.day_keys.seal(TODAY, b"EXN2894", "x")
    assert at("two").day_keys.opened(TODAY, sealed, "x") == b"EXN2894"
    assert one.day_keys.destroy_expired(clock.at) == [TODAY]
    assert one.day_keys.opened(TODAY, sealed, "x") is None


@contextmanager
def damaged_rows(hq: Headquarters, form: str, damage: Damage) -> Iterator[None]:
    """Damage each key in the database whose name is of a form."""
    t = KEPT_KEYS.c
    wanted = t.name.like(f"day_keys/{form}".replace("*", "%"))
    with hq.database.writing() as connection:
        kept = [
            dict(row) for row in connection.execute(select(KEPT_KEYS).where(wanted)).mappings()
        ]
        assert kept
        for row in kept:
            if (left := damage(row["content"])) is None:
                connection.execute(delete(KEPT_KEYS).where(t.name == row["name"]))
            else:
                put_row(connection, KEPT_KEYS, {**row, "content": left})
    hq.keys.forget()
    yield
    with hq.database.writing() as connection:
        for row in kept:
            put_row(connection, KEPT_KEYS, row)
    hq.keys.forget()


@pytest.mark.logs_warnings
def test_a_damaged_or_missing_key_in_the_database_is_a_line_of_the_doctor(at: Opened) -> None:
    hq = at("one")
    sample_agency(hq, PASSWORDS, NOW.date())
    fill(hq)
    for (form, name), damage in product(KEYS, DAMAGES):
        with damaged_rows(hq, form.replace("?", "_"), damage):
            ((line, words),) = wrong(hq).items()
        assert line == name
        assert "Bring its row of kept_keys back from the archive" in words
    assert not wrong(hq)


@pytest.mark.logs_warnings
def test_by_a_damaged_mark_a_hold_neither_ends_nor_goes_on_and_doctor_names_it(
    at: Opened, clock: SetClock
) -> None:
    hq = at("one")
    sample_agency(hq, PASSWORDS, NOW.date())
    seen(hq)
    number = filed(hq)
    sworn(hq, number)
    with hq.reading() as work:
        hold_id = store.live(work)[0].hold_id
    hq.kept.add(f"day_keys/holds/{hold_id}/ended", b"")
    with damaged_rows(hq, "holds/*/ended", changed):
        seen(hq, at=NOW + timedelta(minutes=1))
        days_pass(hq, clock, NOW + timedelta(days=1))
        assert (state(hq, number), held(hq, number)) == (HoldState.FINAL, WHOLE)
        assert "1 hold or request" in wrong(hq)["hold keys"]
        with hq.writing() as work:
            asks = replace(caller(OFFICER), unit="Unit 12")
            found = orders(work, asks, KnownHolds((hold_id,)))
        assert ([one.hold_id for one in found.live], found.ended) == ([hold_id], ())
        asked = HoldActRequest(HoldAct.CANCEL, "No longer needed for the case.")
        service.act(hq, caller(OFFICER), number, asked)
        assert hq.keys.holds.is_ended(hold_id)
        assert not wrong(hq)
