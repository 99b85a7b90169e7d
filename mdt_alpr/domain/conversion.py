"""One value made of another that has fields of the same names."""

import dataclasses
from typing import Any, TypeVar

T = TypeVar("T")


def converted(kind: type[T], source: object, /, **others: Any) -> T:
    """Return a ``kind`` with the fields that ``source`` has by the same name, and ``others``.

    ``source`` is a dataclass or a database row, ``kind`` a dataclass.

    Raises:
        TypeError: a field without a default is in neither.
    """
    fields = dataclasses.fields(kind)  # type: ignore[arg-type]
    of_row = getattr(source, "_fields", None)  # a row is a tuple, too, with count() and index()
    names = [
        f.name
        for f in fields
        if f.name not in others
        and (hasattr(source, f.name) if of_row is None else f.name in of_row)
    ]
    return kind(**{name: getattr(source, name) for name in names}, **others)
