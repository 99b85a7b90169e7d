"""Exported reads and hits are under NIEM's names, and the docs have the table."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mdt_alpr.domain.reading.reading import Misread
from mdt_alpr.hq.disclosures.niem import CONTEXT, niem_json
from mdt_alpr.wire.messages import PlaceMessage
from tests.builders import NOW
from tests.hq.senders import a_hit_message, a_read_message

TABLE = Path(__file__).parents[2] / "resources" / "docs" / "custodian.md"
PLACE = PlaceMessage(35.4, -80.6, NOW, NOW, 30.0, 91.5, 4.0, simulated=False)
READ = a_read_message("KLM4471", place=PLACE, corrects=Misread("r1", "front", "KLM4477", "NC"))
HIT = a_hit_message(READ)


def names(part: Any) -> Iterator[str]:
    """Yield every name in a document."""
    if isinstance(part, dict):
        yield from part
        yield from (name for value in part.values() for name in names(value))
    elif isinstance(part, list):
        yield from (name for value in part for name in names(value))


@pytest.mark.proved("INT-02")
def test_a_read_and_its_hit_say_all_that_the_format_asks_for_under_niems_names() -> None:
    document = json.loads(niem_json([READ], [HIT]))
    read, hit = document["@graph"]
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
    assert hit["alpr:Record"][0]["alpr:MatchClassText"] == "exact"


def test_a_state_that_was_not_read_is_absent() -> None:
    (read,) = json.loads(niem_json([a_read_message(state="")], []))["@graph"]
    plate = read["nc:Vehicle"]["nc:ConveyanceRegistrationPlateIdentification"]
    assert list(plate) == ["nc:IdentificationID"]


def test_every_name_has_its_namespace_and_stands_in_the_docs() -> None:
    document = json.loads(niem_json([READ], [HIT]))
    used = {name for name in names(document["@graph"]) if not name.startswith("@")}
    assert {name.partition(":")[0] for name in used} == CONTEXT.keys()
    listed = set(re.findall(r"`((?:nc|j|alpr):\w+)`", TABLE.read_text("utf-8")))
    assert used <= listed
