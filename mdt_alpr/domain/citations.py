"""What screens and papers cite: the words of the policy profile in force, or none (CM-6)."""

from mdt_alpr.domain.policy import PROFILE

_CLAUSE = PROFILE.clauses
OF_ORDER = f"{PROFILE.order.rpartition(' ')[2]}."  # so the order's own clauses begin


def cited(name: str, before: str = " (", after: str = ")") -> str:
    """Return what the profile says under a name, between two texts; nothing if it says nothing."""
    return f"{before}{words}{after}" if (words := _CLAUSE[name]) else ""


def under(name: str, text: str) -> str:
    """Return a text below the clause that it is of, as ``Order 09.21.2: ...``, else alone."""
    clause = clause_in_full(name)
    return f"{clause}: {text}" if clause else f"{text[:1].upper()}{text[1:]}"


def clause_in_full(name: str) -> str:
    """Return what the profile says under a name; a clause of the order is said to be one."""
    return cited(name, "Order " if _CLAUSE[name].startswith(OF_ORDER) else "", "")


PAPERS_KEPT_IN = cited("papers_kept", "", "") or "the agency's files"
"""What the agency calls the place where sworn forms are filed."""
