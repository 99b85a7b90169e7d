"""What an address holds in its path or its query, as a handler gets it."""

from collections.abc import Callable
from dataclasses import dataclass
from inspect import Parameter
from typing import Annotated, Any, get_args, get_origin

from starlette.requests import Request

from mdt_alpr.domain.kinds import has_hidden
from mdt_alpr.hq.base.database import LARGEST_NUMBER
from mdt_alpr.hq.base.headquarters import RefusedError
from mdt_alpr.wire.problems import Problem

_LARGEST_IN_QUERY = 2**63 - 1
"""A car's count of notices may be far beyond the number of a row."""


@dataclass(frozen=True, slots=True)
class QueryName:
    """The name in the query of a parameter whose own name would be a word of Python's."""

    name: str


@dataclass(frozen=True, slots=True)
class ParameterOfAddress:
    """A parameter of a handler; ``kind`` makes its value of a text."""

    name: str
    name_in_query: str
    kind: Callable[[str], object]
    default: object

    def of(self, request: Request) -> object:
        """Return its value.

        Raises:
            RefusedError: it is missing, no number where one is wanted or one that no row can
                have, or has a character that cannot be seen.
        """
        texts = request.query_params.getlist(self.name_in_query)
        is_place = self.name in request.path_params
        if is_place:
            texts = [request.path_params[self.name]]
        if any(map(has_hidden, texts)):
            raise RefusedError(Problem.MALFORMED, "A character of the address is never stored.")
        if self.kind is list:
            return texts
        if not texts and self.default is not Parameter.empty:
            return self.default
        try:
            value = self.kind(texts[-1] if texts else "")
        except ValueError:
            detail = "A parameter of the address is not a number."
            raise RefusedError(Problem.MALFORMED, detail) from None
        most = LARGEST_NUMBER if is_place else _LARGEST_IN_QUERY
        if isinstance(value, int | float) and not abs(value) <= most:  # NaN is not
            raise RefusedError(Problem.NO_SUCH_ADDRESS if is_place else Problem.MALFORMED)
        return value


def parameter_of(parameter: Parameter) -> ParameterOfAddress:
    """Return how a parameter of a handler is filled."""
    kind, marks = parameter.annotation, list[Any]()
    if get_origin(kind) is Annotated:
        kind, *marks = get_args(kind)
    named = next((mark.name for mark in marks if isinstance(mark, QueryName)), parameter.name)
    return ParameterOfAddress(parameter.name, named, get_origin(kind) or kind, parameter.default)
