"""What a record of a restricted file was disclosed for, and to whom (HOT-10, CJIS AU-3(1))."""

from dataclasses import dataclass, field
from typing import Annotated

from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.hotlist.hotlist import CATEGORIES, check_reason
from mdt_alpr.domain.kinds import Label, Name, Reason, Reference
from mdt_alpr.domain.reason_words import reads_like_a_plate, single_line

LONGEST_NAMED = 120
_FILES = tuple((code, kind.name) for code, kind in CATEGORIES.items() if kind.restricted)


@dataclass(frozen=True, slots=True)
class RestrictedDisclosure:
    """A record of a restricted file was told to another agency.

    ``category`` is its code, ``agency`` who received it, ``requester`` who asked there,
    ``secondary`` to whom that agency passed it on, empty for nobody. ``subject`` is the hit, the
    request or the case; no text names a plate.
    """

    category: Annotated[str, Label("Restricted file", options=_FILES)]
    subject: Annotated[Reference, Label("Hit, request or case")]
    agency: Annotated[Name, Label("Receiving agency")]
    requester: Annotated[Name, Label("Who asked for it")]
    secondary: Annotated[Name, Label("Passed on to", "nobody")] = field(default="", kw_only=True)
    reason: Annotated[Reason, Label("Why. No plates.", is_wide=True)]

    def check(self) -> None:
        """Refuse what nobody could account for.

        Raises:
            DomainError: no restricted file, a name that is missing, or a plate in a text.
        """
        kind = CATEGORIES.get(self.category)
        if kind is None or not kind.restricted:
            restricted = ", ".join(code for code, _ in _FILES)
            raise DomainError(f"{self.category!r} is no restricted file. These are: {restricted}.")
        check_reason(self.reason)
        for words, text in (
            ("the hit, request or case", self.subject),
            ("the receiving agency", self.agency),
            ("who asked for it", self.requester),
        ):
            if not text.strip():
                raise DomainError(f"Name {words}.")
        for text in (self.subject, self.agency, self.requester, self.secondary, self.reason):
            if len(text) > LONGEST_NAMED or text != single_line(text):
                raise DomainError(f"Each text is one line of at most {LONGEST_NAMED} characters.")
        for text in (self.agency, self.requester, self.secondary, self.reason):
            if reads_like_a_plate(text):
                message = "This log holds no plate. Name the hit, the request or the case."
                raise DomainError(message)
