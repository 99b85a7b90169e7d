"""Decide on settings of the agency; each decision is recorded and stays."""

from sqlalchemy import select

from mdt_alpr.acts.agency_settings import decision_on
from mdt_alpr.domain.agency_settings import (
    SETTINGS,
    AgencySetting,
    SettingDecision,
    checked_decision,
)
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.agency_settings import value_of
from mdt_alpr.hq.base.agency_tables import AGENCY_SETTINGS
from mdt_alpr.hq.base.database import hold_name, put_numbered
from mdt_alpr.hq.base.declared import demand_seen
from mdt_alpr.hq.base.headquarters import RefusedError, Work
from mdt_alpr.wire.agency_settings import AgencySettingsMessage, SettingRequest
from mdt_alpr.wire.problems import Problem

_SUBJECT = "agency settings"
_T = AGENCY_SETTINGS.c


def settings_of(work: Work, by: str) -> AgencySettingsMessage:
    """Return what counts and every decision; that they were viewed is recorded."""
    record(work, AuditEvent.HQ_AGENCY_SETTINGS_VIEWED, _SUBJECT, by)
    values = tuple((s.value, value_of(work.connection, s)) for s in AgencySetting)
    return AgencySettingsMessage(values, _decisions(work))


def decide(work: Work, asked: SettingRequest, by: str, confirmed_by: str = "") -> None:
    """Keep a decision, which counts at once.

    Raises:
        SettingRefusedError: the setting has no such value, or there is no reason.
        RefusedError: nobody confirms what takes two people (ACC-12).
    """
    value, reason = checked_decision(asked.setting, asked.value, asked.reason)
    hold_name(work.connection, AGENCY_SETTINGS.name)
    demand_seen(decision_on(asked.setting, _decisions(work)))
    if value in SETTINGS[asked.setting].takes_two and not confirmed_by:
        raise RefusedError(Problem.SECOND_PERSON)
    before = value_of(work.connection, asked.setting)
    row = {
        "setting": asked.setting,
        "value": value,
        "reason": reason,
        "set_at": work.now,
        "set_by": by,
    }
    put_numbered(work.connection, AGENCY_SETTINGS, row)
    facts = (
        ("setting", asked.setting.value),
        ("before", before),
        ("value", value),
        ("reason", reason),
        ("confirmed_by", confirmed_by),
    )
    record(work, AuditEvent.HQ_AGENCY_SETTING_SET, _SUBJECT, by, *facts)


def _decisions(work: Work) -> tuple[SettingDecision, ...]:
    """Return every decision, the newest first."""
    rows = work.connection.execute(select(AGENCY_SETTINGS).order_by(_T.number.desc())).mappings()
    return tuple(
        SettingDecision(**{name: row[name] for name in row if name != "number"}) for row in rows
    )
