"""What `hq` shows of its own record: the audit, purge certificates, the counts of each day."""

import argparse
import csv
import hashlib
import json
import os
import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mdt_alpr.domain.audit import AuditEntry, AuditEvent
from mdt_alpr.domain.errors import OutsideError

if TYPE_CHECKING:  # the car's build has no headquarters
    from mdt_alpr.hq.service.audit_reading import AuditAsk
    from mdt_alpr.hq.service.certificate_checks import CheckedCertificate
    from mdt_alpr.hq.service.headquarters import Headquarters


def add(what: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `audit`, `certificates` and `daily-counts`."""
    reading = what.add_parser("audit", help="what headquarters recorded of itself")
    reading.add_argument("--person", default="", help="of this person's account only")
    events = sorted(event.value for event in AuditEvent if event.value.startswith("hq:"))
    reading.add_argument("--event", choices=events, metavar="EVENT", help="such as hq:hit:viewed")
    reading.add_argument("--json", action="store_true", help="one JSON line an entry")
    reading.add_argument("--out", type=Path, help="the file of JSON lines to write, with its hash")
    reading.add_argument("--verify", action="store_true", help="check the whole chain instead")
    _add_span(reading, "custodian or administrator")
    reading.set_defaults(do_with=_audit)
    showing = what.add_parser("certificates", help="purge certificates, and whether they hold")
    showing.add_argument("--json", action="store_true", help="one JSON line a certificate")
    _add_span(showing, "custodian or administrator")
    showing.set_defaults(do_with=_certificates)
    counting = what.add_parser("daily-counts", help="numbers of purged days, as CSV")
    _add_span(counting, "supervisor, custodian or administrator")
    counting.set_defaults(do_with=_counts)


def _add_span(parser: argparse.ArgumentParser, who: str) -> None:
    for name, words in (("--since", "from this date on"), ("--until", "up to this date")):
        parser.add_argument(name, type=date.fromisoformat, metavar="YYYY-MM-DD", help=words)
    parser.add_argument("--by", required=True, help=who)


def _ask(args: argparse.Namespace, person: str = "", event: str | None = None) -> "AuditAsk":
    from mdt_alpr.hq.service.audit_reading import AuditAsk

    return AuditAsk(args.since, args.until, person, AuditEvent(event) if event else None)


# ---------------------------------------------------------------- the audit


def _audit(hq: "Headquarters", args: argparse.Namespace) -> int:
    """Show, write or check it; 1 where the chain is broken."""
    from mdt_alpr.hq.service.audit_reading import audit_by_account

    if args.verify:
        return _verify(hq, args)
    if args.out is not None and args.out.exists():
        message = f"{args.out} exists already. Nothing was written; choose another name."
        raise OutsideError(message)
    entries = audit_by_account(hq, _ask(args, args.person, args.event), args.by)
    if args.out is not None:
        return _write(hq, args, entries)
    for entry in entries:
        sys.stdout.write(_line(entry) if args.json else _words(entry))
    return 0


def _verify(hq: "Headquarters", args: argparse.Namespace) -> int:
    from mdt_alpr.hq.service.audit_reading import checked_by_account

    broken = checked_by_account(hq, args.by)
    if args.json:
        told = json.dumps({"whole": broken is None, "broken_at": broken})
    elif broken is None:
        told = "The audit is whole."
    else:
        told = f"BROKEN: entry {broken} is missing or changed, or one before it."
    sys.stdout.write(f"{told}\n")
    return 0 if broken is None else 1


def _write(hq: "Headquarters", args: argparse.Namespace, entries: Iterable[AuditEntry]) -> int:
    from mdt_alpr.hq.service.audit_reading import note_export

    half = args.out.with_name(f"{args.out.name}.part")
    hashed, number = hashlib.sha256(), 0
    try:
        opened = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(opened, "wb") as file:
            for number, entry in enumerate(entries, start=1):  # noqa: B007 - told below
                line = _line(entry).encode("ascii")
                hashed.update(line)
                file.write(line)
        note_export(hq, args.by, hashed.hexdigest(), number)
        half.replace(args.out)
    except OSError as error:
        message = f"{args.out} cannot be written: {error.strerror or error}."
        raise OutsideError(message) from error
    finally:
        half.unlink(missing_ok=True)
    sys.stdout.write(f"{args.out}: {number} entries, SHA-256 {hashed.hexdigest()}\n")
    return 0


def _line(entry: AuditEntry) -> str:
    """Return an entry as JSON: its fields in the order and form that its digest is made of."""
    return json.dumps({**asdict(entry), "at": entry.at.isoformat()}) + "\n"


def _words(entry: AuditEntry) -> str:
    facts = "".join(f", {name}={value}" for name, value in entry.detail)
    told = f"{entry.person or 'headquarters'}, {entry.event.value}, {entry.subject}{facts}"
    return f"{entry.sequence}: {_instant(entry.at)}, {told}\n"


def _instant(at: datetime) -> str:
    """Return an instant to 1/100 s (AUD-03)."""
    utc = at.astimezone(UTC)
    return f"{utc:%Y-%m-%d %H:%M:%S}.{utc.microsecond // 10_000:02} UTC"


# ---------------------------------------------------------------- certificates and counts


def _certificates(hq: "Headquarters", args: argparse.Namespace) -> int:
    """Show them; 1 where one does not hold."""
    from mdt_alpr.hq.service.certificate_checks import certificates_by_account

    number = failed = 0
    found = certificates_by_account(hq, _ask(args, event=AuditEvent.HQ_PURGED.value), args.by)
    for number, one in enumerate(found, start=1):  # noqa: B007 - asked below
        failed += not one.holds
        sys.stdout.write(_certificate_line(one) if args.json else _certificate_words(one))
    if number == 0 and not args.json:
        sys.stdout.write("There is no certificate of these dates.\n")
    return 1 if failed else 0


def _certificate_line(one: "CheckedCertificate") -> str:
    until = one.captured_until.isoformat() if one.captured_until else None
    plain = {
        "sequence": one.sequence,
        "at": one.at.isoformat(),
        "captured_until": until,
        "counts": dict(one.counts),
        "is_signed": one.is_signed,
        "left": one.left,
        "holds": one.holds,
    }
    return json.dumps(plain) + "\n"


def _certificate_words(one: "CheckedCertificate") -> str:
    until = _instant(one.captured_until) if one.captured_until else "an instant it does not say"
    gone = ", ".join(f"{name} {number}" for name, number in one.counts if number != "0")
    signed = "Signature holds" if one.is_signed else "NOT SIGNED BY THIS HEADQUARTERS"
    left = f"STILL THERE: {', '.join(one.left)}" if one.left else "nothing is left"
    told = f"all captured until {until} is gone ({gone or 'nothing was due'})"
    return f"{one.sequence}: {_instant(one.at)}, {told}. {signed}, {left}.\n"


def _counts(hq: "Headquarters", args: argparse.Namespace) -> int:
    from mdt_alpr.hq.service.tallies import counts_by_account

    rows = counts_by_account(hq, args.since, args.until, args.by)
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(("day", "unit", "what", "word", "number"))
    out.writerows(rows)
    return 0
