"""Compare what is to leave with what its request was granted for: plate, time, cameras (7.B)."""

import json
from typing import Any

from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.domain.retention.disclosure import DisclosureRefusedError
from mdt_alpr.domain.retention.grants import GivenRead, SoughtData, beyond_grant
from mdt_alpr.domain.retention.holds import Hold
from mdt_alpr.hq.disclosures.gathering import Gathered
from mdt_alpr.wire.codec import instant

_NARROW = "Name only the hits that were granted, or have another request granted."


def demand(gathered: Gathered, seeks: SoughtData, hold: Hold | None) -> None:
    """Refuse what a request does not ask for, or what cannot be compared with it.

    What lies under a hold is of its plate, as it was read or as an officer entered it.

    Raises:
        DisclosureRefusedError: says which read or hit, and what differs.
    """
    plate = None if hold is None else hold.scope.plate
    for read_id in sorted(gathered.reads):
        _demand(f"Read {read_id}", seeks, _seen(gathered, read_id, plate))
    for hit_id in gathered.hit_ids:
        if hit_id in gathered.hits and gathered.hit(hit_id).read_id in gathered.reads:
            continue
        seen = _sealed(gathered, hit_id, plate)
        if seen is None:
            message = f"Hit {hit_id} cannot be compared with the grant: its read is not kept."
            raise DisclosureRefusedError(message)
        _demand(f"Hit {hit_id}", seeks, seen)


def _demand(what: str, seeks: SoughtData, seen: GivenRead) -> None:
    if differs := beyond_grant(seeks, seen):
        words = f"{' and '.join(differs)} {'differ' if len(differs) > 1 else 'differs'}"
        raise DisclosureRefusedError(f"{what} is not what was granted: {words}. {_NARROW}")


def _seen(gathered: Gathered, read_id: str, plate: Plate | None) -> GivenRead:
    read, device = gathered.read(read_id), gathered.devices.get(read_id, "")
    of = plate or Plate(read.text, read.state)
    return GivenRead(read_id, of.text, of.state, read.captured_at, read.unit, read.camera, device)


def _sealed(gathered: Gathered, hit_id: str, plate: Plate | None) -> GivenRead | None:
    """Return what was read of a hit by its sealed evidence, where the read itself is not kept."""
    message = gathered.sealed.get(hit_id)
    parts: dict[str, Any] = {
        part.name: json.loads(part.body)
        for part in (message.parts if message else ())
        if part.body and part.name in ("reads.json", "machine.json")
    }
    if message is None or len(parts) < 2:  # noqa: PLR2004 - both, or it cannot be compared
        return None
    read, unit = parts["reads.json"]["read"], parts["machine.json"]["machine"]["unit"]
    of = plate or Plate(parts["reads.json"]["text"], read["state"])
    at = instant(read["captured_at"])
    return GivenRead(
        read["read_id"], of.text, of.state, at, unit, read["camera"], message.device
    )  # fmt: skip
