"""What an administrator decides for the whole agency, between desks and headquarters."""

from dataclasses import dataclass

from mdt_alpr.domain.agency_settings import AgencySetting, SettingDecision
from mdt_alpr.domain.kinds import Reason


@dataclass(frozen=True, slots=True)
class SettingRequest:
    """A decision on a setting."""

    setting: AgencySetting
    value: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class AgencySettingsMessage:
    """What counts now, by setting, and every decision, the newest first."""

    values: tuple[tuple[str, str], ...]
    decisions: tuple[SettingDecision, ...]
