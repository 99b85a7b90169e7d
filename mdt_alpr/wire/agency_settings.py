"""What an administrator decides for the whole agency, between desks and headquarters."""

from dataclasses import dataclass
from typing import Annotated

from mdt_alpr.domain.agency_settings import AgencySetting, SettingDecision
from mdt_alpr.domain.kinds import Label, Reason


@dataclass(frozen=True, slots=True)
class SettingRequest:
    """A decision on a setting."""

    setting: AgencySetting
    value: Annotated[str, Label("Its value, as the list shows them")]
    reason: Reason


@dataclass(frozen=True, slots=True)
class AgencySettingsMessage:
    """What counts now, by setting, and every decision, the newest first."""

    values: tuple[tuple[str, str], ...]
    decisions: tuple[SettingDecision, ...]
