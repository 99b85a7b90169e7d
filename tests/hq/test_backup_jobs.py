"""A person at the desk has a backup made and checked, one at a time, whatever ends meanwhile."""

import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.tables import HITS, READS
from mdt_alpr.hq.keeping.backup import MANIFEST, Manifest, back_up
from mdt_alpr.hq.keeping.backup_check import scratch_of
from mdt_alpr.hq.keeping.backup_folder import new_place, remove_older
from mdt_alpr.hq.keeping.backup_jobs import (
    BackupJobs,
    BackupRefusedError,
    ask_for_backup,
    ask_for_check,
)
from mdt_alpr.hq.keeping.backups_made import backups_of, due
from mdt_alpr.hq.keeping.purge import purge
from mdt_alpr.wire.backups import BackupLine, BackupProgress, BackupsMessage
from mdt_alpr.wire.codec import decode, encode
from tests.builders import NOW, SetClock
from tests.hq.test_backup import bring_back, empty, mirror, spoil
from tests.hq.test_purge import counts, fill

__all__ = ["empty"]
BY = "admin-1"


@pytest.fixture
def folder(hq: Headquarters, tmp_path: Path) -> Path:
    """Return the folder of backups that the settings name."""
    found = tmp_path / "backups"
    found.mkdir()
    hq.settings = replace(hq.settings, backups=found)
    return found


def shown(hq: Headquarters) -> BackupsMessage:
    with hq.writing() as work:
        return backups_of(hq, work, BY)


def asked(hq: Headquarters) -> None:
    with hq.writing() as work:
        ask_for_backup(hq, work, BY)


def made(hq: Headquarters) -> BackupLine:
    asked(hq)
    BackupJobs(hq, spare=0).go_on()
    return shown(hq).backups[0]


def checked(hq: Headquarters, line: BackupLine) -> BackupLine:
    with hq.writing() as work:
        ask_for_check(hq, work, line.entry, BY)
    BackupJobs(hq, spare=0).go_on()
    return next(one for one in shown(hq).backups if one.entry == line.entry)


def facts_of(hq: Headquarters, event: AuditEvent) -> dict[str, str]:
    with hq.reading() as work:
        entry = own_audit.newest_of(work.connection, event)
    return dict(entry.detail) if entry else {}


def progress(hq: Headquarters) -> tuple[BackupProgress, str]:
    job = shown(hq).job
    assert job is not None
    return job.progress, job.words


def test_a_backup_that_was_asked_for_is_made_checked_and_recorded(
    hq: Headquarters, folder: Path
) -> None:
    fill(hq, NOW)
    line = made(hq)
    (file,) = folder.iterdir()
    assert (line.by, line.file, line.is_there) == (BY, str(file), True)
    assert line.checked_at is None
    line = checked(hq, line)
    assert (line.checked_at, line.fault) == (hq.clock.now(), "")
    facts = facts_of(hq, AuditEvent.HQ_BACKUP_CHECKED)
    assert (facts["file"], facts["rows"], facts["left_out"]) == (file.name, str(line.rows), "0")
    assert int(facts["pictures"]) > 0
    assert facts["audit_end"] == str(line.entry - 1)
    assert not scratch_of(hq).exists()
    with hq.reading() as work:
        assert due(work) == []


def test_a_second_press_begins_no_second_backup(hq: Headquarters, folder: Path) -> None:
    asked(hq)
    with pytest.raises(BackupRefusedError, match="Wait until it is done"):
        asked(hq)
    BackupJobs(hq, spare=0).go_on()
    BackupJobs(hq, spare=0).go_on()
    assert len(list(folder.iterdir())) == 1


def test_where_no_folder_is_set_the_page_says_what_to_set(hq: Headquarters) -> None:
    with pytest.raises(BackupRefusedError, match=r"set backups to one outside the data folder"):
        asked(hq)
    assert "hq.toml names no folder" in shown(hq).cannot
    assert shown(hq).job is None


@pytest.mark.parametrize(
    ("made_of", "why"),
    [
        (lambda at: at.symlink_to(at.parent, target_is_directory=True), "is a link"),
        (lambda at: at.touch(), "no folder"),
        (lambda _at: None, "no folder"),
    ],
)
def test_nothing_is_written_where_the_folder_is_none_of_ours(
    hq: Headquarters, tmp_path: Path, made_of: Callable[[Path], None], why: str
) -> None:
    place = tmp_path / "other"
    try:
        made_of(place)
    except OSError:
        pytest.skip("Windows lets this user make no links")
    hq.settings = replace(hq.settings, backups=place)
    with pytest.raises(BackupRefusedError, match=why):
        asked(hq)
    assert why in shown(hq).cannot


def test_a_folder_inside_the_data_folder_is_refused(hq: Headquarters) -> None:
    inside = hq.settings.data / "backups"
    inside.mkdir(parents=True)
    hq.settings = replace(hq.settings, backups=inside)
    with pytest.raises(BackupRefusedError, match="lost with it"):
        asked(hq)


def test_a_disk_that_fills_leaves_no_half_and_room_for_headquarters(
    hq: Headquarters, folder: Path
) -> None:
    fill(hq, NOW)
    asked(hq)
    BackupJobs(hq, spare=2**62).go_on()
    state, words = progress(hq)
    assert state is BackupProgress.FAILED
    assert "Make room" in words
    assert list(folder.iterdir()) == []
    assert facts_of(hq, AuditEvent.HQ_BACKUP_FAILED)["why"] == words
    assert facts_of(hq, AuditEvent.HQ_BACKED_UP) == {}


def test_headquarters_that_ends_meanwhile_goes_on_after_its_next_start(
    hq: Headquarters, folder: Path
) -> None:
    fill(hq, NOW)
    for _ in range(3):
        ending = BackupJobs(hq)
        ending.end()
        if not shown(hq).is_under_way:
            asked(hq)
        ending.go_on()
        assert progress(hq)[0] is BackupProgress.RUNS
        assert list(folder.iterdir()) == []
    BackupJobs(hq, spare=0).go_on()
    assert progress(hq)[0] is BackupProgress.DONE


@pytest.mark.parametrize("part", ["general/accounts/", "pictures/", "captured/"])
def test_a_damaged_backup_is_found_and_waits_until_another_is_made(
    hq: Headquarters, folder: Path, clock: SetClock, part: str
) -> None:
    fill(hq, NOW)
    line = made(hq)
    spoil(next(folder.iterdir()), part)
    clock.at += timedelta(seconds=5)
    assert "no whole backup" in checked(hq, line).fault
    assert progress(hq)[0] is BackupProgress.FAILED
    with hq.reading() as work:
        (thing,) = due(work)
    assert "no whole backup" in thing.words
    clock.at += timedelta(seconds=5)
    made(hq)
    with hq.reading() as work:
        assert due(work) == []


def test_a_backup_of_another_headquarters_is_found(
    hq: Headquarters, empty: Headquarters, folder: Path
) -> None:
    line = made(hq)
    place = next(folder.iterdir())
    place.unlink()
    empty.database.prepare()
    back_up(empty, place, BY)
    assert "another headquarters made it" in checked(hq, line).fault


@pytest.mark.usefixtures("folder")
def test_a_check_destroys_no_key_and_brings_nothing_past_its_deadline(
    hq: Headquarters, clock: SetClock
) -> None:
    fill(hq, NOW)
    line = made(hq)
    clock.at += timedelta(days=80)
    fill(hq, clock.now())
    before = hq.day_keys.dates(), counts(hq, READS, HITS)
    assert checked(hq, line).fault == ""
    assert (hq.day_keys.dates(), counts(hq, READS, HITS)) == before
    clock.at += timedelta(days=11)
    purge(hq, clock.now())
    assert checked(hq, line).fault == ""
    assert int(facts_of(hq, AuditEvent.HQ_BACKUP_CHECKED)["left_out"]) > 0


@pytest.mark.usefixtures("folder")
def test_a_key_that_is_missing_too_early_is_found(hq: Headquarters) -> None:
    fill(hq, NOW)
    line = made(hq)
    lost = hq.day_keys.dates()[0]
    hq.day_keys.destroy([lost])
    assert str(lost) in checked(hq, line).fault


@pytest.mark.usefixtures("folder")
def test_an_audit_that_was_rewritten_since_is_found(hq: Headquarters) -> None:
    line = made(hq)
    with hq.database.writing() as connection:
        connection.exec_driver_sql("UPDATE own_audit SET person = 'nobody' WHERE sequence = 1")
    assert "Entry 1 of the audit" in checked(hq, line).fault


def test_only_what_lies_in_the_folder_can_be_checked(
    hq: Headquarters, folder: Path, tmp_path: Path
) -> None:
    back_up(hq, tmp_path / "elsewhere.backup", "")
    (elsewhere,) = shown(hq).backups
    assert not elsewhere.is_there
    line = made(hq)
    place = next(folder.iterdir())
    shutil.move(place, tmp_path / place.name)
    if sys.platform != "win32":
        place.symlink_to(tmp_path / place.name)
    for entry in (elsewhere.entry, line.entry, line.entry - 1, 10**6):
        with pytest.raises(BackupRefusedError, match="not in the folder"), hq.writing() as work:
            ask_for_check(hq, work, entry, BY)


def test_many_backups_of_one_day_push_none_of_another_out(
    hq: Headquarters, folder: Path, clock: SetClock
) -> None:
    for day in range(3):
        clock.at = NOW + timedelta(days=day)
        for _ in range(3):
            clock.at += timedelta(minutes=1)
            made(hq)
    assert len({path.name[:19] for path in folder.iterdir()}) == 3
    assert len(list(folder.iterdir())) == 3
    remove_older(new_place(hq), 2)
    assert len(list(folder.iterdir())) == 2


def test_the_backup_that_leads_back_from_an_upgrade_stays_beside_the_newer_one_of_its_day(
    hq: Headquarters, folder: Path, clock: SetClock
) -> None:
    made(hq)
    (before,) = folder.iterdir()
    manifest = decode(Manifest, zipfile.ZipFile(before).read(MANIFEST))
    before.unlink()
    with zipfile.ZipFile(before, "w") as other:
        other.writestr(MANIFEST, encode(replace(manifest, schema="of the version before")))
    for _ in range(2):
        clock.at += timedelta(minutes=1)
        made(hq)
    assert before.exists()
    assert len(list(folder.iterdir())) == 2
    clock.at += timedelta(days=1)
    made(hq)
    remove_older(new_place(hq), 1)
    assert not before.exists()


def test_a_restored_headquarters_begins_nothing_that_was_asked_for_before(
    hq: Headquarters, empty: Headquarters, folder: Path
) -> None:
    made(hq)
    mirror(hq, empty)
    bring_back(empty, next(folder.iterdir()))
    assert shown(empty).job is None


KILLED = """
import os, signal, sys
from dataclasses import replace
from pathlib import Path
from mdt_alpr.files import private_files
from mdt_alpr.hq.app import open_headquarters
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.keeping import backup, backup_check
from mdt_alpr.hq.keeping.backup_jobs import BackupJobs
from mdt_alpr.machine.clock import SystemClock

data, folder, moment = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
settings = HqSettings(data, sys.argv[4], backups=folder)
hq = open_headquarters(settings, SystemClock(), os.urandom)

def killed(*_):
    os.kill(os.getpid(), signal.SIGKILL)

if moment == "first part":
    backup._Writing._add = killed
elif moment == "whole, without its name":
    private_files.replace = lambda *_: killed()
elif moment == "named, not recorded":
    private_files.fsync_folder = killed
elif moment == "restored in part":
    backup_check.OpenedBackup.pictures = killed
elif moment == "restored":
    backup_check._other_audit = killed
BackupJobs(hq, spare=0).go_on()
"""
MOMENTS = ["first part", "whole, without its name", "named, not recorded"]


def killed_at(moment: str, hq: Headquarters, folder: Path) -> None:
    hq.database.close()
    command = [sys.executable, "-c", KILLED, str(hq.settings.data), str(folder), moment]
    command.append(hq.settings.database)
    ended = subprocess.run(command, check=False, cwd=Path(__file__).parents[2])
    assert ended.returncode == -signal.SIGKILL


@pytest.mark.skipif(sys.platform == "win32", reason="it has no SIGKILL")
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_kill_in_the_middle_leaves_no_half_backup_that_looks_whole(
    hq: Headquarters, folder: Path, moment: str
) -> None:
    fill(hq, hq.clock.now())
    asked(hq)
    killed_at(moment, hq, folder)
    assert shown(hq).backups == (), "nothing is recorded that was not made"
    for path in folder.glob("*.backup"):
        assert moment == "named, not recorded", path
    BackupJobs(hq, spare=0).go_on()
    assert list(folder.glob("*.part")) == []
    (line,) = shown(hq).backups
    assert checked(hq, line).fault == ""


@pytest.mark.skipif(sys.platform == "win32", reason="it has no SIGKILL")
@pytest.mark.parametrize("moment", ["restored in part", "restored"])
def test_a_kill_in_the_middle_of_a_check_leaves_nothing_of_it(
    hq: Headquarters, folder: Path, moment: str
) -> None:
    fill(hq, hq.clock.now())
    line = made(hq)
    with hq.writing() as work:
        ask_for_check(hq, work, line.entry, BY)
    killed_at(moment, hq, folder)
    assert scratch_of(hq).exists()
    assert shown(hq).backups[0].checked_at is None
    BackupJobs(hq, spare=0).go_on()
    assert not scratch_of(hq).exists()
    assert shown(hq).backups[0].checked_at is not None


@pytest.mark.skipif(sys.platform == "win32", reason="it has no SIGKILL")
def test_what_ends_headquarters_each_time_is_given_up(hq: Headquarters, folder: Path) -> None:
    asked(hq)
    for _ in range(2):
        killed_at(MOMENTS[0], hq, folder)
    BackupJobs(hq, spare=0).go_on()
    state, words = progress(hq)
    assert (state, "twice" in words) == (BackupProgress.FAILED, True)
    asked(hq)
    BackupJobs(hq, spare=0).go_on()
    assert progress(hq)[0] is BackupProgress.DONE
