"""Every address of version 1 as it is published: what goes in, what comes out.

A new address gets its line here; a test compares these with those that are served.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mdt_alpr.hq.hotlists.routes import MEDIA_TYPE as PACKAGE
from mdt_alpr.wire import (
    accounts,
    addresses,
    cases,
    corrections,
    desk,
    hit_ids,
    hotlists,
    manual,
    messages,
    notices,
    pictures,
    review,
    set_aside,
    status,
    teams,
    truth,
)

JPEG = "image/jpeg"
PLAIN = "text/plain"
FRAMES = "application/octet-stream"
JSON_DOCUMENT = "application/json"


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address.

    ``takes`` and ``gives`` are a message class, the media type of anything else, or None.
    ``query`` has the JSON type of each parameter. ``also`` are further statuses of success, or
    of an answer with the same shape; 204 has no body.
    """

    does: str
    takes: type | str | None = None
    gives: type | str | None = None
    status: int = 200
    query: Mapping[str, str] = field(default_factory=dict)
    also: tuple[int, ...] = ()
    is_open: bool = False

    @property
    def statuses(self) -> tuple[int, ...]:
        """Return every status that is no problem."""
        return (self.status if self.gives is not None else 204, *self.also)


_LISTS = {"name": "string", "format": "string", "confirms": "string", "written_at": "string"}
_CHANGES = {"known_version": "integer", "format": "integer", "lineage": "string"}
_NOTICES = {"after": "integer", "wait": "number", "unit": "string", "list": "integer"}

OPERATIONS: dict[tuple[str, str], Operation] = {
    ("POST", addresses.SESSIONS): Operation(
        "Sign in", messages.SignInMessage, messages.SessionMessage, 201, is_open=True
    ),
    ("DELETE", addresses.SESSION_IN_USE): Operation("Sign out"),
    ("POST", addresses.ITEMS): Operation(
        "Send a batch of items", messages.BatchMessage, messages.ReceiptsMessage
    ),
    ("PUT", addresses.PICTURE): Operation("Send a picture", JPEG),
    ("GET", addresses.PICTURE): Operation("See a picture", gives=JPEG),
    ("POST", addresses.PICTURES): Operation("Send pictures", FRAMES, pictures.PicturesMessage),
    ("POST", addresses.PICTURES_HELD): Operation(
        "Ask which pictures are held", pictures.DigestsMessage, pictures.DigestsMessage
    ),
    ("GET", addresses.HOTLIST): Operation(
        "Get the whole list, or nothing where it is known",
        gives=messages.HotlistMessage, query={"known_version": "integer"}, also=(204,),
    ),
    ("GET", addresses.HOTLIST_CHANGES): Operation(
        "Get what changed, signed", gives=PACKAGE, query=_CHANGES, also=(204,)
    ),
    ("GET", addresses.MISREADS): Operation(
        "See which reads would raise a hit on a plate", gives=hotlists.MisreadsMessage
    ),
    ("POST", addresses.HOTLISTS): Operation(
        "Deliver a list", FRAMES, hotlists.DeliveryMessage, query=_LISTS, also=(409,)
    ),
    ("GET", addresses.HOTLISTS): Operation(
        "See which lists were compared with", gives=hotlists.KnownListsMessage,
        query={"until": "string"},
    ),
    ("GET", addresses.CATEGORIES): Operation(
        "See every category", gives=hotlists.CategoriesMessage
    ),
    ("PUT", addresses.CATEGORY_SETTING): Operation(
        "Set a category", hotlists.SettingMessage
    ),
    ("GET", addresses.LOOK_ALIKES): Operation(
        "See which misreads look-alikes accept", gives=hotlists.LookAlikesMessage,
        query={"plate": "string"},
    ),
    ("PUT", addresses.LOOK_ALIKES): Operation("Let look-alikes match", hotlists.LookAlikesRequest),
    ("GET", addresses.CORRECTIONS): Operation(
        "See the corrections that hold", gives=corrections.CorrectionsMessage
    ),
    ("POST", addresses.CORRECTIONS): Operation(
        "Let no car alert on a record", corrections.CorrectionRequest,
        corrections.PlacedMessage, 201,
    ),
    ("POST", addresses.CORRECTION_RENEWAL): Operation(
        "Let a correction last longer", corrections.RenewalRequest
    ),
    ("POST", addresses.CORRECTION_OWNER): Operation(
        "Note how the owner was asked", manual.ReasonMessage
    ),
    ("POST", addresses.CORRECTION_END): Operation(
        "Let cars alert on it again", manual.ReasonMessage
    ),
    ("GET", addresses.OVERVIEW): Operation("See what is held", gives=review.OverviewMessage),
    ("GET", addresses.HIT_TRAIL): Operation("See a hit's trail", gives=review.HitTrailMessage),
    ("POST", addresses.PASSWORD): Operation(
        "Change one's own password", accounts.PasswordChange, is_open=True
    ),
    ("GET", addresses.ACCOUNTS): Operation("See accounts", gives=accounts.AccountsMessage),
    ("POST", addresses.ACCOUNTS): Operation(
        "Make an account", accounts.NewAccountRequest, accounts.AccountsMessage
    ),
    ("POST", addresses.ACCOUNT): Operation(
        "Change an account's name or role", accounts.AccountChange, accounts.AccountsMessage
    ),
    ("POST", addresses.ACCOUNT_RELEASE): Operation(
        "Release a locked account", manual.ReasonMessage, accounts.AccountsMessage
    ),
    ("POST", addresses.ACCOUNT_DISABLE): Operation(
        "Disable an account", manual.ReasonMessage, accounts.AccountsMessage
    ),
    ("POST", addresses.ACCOUNT_ENABLE): Operation(
        "Enable an account again", manual.ReasonMessage, accounts.AccountsMessage
    ),
    ("POST", addresses.ACCOUNT_PASSWORD): Operation(
        "Set a temporary password", accounts.TemporaryPassword, accounts.AccountsMessage
    ),
    ("POST", addresses.TRAININGS): Operation(
        "Record trainings", accounts.TrainingsRequest, accounts.AccountsMessage
    ),
    ("POST", addresses.STATUS): Operation(
        "Ask for a record's status", status.StatusRequest, status.StatusResponse
    ),
    ("GET", addresses.NOTICES): Operation(
        "Wait for what a car must hear", gives=notices.NoticesAndListMessage, query=_NOTICES
    ),
    ("GET", addresses.UNITS): Operation("See the other units", gives=notices.UnitsMessage),
    ("GET", addresses.RELAY_PICTURE): Operation(
        "See a picture of a relayed hit", gives=JPEG
    ),
    ("DELETE", addresses.TWIN_MEMORY): Operation("End the memory of cleared twins"),
    ("GET", addresses.ENTRIES): Operation(
        "See the live manual entries", gives=manual.ManualEntriesMessage,
        query={"team": "string"},
    ),
    ("POST", addresses.ENTRY_PAST_READS): Operation(
        "See where its plate was read before", manual.PastReadsRequest, manual.PastReadsMessage
    ),
    ("POST", addresses.PLATE_TEST): Operation(
        "Test a plate against ended entries", manual.PlateTestMessage, manual.PlateTestedMessage
    ),
    ("POST", addresses.ENTRY_DECISION): Operation(
        "Decide on more time", manual.DecisionMessage
    ),
    ("POST", addresses.ENTRY_REMOVAL): Operation(
        "Remove an entry", manual.ReasonMessage
    ),
    ("POST", addresses.ENTRY_CLOSED_CASE): Operation(
        "End an entry whose case is closed", manual.ReasonMessage
    ),
    ("POST", addresses.DESK_SESSIONS): Operation(
        "Sign in at a desk", messages.SignInMessage, messages.SessionMessage, 201, is_open=True
    ),
    ("POST", addresses.DESK_HITS): Operation(
        "Look through hits", desk.HitLogRequest, desk.HitLogPage
    ),
    ("POST", addresses.DESK_HIT_COUNTS): Operation(
        "Count hits", desk.HitLogFilter, desk.HitLogCounts
    ),
    ("GET", addresses.DESK_HIT): Operation("See a hit", gives=desk.HitFileMessage),
    ("GET", addresses.DESK_HIT_EVIDENCE): Operation(
        "Check a hit's evidence", gives=desk.EvidenceCheckMessage
    ),
    ("POST", addresses.DESK_HIT_REVIEWS): Operation(
        "Review a hit", desk.ReviewRequest, desk.HitFileMessage
    ),
    ("POST", addresses.NEAR_MISSES): Operation(
        "See prevented stops", desk.HitLogFilter, desk.LedgerMessage
    ),
    ("POST", addresses.CHECK_QUALITY): Operation(
        "See how checks are made", desk.HitLogFilter, desk.QualityMessage
    ),
    ("POST", addresses.DESK_HIT_IDS): Operation(
        "Find hits to let out their evidence", hit_ids.HitIdsRequest, hit_ids.HitIdsMessage
    ),
    ("GET", addresses.WALL): Operation("See units and open hits", gives=desk.WallMessage),
    ("GET", addresses.TRUTH): Operation("See how right reads are", gives=truth.TruthMessage),
    ("GET", addresses.TRUTH_NEXT): Operation(
        "Get a pass to judge blind", gives=truth.TruthPassMessage
    ),
    ("POST", addresses.TRUTH): Operation(
        "Say what a pass was", truth.TruthReading, truth.TruthPassMessage
    ),
    ("GET", addresses.CASES): Operation("See review cases", gives=cases.CasesMessage),
    ("POST", addresses.CASE_STEPS): Operation(
        "Take a step in a review case", cases.CaseStepRequest, cases.CasesMessage
    ),
    ("GET", addresses.SET_ASIDE): Operation(
        "See what was set aside", gives=set_aside.AsidesMessage
    ),
    ("POST", addresses.SET_ASIDE_DECISION): Operation(
        "Decide on what was set aside", manual.DecisionMessage
    ),
    ("GET", addresses.DESK_TEAMS): Operation(
        "See which teams are open", gives=teams.DeskTeamsMessage
    ),
    ("GET", addresses.TEAMS): Operation("See who is in which team", gives=teams.MembersMessage),
    ("PUT", addresses.ACCOUNT_TEAM): Operation("Set a person's team", teams.TeamRequest),
    ("GET", addresses.OPENAPI): Operation("This document", gives=JSON_DOCUMENT, is_open=True),
    ("GET", "/healthz"): Operation("Whether the process answers", gives=PLAIN, is_open=True),
    ("GET", "/metrics"): Operation("See figures for Prometheus", gives=PLAIN, is_open=True),
    ("GET", "/readyz"): Operation("Whether it can serve", gives=PLAIN, is_open=True),
}  # fmt: skip
