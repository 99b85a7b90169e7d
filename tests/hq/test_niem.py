"""Exported reads, hits and manual entries are under NIEM's names, by table and schema."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from mdt_alpr.domain.entry.listing import MANUAL_CATEGORY
from mdt_alpr.domain.hotlist.manual_entry import Basis, Purpose
from mdt_alpr.domain.hotlist.matching import MatchClass
from mdt_alpr.domain.reading.reading import Misread
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.disclosures.niem import CONTEXT, NIEM_FILE, niem_json
from mdt_alpr.hq.hotlists.manual_ending import end_entry
from mdt_alpr.hq.hotlists.manual_store import KeptEntry, find
from mdt_alpr.hq.intake.service import accept
from mdt_alpr.wire.messages import PlaceMessage
from tests.builders import NOW
from tests.hq.holding import PLATE, caller, filed, seen, sworn
from tests.hq.letting import given, opened
from tests.hq.manual import added, an_own_entry
from tests.hq.senders import a_batch, a_hit_message, a_read_message, a_record, an_id

RESOURCES = Path(__file__).parents[2] / "resources"
TABLE = RESOURCES / "docs" / "custodian.md"
SCHEMA = json.loads((RESOURCES / "niem.schema.json").read_text("utf-8"))
RECEIVER = jsonschema.Draft202012Validator(
    SCHEMA, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
)
DATABASES = ["sqlite"]
PLACE = PlaceMessage(35.4, -80.6, NOW, NOW, 30.0, 91.5, 4.0, simulated=False)
READ = a_read_message("KLM4471", place=PLACE, corrects=Misread(an_id(), "front", "KLM4477", "NC"))
ENTRY = an_own_entry("KLM4471")
LISTED = {"category": MANUAL_CATEGORY, "nic": "", "entry_id": ENTRY.entry_id}
HIT = a_hit_message(READ, records=(a_record("KLM4471", **LISTED), a_record("KLM4471")))
KEPT = KeptEntry(ENTRY, "car-1", "Unit 12")


def names(part: Any) -> Iterator[str]:
    """Yield every name in a document."""
    if isinstance(part, dict):
        yield from part
        yield from (name for value in part.values() for name in names(value))
    elif isinstance(part, list):
        yield from (name for value in part for name in names(value))


def received(file: bytes) -> list[Any]:
    """Return what a receiver reads out of a file, who checked it by the schema."""
    document = json.loads(file)
    RECEIVER.validate(document)
    graph: list[Any] = document["@graph"]
    return graph


@pytest.mark.proved("INT-02")
def test_a_read_and_its_hit_say_all_that_the_format_asks_for_under_niems_names() -> None:
    read, hit, entry = received(niem_json([READ], [HIT], [KEPT]))
    plate = read["nc:Vehicle"]["nc:ConveyanceRegistrationPlateIdentification"]
    assert plate == {
        "nc:IdentificationID": "KLM4471",
        "j:IdentificationJurisdictionUSPostalServiceCode": "NC",
    }
    place = read["nc:Location"]["nc:Location2DGeospatialCoordinate"]
    assert place["nc:GeographicCoordinateLatitude"] == {"nc:LatitudeDegreeValue": 35.4}
    assert read["nc:ActivityDate"]["nc:DateTime"] == READ.captured_at.isoformat()
    assert [c["alpr:ConfidenceNumeric"] for c in read["alpr:Character"]] == [0.9] * 7
    assert hit["alpr:PlateRead"]["@id"] == read["@id"] == f"urn:uuid:{READ.read_id}"
    by_hand, of_state = hit["alpr:Record"]
    assert by_hand["alpr:MatchClassText"] == "exact"
    assert by_hand["alpr:ManualEntry"]["@id"] == entry["@id"] == f"urn:uuid:{ENTRY.entry_id}"
    assert "alpr:ManualEntry" not in of_state
    assert entry["nc:ConveyanceRegistrationPlateIdentification"] == plate
    assert entry["nc:ActivityDateRange"] == {
        "nc:StartDate": {"nc:DateTime": ENTRY.entered_at.isoformat()},
        "nc:EndDate": {"nc:DateTime": ENTRY.expires_at.isoformat()},
    }
    assert entry["nc:CaseTrackingID"] == ENTRY.draft.case


def test_a_state_that_was_not_read_is_absent() -> None:
    (read,) = received(niem_json([a_read_message(state="")], [], []))
    plate = read["nc:Vehicle"]["nc:ConveyanceRegistrationPlateIdentification"]
    assert list(plate) == ["nc:IdentificationID"]


def test_every_name_has_its_namespace_and_stands_in_docs_and_schema() -> None:
    graph = received(niem_json([READ], [HIT], [KEPT]))
    used = {name for name in names(graph) if not name.startswith("@")}
    assert {name.partition(":")[0] for name in used} == CONTEXT.keys()
    listed = set(re.findall(r"`((?:nc|j|alpr):\w+)`", TABLE.read_text("utf-8")))
    assert used <= listed
    assert used == {name for name in names(SCHEMA) if ":" in name}, "and no name that is not used"
    assert SCHEMA["properties"]["@context"]["properties"] == {
        short: {"const": name} for short, name in CONTEXT.items()
    }


def test_the_schema_knows_every_word_that_a_file_may_say() -> None:
    record = SCHEMA["$defs"]["hit"]["properties"]["alpr:Record"]["items"]["properties"]
    entry = SCHEMA["$defs"]["entry"]["properties"]
    said = record["alpr:MatchClassText"], entry["alpr:PurposeText"], entry["alpr:BasisText"]
    assert [words["enum"] for words in said] == [list(MatchClass), list(Purpose), list(Basis)]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("nc:ActivityDate", {"nc:DateTime": "yesterday"}),
        ("nc:ActivityDate", None),
        ("nc:Vehicle", {"nc:IdentificationID": "KLM4471"}),
        ("alpr:StateConfidenceNumeric", 90),
        ("nc:VehicleMakeText", "FORD"),
    ],
)
def test_the_schema_refuses_what_is_missing_wrong_or_not_ours(name: str, value: object) -> None:
    document = json.loads(niem_json([READ], [], []))
    document["@graph"][0][name] = value
    assert not RECEIVER.is_valid(document)
    del document["@graph"][0][name]
    assert RECEIVER.is_valid(document) == (name not in SCHEMA["$defs"]["read"]["required"])


@pytest.mark.parametrize("has_ended", [False, True])
def test_a_package_has_the_manual_entry_of_its_hit_and_no_other(
    hq: Headquarters, *, has_ended: bool
) -> None:
    entry = an_own_entry(PLATE)
    record = a_record(PLATE, category=MANUAL_CATEGORY, nic="", entry_id=entry.entry_id)
    with hq.writing() as work:
        accept(work, caller(entry.entered_by), a_batch(added(entry), added(an_own_entry())), 500)
    seen(hq, records=(record,))
    if has_ended:
        with hq.writing() as work:
            stored = find(work, entry.entry_id)
            assert stored is not None
            end_entry(work, stored, "supervisor-1", "Found")
    number = filed(hq)
    sworn(hq, number)
    message, data = given(hq, hold=number)
    things = received(opened(data, message.passphrase)[NIEM_FILE])
    (left,) = (thing for thing in things if thing["@type"] == "alpr:ManualEntry")
    (hit,) = (thing for thing in things if thing["@type"] == "alpr:PossibleMatch")
    assert hit["alpr:Record"][0]["alpr:ManualEntry"] == {"@id": left["@id"]}
    assert left["nc:CaseTrackingID"] == entry.draft.case
    assert ("nc:ConveyanceRegistrationPlateIdentification" in left) != has_ended
