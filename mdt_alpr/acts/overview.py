"""What may be asked of headquarters in the room overview."""

from mdt_alpr.acts.act import Look
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.wire.desk import WallMessage
from mdt_alpr.wire.review import OverviewMessage

SHOW_OVERVIEW = Look(
    "GET /v1/overview", "See what is held", (Permission.SEE_OVERVIEW,), OverviewMessage,
    shows_captured=False, records=(AuditEvent.HQ_OVERVIEW_VIEWED,),
    off_desk="programs that watch a headquarters ask for it; people have the Live wall",
)  # fmt: skip
SHOW_WALL = Look(
    "GET /v1/desk/wall", "See units and open hits", (Permission.SEE_OVERVIEW,), WallMessage,
    shows_captured=False, records=(AuditEvent.HQ_WALL_VIEWED,),
)  # fmt: skip
