"""What a text of a request may hold is said at its field, and checked at every address."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from enum import Enum
from typing import Any, get_args, get_origin, get_type_hints

import pytest

from mdt_alpr.domain.agency_settings import AgencySetting
from mdt_alpr.domain.equipment.media import DestroyedMedium, DestructionMethod, MediaKind
from mdt_alpr.domain.equipment.schedule import WorkKind, WorkResult
from mdt_alpr.domain.kinds import faults_of
from mdt_alpr.domain.people.designations import Office
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.review.weekly import SearchVerdict
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.people.sample_agency import (
    ADMINISTRATOR,
    CUSTODIAN,
    OFFICER,
    SECOND_OFFICER,
    SUPERVISOR,
)
from mdt_alpr.hq.serving.routes import EVERY_ADDRESS
from mdt_alpr.wire.accounts import (
    AccountChange,
    AccountExpiry,
    DesignationRequest,
    FactorDemand,
    NewAccountRequest,
    TrainingsRequest,
)
from mdt_alpr.wire.agency_settings import SettingRequest
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.disclosures import DocumentName
from mdt_alpr.wire.equipment import WorkDoneRequest, WorkOrderRequest
from mdt_alpr.wire.event_review import EventReviewRequest
from mdt_alpr.wire.holds import FilingRequest, PaperRequest
from mdt_alpr.wire.manual import ReasonMessage
from mdt_alpr.wire.publications import ContentCheckRequest, PublicationRequest
from mdt_alpr.wire.retention import RetentionProposal
from mdt_alpr.wire.weekly import SearchJudged, WeekSigned
from tests.builders import NOW
from tests.hq.reviewers import at_desk

BEFORE_BYTES = (TrainingsRequest, DocumentName, PaperRequest)
"""Messages that stand before the bytes of a paper."""
WITHOUT_KIND = {
    "ids that programs make, found or refused as they are": """
        after attempt digests eid entry_id hit_id hit_ids hits hold_id holds incident_id item_id
        order query_id read_id record request_id search_id session subject page
    """,
    "ids of people, machines and places on record, found or refused as they are": """
        camera device operator person person_id requested_by team unit units
    """,
    "one of several words, refused otherwise": """
        category disposition event formats kind list_name LIS purpose state state_name value
    """,
    "secrets, keys, digests and proofs, checked by what they open": """
        code issuer key new_password paper password profile proof public_key request scan sha256
        shown
    """,
    "a car's item, read by the rules of its kind; a whole file of settings": "body text",
    "what is asked of another system, or filtered by, and kept sealed or not at all": """
        LIC NIC ORI agency words
    """,
    "rows of a table that was shown already; words of its filter are kept without a plate": """
        about columns filtered_by rows title
    """,
}
"""Names of fields, by why no rule for what people write can say what they hold."""
MEDIUM = DestroyedMedium(
    MediaKind.DISK, "SN-1", "Reads of a year", DestructionMethod.SHREDDED, NOW.date(),
    "Radio shop", "D. Lee",
)  # fmt: skip
PLATE = "searched KRT4478 six times for private use"


def values_in(hint: Any) -> Iterator[type]:
    if isinstance(hint, type) and is_dataclass(hint):
        yield hint
    for part in get_args(hint):
        yield from values_in(part)


def is_text(hint: Any) -> bool:
    return hint is str or any(map(is_text, get_args(hint)))


def messages() -> set[type]:
    """Return every class of a request, and of what it holds."""
    waiting = [e.accepts for e in EVERY_ADDRESS if isinstance(e.accepts, type)]
    waiting += BEFORE_BYTES
    seen = set[type]()
    while waiting:
        message = waiting.pop()
        if message not in seen:
            seen.add(message)
            for hint in get_type_hints(message).values():
                waiting += values_in(hint)
    return seen


def unmarked() -> Iterator[str]:
    for message in messages():
        hints = get_type_hints(message, include_extras=True)
        for part in fields(message):
            if is_text(hints[part.name]) and "Kind(" not in str(hints[part.name]):
                yield f"{message.__name__}.{part.name}"


def test_every_text_of_every_request_has_a_kind_or_says_why_not() -> None:
    listed = set(" ".join(WITHOUT_KIND.values()).split())
    names = {name: name.split(".")[1] for name in unmarked()}
    assert [name for name, field in names.items() if field not in listed] == []
    assert listed - set(names.values()) == set()


def refused(server: InProcessHq, person: str, method: str, path: str, body: Any) -> str:
    """Return why a request is refused."""
    with at_desk(server, person) as desk:
        answer = desk.http.request(method, f"/v1/{path}", content=encode(body))
    assert answer.status_code in (409, 422), answer.text
    assert not any(word in answer.text for word in ("KRT4478", "HYPERLINK"))
    detail: str = answer.json()["detail"]
    return detail


@pytest.mark.proved("A5")
@pytest.mark.proved("RET-01")
@pytest.mark.proved("RET-09")
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", f"accounts/{SECOND_OFFICER}/disable", ReasonMessage(PLATE)),
        ("POST", f"accounts/{SECOND_OFFICER}/disable", ReasonMessage("Looked for k r t 4 4 7 8")),
        ("POST", f"accounts/{SECOND_OFFICER}/enable", ReasonMessage(PLATE)),
        ("POST", f"accounts/{SECOND_OFFICER}/expiry", AccountExpiry(NOW.date(), PLATE)),
        ("POST", f"accounts/{SECOND_OFFICER}", AccountChange("O. KRT4478", Role.OFFICER)),
        ("PUT", "second-factor/demand", FactorDemand(demanded=False, why=PLATE)),
        ("POST", "places/Downtown/removal", ReasonMessage(PLATE)),
        ("POST", "devices/car-1/revocation", ReasonMessage(PLATE)),
        (
            "POST",
            "designations",
            DesignationRequest(CUSTODIAN, Office.CUSTODIAN, NOW.date(), None, "Chief of KRT4478"),
        ),
        ("POST", "retention", RetentionProposal(30, PLATE)),
        ("POST", "agency-settings", SettingRequest(AgencySetting.PROSECUTORS, "no", PLATE)),
        ("POST", "audited-events", EventReviewRequest(PLATE)),
        ("POST", "publications", PublicationRequest("Report on KRT4478", "Library")),
        ("POST", "publications", PublicationRequest("Report", "Beside KRT4478")),
        ("POST", "publications/1/checks", ContentCheckRequest(is_clear=True, words=PLATE)),
        ("POST", "publications/1/end", ReasonMessage(PLATE)),
        ("POST", "equipment/1/retirement", ReasonMessage(PLATE)),
        ("POST", "equipment/1/work", WorkOrderRequest(WorkKind.CORRECTION, NOW.date(), PLATE)),
        *(
            ("POST", "work-orders/1/result", WorkDoneRequest(WorkResult.PASSED, NOW.date(), *said))
            for said in ((PLATE, "Cleaned"), ("Radio shop", PLATE))
        ),
        *(
            ("POST", "destroyed-media", medium)
            for medium in (
                replace(MEDIUM, held=PLATE),
                replace(MEDIUM, note=PLATE),
                replace(MEDIUM, destroyed_by=PLATE),
                replace(MEDIUM, witness=PLATE),
            )
        ),
        (
            "POST",
            "weekly-reviews/verdicts",
            SearchJudged(NOW.date(), "s1", SearchVerdict.UNCLEAR, PLATE),
        ),
        ("POST", "weekly-reviews/signature", WeekSigned(NOW.date(), PLATE)),
        (
            "POST",
            "accounts",
            NewAccountRequest("new-1", "N. Sample", Role.OFFICER, "a long word", None, PLATE),
        ),
    ],
)
def test_no_act_keeps_a_plate_in_its_words(
    server: InProcessHq, method: str, path: str, body: Any
) -> None:
    assert "plate out" in refused(server, ADMINISTRATOR, method, path, body)


@pytest.mark.proved("K28")
@pytest.mark.parametrize("name", ['=HYPERLINK("http://a.example")', "+1", "-2", "@SUM(A1)"])
def test_a_name_is_no_formula_of_a_table_program(server: InProcessHq, name: str) -> None:
    change = AccountChange(name, Role.OFFICER)
    detail = refused(server, ADMINISTRATOR, "POST", f"accounts/{OFFICER}", change)
    assert detail == "Name: Begin with a letter or a digit."


@pytest.mark.parametrize("text", ["O. S\u202eample", "O. S\x1b[2Jample"])
def test_no_text_moves_the_cursor_or_turns_its_direction(server: InProcessHq, text: str) -> None:
    why = ReasonMessage(f"{text} left the agency")
    detail = refused(server, ADMINISTRATOR, "POST", f"accounts/{OFFICER}/disable", why)
    assert detail == "Why: Leave out characters that cannot be seen."


@pytest.mark.parametrize("text", ["26 CRS 1107", "PDMS-88123", "IA 26-0417", "CR-1107"])
def test_a_courts_number_and_a_reference_are_no_plates(text: str) -> None:
    assert list(faults_of(FilingRequest(text))) == []


@pytest.mark.proved("V30")
@pytest.mark.parametrize("number", [2**63, 10**400, "nan"])
@pytest.mark.parametrize(
    "path",
    [
        "hotlists/deliveries/{}/dropped",
        "disclosures/{}",
        "disclosures/{}/letter",
        "packages/{}/notice",
        "hotlists/deliveries?first={}",
        "notices?after={}",
        "notices?wait={}",
    ],
)
def test_a_number_that_no_database_holds_is_refused(
    server: InProcessHq, path: str, number: object
) -> None:
    with at_desk(server, CUSTODIAN) as desk:
        answer = desk.http.get(f"/v1/{path.format(number)}")
    assert 400 <= answer.status_code < 500, answer.text


@pytest.mark.proved("V30")
@pytest.mark.parametrize("number", [2**31, 2**63])
def test_no_address_fails_for_a_number_that_is_too_large(server: InProcessHq, number: int) -> None:
    for person in (ADMINISTRATOR, CUSTODIAN, SUPERVISOR):
        with at_desk(server, person) as desk:
            for endpoint in EVERY_ADDRESS:
                path = re.sub(r"{\w+}", str(number), endpoint.address)
                if endpoint.method == "GET":
                    query = dict.fromkeys(endpoint.query, str(number))
                    answer = desk.http.get(path, params=query)
                    assert answer.status_code < 500, path


@pytest.mark.proved("V30")
def test_a_character_that_no_database_keeps_is_refused_in_an_address(server: InProcessHq) -> None:
    with at_desk(server, ADMINISTRATOR) as desk:
        assert desk.http.get("/v1/hotlists?until=%00").status_code == 400
        answer = desk.http.post(
            "/v1/accounts/a%00/disable", content=encode(ReasonMessage("Left the agency"))
        )
        assert answer.status_code == 400


def made(hint: Any, number: int) -> Any:
    """Return a value of a type in which every number is this one."""
    if isinstance(hint, type) and is_dataclass(hint):
        hints = get_type_hints(hint)
        return hint(**{part.name: made(hints[part.name], number) for part in fields(hint)})
    if isinstance(hint, type) and issubclass(hint, Enum):
        return next(iter(hint))
    if get_origin(hint) is tuple:
        return tuple(made(part, number) for part in get_args(hint) if part is not Ellipsis)
    if get_args(hint):
        return made(get_args(hint)[0], number)
    plain = {str: "26-041877", bool: True, float: 1.5, datetime: NOW, date: NOW.date()}
    return plain.get(hint, number)


@pytest.mark.proved("V30")
@pytest.mark.parametrize("number", [2**31, 2**63 - 1])
def test_no_number_in_a_body_makes_a_fault(server: InProcessHq, number: int) -> None:
    with_numbers = [
        (endpoint, made(endpoint.accepts, number))
        for endpoint in EVERY_ADDRESS
        if isinstance(endpoint.accepts, type) and not endpoint.is_open
    ]
    for person in (ADMINISTRATOR, CUSTODIAN):
        with at_desk(server, person) as desk:
            for endpoint, body in with_numbers:
                path = re.sub(r"{\w+}", "1", endpoint.address)
                answer = desk.http.request(endpoint.method, path, content=encode(body))
                assert answer.status_code < 500, (path, answer.text)
