"""The certificate of a purge: its entry in the audit chain, signed by headquarters (RET-07).

The key is that of the hotlists. What is signed are the entry's instant and facts as JSON, without
the two facts that the signature itself adds.
"""

import json
from datetime import UTC, datetime

from mdt_alpr.domain.audit.audit import ORIGIN_PREFIX
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.keys.signing import is_signed

KEY, SIGNATURE = "key", "signature"
Facts = tuple[tuple[str, str], ...]


def signature_of(hq: Headquarters, at: datetime, facts: Facts) -> Facts:
    """Return the two facts that make an entry a certificate."""
    signer = hq.signer
    signature = signer.sign(_signed(at, facts)).hex()
    return ((KEY, signer.public_key), (SIGNATURE, signature))


def holds(at: datetime, facts: Facts) -> bool:
    """Tell whether an entry's facts are those that headquarters' key signed."""
    by_name = dict(facts)
    rest = signed_facts(facts)
    try:
        signature = bytes.fromhex(by_name[SIGNATURE])
    except (KeyError, ValueError):
        return False
    return is_signed(by_name.get(KEY, ""), _signed(at, rest), signature)


def signed_facts(facts: Facts) -> Facts:
    """Return the facts that were signed: not the signature's, nor those of who asked."""
    added = (KEY, SIGNATURE)
    return tuple(f for f in facts if f[0] not in added and not f[0].startswith(ORIGIN_PREFIX))


def _signed(at: datetime, facts: Facts) -> bytes:
    return json.dumps([at.astimezone(UTC).isoformat(), facts], separators=(",", ":")).encode()
