"""An act on what somebody changed meanwhile is refused, and changes nothing (K11)."""

from dataclasses import replace
from typing import Any

import pytest

from mdt_alpr.acts import agency_settings, equipment, hits, misuse, publications, search
from mdt_alpr.acts.act import Act, Look
from mdt_alpr.domain.agency_settings import AgencySetting
from mdt_alpr.domain.equipment.register import EquipmentFacts, EquipmentKind
from mdt_alpr.domain.equipment.schedule import WorkKind
from mdt_alpr.domain.review.misuse import RecordKind, Tie
from mdt_alpr.domain.review.review import CaseResult, CaseStep
from mdt_alpr.domain.search.question import Area
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER
from mdt_alpr.wire.agency_settings import SettingRequest
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.equipment import PlanRequest
from mdt_alpr.wire.manual import ReasonMessage
from mdt_alpr.wire.misuse import CaseRequest, TiedPlateRequest
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.publications import ContentCheckRequest, PublicationRequest
from mdt_alpr.wire.review import CaseStepRequest
from mdt_alpr.wire.search import CaseFormats
from tests.builders import NOW
from tests.hq.reviewers import Desk, at_desk

DATABASES = ["sqlite"]
WHY = "Replaced by another one today"
CAR = EquipmentFacts(EquipmentKind.VEHICLE, "Unit 12", "1FM5", "Ford", "D. Lee", NOW.date())
MOVED = equipment.CHANGE, replace(CAR, place="Bay 2")
ITEM = equipment.REGISTER, CAR, equipment.SHOW_ITEM
PUBLICATION = (
    publications.ADD_PUBLICATION,
    PublicationRequest("Talk", "Library"),
    publications.SHOW_PUBLICATIONS,
)
CHECKED = publications.CHECK_PUBLICATION, ContentCheckRequest(is_clear=True, words=WHY)
BRIDGE = Area(36.0, -78.9, 1.0, "East bridge")
PLANNED = equipment.SCHEDULE, PlanRequest(WorkKind.MAINTENANCE, 30)


def send(desk: Desk, act: Act[Any], body: object, shown: object, number: str = "1") -> int:
    places = dict.fromkeys(act.places, number)
    path = act.path(seen=act.seen_in(shown, **places), **places)
    return desk.http.post(path, content=encode(body)).status_code


@pytest.mark.parametrize(
    ("made", "first", "second"),
    [
        pytest.param(ITEM, MOVED, (equipment.CHANGE, replace(CAR, place="Bay 3")), id="change"),
        pytest.param(ITEM, MOVED, (equipment.RETIRE, ReasonMessage(WHY)), id="retire"),
        pytest.param(ITEM, PLANNED, PLANNED, id="schedule"),
        pytest.param(PUBLICATION, CHECKED, CHECKED, id="check"),
        pytest.param(
            PUBLICATION, CHECKED, (publications.END_PUBLICATION, ReasonMessage(WHY)), id="end"
        ),
    ],
)
def test_what_was_changed_meanwhile_is_not_changed_from_a_page_of_before(
    server: InProcessHq,
    made: tuple[Act[Any], object, Look[Any]],
    first: tuple[Act[Any], object],
    second: tuple[Act[Any], object],
) -> None:
    makes, thing, shows = made
    places: dict[str, Any] = dict.fromkeys(shows.places, "1")
    path = shows.path(**places)
    with at_desk(server, CUSTODIAN) as desk:
        assert desk.http.post(makes.path(), content=encode(thing)).is_success
        before = desk.get(shows.answers, path)
        assert send(desk, *first, before) == 200
        meanwhile = desk.get(shows.answers, path)
        assert send(desk, *second, before) == Problem.STALE_PAGE.status
        assert desk.get(shows.answers, path) == meanwhile
        assert send(desk, *second, meanwhile) == 200


def test_a_setting_of_the_agency_is_not_decided_from_a_page_of_before(server: InProcessHq) -> None:
    line = SettingRequest(AgencySetting.LIST_LINE, "50", WHY)
    shows, act = agency_settings.SHOW_SETTINGS, agency_settings.DECIDE
    with at_desk(server, ADMINISTRATOR) as desk:
        before = desk.get(shows.answers, shows.path())

        def decide(asked: SettingRequest) -> int:
            path = act.path(seen=act.seen_in(before, setting=asked.setting))
            return desk.http.post(path, content=encode(asked)).status_code

        assert decide(line) == 200
        assert decide(replace(line, value="none")) == Problem.STALE_PAGE.status
        other = SettingRequest(AgencySetting.PROSECUTORS, "no", WHY)
        assert decide(other) == 200  # its own version is of before, and nobody changed it
        values = dict(desk.get(shows.answers, shows.path()).values)
        assert (values[line.setting], values[other.setting]) == ("50", "no")


def test_a_case_step_of_a_page_of_before_freezes_and_closes_nothing(server: InProcessHq) -> None:
    with at_desk(server, OFFICER):
        pass
    with server.hq.reading() as work:
        number = next(n for n in range(1, 99) if made_by(work, n) == OFFICER)
    opens = CaseRequest(RecordKind.AUDIT, str(number), "Looked at the own vehicle")
    with at_desk(server, CUSTODIAN) as desk:
        before = desk.ask(hits.SHOW_CASES.answers, "cases", opens)
        case = before.cases[0].number
        frozen = CaseStepRequest(CaseStep.FROZEN, WHY)
        closed = CaseStepRequest(CaseStep.CLOSED, WHY, CaseResult.TRAINING)
        assert send(desk, hits.TAKE_CASE_STEP, frozen, before, case) == 200
        stale = send(desk, hits.TAKE_CASE_STEP, closed, before, case)
        assert stale == Problem.STALE_PAGE.status
        (shown,) = desk.ask(hits.SHOW_CASES.answers, "cases").cases
        assert (shown.closed_at, len(shown.steps)) == (None, 2)


def test_a_tied_plate_is_removed_only_as_it_was_shown(server: InProcessHq) -> None:
    plate = TiedPlateRequest("KLM4470", OFFICER, Tie.OWN)
    with at_desk(server, ADMINISTRATOR) as desk:
        path = misuse.SHOW_TIED.path()
        assert desk.http.post(path, content=encode(plate)).is_success
        shown = desk.get(misuse.SHOW_TIED.answers, path)
        (line,) = shown.plates
        other = replace(shown, plates=(replace(line, person="Somebody else"),))
        remove = misuse.REMOVE_TIED, ReasonMessage(WHY)
        assert send(desk, *remove, other) == Problem.STALE_PAGE.status
        assert desk.get(misuse.SHOW_TIED.answers, path) == shown
        assert send(desk, *remove, shown) == 200


@pytest.mark.parametrize(
    ("act", "body"),
    [
        (search.NAME_PLACE, replace(BRIDGE, miles=2.0)),
        (search.REMOVE_PLACE, ReasonMessage(WHY)),
        (search.SET_CASE_FORMATS, CaseFormats(("27-######",))),
    ],
    ids=["name", "remove", "formats"],
)
def test_what_a_search_can_name_is_changed_only_as_it_was_shown(
    server: InProcessHq, act: Act[Any], body: object
) -> None:
    shows = search.SHOW_FORM
    with at_desk(server, ADMINISTRATOR) as desk:
        desk.http.post(search.NAME_PLACE.path(), content=encode(BRIDGE))
        before = desk.get(shows.answers, shows.path())
        desk.http.post(search.NAME_PLACE.path(), content=encode(replace(BRIDGE, miles=5.0)))
        desk.http.post(search.SET_CASE_FORMATS.path(), content=encode(CaseFormats(("26-######",))))
        meanwhile = desk.get(shows.answers, shows.path())
        assert send(desk, act, body, before, BRIDGE.name) == Problem.STALE_PAGE.status
        assert desk.get(shows.answers, shows.path()) == meanwhile
        assert send(desk, act, body, meanwhile, BRIDGE.name) == 204


def made_by(work: Any, number: int) -> str:
    entries = own_audit.entries_from(work.connection, number, number, 1)
    return entries[0].person if entries else ""
