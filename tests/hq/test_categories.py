"""Categories that are off stay off until the administrator decides, with purpose and reason."""

from pathlib import Path

import pytest
from sqlalchemy import select

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import DomainError, NotPermittedError
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.people.roles import Permission, Role
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, RefusedError
from mdt_alpr.hq.base.tables import CATEGORY_DECISIONS, OWN_AUDIT
from mdt_alpr.hq.hotlists import store as hotlists
from mdt_alpr.hq.hotlists.categories import Decision, decide, every_category
from mdt_alpr.hq.hotlists.importing import import_csv
from mdt_alpr.hq.hotlists.rows import COLUMNS, DropReason
from mdt_alpr.hq.hotlists.service import serve
from tests.hq.commands import by_account

DATABASES = ["sqlite"]
LINES = ("NCIC,V,V1,,,EXN2894,NC,,,,,,,,", "NCIC,K,K1,,,TMW5518,NC,,,,,,,,")
REASON = "asked for by the State Bureau"
OFFICER = Caller("officer-1", "A. Sample", Role.OFFICER, "car-1", "")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    found = tmp_path / "list.csv"
    found.write_text("\n".join((",".join(COLUMNS), *LINES)) + "\n", encoding="utf-8")
    return found


def on(
    code: str = "K", purpose: Purpose | None = Purpose.CRIMINAL, reason: str = REASON
) -> Decision:
    return Decision(code, is_on=True, purpose=purpose, reason=reason)


def decided(hq: Headquarters, decision: Decision, role: Role = Role.ADMINISTRATOR) -> None:
    with hq.writing() as work:
        decide(work, decision, "administrator-1", role)


def served(hq: Headquarters) -> list[str]:
    with hq.writing() as work:
        message = serve(work, OFFICER)
    return [] if message is None else [entry.category for entry in message.entries]


def test_a_category_that_is_off_is_dropped_and_counted(hq: Headquarters, path: Path) -> None:
    report = import_csv(hq, path, by="x")
    assert (report.accepted, report.reasons) == (1, {DropReason.CATEGORY.value: 1})
    assert served(hq) == ["V"]


@pytest.mark.clause("5.A.1")
@pytest.mark.proved("PUR-03")
def test_every_category_that_is_on_is_stored_with_the_purpose_that_supports_it(
    hq: Headquarters,
) -> None:
    decided(hq, on(purpose=Purpose.MISSING))
    with hq.writing() as work:
        shown = every_category(work, "custodian-1").categories
    purposes = {one.setting.code: one.purpose for one in shown if one.is_on}
    assert purposes.pop("B") is None  # its maker names one of each entry
    assert purposes == {
        **dict.fromkeys("VPR", Purpose.VEHICLE),
        **dict.fromkeys("MAK", Purpose.MISSING),
        "F": Purpose.CRIMINAL,
        "W": Purpose.FELONY_WARRANT,
    }
    assert {one.purpose for one in shown if not one.is_on} == {None}


def test_once_decided_it_is_imported_and_served(hq: Headquarters, path: Path) -> None:
    decided(hq, on())
    assert import_csv(hq, path, by="x").accepted == 2
    assert sorted(served(hq)) == ["K", "V"]


def test_switched_off_again_it_leaves_the_cars_with_a_new_version(
    hq: Headquarters, path: Path
) -> None:
    decided(hq, on())
    import_csv(hq, path, by="x")
    decided(hq, Decision("K", is_on=False, purpose=None, reason="no longer needed here"))
    assert served(hq) == ["V"]
    with hq.reading() as work:
        newest = hotlists.newest(work.connection)
    assert newest is not None
    assert newest.version == 2


def test_also_a_category_of_the_order_can_be_switched_off(hq: Headquarters, path: Path) -> None:
    decided(hq, Decision("V", is_on=False, purpose=None, reason="the feed is broken"))
    decided(hq, on())
    import_csv(hq, path, by="x")
    assert served(hq) == ["K"]


def test_the_decision_is_kept_and_recorded_with_purpose_and_reason(hq: Headquarters) -> None:
    decided(hq, on())
    with hq.reading() as work:
        kept = work.connection.execute(select(CATEGORY_DECISIONS)).one()
        event = OWN_AUDIT.c.event == AuditEvent.HQ_CATEGORY_DECIDED
        audited = work.connection.execute(select(OWN_AUDIT).where(event)).one()
    assert (kept.code, kept.is_on, kept.decided_by) == ("K", True, "administrator-1")
    assert (kept.purpose, kept.reason) == (Purpose.CRIMINAL.value, REASON)
    assert (audited.subject, audited.person) == ("K", "administrator-1")


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        (on(purpose=None), "lawful purpose"),
        (on(reason="  n/a "), "reason in at least 10"),
        (on("Q"), "'Q' is no category"),
    ],
)
def test_a_decision_without_purpose_reason_or_category_is_refused(
    hq: Headquarters, decision: Decision, said: str
) -> None:
    with pytest.raises(DomainError, match=said):
        decided(hq, decision)


def test_only_an_administrator_decides(hq: Headquarters) -> None:
    with pytest.raises(NotPermittedError):
        decided(hq, on(), Role.CUSTODIAN)


@pytest.mark.parametrize("by", ["officer-1", "custodian-1", "the custodian"])
def test_a_command_decides_for_nobody_but_an_administrator_with_an_account(
    hq: Headquarters, path: Path, by: str
) -> None:
    with pytest.raises(RefusedError):
        by_account(
            hq,
            by,
            Permission.MANAGE_ACCOUNTS,
            lambda work: decide(work, on(), by, Role.ADMINISTRATOR),
        )
    assert import_csv(hq, path, by="x").accepted == 1
    by_account(
        hq,
        "administrator-1",
        Permission.MANAGE_ACCOUNTS,
        lambda work: decide(work, on(), "administrator-1", Role.ADMINISTRATOR),
    )
    assert import_csv(hq, path, by="x").accepted == 2
