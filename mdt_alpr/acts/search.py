"""What may be asked of headquarters in the room search."""

from mdt_alpr.acts.act import Act, File, Look, Nothing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.search.question import Area
from mdt_alpr.wire.manual import ReasonMessage
from mdt_alpr.wire.search import (
    CaseFormats,
    FoundReads,
    MadeSearches,
    PageWanted,
    SearchForm,
    SearchRequest,
)

SHOW_FORM = Look(
    "GET /v1/search-form", "See what a search can name", (Permission.SEARCH_READS,), SearchForm,
    shows_captured=False,
)  # fmt: skip
SEARCH = Look(
    "POST /v1/searches", "Search stored reads", (Permission.SEARCH_READS,), FoundReads,
    body=SearchRequest, shows_captured=True, records=(AuditEvent.HQ_SEARCHED,
    AuditEvent.HQ_SEARCH_NOT_MADE),
)  # fmt: skip
SHOW_PAGE = Look(
    "POST /v1/searches/{search_id}/page", "See a page of a search", (Permission.SEARCH_READS,),
    FoundReads, body=PageWanted, shows_captured=True, records=(AuditEvent.HQ_SEARCH_PAGE_VIEWED,),
)  # fmt: skip
SHOW_PICTURE = Look(
    "GET /v1/searches/{search_id}/reads/{read_id}/picture", "See a found picture",
    (Permission.SEARCH_READS,), File, shows_captured=False,
    records=(AuditEvent.HQ_PICTURE_VIEWED,),
)  # fmt: skip
SHOW_SEARCHES = Look(
    "GET /v1/searches", "See searches for review", (Permission.MANAGE_LISTS,
    Permission.REVIEW_HITS), MadeSearches, shows_captured=True,
    records=(AuditEvent.HQ_SEARCHES_VIEWED,),
)  # fmt: skip
NAME_PLACE = Act(
    "POST /v1/places", "Name a place for searches", (Permission.MANAGE_LISTS,), Nothing, body=Area,
    records=(AuditEvent.HQ_PLACE_NAMED,),
)  # fmt: skip
REMOVE_PLACE = Act(
    "POST /v1/places/{name}/removal", "Remove a place", (Permission.MANAGE_LISTS,), Nothing,
    body=ReasonMessage, records=(AuditEvent.HQ_PLACE_REMOVED,),
)  # fmt: skip
SET_CASE_FORMATS = Act(
    "POST /v1/case-formats", "Say how cases are written", (Permission.MANAGE_ACCOUNTS,), Nothing,
    body=CaseFormats, records=(AuditEvent.HQ_CASE_FORMATS_SET,),
)  # fmt: skip
