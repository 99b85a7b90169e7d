"""What a row of a plain CSV says decides whether it is listed, and in which category."""

from pathlib import Path

import pytest

from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.hotlists.importing import import_csv
from mdt_alpr.hq.hotlists.rows import DropReason
from tests.hq.test_hotlist_import import entries

DATABASES = ["sqlite"]
TRAFFIC_ROWS = """Plate Number,Description,State/Province
AB1,Expired registration,NC
AB2,Unpaid parking tickets,NC
AB3,No insurance,NC
AB4,"Stolen vehicle, registration NC AB4",NC
"""


@pytest.mark.clause("5.A.1")
@pytest.mark.proved("PUR-02", "PUR-03")
def test_what_a_row_says_keeps_traffic_matters_out_whatever_the_list_is_called(
    hq: Headquarters, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(TRAFFIC_ROWS, "utf-8")
    report = import_csv(hq, path, by="custodian-1")
    assert [(line.number, line.reason) for line in report.dropped] == [
        (number, DropReason.TRAFFIC) for number in (2, 3, 4)
    ]
    assert {text: entry.category for text, entry in entries(hq).items()} == {"AB4": "V"}


UNSAID_ROWS = """Plate Number,Description,State/Province
AB1,Blue pickup,NC
AB2,Repo,NC
AB3,Tag renewal due,NC
AB4,"Armed robbery, tinted windows",NC
AB5,Stolen license plate,NC
AB6,Wanted on a misdemeanor warrant,NC
AB7,Missing juvenile,NC
"""


@pytest.mark.proved("A1", "PUR-02", "PUR-03")
def test_a_row_that_says_no_category_is_left_out_and_never_a_felony_vehicle(
    hq: Headquarters, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(UNSAID_ROWS, "utf-8")
    report = import_csv(hq, path, by="custodian-1")
    assert [(line.number, line.reason) for line in report.dropped] == [
        (2, DropReason.NO_CATEGORY),
        (3, DropReason.TRAFFIC),
        (4, DropReason.TRAFFIC),
        (7, DropReason.MISDEMEANOR),
    ]
    found = {text: entry.category for text, entry in entries(hq).items()}
    assert found == {"AB4": "F", "AB5": "P", "AB7": "M"}
