"""Commands made of acts: their arguments, the request, and the answer as text or CSV."""

import json
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from mdt_alpr.acts.act import Act, Declaration, File, Look, Nothing
from mdt_alpr.acts.fields import ActField, built, enum_words
from mdt_alpr.acts.listing import ListCell, Listing
from mdt_alpr.cli.arguments import Argument, Command, arg
from mdt_alpr.cli.hq import demand_new
from mdt_alpr.cli.hq_link import Hq, confirmed_by, hq_command
from mdt_alpr.cli.passwords import new_password_of
from mdt_alpr.cli.times import agency_time
from mdt_alpr.domain.csv_text import csv_text
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.roles import Permission, Role, may
from mdt_alpr.domain.policy import CAPTURE_ZONE, capture_date
from mdt_alpr.domain.printable import escaped, log_number
from mdt_alpr.files.private_files import saved_whole
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.papers import PaperFile

Write = TypeVar("Write", bound=Callable[[Any], object])
_PRINTED: dict[type, Callable[[Any], object]] = {}
_GAP, _LISTED, _RANDOM = "  ", 12, 10


def instant(text: str) -> datetime:
    """Return a time of the agency's clock such as 2026-11-25T14:30, or one with its own zone."""
    at = datetime.fromisoformat(text)
    return (at if at.tzinfo else at.replace(tzinfo=CAPTURE_ZONE)).astimezone(UTC)


_TYPES: dict[type, Any] = {datetime: instant, date: date.fromisoformat}
_FILES: tuple[type, ...] = File, PaperFile
_PLACE_TYPES: dict[str, Any] = {"number": log_number, "code": str.upper}
_PLACES = {"person_id": "the user name", "device": "name of the machine"}
_METAVARS = {datetime: "TIME", date: "YYYY-MM-DD"}


def prints(kind: type) -> Callable[[Write], Write]:
    """Declare what writes an answer of a class, where its values in words are not enough."""

    def declared(write: Write) -> Write:
        _PRINTED[kind] = write
        return write

    return declared


def command_of(act: Declaration[Any]) -> Command:
    """Return the command that does an act or shows something."""
    arguments = arguments_of(act, *act.in_order)
    if act.second is not None:
        arguments.append(confirmed_by(_who_may(act.second), required=act.needs_second))
    if act.answers in _FILES:
        to = arg("--to", type=Path, required=True, help="the file to write; it must be new")
        arguments.append(to)
    if act.listing is not None:
        arguments.append(arg("--csv", action="store_true", help="write the list as CSV"))
        arguments.append(arg("--json", action="store_true", help="write one JSON line a row"))
    listing = act.listed_on(date.min)
    waits = isinstance(act, Look) and listing is not None and listing.waiting is not None
    epilog = "Exit code: 1 where something waits for somebody." * waits
    return hq_command(act.words, _lower(act.summary), *arguments, epilog=epilog)(
        partial(_run, act)
    )


def arguments_of(act: Declaration[Any], *in_order: str) -> list[Argument]:
    """Return the places of an act's address and the fields of its body, some without options."""
    known = {field.name: field for field in act.fields}
    arguments = [_place(name) for name in act.places]
    arguments += [_argument(known[name]) for name in in_order]
    asked = (field for field in act.fields if field.name not in in_order)
    return arguments + [_option(field) for field in (*asked, *act.query) if not field.is_secret]


def body_of(act: Declaration[Any], args: Namespace, **known: object) -> Any:
    """Return the body of an act by its arguments, with what is made on sending or known."""
    if act.body is None:
        return act.bare_body
    values = act.made(SystemClock().now(), os.urandom(_RANDOM)) | _values(act.fields, args)
    return built(act.body, {**values, **act.says, **known})


def _place(name: str) -> Argument:
    kind: Any = _PLACE_TYPES.get(name, str)
    words = _PLACES.get(name, f"its {name.replace('_', ' ')}, as the list shows it")
    return arg(name, type=kind, help=words)


def _argument(field: ActField) -> Argument:
    settings = _settings(field)
    if field.is_list:
        settings["nargs"] = "+" if field.is_required else "*"
    return arg(field.name, help=_help(field), **settings)


def _option(field: ActField) -> Argument:
    settings = {"action": "store_true"} if field.type is bool else _settings(field)
    if field.is_list:
        settings |= {"action": "extend", "nargs": "+"}
    required = field.is_required
    return arg(field.option, dest=field.name, required=required, help=_help(field), **settings)


def _settings(field: ActField) -> dict[str, Any]:
    settings: dict[str, Any] = {"type": field.reads or _TYPES.get(field.type, field.type)}
    if field.is_plate:
        settings = {"type": str.upper, "metavar": "PLATE"}
    if field.options:
        values = [value for value, _ in field.options if value]
        settings = {"choices": values, "type": str.upper if "".join(values).isupper() else str}
        if len(values) > _LISTED:
            settings["metavar"] = field.name.upper()
    if field.type in _METAVARS:
        settings["metavar"] = _METAVARS[field.type]
    return settings


def _help(field: ActField) -> str:
    if field.type is bool and (said := dict(field.options).get("yes")):
        return _lower(said)
    words = field.words if field.words[1:2].isupper() else _lower(field.words)
    return f"{words}, such as {field.hint}" if field.hint and not field.options else words


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _who_may(permission: Permission) -> str:
    roles = " or ".join(role.value for role in Role if may(role, permission))
    return f"another {roles}"


def _run(act: Declaration[Any], hq: Hq, args: Namespace) -> int:
    places = {name: getattr(args, name) for name in act.places}
    path = act.path(**places)
    _ask_secrets(act, args)
    body = body_of(act, args)
    query = {field.name: field.default for field in act.query if field.default}
    query |= _values(act.query, args)
    if act.answers in _FILES:
        demand_new(args.to)
        if act.answers is PaperFile:
            content = hq.ask(PaperFile, path, body, _plain(query)).pdf
        else:
            content = hq.content(path, body)
        saved_whole(args.to, content)
        sys.stdout.write(f"{args.to} is written.\n")
        return 0
    if act.answers is Nothing:
        (hq.put if act.method == "PUT" else hq.post)(path, body)
        sys.stdout.write("Done.\n")
        return 0
    listing = act.listed_on(capture_date(SystemClock().now()))
    pages = _pages(act, listing, partial(hq.ask, act.answers, path), body, query)
    if act.confirms and (asked := " ".join(act.confirms(pages[-1]))):
        raise OutsideError(f"{asked} Nothing was done. --confirmed does it all the same.")
    _say(act, listing, pages, args)
    if not isinstance(act, Look) or listing is None or listing.waiting is None:
        return 0
    return int(listing.waiting(pages[-1]) > 0)


def _pages(
    act: Declaration[Any],
    listing: Listing[Any, Any] | None,
    ask: Callable[..., Any],
    body: Any,
    query: dict[str, Any],
) -> list[Any]:
    """Return every page of a list, the only one of most."""
    pages, loaded = [ask(body, _plain(query))], 0
    while listing is not None and listing.after is not None and act.answers not in _PRINTED:
        loaded += len(tuple(listing.rows(pages[-1])))
        more = dict(listing.after(pages[-1], loaded))
        if not more:
            break
        body = body if body is None else replace(body, **more)
        pages.append(ask(body, _plain(query if body else query | more)))
    return pages


def _ask_secrets(act: Declaration[Any], args: Namespace) -> None:
    for secret in (field.name for field in act.fields if field.is_secret):
        if not hasattr(args, secret):  # once, also where the own password is asked meanwhile
            setattr(args, secret, new_password_of(args.person_id))


def _say(
    act: Declaration[Any], listing: Listing[Any, Any] | None, pages: list[Any], args: Namespace
) -> None:
    write = _PRINTED.get(act.answers)
    if listing is not None and (write is None or args.csv or args.json):
        is_change = isinstance(act, Act)
        _list(listing, pages, args, [getattr(args, n) for n in act.places if is_change])
    elif write is not None:
        write(pages[-1])
    else:
        _write(lines_of(pages[-1]))


def _list(
    listing: Listing[Any, Any], pages: list[Any], args: Namespace, changed: Iterable[object]
) -> None:
    """Write the list; of an act on a row, that row."""
    rows = [row for page in pages for row in listing.rows(page)]
    keys = set(map(str, changed))
    rows = [row for row in rows if str(listing.key(row)) in keys] or rows
    if args.csv:
        titles = [column.title for column in listing.columns]
        sys.stdout.write(csv_text(titles, _cells(listing, rows)))
    elif args.json:
        sys.stdout.write("".join(f"{_json(listing, row)}\n" for row in rows))
    else:
        about = text_of(listing.about(pages[-1])).splitlines() if listing.about else []
        foot = foot_of(listing, pages[-1]).splitlines()
        _write((*about, *_aligned(_table(listing, rows)), *foot))


def _write(lines: Iterable[str]) -> None:
    sys.stdout.write("".join(f"{escaped(line)}\n" for line in lines))


def _json(listing: Listing[Any, Any], row: object) -> str:
    if is_dataclass(row):
        return encode(row)
    return json.dumps({column.title: text_of(column.value(row)) for column in listing.columns})


def _plain(query: dict[str, Any]) -> list[tuple[str, str]]:
    values = query.items()
    return [(n, str(t)) for n, v in values for t in (v if isinstance(v, tuple) else (v,))]


def _values(asked: Iterable[ActField], args: Namespace) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field in asked:
        value = getattr(args, field.name)
        if value is None or (field.type is bool and not value):
            continue
        made = [_typed(field, text) for text in (value if field.is_list else [value])]
        values[field.name] = tuple(made) if field.is_list else made[0]
    return values


def _typed(field: ActField, value: Any) -> Any:
    return field.type(value) if issubclass(field.type, Enum) else value


def text_of(value: object) -> str:
    """Return a value of an answer in words."""
    if isinstance(value, ListCell):
        return ", ".join(filter(None, map(text_of, (value.value, value.below))))
    if isinstance(value, tuple):
        return " ".join(map(text_of, value))
    if isinstance(value, datetime):
        return agency_time(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return enum_words(value)
    return "" if value is None else str(value)


def lines_of(answer: object, indent: str = "") -> Iterator[str]:
    """Yield an answer in words: a line a value, a table for what repeats."""
    for part in fields(answer):  # type: ignore[arg-type]
        value, name = getattr(answer, part.name), part.name.replace("_", " ").capitalize()
        if isinstance(value, tuple) and value and is_dataclass(value[0]):
            yield f"{indent}{name}:"
            names = [field.name for field in fields(value[0])]
            titles = [title.replace("_", " ").capitalize() for title in names]
            cells = [[text_of(getattr(row, n)) for n in names] for row in value]
            yield from (f"{indent}{_GAP}{line}" for line in _aligned([titles, *cells]))
        elif is_dataclass(value):
            yield f"{indent}{name}:"
            yield from lines_of(value, indent + _GAP)
        elif value not in (None, "", ()):
            words = ", ".join(map(text_of, value)) if isinstance(value, tuple) else text_of(value)
            yield f"{indent}{name}: {words}"


def foot_of(listing: Listing[Any, Any], answer: object) -> str:
    """Return what stands under a list, empty for nothing."""
    return text_of(listing.foot(answer)) if listing.foot else ""


def _cells(listing: Listing[Any, Any], rows: Iterable[object]) -> list[list[str]]:
    return [[text_of(column.value(row)) for column in listing.columns] for row in rows]


def _table(listing: Listing[Any, Any], rows: Iterable[object]) -> list[list[str]]:
    lines = _cells(listing, rows)
    if not lines and listing.nothing:
        return [[listing.nothing]]
    return [[column.title for column in listing.columns], *lines]


def _aligned(table: list[list[str]]) -> Iterator[str]:
    widths = [max(map(len, cells)) for cells in zip(*table, strict=True)]
    return (_GAP.join(map(str.ljust, line, widths)).rstrip() for line in table)
