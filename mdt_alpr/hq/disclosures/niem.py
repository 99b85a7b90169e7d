"""Reads and hits of a package under NIEM's names, as JSON-LD (INT-02).

The plate is named as Nlets names it: ``nc:ConveyanceRegistrationPlateIdentification`` of NIEM 2.0.
What NIEM has no name for is ours, ``alpr:``. ``resources/docs/custodian.md`` has the table.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from mdt_alpr.domain.hotlist.hotlist import CATEGORIES
from mdt_alpr.domain.plate.plate import UNKNOWN_STATE
from mdt_alpr.wire.messages import HitMessage, PlaceMessage, ReadMessage

NIEM_FILE = "niem.json"
CONTEXT = {
    "nc": "http://niem.gov/niem/niem-core/2.0#",
    "j": "http://niem.gov/niem/domains/jxdm/4.1#",
    "alpr": "urn:mdt-alpr:niem-extension:1#",
}


def niem_json(reads: Iterable[ReadMessage], hits: Iterable[HitMessage]) -> bytes:
    """Return the file of a package; each hit names its read by ``@id``."""
    graph = [*map(_read, reads), *map(_hit, hits)]
    return json.dumps({"@context": CONTEXT, "@graph": graph}, indent=1).encode()


def _read(read: ReadMessage) -> dict[str, Any]:
    pictures = [digest for digest in (read.crop_digest, read.context_digest) if digest]
    said = {
        "@id": f"urn:uuid:{read.read_id}",
        "@type": "alpr:PlateRead",
        "nc:ActivityIdentification": _named(read.read_id),
        "nc:ActivityDate": _at(read.captured_at),
        "nc:Vehicle": {"nc:ConveyanceRegistrationPlateIdentification": _plate(read)},
        "alpr:UnitText": read.unit,
        "alpr:CameraText": read.camera,
        "alpr:StateConfidenceNumeric": read.state_confidence,
        "alpr:Character": [
            {
                "alpr:CharacterText": character.text,
                "alpr:ConfidenceNumeric": character.confidence,
                "alpr:Alternative": [
                    {"alpr:CharacterText": text, "alpr:ConfidenceNumeric": confidence}
                    for text, confidence in character.alternatives
                ],
            }
            for character in read.characters
        ],
        "nc:Image": [{"nc:BinaryID": digest} for digest in pictures],
        "alpr:SoftwareText": f"{read.software}, {read.engine}",
    }
    if read.place is not None:
        said["nc:Location"] = _location(read.place)
    if read.corrects is not None:
        said["alpr:CorrectedRead"] = {"@id": f"urn:uuid:{read.corrects.read_id}"}
    return said


def _plate(plate: Any) -> dict[str, str]:
    state = {"j:IdentificationJurisdictionUSPostalServiceCode": plate.state}
    return {**_named(plate.text), **(state if plate.state != UNKNOWN_STATE else {})}


def _location(place: PlaceMessage) -> dict[str, Any]:
    heading = {} if place.heading is None else {"alpr:HeadingDegreeNumeric": place.heading}
    return {
        "nc:Location2DGeospatialCoordinate": {
            "nc:GeographicCoordinateLatitude": {"nc:LatitudeDegreeValue": place.lat},
            "nc:GeographicCoordinateLongitude": {"nc:LongitudeDegreeValue": place.lon},
        },
        **heading,
    }


def _hit(hit: HitMessage) -> dict[str, Any]:
    return {
        "@id": f"urn:uuid:{hit.hit_id}",
        "@type": "alpr:PossibleMatch",
        "nc:ActivityIdentification": _named(hit.hit_id),
        "nc:ActivityDate": _at(hit.raised_at),
        "nc:ActivityCategoryText": sorted({CATEGORIES[r.category].name for r in hit.records}),
        "alpr:PlateRead": {"@id": f"urn:uuid:{hit.read_id}"},
        "alpr:ListVersionText": str(hit.list_version),
        "alpr:Record": [
            {
                "nc:ConveyanceRegistrationPlateIdentification": _plate(record),
                "alpr:RecordIdentification": _named(record.nic or record.entry_id),
                "alpr:MatchClassText": record.match_class,
            }
            for record in hit.records
        ],
    }


def _at(instant: datetime) -> dict[str, str]:
    return {"nc:DateTime": instant.isoformat()}


def _named(text: str) -> dict[str, str]:
    return {"nc:IdentificationID": text}
