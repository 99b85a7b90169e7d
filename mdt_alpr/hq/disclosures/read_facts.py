"""What the manifest says of reads and hits, in words a court can follow (PRS-12, RS-12)."""

from typing import Any

from mdt_alpr.domain.hotlist.hotlist import CATEGORIES
from mdt_alpr.domain.reading.position import wind
from mdt_alpr.domain.reading.typed_read import TYPED_BY_OFFICER, was_typed
from mdt_alpr.maps.named_places import place_in_words
from mdt_alpr.wire.messages import HitMessage, PlaceMessage, ReadMessage

NOT_DRIVER = "Where the plate was seen, not who drove."


def read_facts(read: ReadMessage) -> dict[str, Any]:
    """Return a read for the manifest: text and confidence as captured, place, clock, software."""
    return {
        "read_id": read.read_id,
        "captured_at": read.captured_at,
        "unit": read.unit,
        "camera": read.camera,
        "where": where_in_words(read),
        "facing": facing_in_words(read),
        "lat": read.place.lat if read.place else None,
        "lon": read.place.lon if read.place else None,
        "heading": read.place.heading if read.place else None,
        "clock": clock_in_words(read.place),
        "clock_error_s": _clock_error_s(read.place),
        "text": read.text,
        "state": read.state,
        "state_confidence": read.state_confidence,
        "characters": read.characters,
        "corrects": read.corrects,
        "engine": read.engine,
        "software": read.software,
        "policy_profile": read.profile,
        "pictures": [digest for digest in (read.crop_digest, read.context_digest) if digest],
        "means": NOT_DRIVER,
    }


def hit_facts(hit: HitMessage) -> dict[str, Any]:
    """Return a hit for the manifest."""
    return {
        "hit_id": hit.hit_id,
        "read_id": hit.read_id,
        "unit": hit.unit,
        "raised_at": hit.raised_at,
        "list_version": hit.list_version,
        "list_compiled_at": hit.list_compiled_at,
        "policy_profile": hit.profile,
        "categories": sorted({CATEGORIES[record.category].name for record in hit.records}),
    }


def where_in_words(read: ReadMessage) -> str:
    """Return where a camera was when it read a plate."""
    place = read.place
    if place is None:
        return f"{read.unit}, position not known"
    simulated = " (SIMULATED)" if place.simulated else ""
    return f"{read.unit}, {place_in_words(place.lat, place.lon)}{simulated}"


def facing_in_words(read: ReadMessage) -> str:
    """Return which way a camera looked, as far as it is known."""
    place = read.place
    if was_typed(read.engine):
        why = str(read.corrects or "no camera read it")
        return f"{TYPED_BY_OFFICER}; {why} and there is no picture"
    if place is None or place.heading is None:
        return f"camera {read.camera}, vehicle heading not known"
    return (
        f"camera {read.camera} of a vehicle heading {wind(place.heading)} ({place.heading:.0f}°)"
    )


def clock_in_words(place: PlaceMessage | None) -> str:
    """Return what is known of the clock's error."""
    error = _clock_error_s(place)
    if error is None:
        return "The computer's clock; not compared with a receiver at this read."
    side = "ahead of" if error >= 0 else "behind"
    return f"The computer's clock; {abs(error):.1f} s {side} the satellite receiver's."


def _clock_error_s(place: PlaceMessage | None) -> float | None:
    return None if place is None else (place.seen_at - place.at).total_seconds()
