"""Reads, hits and manual entries of a package under NIEM's names, as JSON-LD (INT-02).

The plate is named as Nlets names it: ``nc:ConveyanceRegistrationPlateIdentification`` of NIEM 2.0.
What NIEM has no name for is ours, ``alpr:``. ``resources/docs/custodian.md`` has the table,
``resources/niem.schema.json`` is what a receiver may check a file by.
"""

import json
from collections.abc import Container, Iterable
from datetime import datetime
from typing import Any

from mdt_alpr.domain.hotlist.hotlist import CATEGORIES
from mdt_alpr.domain.plate.plate import UNKNOWN_STATE
from mdt_alpr.hq.hotlists.manual_store import KeptEntry
from mdt_alpr.wire.messages import HitMessage, PlaceMessage, ReadMessage, RecordMessage

NIEM_FILE = "niem.json"
CONTEXT = {
    "nc": "http://niem.gov/niem/niem-core/2.0#",
    "j": "http://niem.gov/niem/domains/jxdm/4.1#",
    "alpr": "urn:mdt-alpr:niem-extension:1#",
}


def niem_json(
    reads: Iterable[ReadMessage], hits: Iterable[HitMessage], entries: Iterable[KeptEntry]
) -> bytes:
    """Return the file of a package; each hit names its read and manual entries by ``@id``."""
    of_people = [_entry(stored) for stored in entries]
    names = {entry["@id"] for entry in of_people}
    graph = [*map(_read, reads), *(_hit(hit, names) for hit in hits), *of_people]
    return json.dumps({"@context": CONTEXT, "@graph": graph}, indent=1).encode()


def _read(read: ReadMessage) -> dict[str, Any]:
    pictures = [digest for digest in (read.crop_digest, read.context_digest) if digest]
    said = {
        "@id": _name_of(read.read_id),
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
        said["alpr:CorrectedRead"] = {"@id": _name_of(read.corrects.read_id)}
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


def _hit(hit: HitMessage, entries: Container[str]) -> dict[str, Any]:
    return {
        "@id": _name_of(hit.hit_id),
        "@type": "alpr:PossibleMatch",
        "nc:ActivityIdentification": _named(hit.hit_id),
        "nc:ActivityDate": _at(hit.raised_at),
        "nc:ActivityCategoryText": sorted({CATEGORIES[r.category].name for r in hit.records}),
        "alpr:PlateRead": {"@id": _name_of(hit.read_id)},
        "alpr:ListVersionText": str(hit.list_version),
        "alpr:Record": [_record(record, entries) for record in hit.records],
    }


def _record(record: RecordMessage, entries: Container[str]) -> dict[str, Any]:
    name = _name_of(record.entry_id)
    return {
        "nc:ConveyanceRegistrationPlateIdentification": _plate(record),
        "alpr:RecordIdentification": _named(record.nic or record.entry_id),
        "alpr:MatchClassText": record.match_class,
        **({"alpr:ManualEntry": {"@id": name}} if name in entries else {}),
    }


def _entry(stored: KeptEntry) -> dict[str, Any]:
    """Return what the sealed evidence of its hits has of an entry: no person is described."""
    entry, draft = stored.entry, stored.entry.draft
    plate = {"nc:ConveyanceRegistrationPlateIdentification": _plate(draft)} if draft.text else {}
    return {
        "@id": _name_of(entry.entry_id),
        "@type": "alpr:ManualEntry",
        "nc:ActivityIdentification": _named(entry.entry_id),
        "nc:ActivityDateRange": {
            "nc:StartDate": _at(entry.entered_at),
            "nc:EndDate": _at(stored.ended_at or entry.expires_at),
        },
        "nc:ActivityReasonText": draft.reason,
        "nc:CaseTrackingID": draft.case,
        **plate,
        "alpr:PurposeText": draft.purpose,
        "alpr:BasisText": draft.basis,
        "alpr:NamesPersonIndicator": draft.names_person,
        "alpr:EnteredByText": entry.entered_by,
        "alpr:UnitText": stored.unit,
    }


def _name_of(thing: str) -> str:
    return f"urn:uuid:{thing}"


def _at(instant: datetime) -> dict[str, str]:
    return {"nc:DateTime": instant.isoformat()}


def _named(text: str) -> dict[str, str]:
    return {"nc:IdentificationID": text}
