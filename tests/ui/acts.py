"""Acts of an officer for tests that try them in any order."""

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st


@dataclass(frozen=True)
class Act:
    """One method of a presenter with its argument."""

    name: str
    given: tuple[Any, ...] = ()

    def __call__(self, presenter: object) -> None:
        getattr(presenter, self.name)(*self.given)


def acts(name: str, *given: st.SearchStrategy[Any]) -> st.SearchStrategy[Act]:
    """Return acts of that name with drawn arguments."""
    return st.tuples(*given).map(lambda arguments: Act(name, arguments))
