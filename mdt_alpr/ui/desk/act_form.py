"""The form of an act at the desk: its fields, what was typed in them, and the body made of it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import reduce
from types import MappingProxyType
from typing import Any

from mdt_alpr.acts.act import Declaration
from mdt_alpr.acts.fields import ActField, built
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.kinds import faults_of
from mdt_alpr.ui.desk.models.form import FormField, FormHead, FormValues
from mdt_alpr.ui.desk.presenters.words import typed_day
from mdt_alpr.ui.hit.presenters.hit_words import date_words
from mdt_alpr.ui.kit.words import NoSuchTimeError, full_time, typed_time

DAY_HINT, TIME_HINT = "Nov 28, 2026", "Nov 28, 2026 14:00"
_READ: dict[type, Any] = {datetime: typed_time, date: typed_day, bool: bool}
_HINTS: dict[type, str] = {date: DAY_HINT, datetime: TIME_HINT}
_YES = (("", "No"), ("yes", "Yes"))


class FieldRefusedError(DomainError):
    """What was typed is no value of its field; says what is."""


def form_of(
    *acts: Declaration[Any], choices: Iterable[str] = (), omits: Iterable[str] = (), **head: Any
) -> FormHead:
    """Return the form of acts with the button of each; a field of several is there once.

    The options of ``choices`` come with the rows; the page itself gives what it ``omits``.
    """
    asked = {field.name: field for act in acts for field in act.fields}
    fields = (_form_field(field) for field in asked.values() if field.name not in omits)
    made = tuple(replace(field, is_choice=field.name in choices) for field in fields)
    return FormHead(made, _buttons(acts), **head)


def body_of(
    act: Declaration[Any],
    form: FormValues,
    made: Mapping[str, object] = MappingProxyType({}),
    known: Mapping[str, object] = MappingProxyType({}),
    *,
    is_draft: bool = False,
) -> Any:
    """Return the body of what was typed; before it goes what the page knows, after it is ``made``.

    What cannot be read is left out of a draft, whose rules then ask for it.

    Raises:
        FieldRefusedError: says of a field what is wrong; nothing is sent.
    """
    values = {field.name: _value(field, form.text(field.name), is_draft) for field in act.fields}
    given = {name: value for name, value in values.items() if value is not None}
    body = (
        act.bare_body if act.body is None
        else built(act.body, {**made, **given, **known, **act.says})
    )  # fmt: skip
    if is_draft:
        return body
    if faults := " ".join(faults_of(body)):
        raise FieldRefusedError(faults)
    return body


def values_of(act: Declaration[Any], body: object) -> FormValues:
    """Return a body as the form of an act has it."""
    values = {}
    for field in act.fields:
        value = getattr(reduce(getattr, field.path, body), field.name)
        values[field.name] = "; ".join(map(str, value)) if field.is_list else text_in_form(value)
    return FormValues(values)


def _buttons(acts: Iterable[Declaration[Any]]) -> tuple[tuple[str, str], ...]:
    return tuple((act.button, act.button) for act in acts)


def _form_field(field: ActField) -> FormField:
    hint = field.hint or _HINTS.get(field.type, "")
    options = field.options or (_YES if field.type is bool else ())
    return FormField(
        field.name, field.words, hint, options, wide=field.is_wide, is_secret=field.is_secret,
        is_tall=field.is_tall,
    )  # fmt: skip


def text_in_form(value: object) -> str:
    """Return a value as a field of the form has it."""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, datetime):
        return full_time(value)
    if isinstance(value, date):
        return date_words(value)
    return "" if value is None else str(value)


def _value(field: ActField, typed: str, is_draft: bool) -> object:
    if not typed and not field.is_required:
        return None
    try:
        return _read(field, typed)
    except ValueError as error:
        if is_draft:
            return None
        raise FieldRefusedError(f"{field.words}: {_why(field, error)}") from None


def _read(field: ActField, typed: str) -> object:
    """Return the value of what was typed.

    Raises:
        NoSuchTimeError: the clocks were turned then.
        ValueError: it is none.
    """
    read = field.reads or _READ.get(field.type, field.type)
    if field.is_plate:
        typed = typed.upper()
    if field.options and field.type is str and not typed:
        raise ValueError("nothing is chosen")
    if field.reads and field.type is datetime:
        typed = typed_day(typed).isoformat()
    if field.is_list:
        return tuple(map(read, filter(None, map(str.strip, typed.split(";")))))
    return read(typed)


def _why(field: ActField, error: Exception) -> str:
    if isinstance(error, NoSuchTimeError):
        return str(error)
    if field.options:
        return "choose one."
    return f"enter it as {field.hint or _HINTS.get(field.type) or 'a number'}."
