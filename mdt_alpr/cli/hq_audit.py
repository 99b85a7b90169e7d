"""What `hq` shows of its own record: the audit."""

import hashlib
import json
import os
import sys
from argparse import ArgumentTypeError, Namespace
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from string import hexdigits
from typing import TYPE_CHECKING, Any

from mdt_alpr.cli.arguments import arg, command, day
from mdt_alpr.cli.hq import PLACES, by, demand_new, hq_local
from mdt_alpr.cli.hq_link import Hq, hq_command
from mdt_alpr.cli.times import agency_time
from mdt_alpr.domain.audit.audit import BEGINNING, AuditEvent, Place
from mdt_alpr.domain.audit.witness import NOTED_DIGITS, ChainFinding, KnownBreak
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.policy import date_begins, date_ends
from mdt_alpr.domain.printable import escaped
from mdt_alpr.files import private_files
from mdt_alpr.files.private_files import saved_whole
from mdt_alpr.wire import addresses
from mdt_alpr.wire.audit_search import (
    FAILURE,
    TYPED,
    AuditExportRequest,
    AuditFile,
    AuditForm,
    AuditRow,
    AuditRows,
    AuditSearch,
)

if TYPE_CHECKING:  # the car's build has no headquarters
    from mdt_alpr.hq.base.headquarters import Headquarters

_FIRST = datetime(2000, 1, 1, tzinfo=UTC)
_LAST = datetime(2200, 1, 1, tzinfo=UTC)
NOT_PROVEN = 3
"""Exit code of `audit-verify` where no new break is found, but no witness or a known break."""


def _noted(text: str) -> Place:
    """Return the end of an earlier check."""
    number, _, digest = text.partition(":")
    is_digest = len(digest) >= NOTED_DIGITS and set(digest) <= set(hexdigits)
    if not number.isdecimal() or not is_digest:
        raise ArgumentTypeError(
            f"{text!r} is none: the check shows N:DIGEST, a number and {NOTED_DIGITS} digits"
        )
    return int(number), digest.lower()


_SPAN = day("--since", "from this date on"), day("--until", "up to this date")


def _span(args: Namespace) -> list[tuple[str, str]]:
    days = ("since", args.since), ("until", args.until)
    return [(name, on.isoformat()) for name, on in days if on is not None]


# ---------------------------------------------------------------- the audit


@command(
    "audit-key",
    "make the key of the audit's checkpoints",
    arg("file", type=Path, help="outside the data folder; FILE.pub is made too"),
    *PLACES,
    at_headquarters=True,
)
def _make_key(args: Namespace) -> None:
    """Write the key; headquarters is not opened."""
    from mdt_alpr.hq.audit.witness import make_audit_key
    from mdt_alpr.hq.base.settings_file import setting_words

    public = make_audit_key(args.file, os.urandom)
    sys.stdout.write(
        f"{args.file}: for {setting_words('audit_key')}, outside the data folder.\n"
        f"{public}: keep it elsewhere; `hq audit-verify --audit-key` needs it.\n"
    )


@hq_command(
    "audit",
    "what headquarters recorded in its own audit",
    arg("--person", default="", help="of this person's account only"),
    arg(
        "--event",
        choices=sorted(event.value for event in AuditEvent if event.value.startswith("hq:")),
        metavar="EVENT",
        default="",
        help="such as hq:hit:viewed",
    ),
    arg("--json", action="store_true", help="one JSON line an entry"),
    arg("--out", type=Path, help="the file of JSON lines to write, with its hash"),
    *_SPAN,
)
def _audit(hq: Hq, args: Namespace) -> None:
    """Show it, or write it to a file."""
    demand_new(args.out)
    named = [("person", args.person), ("event", args.event), *_span(args)]
    if args.out is not None:
        _write(hq.lines(addresses.AUDIT, [*named, ("export", "1")]), args.out)
        return
    for line in hq.lines(addresses.AUDIT, named):
        entry = _entry(line)
        typed = entry.pop(TYPED)
        sys.stdout.write(json.dumps(entry) + "\n" if args.json else _words(entry, typed))


def _entry(line: str) -> dict[str, Any]:
    """Return the entry of a line.

    Raises:
        OutsideError: it says why no more come.
    """
    entry: dict[str, Any] = json.loads(line)
    if FAILURE in entry:
        raise OutsideError(entry[FAILURE])
    return entry


@hq_local(
    "audit-verify",
    "check the whole chain of headquarters' own audit, on its machine",
    arg("--json", action="store_true", help="the finding as JSON"),
    arg(
        "--witness",
        metavar="PLACE",
        help="the checkpoints: a folder, s3://BUCKET/FOLDER, or saved mail (a folder of .eml "
        "files, or one file)",
    ),
    arg("--audit-key", type=Path, metavar="PUBLIC", help="the public key that signed them"),
    arg(
        "--known",
        type=_noted,
        metavar="N:DIGEST",
        default=BEGINNING,
        help="the end that the check before this one showed, and you wrote down",
    ),
    by("custodian, administrator or auditor, signs in"),
    permissions=(Permission.READ_AUDIT,),
    epilog="Exit code: 1 where the chain is broken, 3 where nothing is proven: no witness was "
    "given, its newest checkpoint is old, its first one is younger than the record, or a known "
    "break or a change of what waited to be an entry is on record.",
)
def _verify(hq: "Headquarters", args: Namespace) -> int:
    """Check it; 1 where the chain is broken, 3 where it is not proven whole."""
    from mdt_alpr.hq.audit.witness import public_key_in, witness_at
    from mdt_alpr.hq.keeping.audit_reading import checked_by_account

    if (args.witness is None) != (args.audit_key is None):
        raise OutsideError("--witness and --audit-key go together: give both, or neither.")
    key = public_key_in(args.audit_key) if args.audit_key else ""
    witness = witness_at(args.witness, key) if args.witness else None
    found = checked_by_account(hq, args.by, witness, key, args.known)
    if args.json:
        plain = {"whole": found.is_proven, "broken": not found.is_whole, **asdict(found)}
        sys.stdout.write(json.dumps(plain, default=datetime.isoformat) + "\n")
    else:
        for known in found.known:
            sys.stdout.write(_known_words(known))
        for changed in found.changed:
            sys.stdout.write(f"CHANGED: {escaped(changed)}.\n")
        sys.stdout.write(f"{_verdict(found)}\n")
        if found.is_whole:
            sys.stdout.write(_to_note(found.end))
    if not found.is_whole:
        return 1
    return 0 if found.is_proven else NOT_PROVEN


def _verdict(found: ChainFinding) -> str:
    if not found.is_whole:
        return f"BROKEN: {escaped(found.why)}."
    if found.proven_until is None or found.proven_at is None:
        return (
            "NOT PROVEN without a witness: no entry contradicts another, but an end that was cut "
            "off, or a record that was rewritten, cannot be seen. Give --witness and "
            "--audit-key."
        )
    newest = agency_time(found.proven_at)
    if found.is_lagging:
        return (
            f"NOT PROVEN after entry {found.proven_until}: the newest checkpoint is of {newest}, "
            "and entries went on for more than two hours since. See why headquarters wrote none."
        )
    if found.unvouched is not None:
        first, last = found.unvouched
        return (
            f"NOT PROVEN: the first checkpoint saw entries {first} to {last} long after they were "
            "recorded. Where the witness was there before, somebody emptied it, and may have "
            "rewritten them. Give --known with the end that you wrote down at an earlier check."
        )
    word = "NOTHING NEW" if found.known or found.changed else "WHOLE"
    return (
        f"{word}: the checkpoints vouch for every entry up to {found.proven_until}; "
        f"the newest is of {newest}."
    )


def _to_note(end: Place) -> str:
    sequence, digest = end
    return (
        "Write this down where nobody of this server can change it, for your next check:\n"
        f"  --known {sequence}:{digest[:NOTED_DIGITS]}\n"
    )


def _known_words(one: KnownBreak) -> str:
    what = "" if one.resumes else ": the mark was missing or did not fit"
    first, last = one.doubtful
    said = f"{one.by} and {one.second} recorded (entry {one.recorded}): {one.why}"
    return (
        f"KNOWN BREAK at entry {one.sequence}{what}. Nothing but a witness vouches for entries "
        f"{first} to {last}. {agency_time(one.at)}, {escaped(said)}.\n"
    )


def _write(lines: Iterable[str], out: Path) -> None:
    half = out.with_name(f"{out.name}.part")
    hashed, number = hashlib.sha256(), 0
    try:
        with private_files.rewrite(half) as file:
            for number, line in enumerate(lines, start=1):  # noqa: B007 - said below
                _entry(line)
                written = f"{line}\n".encode()
                hashed.update(written)
                file.write(written)
        private_files.replace(half, out)
    except OSError as error:
        raise OutsideError(f"{out} cannot be written: {error.strerror or error}.") from error
    finally:
        private_files.remove(half)
    sys.stdout.write(f"{out}: {number} entries, SHA-256 {hashed.hexdigest()}\n")


def _words(entry: dict[str, Any], typed: list[tuple[str, str]]) -> str:
    facts = "".join(f", {name}={value}" for name, value in (*entry["detail"], *typed))
    who = entry["person"] or "headquarters"
    said = f"{who}, {entry['event']}, {entry['subject']}{facts}"
    at = _instant(datetime.fromisoformat(entry["at"]))
    return f"{entry['sequence']}: {at}, {escaped(said)}\n"


def _instant(at: datetime) -> str:
    """Return an instant to 1/100 s (AUD-03)."""
    utc = at.astimezone(UTC)
    return f"{utc:%Y-%m-%d %H:%M:%S}.{utc.microsecond // 10_000:02} UTC"


# ---------------------------------------------------------------- search


@hq_command(
    "audit-search",
    "search the audit of headquarters and of the cars",
    arg("--person", default="", help="a person's id, or a part of the name"),
    arg("--device", default="", help="a car, a desk or `command line`"),
    arg("--event", default="", help="a part of an event's name, such as past_reads"),
    arg("--id", dest="subject", default="", help="what it is about, or an id that was shown"),
    arg("--session", default="", help="a session as the audit names it"),
    arg("--json", action="store_true", help="one JSON line an entry"),
    arg("--out", type=Path, help="the file to write, with its hash: NAME.csv or NAME.jsonl"),
    *_SPAN,
    epilog="The newest 500 entries are shown, newest first; --out writes all that fit, oldest "
    "first, without what people typed.",
)
def _search(hq: Hq, args: Namespace) -> None:
    """Search or export; each is recorded."""
    search = AuditSearch(
        since=date_begins(args.since) if args.since else _FIRST,
        until=date_ends(args.until) if args.until else _LAST,
        person=args.person,
        device=args.device,
        event=args.event,
        subject=args.subject,
        session=args.session,
    )
    if args.out is None:
        answer = hq.ask(AuditRows, addresses.AUDIT_SEARCH, search)
        for row in answer.rows:
            sys.stdout.write(_row_json(row) if args.json else _row_words(row))
        return
    forms = {f".{form.value}": form for form in AuditForm}
    if args.out.suffix not in forms:
        message = f"{args.out}: the name must end in .csv or .jsonl. Nothing was written."
        raise OutsideError(message)
    demand_new(args.out)
    asked = AuditExportRequest(search, forms[args.out.suffix])
    file = hq.ask(AuditFile, addresses.AUDIT_EXPORT, asked)
    saved_whole(args.out, file.body.encode())
    sys.stdout.write(f"{args.out}: {file.entries} entries, SHA-256 {file.sha256}\n")


def _row_json(row: AuditRow) -> str:
    return json.dumps({**asdict(row), "at": row.at.isoformat()}) + "\n"


def _row_words(row: AuditRow) -> str:
    facts = "".join(f", {name}={value}" for name, value in row.facts)
    who = f"{row.name or row.person or row.chain} ({row.role or 'no account'})"
    place = ", ".join(word for word in (row.unit, row.device, row.address, row.session) if word)
    said = f"{row.chain} {row.sequence}, {who}, {place}, {row.event}, {row.subject}{facts}"
    return f"{_instant(row.at)}: {escaped(said)}\n"
