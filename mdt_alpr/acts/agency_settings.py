"""What may be asked of headquarters in the room agency settings."""

from mdt_alpr.acts.act import Act, Look
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.wire.agency_settings import AgencySettingsMessage, SettingRequest
from mdt_alpr.wire.problems import Problem

SHOW_SETTINGS = Look(
    "GET /v1/agency-settings", "See the agency's settings", (Permission.READ_AUDIT,),
    AgencySettingsMessage, shows_captured=False, records=(AuditEvent.HQ_AGENCY_SETTINGS_VIEWED,),
)  # fmt: skip
DECIDE = Act(
    "POST /v1/agency-settings", "Decide on a setting of the agency", (Permission.MANAGE_ACCOUNTS,),
    AgencySettingsMessage, body=SettingRequest, refusal=Problem.AGENCY_SETTING_REFUSED,
    records=(AuditEvent.HQ_AGENCY_SETTINGS_VIEWED, AuditEvent.HQ_AGENCY_SETTING_SET),
)  # fmt: skip
