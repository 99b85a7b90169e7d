"""The fields of a message as forms and commands ask for them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import NoneType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from mdt_alpr.domain.kinds import Kind, Label

_OPTIONS = {"why": "reason"}
_ASKED = (str, int, float, bool, date, datetime, Enum)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActField:
    """A field; ``type`` is without None and without a tuple, ``path`` leads to it in the body.

    One that ``is_wide`` has the room of two, one that ``is_tall`` several lines, one that
    ``is_secret`` is shown to nobody. ``makes`` and ``is_asked`` are those of its label.
    """

    name: str
    type: type = str
    label: str = ""
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()
    default: object = ""
    is_required: bool = False
    is_list: bool = False
    is_wide: bool = False
    is_secret: bool = False
    is_plate: bool = False
    reads: Callable[[str], object] | None = None
    called: str = ""
    path: tuple[str, ...] = ()
    makes: Callable[[datetime, bytes], object] | None = None
    is_asked: bool = True
    is_tall: bool = False

    @property
    def option(self) -> str:
        """Return its name at a command line: a text that its label calls a reason is one."""
        if self.called:
            return f"--{self.called}"
        if self.name == "words" and self.label.startswith("Reason"):
            return "--reason"
        name = "plate" if self.is_plate else _OPTIONS.get(self.name, self.name)
        return "--" + name.replace("_", "-")

    @property
    def words(self) -> str:
        """Return its label, else its name as words."""
        return self.label or _OPTIONS.get(self.name, self.name).replace("_", " ").capitalize()


def fields_of(body: type, given: Iterable[str] = ()) -> Iterator[ActField]:
    """Yield the fields of a message and of the values in it, without those that are given.

    Raises:
        TypeError: a field has no type that a form or a command can ask for.
    """
    known = set(given)
    return (part for part in _fields(body) if part.name not in known)


def built(body: type, values: dict[str, object]) -> Any:
    """Return a message of its fields' values by name, those of the values in it as well."""
    own, hints = dict(values), get_type_hints(body)
    for part in fields(body):
        kind = _plain(hints[part.name])
        is_value = is_dataclass(kind) and get_origin(hints[part.name]) is not tuple
        if part.name not in own and is_value and isinstance(kind, type):
            inner = {field.name for field in _fields(kind)}
            if inner & values.keys() or part.default is MISSING:
                own[part.name] = built(kind, values)
        elif part.name not in own and part.default is MISSING and _may_be_none(hints[part.name]):
            own[part.name] = None
    names = {part.name for part in fields(body)}
    return body(**{name: value for name, value in own.items() if name in names})


@cache
def _fields(body: type, path: tuple[str, ...] = ()) -> tuple[ActField, ...]:
    hints = get_type_hints(body, include_extras=True)
    parts: list[ActField] = []
    for part in fields(body):
        hint, marks = hints[part.name], list[Any]()
        if get_origin(hint) is Annotated:
            hint, *marks = get_args(hint)
        label = next((mark for mark in marks if isinstance(mark, Label)), Label())
        kind: Any = _plain(hint)
        is_list = get_origin(_without_none(hint)) is tuple
        if is_dataclass(kind) and isinstance(kind, type) and not (is_list or label.reads):
            parts += _fields(kind, (*path, part.name))
            continue
        if not (label.reads or (isinstance(kind, type) and issubclass(kind, _ASKED))):
            raise TypeError(f"{body.__name__}.{part.name}: a form cannot ask for {hint}")
        has_default = part.default is not MISSING or part.default_factory is not MISSING
        parts.append(
            ActField(
                name=part.name,
                type=kind,
                label=label.words,
                hint=label.hint,
                options=_options(kind, label),
                default=part.default if has_default else None,
                is_required=not (has_default or _may_be_none(hint) or label.makes),
                is_list=is_list,
                is_wide=label.is_wide,
                is_secret=label.is_secret,
                is_plate=any(isinstance(mark, Kind) and mark.name == "plate" for mark in marks),
                reads=label.reads,
                called=label.option,
                path=path,
                makes=label.makes,
                is_asked=label.is_asked,
                is_tall=label.is_tall,
            )
        )
    return tuple(parts)


def _options(kind: type, label: Label) -> tuple[tuple[str, str], ...]:
    if not issubclass(kind, Enum):
        return label.options
    words = dict(label.options)
    asked = (member for member in kind if member.value not in label.not_asked)
    members = {str(m.value): words.get(m.value) or enum_words(m) for m in asked}
    empty = {"": words[""]} if "" in words else {}
    return tuple((empty | members).items())


def enum_words(member: Enum) -> str:
    """Return a member of an enumeration in words, such as "Executive assistant"."""
    return str(member.value).replace("_", " ").capitalize()


def _without_none(hint: Any) -> Any:
    return (
        next((p for p in get_args(hint) if p is not NoneType), hint)
        if _may_be_none(hint)
        else hint
    )


def _may_be_none(hint: Any) -> bool:
    return NoneType in get_args(hint)


def _plain(hint: Any) -> Any:
    """Return a hint without None, tuple and marks."""
    if get_origin(hint) is Annotated:
        return _plain(get_args(hint)[0])
    if _may_be_none(hint):
        return _plain(_without_none(hint))
    return _plain(get_args(hint)[0]) if get_origin(hint) is tuple else hint
