"""Every format file keeps what it promises; a new one is tested by being there."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.hotlist.hotlist import ON_BY_DEFAULT
from mdt_alpr.files.paths import resource
from mdt_alpr.hq.formats import (
    FIELDS,
    FileRecord,
    FileStopsError,
    Layout,
    chosen,
    formats,
    records,
)
from mdt_alpr.hq.hotlists.rows import DropReason, LineDroppedError, Rows
from mdt_alpr.hq.hotlists.spool import Row
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.messages import EntryMessage

NOW = datetime(2026, 11, 25, tzinfo=UTC)
NAMES = sorted(path.stem for path in resource("hotlist_formats").glob("*.toml"))
OWN = 'label = "x"\nkind = "delimited"\nexample = ""\n'


def the(name: str) -> Layout:
    return formats(Path("nowhere"))[name]


def read(layout: Layout, text: str) -> list[FileRecord]:
    return list(records(layout, text.splitlines(keepends=True)))


def parsed(layout: Layout, text: str) -> list[Row | DropReason]:
    rows = Rows(layout, ON_BY_DEFAULT)
    found: list[Row | DropReason] = []
    for record in read(layout, text):
        try:
            found.append(rows.row(record))
        except LineDroppedError as error:
            found.append(error.reason)
    return found


def entry_of(row: Row | DropReason) -> EntryMessage:
    assert isinstance(row, tuple), row
    return decode(EntryMessage, row[9])


def cell(record: FileRecord, field: str) -> str:
    assert record.cells is not None
    return record.cells[FIELDS.index(field)]


@pytest.mark.parametrize("name", NAMES)
def test_the_example_of_a_format_is_read_by_it(name: str) -> None:
    found = parsed(the(name), the(name).example)
    assert found
    assert all(
        isinstance(row, tuple) or row in (DropReason.TRAFFIC, DropReason.CATEGORY) for row in found
    )
    assert any(isinstance(row, tuple) for row in found)


@pytest.mark.parametrize("name", NAMES)
def test_a_body_is_spelled_as_the_codec_spells_it(name: str) -> None:
    for row in parsed(the(name), the(name).example):
        if isinstance(row, tuple):
            assert encode(decode(EntryMessage, row[9])) == row[9]


@pytest.mark.parametrize("name", NAMES)
def test_a_format_with_a_pattern_knows_its_own_example_only(name: str, tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text(the(name).example, encoding="utf-8")
    found = chosen(tmp_path, path)
    assert (found.name if found else "") == (name if the(name).recognize else "")


@pytest.mark.clause("2.F")
def test_an_ncic_line_gives_every_field() -> None:
    stolen, ohio = parsed(the("ncic"), the("ncic").example)
    entry = entry_of(stolen)
    assert (entry.nic, entry.ori, entry.category) == ("V123456789", "LA0570200", "V")
    assert (entry.text, entry.state, str(entry.entered_on)) == ("AB123456", "CA", "2019-05-09")
    assert (entry.plate_type, entry.vehicle_year) == ("MC", "2009")
    assert (entry.make, entry.model, entry.style, entry.color) == ("YAMA", "CYL", "MC", "BLK")
    entry = entry_of(ohio)
    assert (entry.state, entry.make, entry.color) == ("OH", "FORD", "YEL/BLK")
    assert isinstance(ohio, tuple)
    assert ohio[7:9] == (3, the("ncic").example.splitlines()[2])


def test_colorados_words_become_record_codes_and_suspended_licenses_are_refused() -> None:
    stolen, suspended = parsed(the("colorado"), the("colorado").example)
    assert (entry_of(stolen).category, entry_of(stolen).state) == ("V", "CO")
    assert suspended is DropReason.TRAFFIC


def test_a_plate_of_another_country_is_counted_and_no_sign_of_a_broken_file() -> None:
    line = "V845996328,0N0671200,20211122,JFJ4764,0N,2022,TK,2013,CHEV,AVA,PK,CRM"
    assert parsed(the("minnesota"), line) == [DropReason.ELSEWHERE]


def test_two_records_of_a_plate_without_nic_both_stay() -> None:
    lines = "SAMPLE3   NYPC VHONDBLK\nSAMPLE3   NYPC PHONDBLK\n"
    one, other = parsed(the("new-york"), lines)
    assert entry_of(one).entry_id != entry_of(other).entry_id


def test_a_short_line_has_the_wrong_columns() -> None:
    assert parsed(the("ncic"), "header\nV123\n") == [DropReason.COLUMNS]
    assert parsed(the("texas"), "V000000003,SAMPLE2,TX\n") == [DropReason.COLUMNS]


def test_the_raw_line_is_kept_beside_the_cells_over_several_lines_too() -> None:
    text = 'Plate Number,Description,State/Province\nAB1,"two\nlines",NC\nAB2,,SC\n'
    first, second = read(the("generic"), text)
    assert (first.number, first.raw) == (3, 'AB1,"two\nlines",NC')
    assert (second.number, second.raw, cell(second, "state")) == (4, "AB2,,SC", "SC")


def own(tmp_path: Path, text: str, name: str = "county") -> Path:
    folder = tmp_path / "formats"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.toml").write_text(OWN + text, encoding="utf-8")
    return tmp_path


def test_the_agencys_own_file_adds_a_format_and_takes_the_place_of_one(tmp_path: Path) -> None:
    columns = '[columns]\nplate = "TAG"\nstate = "ST"\nnote = "WHY"\n'
    own(tmp_path, 'list = "County"\ncategory = "F"\n' + columns)
    own(tmp_path, 'list = "Ours"\n' + columns, name="texas")
    assert formats(tmp_path)["texas"].list == "Ours"
    layout = formats(tmp_path)["county"]
    (row,) = parsed(layout, "WHY,ST,TAG\nseen at a burglary,NC,AB1\n")
    entry = entry_of(row)
    assert (entry.list_name, entry.category, entry.text, entry.note) == (
        "County", "F", "AB1", "seen at a burglary",
    )  # fmt: skip


def test_a_category_in_words_counts_whatever_its_capitals(tmp_path: Path) -> None:
    columns = "[columns]\nplate = 0\nstate = 1\ncategory = 2\n"
    own(tmp_path, 'list = "County"\n[categories]\nstolen = "V"\n' + columns)
    (row,) = parsed(formats(tmp_path)["county"], "AB1,NC,Stolen\n")
    assert entry_of(row).category == "V"


def test_categories_that_are_no_words_are_named(tmp_path: Path) -> None:
    own(tmp_path, "categories = 1\n[columns]\nplate = 0\nstate = 1\n")
    with pytest.raises(OutsideError, match=r"county\.toml is no hotlist format"):
        formats(tmp_path)


def test_no_format_file_gives_a_traffic_violation_another_name(tmp_path: Path) -> None:
    columns = "[columns]\nplate = 0\nstate = 1\ncategory = 2\n"
    own(tmp_path, 'list = "County"\n[categories]\n"SUSPENDED LICENSE" = "V"\n' + columns)
    assert parsed(formats(tmp_path)["county"], "AB1,NC,Suspended license\n") == [
        DropReason.TRAFFIC
    ]


def test_a_trailer_must_count_the_records(tmp_path: Path) -> None:
    own(tmp_path, 'trailer = "TOTAL RECORD"\n[columns]\nplate = 0\nstate = 1\n')
    layout = formats(tmp_path)["county"]
    assert len(read(layout, "AB1,NC\nAB2,NC\nTOTAL RECORD 0002\n")) == 2
    for wrong in ("AB1,NC\nTOTAL RECORD 2\n", "AB1,NC\n"):
        with pytest.raises(FileStopsError, match="trailer"):
            read(layout, wrong)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[columns]\nplate = 0\n", "no column holds the state"),
        ("[columns]\nplate = 0\nstate = 1\npaint = 2\n", "paint is no field"),
        ("[columns]\nplate = -1\nstate = 1\n", "by number or by name"),
        ("paint = 1\n[columns]\nplate = 0\nstate = 1\n", "paint is no key"),
        ("[columns\n", "no hotlist format"),
    ],
)
def test_a_wrong_format_file_says_where(tmp_path: Path, text: str, why: str) -> None:
    own(tmp_path, text)
    with pytest.raises(OutsideError, match=why):
        formats(tmp_path)


def test_a_format_that_is_not_there_is_said_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(OutsideError, match="ncic"):
        chosen(tmp_path, tmp_path / "x", "nebraska")


@pytest.mark.parametrize(
    ("lines", "number"),
    [
        (["KLM1,red,NC", 'KLM2,"bad" quote,NC', "KLM3,,NC"], 3),
        (['KLM1,"two', 'lines",NC', 'KLM2,"never closed,NC', "KLM3,,NC"], 4),
        (["KLM1,red,NC", f"KLM2,{'x' * 200_000},NC"], 3),
    ],
)
def test_a_quote_that_cannot_be_read_stops_the_file_and_says_in_which_line(
    tmp_path: Path, lines: list[str], number: int
) -> None:
    header = "Plate Number,Description,State/Province"
    file = [f"{line}\n" for line in (header, *lines)]
    with pytest.raises(FileStopsError, match=rf"^Line {number}: .*quot"):
        list(records(formats(tmp_path)["generic"], file))


def test_a_quote_in_the_header_says_so_too(tmp_path: Path) -> None:
    with pytest.raises(FileStopsError, match=r"^Line 1: "):
        list(records(formats(tmp_path)["generic"], ['"Plate" Number,Description\n']))
