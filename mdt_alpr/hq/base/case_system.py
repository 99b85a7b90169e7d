"""The port to the agency's dispatch or records system, which knows its cases (SRC-02)."""

from typing import Protocol

from mdt_alpr.domain.search.question import AskedCase, CaseCheck


class CaseSystem(Protocol):
    """Says whether a case is known, and who works it; called by many threads at a time."""

    def check(self, case: str) -> AskedCase:
        """Return what it knows of a case or event number, as a person typed it.

        Raises:
            OutsideError: no answer; a sentence says why.
        """
        ...


class NoCaseSystem:
    """An agency whose system cannot be asked."""

    def check(self, _case: str) -> AskedCase:
        """Return that nobody can be asked."""
        return AskedCase(CaseCheck.NO_SYSTEM)


def compared(case: str) -> str:
    """Return a case as two are compared: letters and digits, whatever else is between them."""
    return "".join(c for c in case.casefold() if c.isalnum())
