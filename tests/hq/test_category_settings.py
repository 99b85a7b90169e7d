"""An administrator sets how a category alerts and what officers do; nobody else does (HOT-08)."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.hotlist.hotlist import (
    CATEGORIES,
    NOTHING_SET,
    AlertStyle,
    CategorySetting,
    CategorySettings,
    Priority,
)
from mdt_alpr.domain.people.roles import Permission, Role
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.base.tables import OWN_AUDIT
from mdt_alpr.hq.hotlists import category_store as categories
from mdt_alpr.hq.hotlists import store as hotlists
from mdt_alpr.hq.hotlists.categories import set_category
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, CUSTODIAN, OFFICER
from mdt_alpr.wire.codec import decode, encode
from mdt_alpr.wire.hotlists import CategoriesMessage, SettingMessage
from tests.builders import NOW
from tests.hq.commands import by_account
from tests.hq.senders import a_car
from tests.hq.test_hotlist_packages import a_file, package, take

DATABASES = ["sqlite"]
REASON = "as decided at the staff meeting"
CALL = CategorySetting("V", Priority.MEDIUM, AlertStyle.TONE, "Call Communications first.")
CALL_IS_SET = replace(CALL, set_at=NOW)
ASKED = SettingMessage(CALL.priority, CALL.style, CALL.instruction, REASON)


def settings(hq: Headquarters) -> CategorySettings:
    with hq.reading() as work:
        return categories.settings(work.connection)


def test_until_somebody_sets_one_every_category_is_as_it_is(hq: Headquarters) -> None:
    assert settings(hq) == NOTHING_SET


def set_by_account(hq: Headquarters, setting: CategorySetting, reason: str, by: str) -> None:
    by_account(
        hq,
        by,
        Permission.MANAGE_ACCOUNTS,
        lambda work: set_category(work, setting, reason, by, Role.ADMINISTRATOR),
    )


def test_what_is_set_is_kept_and_the_latest_counts(hq: Headquarters) -> None:
    for instruction in ("Call first.", CALL.instruction):
        set_by_account(hq, replace(CALL, instruction=instruction), REASON, ADMINISTRATOR)
    assert settings(hq) == CategorySettings((CALL_IS_SET,))


def test_each_setting_is_recorded_with_who_what_and_why(hq: Headquarters) -> None:
    set_by_account(hq, CALL, f"  {REASON}", ADMINISTRATOR)
    with hq.reading() as work:
        event = OWN_AUDIT.c.event == AuditEvent.HQ_CATEGORY_SET
        audited = work.connection.execute(select(OWN_AUDIT).where(event)).one()
    assert (audited.subject, audited.person) == ("V", ADMINISTRATOR)
    assert dict(map(tuple, audited.detail)) == {
        "priority": "medium", "style": "tone", "instruction": CALL.instruction, "reason": REASON,
    }  # fmt: skip


@pytest.mark.parametrize("by", [OFFICER, CUSTODIAN, "the administrator"])
def test_a_command_sets_for_nobody_but_an_administrator_with_an_account(
    hq: Headquarters, by: str
) -> None:
    with pytest.raises(RefusedError):
        set_by_account(hq, CALL, REASON, by)
    assert settings(hq) == NOTHING_SET


@pytest.mark.parametrize(
    ("setting", "reason", "said"),
    [
        (replace(CALL, code="Q"), REASON, "no category"),
        (replace(CALL, style=AlertStyle.SHOWN), REASON, "low priority"),
        (CALL, "  because ", "reason in at least"),
    ],
)
def test_what_may_not_be_set_leaves_everything_as_it_is(
    hq: Headquarters, setting: CategorySetting, reason: str, said: str
) -> None:
    with hq.writing() as work, pytest.raises(DomainError, match=said):
        set_category(work, setting, reason, ADMINISTRATOR, Role.ADMINISTRATOR)
    assert settings(hq) == NOTHING_SET


def test_cars_get_it_with_a_version_of_its_own_that_is_no_newer_in_age(
    server: InProcessHq, tmp_path: Path
) -> None:
    take(server, a_file(tmp_path / "VEHEXTRT.txt", range(3)))
    with server.hq.reading() as work:
        before = hotlists.newest(work.connection)
    with a_car(server.base_url, ADMINISTRATOR, device="desk-1") as desk:
        path = "/v1/categories/V/setting"
        assert desk.http.post(path, content=encode(ASKED)).status_code == 204
        shown = decode(CategoriesMessage, desk.http.get("/v1/categories").content).categories
    assert [one.setting.code for one in shown] == list(CATEGORIES)
    assert shown[0].setting == CALL_IS_SET
    assert (shown[0].set_by, shown[0].reason) == (ADMINISTRATOR, REASON)
    assert shown[1].setting == NOTHING_SET.of("P")
    with a_car(server.base_url) as car:
        head, found = package(car, 1)
    assert before is not None
    assert (head.version, head.compiled_at) == (2, before.compiled_at)
    assert (head.settings, found["+"]) == ((CALL_IS_SET,), [])


def test_who_may_not_set_may_not_set_over_the_network_either(server: InProcessHq) -> None:
    for person, device in ((CUSTODIAN, "desk-1"), (OFFICER, "car-2")):
        with a_car(server.base_url, person, device=device) as other:
            path = "/v1/categories/V/setting"
            assert other.http.post(path, content=encode(ASKED)).status_code == 403
    assert settings(server.hq) == NOTHING_SET


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/v1/categories/Q/setting", encode(ASKED), 409),
        ("/v1/categories/V/setting", encode(replace(ASKED, reason="")), 409),
        ("/v1/categories/V/setting", encode(ASKED).replace("tone", "siren"), 400),
    ],
)
def test_a_setting_that_cannot_be_is_a_numbered_problem(
    server: InProcessHq, path: str, body: str, status: int
) -> None:
    with a_car(server.base_url, ADMINISTRATOR, device="desk-1") as desk:
        answer = desk.http.post(path, content=body)
    assert answer.status_code == status
    assert answer.json()["number"]
    assert settings(server.hq) == NOTHING_SET
