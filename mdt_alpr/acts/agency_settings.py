"""What an administrator decides for the whole agency, with every decision (DIS-02)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from mdt_alpr.acts.act import Act, Look
from mdt_alpr.acts.listing import ListCell, ListColumn, Listing
from mdt_alpr.domain.agency_settings import SETTINGS, AgencySetting, SettingDecision
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.wire.agency_settings import AgencySettingsMessage, SettingRequest
from mdt_alpr.wire.problems import Problem

GROUPS = {"agency-settings": "what is decided for the whole agency"}


@dataclass(frozen=True, slots=True)
class SettingLine:
    """A setting as it counts, or as it was decided earlier: then ``place`` is not empty."""

    setting: AgencySetting
    value: str
    decision: SettingDecision | None
    place: str = ""

    @property
    def words(self) -> ListCell:
        """Return what is set."""
        words = SETTINGS[self.setting].words
        below = "Replaced by a later decision" if self.place else ""
        return ListCell(words, below, is_strong=not self.place)

    @property
    def value_words(self) -> ListCell:
        """Return the value in words."""
        words = SETTINGS[self.setting].values.get(self.value, self.value)
        return ListCell(words, is_strong=not self.place)


def _lines(answer: AgencySettingsMessage) -> list[SettingLine]:
    """Return the settings as they count, then what was decided before, the newest first."""
    newest = {decision.setting: decision for decision in reversed(answer.decisions)}
    values = dict(answer.values)
    earlier = [d for d in answer.decisions if d is not newest[d.setting]]
    return [
        *(SettingLine(s, values[s.value], newest.get(s)) for s in AgencySetting),
        *(SettingLine(d.setting, d.value, d, f"earlier {n}") for n, d in enumerate(earlier)),
    ]


def range_words(setting: AgencySetting) -> str:
    """Return which values a setting has, and why one counts without a decision."""
    facts = SETTINGS[setting]
    return f"Values: {', '.join(facts.values)}. Default: {facts.default}. {facts.why}"


def decision_on(setting: str, decisions: Iterable[SettingDecision]) -> tuple[SettingDecision, ...]:
    """Return the decision on a setting that counts: what the next one changes."""
    return tuple(islice((d for d in decisions if d.setting == setting), 1))


def _decision(
    answer: AgencySettingsMessage, places: Mapping[str, str]
) -> tuple[SettingDecision, ...]:
    return decision_on(places["setting"], answer.decisions)


LINES: Listing[AgencySettingsMessage, SettingLine] = Listing(
    _lines,
    lambda line: line.place or line.setting.value,
    (
        ListColumn("Name", 0, lambda line: line.setting.value),
        ListColumn("Setting", 330, lambda line: line.words),
        ListColumn("Value", 130, lambda line: line.value_words),
        ListColumn(
            "Reason", 400, lambda line: (line.decision and line.decision.reason) or "Default"
        ),
        ListColumn(
            "Decided",
            200,
            lambda line: (
                ListCell(line.decision.set_at, f"by {line.decision.set_by}")
                if line.decision
                else ""
            ),
        ),
    ),
    foot=lambda answer: f"{len(answer.decisions)} decisions.",
)
SHOW_SETTINGS = Look(
    "GET /v1/agency-settings", "See the agency's settings, and every decision",
    (Permission.READ_AUDIT,), AgencySettingsMessage, shows_captured=False,
    records=(AuditEvent.HQ_AGENCY_SETTINGS_VIEWED,), command="agency-settings show", listing=LINES,
)  # fmt: skip
DECIDE = Act(
    "POST /v1/agency-settings", "Decide on a setting of the agency; it counts at once",
    (Permission.MANAGE_ACCOUNTS,), AgencySettingsMessage, body=SettingRequest,
    refusal=Problem.AGENCY_SETTING_REFUSED, records=(AuditEvent.HQ_AGENCY_SETTINGS_VIEWED,
    AuditEvent.HQ_AGENCY_SETTING_SET), command="agency-settings set {setting} {value}",
    listing=LINES, changes=_decision, second=Permission.MANAGE_LISTS,
)  # fmt: skip
