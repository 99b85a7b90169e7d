"""What may be asked of headquarters in the room hotlists."""

from mdt_alpr.acts.act import Act, Look, Nothing
from mdt_alpr.acts.feeds import list_in_use
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.wire.hotlists import (
    CategoriesMessage,
    CategoryDecision,
    CorrectionRequest,
    CorrectionsMessage,
    DeliveryMessage,
    KnownListsMessage,
    LookAlikesMessage,
    LookAlikesRequest,
    MisreadsRequest,
    PlacedMessage,
    RenewalRequest,
    RetiredMessage,
    SettingMessage,
)
from mdt_alpr.wire.manual import ReasonMessage
from mdt_alpr.wire.problems import Problem

DELIVER_LIST = Act(
    "POST /v1/hotlists", "Deliver a list", (Permission.MANAGE_LISTS,), DeliveryMessage,
    second=Permission.MANAGE_ACCOUNTS, records=(AuditEvent.HQ_LIST_IMPORTED,
    AuditEvent.HQ_LIST_REFUSED),
)  # fmt: skip
SHOW_LISTS = Look(
    "GET /v1/hotlists", "See which lists were compared with", (Permission.MANAGE_LISTS,),
    KnownListsMessage, shows_captured=False, records=(AuditEvent.HQ_LISTS_VIEWED,),
)  # fmt: skip
RETIRE_LIST = Act(
    "POST /v1/hotlists/lists/{name}/retirement", "Retire a list", (Permission.MANAGE_ACCOUNTS,),
    RetiredMessage, body=ReasonMessage, refusal=Problem.DELIVERY_REFUSED,
    second=Permission.MANAGE_LISTS, records=(AuditEvent.HQ_LIST_RETIRED,), changes=list_in_use,
)  # fmt: skip
SHOW_CATEGORIES = Look(
    "GET /v1/categories", "See every category", (Permission.MANAGE_LISTS,), CategoriesMessage,
    shows_captured=False, records=(AuditEvent.HQ_CATEGORIES_VIEWED,),
)  # fmt: skip
DECIDE_CATEGORY = Act(
    "POST /v1/categories/{code}/decision", "Switch a category on or off",
    (Permission.MANAGE_ACCOUNTS,), Nothing, body=CategoryDecision, refusal=Problem.SETTING_REFUSED,
    records=(AuditEvent.HQ_CATEGORY_DECIDED,),
)  # fmt: skip
SET_ONE_CATEGORY = Act(
    "POST /v1/categories/{code}/setting", "Set a category", (Permission.MANAGE_ACCOUNTS,), Nothing,
    body=SettingMessage, refusal=Problem.SETTING_REFUSED, records=(AuditEvent.HQ_CATEGORY_SET,),
)  # fmt: skip
SHOW_MISREADS = Look(
    "POST /v1/look-alikes/misreads", "See which misreads look-alikes accept",
    (Permission.MANAGE_LISTS,), LookAlikesMessage, body=MisreadsRequest, refusal=Problem.MALFORMED,
    shows_captured=False, records=(AuditEvent.HQ_MISREADS_VIEWED,),
)  # fmt: skip
ALLOW_LOOK_ALIKES = Act(
    "POST /v1/look-alikes", "Let look-alikes match", (Permission.MANAGE_ACCOUNTS,), Nothing,
    body=LookAlikesRequest, refusal=Problem.SETTING_REFUSED,
    records=(AuditEvent.HQ_LOOK_ALIKES_SET,),
)  # fmt: skip
SHOW_CORRECTIONS = Look(
    "GET /v1/corrections", "See the corrections that hold", (Permission.MANAGE_LISTS,),
    CorrectionsMessage, shows_captured=True, records=(AuditEvent.HQ_CORRECTIONS_VIEWED,),
)  # fmt: skip
PLACE_CORRECTION = Act(
    "POST /v1/corrections", "Let no car alert on a record", (Permission.MANAGE_LISTS,),
    PlacedMessage, body=CorrectionRequest, refusal=Problem.CORRECTION_REFUSED,
    records=(AuditEvent.HQ_CORRECTION_PLACED,),
)  # fmt: skip
RENEW_CORRECTION = Act(
    "POST /v1/corrections/{number}/renewal", "Let a correction last longer",
    (Permission.MANAGE_LISTS,), Nothing, body=RenewalRequest, refusal=Problem.CORRECTION_REFUSED,
    records=(AuditEvent.HQ_CORRECTION_RENEWED,),
)  # fmt: skip
NOTE_OWNER = Act(
    "POST /v1/corrections/{number}/owner", "Note how the owner was asked",
    (Permission.MANAGE_LISTS,), Nothing, body=ReasonMessage, refusal=Problem.CORRECTION_REFUSED,
    records=(AuditEvent.HQ_CORRECTION_OWNER_NOTED,),
)  # fmt: skip
END_CORRECTION = Act(
    "POST /v1/corrections/{number}/end", "Let cars alert on it again", (Permission.MANAGE_LISTS,),
    Nothing, body=ReasonMessage, refusal=Problem.CORRECTION_REFUSED,
    records=(AuditEvent.HQ_CORRECTION_ENDED,),
)  # fmt: skip
