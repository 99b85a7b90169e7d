"""Every address of version 1 as it is published: what goes in, what comes out.

A new address gets its line here; a test compares these with those that are served.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mdt_alpr.hq.hotlists.routes import MEDIA_TYPE as PACKAGE
from mdt_alpr.wire import (
    accounts,
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
    ("POST", "/v1/sessions"): Operation(
        "Sign in", messages.SignInMessage, messages.SessionMessage, 201, is_open=True
    ),
    ("DELETE", "/v1/sessions/current"): Operation("Sign out"),
    ("POST", "/v1/items"): Operation(
        "Send a batch of items", messages.BatchMessage, messages.ReceiptsMessage
    ),
    ("PUT", "/v1/pictures/{digest}"): Operation("Send a picture", JPEG),
    ("GET", "/v1/pictures/{digest}"): Operation("See a picture", gives=JPEG),
    ("POST", "/v1/pictures"): Operation("Send pictures", FRAMES, pictures.PicturesMessage),
    ("POST", "/v1/pictures/held"): Operation(
        "Ask which pictures are held", pictures.DigestsMessage, pictures.DigestsMessage
    ),
    ("GET", "/v1/hotlist"): Operation(
        "Get the whole list, or nothing where it is known",
        gives=messages.HotlistMessage, query={"known_version": "integer"}, also=(204,),
    ),
    ("GET", "/v1/hotlist/changes"): Operation(
        "Get what changed, signed", gives=PACKAGE, query=_CHANGES, also=(204,)
    ),
    ("GET", "/v1/hotlist/misreads/{plate}"): Operation(
        "See which reads would raise a hit on a plate", gives=hotlists.MisreadsMessage
    ),
    ("POST", "/v1/hotlists"): Operation(
        "Deliver a list", FRAMES, hotlists.DeliveryMessage, query=_LISTS, also=(409,)
    ),
    ("GET", "/v1/hotlists"): Operation(
        "See which lists were compared with", gives=hotlists.KnownListsMessage,
        query={"until": "string"},
    ),
    ("GET", "/v1/categories"): Operation(
        "See every category", gives=hotlists.CategoriesMessage
    ),
    ("PUT", "/v1/categories/{code}/setting"): Operation(
        "Set a category", hotlists.SettingMessage
    ),
    ("GET", "/v1/look-alikes"): Operation(
        "See which misreads look-alikes accept", gives=hotlists.LookAlikesMessage,
        query={"plate": "string"},
    ),
    ("PUT", "/v1/look-alikes"): Operation("Let look-alikes match", hotlists.LookAlikesAsk),
    ("GET", "/v1/corrections"): Operation(
        "See the corrections that hold", gives=corrections.CorrectionsMessage
    ),
    ("POST", "/v1/corrections"): Operation(
        "Let no car alert on a record", corrections.CorrectionAsk, corrections.PlacedMessage, 201
    ),
    ("POST", "/v1/corrections/{number}/renewal"): Operation(
        "Let a correction last longer", corrections.RenewAsk
    ),
    ("POST", "/v1/corrections/{number}/owner"): Operation(
        "Note how the owner was asked", manual.ReasonMessage
    ),
    ("POST", "/v1/corrections/{number}/end"): Operation(
        "Let cars alert on it again", manual.ReasonMessage
    ),
    ("GET", "/v1/overview"): Operation("See what is held", gives=review.OverviewMessage),
    ("GET", "/v1/hits/{hit_id}"): Operation("See a hit's trail", gives=review.HitTrailMessage),
    ("POST", "/v1/password"): Operation(
        "Change one's own password", accounts.PasswordChange, is_open=True
    ),
    ("GET", "/v1/accounts"): Operation("See accounts", gives=accounts.AccountsMessage),
    ("POST", "/v1/accounts"): Operation(
        "Make an account", accounts.NewAccountAsk, accounts.AccountsMessage
    ),
    ("POST", "/v1/accounts/{person_id}"): Operation(
        "Change an account's name or role", accounts.AccountChange, accounts.AccountsMessage
    ),
    ("POST", "/v1/accounts/{person_id}/release"): Operation(
        "Release a locked account", manual.ReasonMessage, accounts.AccountsMessage
    ),
    ("POST", "/v1/accounts/{person_id}/disable"): Operation(
        "Disable an account", manual.ReasonMessage, accounts.AccountsMessage
    ),
    ("POST", "/v1/accounts/{person_id}/enable"): Operation(
        "Enable an account again", manual.ReasonMessage, accounts.AccountsMessage
    ),
    ("POST", "/v1/accounts/{person_id}/password"): Operation(
        "Set a temporary password", accounts.TemporaryPassword, accounts.AccountsMessage
    ),
    ("POST", "/v1/trainings"): Operation(
        "Record trainings", accounts.TrainingsAsk, accounts.AccountsMessage
    ),
    ("POST", "/v1/status"): Operation(
        "Ask for a record's status", status.StatusRequest, status.StatusResponse
    ),
    ("GET", "/v1/notices"): Operation(
        "Wait for what a car must hear", gives=notices.NoticesAndListMessage, query=_NOTICES
    ),
    ("GET", "/v1/units"): Operation("See the other units", gives=notices.UnitsMessage),
    ("GET", "/v1/relays/{hit_id}/pictures/{digest}"): Operation(
        "See a picture of a relayed hit", gives=JPEG
    ),
    ("DELETE", "/v1/twin-memory/{entry_id}"): Operation("End the memory of cleared twins"),
    ("GET", "/v1/manual-entries"): Operation(
        "See the live manual entries", gives=manual.ManualEntriesMessage,
        query={"team": "string"},
    ),
    ("POST", "/v1/manual-entries/{entry_id}/past-reads"): Operation(
        "See where its plate was read before", manual.PastReadsRequest, manual.PastReadsMessage
    ),
    ("POST", "/v1/manual-entries/plate-test"): Operation(
        "Test a plate against ended entries", manual.PlateTestMessage, manual.PlateTestedMessage
    ),
    ("POST", "/v1/manual-entries/{entry_id}/decision"): Operation(
        "Decide on more time", manual.DecisionMessage
    ),
    ("POST", "/v1/manual-entries/{entry_id}/removal"): Operation(
        "Remove an entry", manual.ReasonMessage
    ),
    ("POST", "/v1/manual-entries/{entry_id}/closed-case"): Operation(
        "End an entry whose case is closed", manual.ReasonMessage
    ),
    ("POST", "/v1/desk/sessions"): Operation(
        "Sign in at a desk", messages.SignInMessage, messages.SessionMessage, 201, is_open=True
    ),
    ("POST", "/v1/desk/hits"): Operation("Look through hits", desk.HitLogAsk, desk.HitLogPage),
    ("POST", "/v1/desk/hits/counts"): Operation(
        "Count hits", desk.HitLogFilter, desk.HitLogCounts
    ),
    ("GET", "/v1/desk/hits/{hit_id}"): Operation("See a hit", gives=desk.HitFileMessage),
    ("GET", "/v1/desk/hits/{hit_id}/evidence"): Operation(
        "Check a hit's evidence", gives=desk.EvidenceCheckMessage
    ),
    ("POST", "/v1/desk/hits/{hit_id}/reviews"): Operation(
        "Review a hit", desk.ReviewAsk, desk.HitFileMessage
    ),
    ("POST", "/v1/desk/near-misses"): Operation(
        "See prevented stops", desk.HitLogFilter, desk.LedgerMessage
    ),
    ("POST", "/v1/desk/check-quality"): Operation(
        "See how checks are made", desk.HitLogFilter, desk.QualityMessage
    ),
    ("POST", "/v1/desk/hit-ids"): Operation(
        "Find hits to let out their evidence", hit_ids.HitIdsAsk, hit_ids.HitIdsMessage
    ),
    ("GET", "/v1/desk/wall"): Operation("See units and open hits", gives=desk.WallMessage),
    ("GET", "/v1/desk/truth"): Operation("See how right reads are", gives=truth.TruthMessage),
    ("GET", "/v1/desk/truth/next"): Operation(
        "Get a pass to judge blind", gives=truth.TruthPassMessage
    ),
    ("POST", "/v1/desk/truth"): Operation(
        "Say what a pass was", truth.TruthAsk, truth.TruthPassMessage
    ),
    ("GET", "/v1/desk/cases"): Operation("See review cases", gives=cases.CasesMessage),
    ("POST", "/v1/desk/cases/{number}/steps"): Operation(
        "Take a step in a review case", cases.CaseAsk, cases.CasesMessage
    ),
    ("GET", "/v1/desk/set-aside"): Operation(
        "See what was set aside", gives=set_aside.AsidesMessage
    ),
    ("POST", "/v1/desk/set-aside/{number}/decision"): Operation(
        "Decide on what was set aside", manual.DecisionMessage
    ),
    ("GET", "/v1/desk/teams"): Operation("See which teams are open", gives=teams.DeskTeamsMessage),
    ("GET", "/v1/teams"): Operation("See who is in which team", gives=teams.MembersMessage),
    ("PUT", "/v1/accounts/{person_id}/team"): Operation("Set a person's team", teams.TeamAsk),
    ("GET", "/v1/openapi.json"): Operation("This document", gives=JSON_DOCUMENT, is_open=True),
    ("GET", "/healthz"): Operation("Whether the process answers", gives=PLAIN, is_open=True),
    ("GET", "/metrics"): Operation("See figures for Prometheus", gives=PLAIN, is_open=True),
    ("GET", "/readyz"): Operation("Whether it can serve", gives=PLAIN, is_open=True),
}  # fmt: skip
