"""A page of before changes no category, correction or manual entry (K11)."""

from pathlib import Path
from typing import Any

import pytest

from mdt_alpr.acts import entries, hotlists
from mdt_alpr.acts.act import Act, Look
from mdt_alpr.domain.hotlist.hotlist import AlertStyle, Priority
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.hotlists import (
    CategoryDecision,
    CorrectionRequest,
    LookAlikesRequest,
    MisreadsRequest,
    RenewalRequest,
    SettingMessage,
)
from mdt_alpr.wire.manual import DecisionMessage, EntryStep, ReasonMessage
from mdt_alpr.wire.problems import Problem
from tests.hq.manual import WHY, a_step, added, an_own_entry
from tests.hq.reviewers import Desk, at_desk
from tests.hq.senders import a_car
from tests.hq.test_hotlist_packages import a_file, take

DATABASES = ["sqlite"]
REASON = "the Chief's memo of November 12"
SAID = ReasonMessage(REASON)
ON = CategoryDecision(Purpose.CRIMINAL, REASON)
SET = SettingMessage(Priority.LOW, AlertStyle.TONE, "", REASON)


def shown(desk: Desk, look: Look[Any], body: object = None) -> Any:
    content = None if body is None else encode(body)
    answer = desk.http.request(look.method, look.path(), content=content)
    return decode(look.answers, answer.content)


def status(desk: Desk, act: Act[Any], body: object, seen: object, key: str) -> int:
    places = dict.fromkeys(act.places, key)
    path = act.path(seen=act.seen_in(seen, **places), **places)
    return desk.http.post(path, content=encode(body)).status_code


@pytest.mark.parametrize(
    ("act", "body"),
    [(hotlists.DECIDE_CATEGORY, ON), (hotlists.SET_CATEGORY, SET)],
    ids=["decide", "set"],
)
def test_a_category_is_changed_only_as_it_was_shown(
    server: InProcessHq, act: Act[Any], body: object
) -> None:
    with at_desk(server, ADMINISTRATOR) as desk:
        before = shown(desk, hotlists.SHOW_CATEGORIES)
        assert status(desk, hotlists.SET_CATEGORY, SET, before, "L") == 204
        meanwhile = shown(desk, hotlists.SHOW_CATEGORIES)
        assert status(desk, act, body, before, "L") == Problem.STALE_PAGE.status
        assert shown(desk, hotlists.SHOW_CATEGORIES) == meanwhile
        assert status(desk, act, body, meanwhile, "L") == 204


def test_look_alikes_are_switched_only_as_they_were_shown(
    server: InProcessHq, tmp_path: Path
) -> None:
    take(server, a_file(tmp_path / "list.csv", range(3)))
    act, plates = hotlists.SET_LOOK_ALIKES, MisreadsRequest(("AC7",))
    with at_desk(server, ADMINISTRATOR) as desk:
        before = shown(desk, hotlists.SHOW_MISREADS, plates)
        assert status(desk, act, LookAlikesRequest(allowed=True, reason=REASON), before, "") == 204
        off = LookAlikesRequest(allowed=False, reason=REASON)
        assert status(desk, act, off, before, "") == Problem.STALE_PAGE.status
        meanwhile = shown(desk, hotlists.SHOW_MISREADS, plates)
        assert meanwhile.allowed
        assert status(desk, act, off, meanwhile, "") == 204


@pytest.mark.parametrize(
    ("act", "body"),
    [
        (hotlists.RENEW_CORRECTION, RenewalRequest(REASON, 7)),
        (hotlists.NOTE_OWNER, SAID),
        (hotlists.END_CORRECTION, SAID),
    ],
    ids=["renew", "owner", "end"],
)
def test_a_correction_is_changed_only_as_it_was_shown(
    server: InProcessHq, tmp_path: Path, act: Act[Any], body: object
) -> None:
    take(server, a_file(tmp_path / "list.csv", range(10)))
    placed = CorrectionRequest(text="AB7", state="NC", reason=REASON, evidence="case 26-041877")
    with at_desk(server, CUSTODIAN) as desk:
        desk.http.post(hotlists.PLACE_CORRECTION.path(), content=encode(placed))
        before = shown(desk, hotlists.SHOW_CORRECTIONS)
        assert status(desk, hotlists.NOTE_OWNER, SAID, before, "1") == 204
        meanwhile = shown(desk, hotlists.SHOW_CORRECTIONS)
        assert status(desk, act, body, before, "1") == Problem.STALE_PAGE.status
        assert shown(desk, hotlists.SHOW_CORRECTIONS) == meanwhile
        assert status(desk, act, body, meanwhile, "1") == 204


@pytest.mark.parametrize(
    ("act", "body"),
    [
        (entries.DECIDE, DecisionMessage(approved=True, why=REASON)),
        (entries.REMOVE, SAID),
        (entries.CLOSE_CASE, SAID),
    ],
    ids=["decide", "remove", "close"],
)
def test_an_entry_is_decided_on_only_as_it_was_shown(
    server: InProcessHq, act: Act[Any], body: object
) -> None:
    entry = an_own_entry()
    with a_car(server.base_url) as car, at_desk(server, CUSTODIAN) as desk:
        car.send(added(entry))
        before = shown(desk, entries.SHOW_ENTRIES)
        car.send(a_step(entry, EntryStep.MORE_TIME_ASKED, why=WHY))
        meanwhile = shown(desk, entries.SHOW_ENTRIES)
        key = entry.entry_id
        assert status(desk, act, body, before, key) == Problem.STALE_PAGE.status
        assert shown(desk, entries.SHOW_ENTRIES) == meanwhile
        assert status(desk, act, body, meanwhile, key) == 204
