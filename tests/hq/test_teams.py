"""A supervisor gets their own team's from headquarters, and nothing of another's."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import EVERY_TEAM, Permission
from mdt_alpr.domain.review.review import ReviewKind
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.headquarters import RefusedError
from mdt_alpr.hq.base.tables import OWN_AUDIT
from mdt_alpr.hq.people.sample_agency import (
    ADMINISTRATOR,
    CUSTODIAN,
    OFFICER,
    SECOND_OFFICER,
    SUPERVISOR,
)
from mdt_alpr.hq.teams import service as teams
from mdt_alpr.wire.accounts import DeskTeamsMessage, MembersMessage, TeamRequest
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.desk import (
    HitFileMessage,
    HitLogCounts,
    HitLogRequest,
    LedgerMessage,
    ReviewRequest,
)
from mdt_alpr.wire.manual import DecisionMessage, ManualEntriesMessage, ReasonMessage
from tests.hq.commands import by_account
from tests.hq.manual import added, an_own_entry
from tests.hq.reviewers import SPAN, Desk, Reported, a_sent_hit, at_desk, set_team
from tests.hq.senders import JPEG, a_car, a_picture_message, a_read_message, an_id, an_item

OURS = a_sent_hit("AAA1111", entered=("AAA1111", "NC"), ending="misread")
THEIRS = a_sent_hit("AAA2111", after_s=10, ending="misread", person_id=SECOND_OFFICER)
EVERYBODYS = replace(SPAN, team=EVERY_TEAM)


@pytest.fixture
def desk(server: InProcessHq) -> Iterator[Desk]:
    for person, reported in ((OFFICER, OURS), (SECOND_OFFICER, THEIRS)):
        with a_car(server.base_url, person) as car:
            entry = replace(an_own_entry(by=person), entry_id=an_id())
            car.send(*reported.items(), added(entry))
    place(server, OFFICER, "A")
    place(server, SECOND_OFFICER, "B")
    place(server, SUPERVISOR, "A")
    with at_desk(server, SUPERVISOR) as found:
        yield found


def place(server: InProcessHq, person: str, team: str, *, sees_all: bool = False) -> None:
    set_team(server.hq, person, TeamRequest(team, sees_all), ADMINISTRATOR)


def shown(desk: Desk, which: Any = SPAN) -> set[str]:
    return {row.hit_id for row in desk.rows(HitLogRequest(which))}


def ids(*reported: Reported) -> set[str]:
    return {one.hit.hit_id for one in reported}


def entries(desk: Desk, team: str = "") -> dict[str, str]:
    found = desk.get(ManualEntriesMessage, f"/v1/manual-entries?team={team}")
    return {entry.facts.entered_by: entry.entry_id for entry in found.entries}


def test_the_log_its_counts_and_the_figures_are_of_the_own_team(desk: Desk) -> None:
    assert shown(desk) == ids(OURS)
    counts = desk.ask(HitLogCounts, "hits/counts", SPAN)
    assert (counts.hits, counts.reads) == (1, 0)
    assert counts.officers == ((OFFICER, "A. Sample"),)
    assert desk.ask(LedgerMessage, "near-misses", SPAN).prevented == 1
    assert set(entries(desk)) == {OFFICER}
    assert desk.ask(DeskTeamsMessage, "teams") == DeskTeamsMessage("A", ("A",), sees_all=False)


def test_who_reviews_all_may_switch_to_everybody_and_to_each_team(
    server: InProcessHq, desk: Desk
) -> None:
    place(server, SUPERVISOR, "A", sees_all=True)
    assert shown(desk) == ids(OURS)
    assert shown(desk, EVERYBODYS) == ids(OURS, THEIRS)
    assert shown(desk, replace(SPAN, team="B")) == ids(THEIRS)
    assert desk.ask(HitLogCounts, "hits/counts", EVERYBODYS).reads == 2
    assert set(entries(desk, EVERY_TEAM)) == {OFFICER, SECOND_OFFICER}
    assert desk.ask(HitFileMessage, f"hits/{THEIRS.hit.hit_id}").trail.hit == THEIRS.hit
    assert desk.ask(DeskTeamsMessage, "teams").teams == ("A", "B")


def test_nothing_of_another_team_is_given_whatever_is_asked_for(
    server: InProcessHq, desk: Desk
) -> None:
    hit = f"hits/{THEIRS.hit.hit_id}"
    others = replace(SPAN, team="B")
    answers = [desk.raw("hits", HitLogRequest(which)) for which in (EVERYBODYS, others)]
    answers += [desk.raw(path, others) for path in ("hits/counts", "near-misses", "check-quality")]
    answers += [desk.raw(hit), desk.raw(f"{hit}/evidence")]
    answers.append(desk.raw(f"{hit}/reviews", ReviewRequest(ReviewKind.AGREED, "")))
    answers.append(desk.http.get(f"/v1/hits/{THEIRS.hit.hit_id}"))
    answers += [desk.http.get(f"/v1/manual-entries?team={team}") for team in ("B", EVERY_TEAM)]
    with at_desk(server, CUSTODIAN) as custodian:
        entry = entries(custodian)[SECOND_OFFICER]
    for act, body in (
        ("decision", DecisionMessage(approved=True, why="Because it is.")),
        ("removal", ReasonMessage("Because it is.")),
        ("closed-case", ReasonMessage("Because it is.")),
    ):
        path = f"/v1/manual-entries/{entry}/{act}"
        answers.append(desk.http.post(path, content=encode(body)))
    reported = [(answer.status_code, answer.json()["number"]) for answer in answers]
    assert reported == [(403, 541)] * len(answers)
    with server.hq.reading() as work:
        refused = select(OWN_AUDIT.c.person).filter_by(event=AuditEvent.HQ_ACCESS_REFUSED)
        assert list(work.connection.scalars(refused)) == [SUPERVISOR] * len(answers)


def test_a_picture_of_another_teams_car_is_not_given(server: InProcessHq, desk: Desk) -> None:
    digest = hashlib.sha256(JPEG).hexdigest()
    read = a_read_message("AAA3111", person_id=SECOND_OFFICER)
    with a_car(server.base_url, SECOND_OFFICER) as car:
        car.send(an_item(read), an_item(a_picture_message(read, digest)))
        assert car.http.put(f"/v1/pictures/{digest}", content=JPEG).status_code == 204
    assert desk.http.get(f"/v1/pictures/{digest}").json()["number"] == 541
    place(server, SUPERVISOR, "B")
    assert desk.http.get(f"/v1/pictures/{digest}").status_code == 200


def test_who_is_in_no_team_learns_it_and_sees_nothing(server: InProcessHq, desk: Desk) -> None:
    place(server, SUPERVISOR, "")
    answer = desk.raw("hits", HitLogRequest(SPAN))
    assert answer.status_code == 403
    assert "in no team yet" in answer.json()["detail"]
    place(server, SUPERVISOR, "", sees_all=True)
    assert shown(desk) == ids(OURS, THEIRS)


def test_an_agency_without_teams_shows_everybodys(server: InProcessHq, desk: Desk) -> None:
    for person in (OFFICER, SECOND_OFFICER, SUPERVISOR):
        place(server, person, "")
    assert shown(desk) == ids(OURS, THEIRS)
    assert desk.ask(DeskTeamsMessage, "teams").teams == ()


def test_the_custodian_has_every_entry_whatever_the_teams(server: InProcessHq, desk: Desk) -> None:
    with at_desk(server, CUSTODIAN) as custodian:
        assert set(entries(custodian)) == {OFFICER, SECOND_OFFICER}
    del desk


def test_the_administrator_assigns_teams_and_it_is_recorded(
    server: InProcessHq, desk: Desk
) -> None:
    path, ask = f"/v1/accounts/{SUPERVISOR}/team", encode(TeamRequest("B", sees_all=False))
    assert desk.http.put(path, content=ask).status_code == 403
    with at_desk(server, ADMINISTRATOR) as admin:
        assert admin.http.put(path, content=ask).status_code == 204
        nobody = "/v1/accounts/nobody/team"
        assert admin.http.put(nobody, content=ask).status_code == 404
        bad = encode(TeamRequest(EVERY_TEAM, sees_all=False))
        assert admin.http.put(path, content=bad).status_code == 400
        members = admin.get(MembersMessage, "/v1/teams").members
    assert [(m.person_id, m.team) for m in members if m.team] == [
        (OFFICER, "A"), (SECOND_OFFICER, "B"), (SUPERVISOR, "B"),
    ]  # fmt: skip
    assert shown(desk) == ids(THEIRS)
    with server.hq.reading() as work:
        query = select(OWN_AUDIT.c.person, OWN_AUDIT.c.subject, OWN_AUDIT.c.detail)
        row = work.connection.execute(
            query.filter_by(event=AuditEvent.HQ_TEAM_SET).order_by(OWN_AUDIT.c.sequence.desc())
        ).first()
    assert row is not None
    assert (row.person, row.subject) == (ADMINISTRATOR, SUPERVISOR)
    assert dict(row.detail) == {"team": "B", "sees_all": "false"}


def test_a_supervisor_finds_the_own_team_by_name_a_custodian_everybody(
    server: InProcessHq, desk: Desk
) -> None:
    def known(person: Desk) -> set[str]:
        return {m.person_id for m in person.get(MembersMessage, "/v1/teams").members}

    own = known(desk)
    assert SUPERVISOR in own
    assert SECOND_OFFICER not in own
    with at_desk(server, CUSTODIAN) as custodian:
        assert {SUPERVISOR, OFFICER, SECOND_OFFICER} <= known(custodian)


@pytest.mark.parametrize("person", [OFFICER, SUPERVISOR, CUSTODIAN, "nobody"])
def test_a_command_names_an_administrator_or_nothing_is_set(
    server: InProcessHq, desk: Desk, person: str
) -> None:
    def set_by(who: str) -> None:
        may = Permission.MANAGE_ACCOUNTS
        by_account(
            server.hq, who, may, lambda work: teams.set_team(work, OFFICER, TeamRequest("B"), who)
        )

    with pytest.raises(RefusedError):
        set_by(person)
    assert shown(desk) == ids(OURS)
    set_by(ADMINISTRATOR)
    assert shown(desk) == set()
