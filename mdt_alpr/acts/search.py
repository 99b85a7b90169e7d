"""Searches in stored reads, who reviews them, and what they can name (SRC-01 to SRC-04)."""

from collections.abc import Iterator, Mapping

from mdt_alpr.acts.act import Act, File, Look, Nothing
from mdt_alpr.acts.listing import ListCell, ListColumn, Listing
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.search.offense import offense_words
from mdt_alpr.domain.search.question import CASE_CHECK_WORDS, CASE_OF_OTHERS, Area, CaseCheck
from mdt_alpr.wire.manual import ReasonMessage
from mdt_alpr.wire.search import (
    CaseFormats,
    FoundReads,
    MadeSearch,
    MadeSearches,
    PageWanted,
    SearchForm,
    SearchRequest,
)

NO_LONGER_KEPT = "No longer kept"
_PLACE, _CASE = "Place", "Case number"


def case_cell(search: MadeSearch) -> ListCell:
    """Return the case, and what was known of it when the search was made (SRC-02)."""
    is_doubted = search.case_check in (CaseCheck.UNKNOWN, CaseCheck.NOT_CHECKED)
    checked = CASE_OF_OTHERS if search.is_others_case else CASE_CHECK_WORDS[search.case_check]
    mark = "weak" if is_doubted else ""
    return ListCell(search.case or NO_LONGER_KEPT, below=checked, mark=mark, warns=is_doubted)


def _how_many(answer: MadeSearches) -> str:
    number = len(answer.searches)
    more = ", the newest" if number >= answer.most else ""
    return f"{number} {'search' if number == 1 else 'searches'}{more}."


FOR_REVIEW: Listing[MadeSearches, MadeSearch] = Listing(
    lambda answer: answer.searches,
    lambda search: search.search_id,
    (
        ListColumn("When", 130, lambda search: ListCell(search.at, to_second=True)),
        ListColumn("Person", 150, lambda search: ListCell(search.name, below=search.person_id)),
        ListColumn(
            "Purpose",
            170,
            lambda search: ListCell(Purpose(search.purpose), below=offense_words(search.offense)),
        ),
        ListColumn("Case", 130, case_cell),
        ListColumn("Reason", 220, lambda search: search.reason or NO_LONGER_KEPT),
        ListColumn("Confirmed", 220, lambda search: " ".join(search.confirmed)),
        ListColumn("Found", 60, lambda search: f"{search.found:,}", right=True),
    ),
    "No search needs a review. One appears here when it was confirmed as wide.",
    foot=_how_many,
)


def _names(form: SearchForm) -> Iterator[tuple[str, str, str]]:
    for place in form.places:
        where = f"{place.lat:.5f}, {place.lon:.5f}, {place.miles:g} miles around"
        yield _PLACE, place.name, where
    for written in form.case_formats:
        yield _CASE, written, ""


def _how_named(form: SearchForm) -> str:
    formats = len(form.case_formats)
    written = f"cases are written in {formats} ways" if formats else "cases in any way"
    units = f"\nUnits: {', '.join(form.units)}" if form.units else ""
    return f"{len(form.places)} places; {written}.{units}"


NAMES: Listing[SearchForm, tuple[str, str, str]] = Listing(
    _names,
    lambda row: row[1] if row[0] == _PLACE else f"case {row[1]}",
    (
        ListColumn("What", 160, lambda row: row[0]),
        ListColumn("Name or form", 360, lambda row: ListCell(row[1], is_strong=True)),
        ListColumn("Where", 360, lambda row: row[2]),
    ),
    "No place is named, and cases may be written in any way.",
    foot=_how_named,
)


def place_of(places: tuple[Area, ...], name: str) -> tuple[Area, ...]:
    """Return the place of a name, nothing where there is none."""
    return tuple(place for place in places if place.name == name)


def _places(form: SearchForm, _address: Mapping[str, str]) -> tuple[Area, ...]:
    return form.places


def _place(form: SearchForm, address: Mapping[str, str]) -> tuple[Area, ...]:
    return place_of(form.places, address["name"])


def _formats(form: SearchForm, _address: Mapping[str, str]) -> CaseFormats:
    return CaseFormats(form.case_formats)


SHOW_FORM = Look(
    "GET /v1/search-form", "See what a search can name: areas, units, how cases are written",
    (Permission.SEARCH_READS,), SearchForm, shows_captured=False, command="places", listing=NAMES,
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
    "GET /v1/searches/{search_id}/reads/{read_id}/picture",
    "See the picture of a read that a search of this sign-in found", (Permission.SEARCH_READS,),
    File, shows_captured=True, records=(AuditEvent.HQ_PICTURE_VIEWED,), command="search-picture",
)  # fmt: skip
SHOW_SEARCHES = Look(
    "GET /v1/searches", "See searches for review: wide, in doubt, or of an unknown case",
    (Permission.MANAGE_LISTS, Permission.REVIEW_HITS), MadeSearches, shows_captured=True,
    records=(AuditEvent.HQ_SEARCHES_VIEWED,), command="searches", listing=FOR_REVIEW,
)  # fmt: skip
NAME_PLACE = Act(
    "POST /v1/places", "Name an area for searches, or change it", (Permission.MANAGE_LISTS,),
    Nothing, body=Area, records=(AuditEvent.HQ_PLACE_NAMED,), changes=_places,
    command="name-place {name} {lat} {lon} {miles}", button="Name the place",
)  # fmt: skip
REMOVE_PLACE = Act(
    "POST /v1/places/{name}/removal", "Remove a named area", (Permission.MANAGE_LISTS,), Nothing,
    body=ReasonMessage, records=(AuditEvent.HQ_PLACE_REMOVED,), changes=_place,
    command="remove-place", button="Remove chosen place",
)  # fmt: skip
SET_CASE_FORMATS = Act(
    "POST /v1/case-formats", "Say how case numbers are written: # is a digit, @ a letter",
    (Permission.MANAGE_ACCOUNTS,), Nothing, body=CaseFormats,
    records=(AuditEvent.HQ_CASE_FORMATS_SET,), changes=_formats, command="case-formats {formats}",
    button="Set how cases are written",
)  # fmt: skip
