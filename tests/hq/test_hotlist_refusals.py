"""What a delivery may not do: lose a fifth, count traffic violations, come in by halves."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from mdt_alpr.domain.hotlist.matching import TwinKind
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.tables import HOTLIST_ENTRIES
from mdt_alpr.hq.hotlists import import_store as hotlist_imports
from mdt_alpr.hq.hotlists.importing import Delivery, ImportReport, import_list
from mdt_alpr.hq.hotlists.rows import DropReason
from mdt_alpr.hq.hotlists.tables import HOTLIST_CANCELLATIONS
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN
from tests.hq.opened import opened_rows
from tests.hq.senders import a_car, a_read_message, an_item

LINE = "V{0:09}NC000000020261120AB{0:<8}NC2027PC2019HONDACC4DBLK"


def delivered(
    hq: Headquarters, path: Path, numbers: range, confirmed_by: str = "", *further: str
) -> ImportReport:
    lines = ["EXTRACT", *(LINE.format(n) for n in numbers), *further]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return import_list(hq, Delivery(path, CUSTODIAN, confirmed_by=confirmed_by))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "VEHEXTRT.txt"


def listed(hq: Headquarters) -> int:
    with hq.reading() as work:
        return work.connection.scalar(select(func.count()).select_from(HOTLIST_ENTRIES)) or 0


def canceled(hq: Headquarters) -> list[int]:
    with hq.reading() as work:
        return list(work.connection.scalars(select(HOTLIST_CANCELLATIONS.c.version)))


def test_a_list_that_lost_a_fifth_waits_for_an_administrator(hq: Headquarters, path: Path) -> None:
    delivered(hq, path, range(100))
    refused = delivered(hq, path, range(80))
    assert refused.needs_confirmation
    assert "lost 20%" in refused.stopped
    assert (refused.version, listed(hq), canceled(hq)) == (1, 100, [])
    for nobody in (CUSTODIAN, "somebody", "officer-1"):
        assert delivered(hq, path, range(80), nobody).stopped
    assert delivered(hq, path, range(80), ADMINISTRATOR).stopped == ""
    assert (listed(hq), canceled(hq)) == (80, [2] * 20)


def test_a_list_that_grew_by_a_fifth_waits_too(hq: Headquarters, path: Path) -> None:
    delivered(hq, path, range(100))
    assert "gained 20%" in delivered(hq, path, range(120)).stopped
    assert delivered(hq, path, range(119)).changes == {"fresh": 19, "canceled": 0}


def test_nothing_is_written_for_a_record_that_stays_as_it_is(hq: Headquarters, path: Path) -> None:
    delivered(hq, path, range(100))
    again = delivered(hq, path, range(1, 101))
    assert again.changes == {"fresh": 1, "canceled": 1}
    (newer,) = opened_rows(hq, HOTLIST_ENTRIES, HOTLIST_ENTRIES.c.version == 2)
    assert '"text":"AB100"' in newer.body


def test_every_dropped_line_is_in_the_report_without_a_plate(hq: Headquarters, path: Path) -> None:
    off = "N" + LINE.format(7)[1:]
    report = delivered(
        hq, path, range(50), "", off, LINE.format(7), off.replace("NC2027", "XX2027")
    )
    assert report.reasons == {DropReason.CATEGORY.value: 2, DropReason.TWICE.value: 1}
    lines = report.path.read_text(encoding="utf-8").splitlines()
    assert lines == [
        "line,reason",
        f'52,"{DropReason.CATEGORY.value}"',
        f'54,"{DropReason.CATEGORY.value}"',
        f'53,"{DropReason.TWICE.value}"',
    ]


def test_what_was_compared_with_can_be_shown_for_a_past_date(hq: Headquarters, path: Path) -> None:
    delivered(hq, path, range(100))
    delivered(hq, path, range(10))
    with hq.reading() as work:
        refused, accepted = hotlist_imports.known_until(work.connection, work.now)
    assert (accepted.number, accepted.source, accepted.format) == (1, "VEHEXTRT.txt", "ncic")
    assert (accepted.lists, accepted.version, accepted.stopped) == ({"NCIC hot file": 100}, 1, "")
    assert accepted.counts == {"accepted": 100, "fresh": 100, "canceled": 0}
    assert (refused.version, refused.by) == (1, CUSTODIAN)
    assert "lost 90%" in refused.stopped


def test_an_import_leaves_no_copy_of_the_list_behind(hq: Headquarters, path: Path) -> None:
    delivered(hq, path, range(10))
    assert list((hq.settings.data / "hotlist-import").iterdir()) == []


def test_a_new_record_whose_twin_was_read_here_is_warned_of(
    server: InProcessHq, path: Path
) -> None:
    with a_car(server.base_url) as car:
        twin = a_read_message("AB8", state="SC")
        car.send(an_item(twin), an_item(a_read_message("ABB", state="NC")))
        car.send(an_item(a_read_message("AB7", state="NC")))
    report = delivered(server.hq, path, range(7, 9))
    assert report.twins == 1
    lines = report.path.read_text(encoding="utf-8").splitlines()
    assert lines[1:] == [
        f'3,"imported; local twin, {TwinKind.LOOK_ALIKE.value}, read 1 times"',
        f'3,"imported; local twin, {TwinKind.OTHER_STATE.value}, read 1 times"',
    ]
    assert delivered(server.hq, path, range(7, 9)).twins == 0
