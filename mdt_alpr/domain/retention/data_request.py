"""A request for captured data as it came: who asks, standing as whom, for what (DIS-01, 06)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.kinds import CaseNumber, Contact, Label, Name, Reference, Sealed, at_sending
from mdt_alpr.domain.retention.grants import NOTHING_SOUGHT, SoughtData


class Standing(StrEnum):
    """Who asks, in the words of the statute."""

    OFFICER = "criminal_justice_officer"
    FEDERAL = "federal_official"
    PROSECUTOR = "prosecutor"
    """A class of its own (DIS-02)."""
    PUBLIC = "public"
    PRESS = "press"
    CIVIL_PARTY = "civil_party"
    INSURER = "insurer"
    PRIVATE = "private_firm"
    OTHER = "other"


STANDING_WORDS = {
    Standing.OFFICER: "Criminal justice officer, state or local agency",
    Standing.FEDERAL: "Federal official with the same duties",
    Standing.PROSECUTOR: "Prosecutor",
    Standing.PUBLIC: "Member of the public",
    Standing.PRESS: "Press",
    Standing.CIVIL_PARTY: "Party or lawyer of a civil case",
    Standing.INSURER: "Insurer",
    Standing.PRIVATE: "Private firm",
    Standing.OTHER: "Anybody else",
}
MAY_BE_GIVEN = frozenset({Standing.OFFICER, Standing.FEDERAL, Standing.PROSECUTOR})


class ReceivedBy(StrEnum):
    """How a request came; in writing includes electronic (7.B)."""

    EMAIL = "email"
    LETTER = "letter"
    FORM = "form"
    PHONE = "phone"
    SPOKEN = "spoken"


IN_WRITING = frozenset({ReceivedBy.EMAIL, ReceivedBy.LETTER, ReceivedBy.FORM})


@dataclass(frozen=True, slots=True)
class Requester:
    """Who asks: name, title or rank with badge, agency with its ORI, how to reach them."""

    name: Name = ""
    title: Annotated[Name, Label("Rank or title, badge")] = ""
    agency: Name = ""
    ori: Annotated[Reference, Label("ORI")] = ""
    contact: Annotated[Contact, Label("How to reach them")] = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it came; ``paper`` is the digest of the attached document.

    ``sought`` has what is asked for in the words of the paper, ``seeks`` as it is compared with
    what leaves.
    ``verified_by`` says how the custodian checked who asks. ``recipient`` is who else receives
    what comes of a restricted file (HOT-10); "nobody" is an answer.
    """

    requester: Requester = Requester()
    standing: Annotated[
        Standing | None, Label("Who asks", options=tuple(STANDING_WORDS.items()), is_wide=True)
    ] = None
    received_by: Annotated[
        ReceivedBy | None,
        Label(
            "Came by",
            options=(("phone", "Phone, not written"), ("spoken", "Spoken, not written")),
            option="came-by",
        ),
    ] = None
    received_at: Annotated[
        datetime | None, Label("Received", makes=at_sending, option="received")
    ] = None
    verified_by: Annotated[Name, Label("How you checked who asks")] = ""
    purpose: Annotated[
        Purpose | None, Label("Purpose", options=(("", "None yet"),), is_wide=True)
    ] = None
    investigation: Annotated[Sealed, Label("Official criminal investigation", is_wide=True)] = ""
    case: Annotated[CaseNumber, Label("Case number")] = ""
    sought: Annotated[Sealed, Label("Data asked for", is_wide=True)] = ""
    recipient: Annotated[Name, Label("Restricted: who else gets it", "nobody")] = ""
    paper: str = ""
    seeks: SoughtData = NOTHING_SOUGHT
