import csv
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from mdt_alpr.domain import policy
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.hq.base.headquarters import Caller, Headquarters
from mdt_alpr.hq.base.tables import HOTLIST_ENTRIES, OWN_AUDIT
from mdt_alpr.hq.hotlists import service as hotlists
from mdt_alpr.hq.hotlists import store as hotlist_store
from mdt_alpr.hq.hotlists.importing import Delivery, ImportReport, import_csv, import_list
from mdt_alpr.hq.hotlists.rows import COLUMNS, DropReason
from mdt_alpr.wire.messages import EntryMessage, HotlistMessage
from tests.builders import NOW
from tests.hq.opened import opened_rows
from tests.profiles import examples

CALLER = Caller("officer-1", "A. Sample", Role.OFFICER, "car-1", "")
ROW = {
    "list": "NCIC",
    "record_code": "V",
    "nic": "V123456789",
    "ori": "NC0130200",
    "entered_on": "2026-11-20",
    "plate": "EXN2894",
    "state": "NC",
    "year_of_plate": "2027",
    "plate_type": "PC",
    "vehicle_year": "2019",
    "make": "HOND",
    "model": "ACC",
    "style": "4D",
    "color": "BLK",
    "note": "",
}


def a_row(**fields: str) -> dict[str, str]:
    return {**ROW, **fields}


def rows_of(number: int) -> list[dict[str, str]]:
    return [a_row(plate=f"AB{n}", nic=f"V{n:09}") for n in range(number)]


def written(path: Path, rows: Iterable[dict[str, str]], header: Iterable[str] = COLUMNS) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(row.values() for row in rows)
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "list.csv"


def imported(hq: Headquarters, path: Path, *rows: dict[str, str]) -> ImportReport:
    return import_csv(hq, written(path, rows), by="custodian-1")


def served(hq: Headquarters) -> HotlistMessage:
    with hq.writing() as work:
        found = hotlists.serve(work, CALLER)
    assert found is not None
    return found


def entries(hq: Headquarters) -> dict[str, EntryMessage]:
    return {entry.text: entry for entry in served(hq).entries}


@pytest.mark.proved("HOT-07")
def test_a_good_file_becomes_the_next_version(hq: Headquarters, path: Path) -> None:
    report = imported(hq, path, a_row(), a_row(plate="KDR 1180", nic="P1", record_code="P"))
    assert report == ImportReport("", 1, ("NCIC",), 2, (), {}, {"fresh": 2, "canceled": 0})
    whole = served(hq)
    assert (whole.version, whole.compiled_at, whole.look_alikes_allowed) == (1, NOW, False)
    entry = entries(hq)["EXN2894"]
    assert (entry.list_name, entry.category, entry.state) == ("NCIC", "V", "NC")
    assert (entry.nic, entry.ori, entry.entered_on) == (
        "V123456789",
        "NC0130200",
        date(2026, 11, 20),
    )
    assert (entry.vehicle_year, entry.make, entry.model) == ("2019", "HOND", "ACC")
    assert (entry.plate_type, entry.style, entry.color) == ("PC", "4D", "BLK")
    assert entry.plate_year == "2027"
    assert entry.expires_at is None
    assert "KDR1180" in entries(hq)


def test_a_list_replaces_itself_and_leaves_the_others(hq: Headquarters, path: Path) -> None:
    imported(hq, path, a_row(), a_row(list="LOCAL", plate="LOC1"))
    assert imported(hq, path, a_row(plate="NEW1")).version == 2
    assert set(entries(hq)) == {"NEW1", "LOC1"}
    refused_only = imported(hq, path, a_row(record_code="N"), a_row(list="LOCAL", plate="LOC2"))
    assert refused_only.lists == ("LOCAL", "NCIC")
    assert set(entries(hq)) == {"LOC2"}


def test_the_same_record_keeps_its_id_from_version_to_version(
    hq: Headquarters, path: Path
) -> None:
    imported(hq, path, a_row())
    first = entries(hq)["EXN2894"].entry_id
    imported(hq, path, a_row(color="RED"), a_row(plate="AB1"))
    assert entries(hq)["EXN2894"].entry_id == first


def test_plate_state_list_and_nic_make_a_record(hq: Headquarters, path: Path) -> None:
    others = ({"plate": "EXN2895"}, {"state": "SC"}, {"list": "LOCAL"}, {"nic": "V2"})
    report = imported(
        hq, path, a_row(), *(a_row(**other) for other in others), a_row(note="again")
    )
    assert report.accepted == 5
    assert [(line.number, line.reason) for line in report.dropped] == [(7, DropReason.TWICE)]


def test_two_records_without_a_nic_on_one_plate_both_show_and_keep_their_ids(
    hq: Headquarters, path: Path
) -> None:
    """HOT-07: a red Ford sought in a homicide and a stolen blue Honda are not one record."""
    red = a_row(nic="", color="RED", note="homicide suspect")
    blue = a_row(nic="", color="BLU", note="stolen")
    sought = a_row(nic="", note="homicide suspect, color RED")
    by_another = {"ori": "NC0920100"}, {"entered_on": "2026-11-21"}, {"make": "F0RD"}
    rows = [red, blue, sought, *(red | other for other in by_another)]
    report = imported(hq, path, *rows, blue)
    assert report.accepted == 6
    assert [(line.number, line.reason) for line in report.dropped] == [(8, DropReason.TWICE)]
    assert {e.note for e in served(hq).entries} == {r["note"] for r in rows}
    again = imported(hq, path, *reversed(rows))
    assert again.changes == {"fresh": 0, "canceled": 0}
    gone = imported(hq, path, *rows[1:])
    assert gone.changes == {"fresh": 0, "canceled": 1}


def test_a_list_kept_under_the_old_ids_gets_its_new_ones_with_one_delivery(
    hq: Headquarters, path: Path
) -> None:
    imported(hq, path, a_row(nic=""), a_row(plate="AB1"))
    (old,) = [row for row in opened_rows(hq, HOTLIST_ENTRIES) if '"nic":""' in row.body]
    with hq.database.writing() as connection:
        of_it = HOTLIST_ENTRIES.update().where(HOTLIST_ENTRIES.c.entry_id == old.entry_id)
        connection.execute(of_it.values(entry_id="0" * 32))
    assert imported(hq, path, a_row(nic=""), a_row(plate="AB1")).changes == {
        "fresh": 1,
        "canceled": 1,
    }
    assert set(entries(hq)) == {"EXN2894", "AB1"}
    again = imported(hq, path, a_row(nic=""), a_row(plate="AB1"))
    assert again.changes == {"fresh": 0, "canceled": 0}


@pytest.mark.parametrize(
    ("written_state", "state"),
    [
        ("0H", "OH"),
        ("C0", "CO"),
        ("0R", "OR"),
        ("M0", "MO"),
        ("0K", "OK"),
        ("nc", "NC"),
        ("NB", "NE"),
    ],
)
def test_zero_for_o_in_the_state_is_undone_and_the_line_kept(
    hq: Headquarters, path: Path, written_state: str, state: str
) -> None:
    imported(hq, path, a_row(state=written_state, make="F0RD", plate="F00"))
    entry = entries(hq)["F00"]
    assert (entry.state, entry.make) == (state, "FORD")
    (row,) = opened_rows(hq, HOTLIST_ENTRIES)
    assert (row.line, row.raw.split(",")[COLUMNS.index("state")]) == (2, written_state)


@pytest.mark.clause("0")
def test_categories_that_are_off_are_refused_and_counted(hq: Headquarters, path: Path) -> None:
    report = imported(hq, path, a_row(), *(a_row(record_code=code, nic=code) for code in "NTXKIZ"))
    assert report.accepted == 1
    assert report.reasons == {DropReason.CATEGORY.value: 4, DropReason.UNKNOWN_CATEGORY.value: 2}
    with hq.reading() as work:
        noted = select(OWN_AUDIT).where(OWN_AUDIT.c.event == AuditEvent.HQ_LIST_IMPORTED)
        row = work.connection.execute(noted).one()
    assert (row.person, row.subject) == ("custodian-1", "1")
    assert row.detail == [
        ["accepted", "1"],
        ["dropped_category", "4"],
        ["dropped_unknown_category", "2"],
        ["data_at", NOW.isoformat()],
    ]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"plate": "TOOLONGPLATE"}, DropReason.PLATE),
        ({"plate": ""}, DropReason.PLATE),
        ({"plate": "A/B"}, DropReason.PLATE),
        ({"state": "ZZ"}, DropReason.STATE),
        ({"state": ""}, DropReason.STATE),
        ({"entered_on": "20.11.2026"}, DropReason.DATE),
        ({"list": " "}, DropReason.NO_LIST),
        ({"note": "x" * 501}, DropReason.TOO_LONG),
        ({"list": "N\0C"}, DropReason.NUL),
    ],
)
def test_a_bad_line_is_dropped_with_its_reason(
    hq: Headquarters, path: Path, fields: dict[str, str], reason: DropReason
) -> None:
    report = imported(hq, path, a_row(plate="AB1"), a_row(**fields))
    assert [(line.number, line.reason) for line in report.dropped] == [(3, reason)]
    assert set(entries(hq)) == {"AB1"}


@pytest.mark.proved("PUR-02")
def test_no_record_code_of_a_row_makes_more_of_a_traffic_matter(
    hq: Headquarters, path: Path
) -> None:
    wanted = {"record_code": "W", "nic": "W123456789", "plate": "AB2"}
    report = imported(
        hq,
        path,
        a_row(note="tag expired"),
        a_row(note="expired tag", nic="", plate="AB1"),
        a_row(**wanted, note="FTA suspended license"),
        a_row(**wanted, note="misdemeanor larceny"),
    )
    assert [(line.number, line.reason) for line in report.dropped] == [
        (3, DropReason.TRAFFIC),
        (4, DropReason.TRAFFIC),
        (5, DropReason.MISDEMEANOR),
    ]
    assert set(entries(hq)) == {"EXN2894"}


@pytest.mark.proved("MAN-01", "MAN-02")
@pytest.mark.parametrize(
    "fields",
    [
        {"record_code": "B", "entered_on": "2027-12-31"},
        {"record_code": "B", "entered_on": ""},
        {"list": "manual ENTRIES"},
    ],
)
def test_no_delivered_file_makes_a_manual_entry(
    hq: Headquarters, path: Path, fields: dict[str, str]
) -> None:
    report = imported(hq, path, a_row(plate="AB1"), a_row(plate="MAN1", **fields))
    assert [(line.number, line.reason) for line in report.dropped] == [(3, DropReason.MANUAL)]
    assert report.reasons == {"manual entries are made by a person": 1}
    assert set(entries(hq)) == {"AB1"}


@pytest.mark.proved("MAN-01")
def test_no_word_that_a_format_turns_into_a_code_makes_a_manual_entry(
    hq: Headquarters, path: Path
) -> None:
    places = '[columns]\nplate = 0\nstate = 1\ncategory = 2\n[categories]\nBOLO = "B"\n'
    form = hq.settings.data / "formats" / "agency.toml"
    form.parent.mkdir()
    head = 'label = "x"\nkind = "delimited"\nlist = "County"\nexample = ""\n'
    form.write_text(head + places, "utf-8")
    path.write_text("AB1,NC,V\nAB2,NC,bolo\n", "utf-8")
    report = import_list(hq, Delivery(path, "custodian-1", "agency"))
    assert [(line.number, line.reason) for line in report.dropped] == [(2, DropReason.MANUAL)]
    assert set(entries(hq)) == {"AB1"}


@pytest.mark.proved("MAN-02")
@pytest.mark.clause(policy.MANUAL_ENTRY_LIFE.number)
def test_a_manual_entry_is_not_extended_by_a_file_that_names_its_plate(
    hq: Headquarters, path: Path
) -> None:
    """An entry that an older program took from a file goes with the next delivery."""
    imported(hq, path, a_row(), a_row(plate="MAN1"))
    ends = NOW + timedelta(days=1)
    with hq.reading() as work:
        (listed,) = hotlist_store.listed(work, "MAN1", "NC")
    with hq.database.writing() as connection:
        of_file = HOTLIST_ENTRIES.update().where(HOTLIST_ENTRIES.c.entry_id == listed.entry_id)
        connection.execute(of_file.values(category="B", expires_at=ends))
    imported(hq, path, a_row(), a_row(record_code="B", plate="MAN1", entered_on="2026-12-24"))
    assert set(entries(hq)) == {"EXN2894"}


@pytest.mark.parametrize("broken", [3, 4])
def test_more_than_three_broken_lines_stop_a_small_file(
    hq: Headquarters, path: Path, broken: int
) -> None:
    imported(hq, path, a_row())
    bad = [a_row(plate="", nic=str(n)) for n in range(broken)]
    report = imported(hq, path, a_row(plate="AB1"), *bad)
    assert bool(report.stopped) == (broken > 3)
    assert len(report.dropped) == broken
    assert set(entries(hq)) == ({"EXN2894"} if broken > 3 else {"AB1"})
    assert served(hq).version == (1 if broken > 3 else 2)


@pytest.mark.parametrize("broken", [5, 6])
def test_one_broken_line_in_a_thousand_is_borne(hq: Headquarters, path: Path, broken: int) -> None:
    bad = [a_row(plate="", nic=str(n)) for n in range(broken)]
    report = imported(hq, path, *rows_of(5000 - broken), *bad)
    assert bool(report.stopped) == (broken > 5)


@pytest.mark.parametrize(
    "header", [COLUMNS[:-1], (*COLUMNS, "more"), ("Plate", *COLUMNS[1:]), COLUMNS[::-1], ()]
)
def test_another_header_stops_the_import_and_the_old_list_stays(
    hq: Headquarters, path: Path, header: tuple[str, ...]
) -> None:
    imported(hq, path, a_row())
    report = import_csv(hq, written(path, [a_row(plate="AB1")], header), by="custodian-1")
    assert "header" in report.stopped or "Unknown format" in report.stopped
    assert (report.version, report.accepted) == (1, 0)
    assert set(entries(hq)) == {"EXN2894"}


def test_a_file_without_a_usable_line_changes_nothing(hq: Headquarters, path: Path) -> None:
    assert imported(hq, path).stopped
    assert imported(hq, path, a_row(record_code="N")).stopped
    with hq.reading() as work:
        assert hotlists.present_version(work) == 0
        refused = select(OWN_AUDIT.c.person).where(OWN_AUDIT.c.event == AuditEvent.HQ_LIST_REFUSED)
        assert list(work.connection.scalars(refused)) == ["custodian-1"] * 2


def test_a_file_that_is_no_csv_in_utf_8_says_what_to_check(hq: Headquarters, path: Path) -> None:
    with pytest.raises(OutsideError, match="Check the file"):
        import_csv(hq, path, by="x")
    path.write_bytes((",".join(COLUMNS) + "\n\xff").encode("latin-1"))
    with pytest.raises(OutsideError, match="Check the file"):
        import_csv(hq, path, by="x")
    path.write_text(",".join(COLUMNS) + '\n"open', encoding="utf-8")
    assert import_csv(hq, path, by="x").stopped.startswith("Line 2: a quote")


@settings(
    max_examples=examples(50),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rows=st.lists(st.lists(st.text(), max_size=17), max_size=8))
def test_any_lines_whatever_are_dropped_or_imported(
    hq: Headquarters, path: Path, rows: list[list[str]]
) -> None:
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *rows])
    try:
        report = import_csv(hq, path, by="x")
    except OutsideError:
        return
    assert report.accepted == 0
    assert len(report.dropped) <= len(rows)
