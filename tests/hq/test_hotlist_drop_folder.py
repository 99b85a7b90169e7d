import os
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.hq.app import app_of, running
from mdt_alpr.hq.base.headquarters import Headquarters, Work
from mdt_alpr.hq.hotlists import deliveries, import_store
from mdt_alpr.hq.hotlists.deliveries import DROP_FOLDER, import_dropped
from mdt_alpr.hq.hotlists.importing import WORK_FOLDER, Delivery
from mdt_alpr.hq.hotlists.service import present_version
from mdt_alpr.wire.hotlists import DeliveryMessage
from tests.builders import NOW, SetClock

DATABASES = ["sqlite"]
LINE = "V000000001NC000000020261120SAMPLE1   NC2027PC2019HONDACC4DBLK"
TEXAS = "V000000003,SAMPLE2,TX,2019,TOYT,CAM,4D,SIL"


def dropped(hq: Headquarters, name: str, text: str, age_s: int = 180) -> Path:
    path = hq.settings.data / DROP_FOLDER / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    at = NOW.timestamp() - age_s
    os.utime(path, (at, at))
    return path


def version(hq: Headquarters) -> int:
    with hq.reading() as work:
        return present_version(work)


def test_a_file_in_the_folder_is_imported_once_and_erased(hq: Headquarters) -> None:
    path = dropped(hq, "VEHEXTRT.txt", f"HEAD\n{LINE}\n")
    assert import_dropped(hq) == 1
    assert import_dropped(hq) == 0
    assert version(hq) == 1
    assert not [left for left in path.parent.rglob("*") if left.is_file()]


@pytest.mark.attack("V12")
def test_what_an_import_left_that_was_broken_off_is_erased_at_the_next_start(
    hq: Headquarters,
) -> None:
    left = hq.settings.data / WORK_FOLDER / "20261125T143000-00.spool"
    left.parent.mkdir()
    left.write_text(LINE, encoding="utf-8")
    with running(app_of(hq), hq.settings):
        assert not left.exists()


def test_a_subfolder_names_the_format_and_the_older_file_comes_first(hq: Headquarters) -> None:
    dropped(hq, "texas/list.csv", TEXAS)
    dropped(hq, "VEHEXTRT.txt", f"HEAD\n{LINE}\n", age_s=240)
    assert import_dropped(hq) == 2
    assert version(hq) == 2


def test_a_file_that_is_still_written_or_hidden_waits(hq: Headquarters, clock: SetClock) -> None:
    dropped(hq, "VEHEXTRT.txt", f"HEAD\n{LINE}\n", age_s=0)
    dropped(hq, ".VEHEXTRT.part", f"HEAD\n{LINE}\n")
    clock.at = NOW + timedelta(seconds=119)
    assert import_dropped(hq) == 0
    clock.at = NOW + timedelta(seconds=120)
    assert import_dropped(hq) == 1


def test_an_upload_that_stalled_in_its_part_file_leaves_the_list_as_it_is(
    hq: Headquarters, clock: SetClock
) -> None:
    dropped(hq, "VEHEXTRT.txt", f"HEAD\n{LINE}\n")
    assert import_dropped(hq) == 1
    clock.at = NOW + timedelta(hours=1)
    part = dropped(hq, "VEHEXTRT.txt.filepart", f"HEAD\n{LINE.replace('SAMPLE1', 'SAMPLE9')}\n")
    assert import_dropped(hq) == 0
    assert version(hq) == 1
    assert part.exists()


@pytest.mark.parametrize("name", ["VEHEXTRT.txt", "ncic/VEHEXTRT.txt"])
def test_a_sender_that_says_when_it_is_done_is_imported_at_once(
    hq: Headquarters, name: str
) -> None:
    dropped(hq, name, f"HEAD\n{LINE}\n", age_s=1)
    done = dropped(hq, f"{name}.done", "", age_s=1)
    assert import_dropped(hq) == 1
    assert version(hq) == 1
    assert not done.exists()
    assert import_dropped(hq) == 0


@pytest.mark.logs_warnings
@pytest.mark.parametrize("name", ["notes.txt", "nebraska/list.txt"])
def test_a_file_that_is_no_list_is_put_aside_with_the_reason(hq: Headquarters, name: str) -> None:
    dropped(hq, name, "nothing\n")
    assert import_dropped(hq) == 1
    why = hq.settings.data / DROP_FOLDER / "stopped" / f"{Path(name).name}.txt"
    assert "format" in why.read_text(encoding="utf-8")
    assert version(hq) == 0


@pytest.mark.logs_warnings
def test_a_file_that_is_older_than_the_one_in_use_is_put_aside(hq: Headquarters) -> None:
    dropped(hq, "VEHEXTRT.txt", f"HEAD\n{LINE}\n", age_s=180)
    assert import_dropped(hq) == 1
    dropped(hq, "VEHEXTRT-of-yesterday.txt", f"HEAD\n{LINE}\n", age_s=86_400)
    assert import_dropped(hq) == 1
    why = hq.settings.data / DROP_FOLDER / "stopped" / "VEHEXTRT-of-yesterday.txt.txt"
    assert "would be listed again" in why.read_text(encoding="utf-8")
    assert version(hq) == 1


# ---------------------------------------------------------------- links


def secrets_of(hq: Headquarters) -> dict[str, bytes]:
    """Return what lies in headquarters' folder itself, by name."""
    return {
        path.name: path.read_bytes()
        for path in hq.settings.data.iterdir()
        if path.is_file() and not path.name.startswith("headquarters.db")
    }


def linked(hq: Headquarters, name: str, target: Path) -> Path:
    link = hq.settings.data / DROP_FOLDER / name
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(target)
    at = NOW.timestamp() - 180
    os.utime(link, (at, at), follow_symlinks=False)
    return link


LINKS = pytest.mark.skipif(sys.platform == "win32", reason="a link needs a right there")


@LINKS
@pytest.mark.proved("V24")
@pytest.mark.logs_warnings
@pytest.mark.parametrize("name", ["texas2", "texas/entry.csv", "entry.csv"])
def test_a_link_is_refused_by_itself_and_what_it_names_stays(hq: Headquarters, name: str) -> None:
    key = hq.settings.data / "entry_hash.key"
    key.touch()
    before = secrets_of(hq)
    link = linked(hq, name, hq.settings.data if name == "texas2" else key)
    assert import_dropped(hq) == 1
    assert import_dropped(hq) == 0
    assert secrets_of(hq) == before
    stopped = hq.settings.data / DROP_FOLDER / "stopped"
    assert not link.is_symlink()
    assert (stopped / link.name).is_symlink()
    assert "link" in (stopped / f"{link.name}.txt").read_text("utf-8")
    with hq.reading() as work:
        assert "link" in last_stop(work)


def last_stop(work: Work) -> str:
    return import_store.page(work.connection, 1)[0].stopped


@LINKS
@pytest.mark.proved("V24")
@pytest.mark.logs_warnings
@pytest.mark.parametrize("kind", ["symbolic", "hard"])
def test_the_reason_of_a_stop_is_written_over_no_other_file(hq: Headquarters, kind: str) -> None:
    key = hq.settings.data / "entry_hash.key"
    key.write_bytes(b"the key")
    reason = hq.settings.data / DROP_FOLDER / "stopped" / "x.csv.txt"
    reason.parent.mkdir(parents=True)
    reason.symlink_to(key) if kind == "symbolic" else reason.hardlink_to(key)
    dropped(hq, "x.csv", "no list\n")
    assert import_dropped(hq) == 1
    assert key.read_bytes() == b"the key"
    assert "Unknown format" in reason.read_text("utf-8")


@LINKS
@pytest.mark.proved("V24")
@pytest.mark.parametrize("text", ["no list\n", TEXAS])
def test_a_folder_that_becomes_a_link_during_the_import_moves_nothing_of_headquarters(
    hq: Headquarters, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = hq.settings.data / "list.csv"
    key.write_bytes(b"the key")
    path = dropped(hq, "texas/list.csv", text)
    imported = deliveries.deliver

    def swapped(hq: Headquarters, delivery: Delivery) -> DeliveryMessage:
        done = imported(hq, delivery)
        path.unlink()
        path.parent.rmdir()
        path.parent.symlink_to(hq.settings.data)
        return done

    monkeypatch.setattr(deliveries, "deliver", swapped)
    with pytest.raises(OSError, match="link"):
        import_dropped(hq)
    assert key.read_bytes() == b"the key"


@LINKS
@pytest.mark.proved("V24")
def test_nothing_is_stopped_into_a_link(hq: Headquarters, tmp_path: Path) -> None:
    dropped(hq, "x.csv", "no list\n")
    linked(hq, "stopped", tmp_path)
    with pytest.raises(OutsideError, match="is a link"):
        import_dropped(hq)
