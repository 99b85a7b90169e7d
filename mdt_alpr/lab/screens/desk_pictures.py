"""Draws every page of the desk into pictures, by its own presenters and a made-up headquarters."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from PySide6.QtWidgets import QApplication  # noqa: TID251 - nobody else makes one here

from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.files.paths import resource
from mdt_alpr.lab.screens.desk_sample_hits import NOW
from mdt_alpr.lab.screens.desk_samples import SampleLink, sample_accounts
from mdt_alpr.lab.screens.incident_samples import sample_incident
from mdt_alpr.lab.screens.outside_samples import sample_request
from mdt_alpr.maps.map_tiles import map_in
from mdt_alpr.ui.desk.models.form import FormAct, FormValues
from mdt_alpr.ui.desk.pages.audit import Audit
from mdt_alpr.ui.desk.pages.data_request import DataRequest
from mdt_alpr.ui.desk.pages.hit_ids import HitIds
from mdt_alpr.ui.desk.pages.hold_item import HoldItem
from mdt_alpr.ui.desk.pages.incident import IncidentPage
from mdt_alpr.ui.desk.pages.list_day import ListDay
from mdt_alpr.ui.desk.pages.manual_entries import ManualEntries
from mdt_alpr.ui.desk.pages.mine import Mine
from mdt_alpr.ui.desk.pages.misuse_flag import MisuseFlag
from mdt_alpr.ui.desk.pages.nlets import NletsQueries
from mdt_alpr.ui.desk.pages.notaries import Notaries
from mdt_alpr.ui.desk.pages.outside_request import OutsideRequestPage
from mdt_alpr.ui.desk.pages.persons_keys import KeysOfPerson
from mdt_alpr.ui.desk.pages.plate_test import PlateTest
from mdt_alpr.ui.desk.pages.search import SearchReads
from mdt_alpr.ui.desk.pages.shift_log import ShiftLog
from mdt_alpr.ui.desk.presenters.sign_in import DeskFacts
from mdt_alpr.ui.desk.screen import DeskScreen
from mdt_alpr.ui.desk.views.desk_window import DeskWindow
from mdt_alpr.ui.desk.views.form_page import FormPage
from mdt_alpr.ui.desk.views.map_widget import MapWidget
from mdt_alpr.ui.desk.views.search_reads_page import SearchReadsPage
from mdt_alpr.ui.kit.theme import Palette

NAMES = (
    "desk_sign_in",
    "desk_mine",
    "desk_shift_log",
    "desk_hit",
    "desk_near_misses",
    "desk_check_quality",
    "desk_manual_entries",
    "desk_search",
    "desk_search_map",
    "desk_searches",
    "desk_read_accuracy",
    "desk_misuse_flags",
    "desk_misuse_flag",
    "desk_review_cases",
    "desk_outside_requests",
    "desk_outside_request",
    "desk_outside_accesses",
    "desk_weekly_review",
    "desk_incidents",
    "desk_incident",
    "desk_live_wall",
    "desk_accounts",
    "desk_help",
    "desk_link_lost",
    "desk_hit_ids",
    "desk_set_aside",
    "desk_audit",
    "desk_policy",
    "desk_training_register",
    "desk_practice",
    "desk_designations",
    "desk_coworkers_plates",
    "desk_machines",
    "desk_data_requests",
    "desk_data_request",
    "desk_packages",
    "desk_portable_media",
    "desk_publications",
    "desk_agency_settings",
    "desk_hotlists",
    "desk_categories",
    "desk_corrections",
    "desk_list_day",
    "desk_plate_test",
    "desk_restricted_log",
    "desk_nlets",
    "desk_holds",
    "desk_hold_item",
    "desk_equipment",
    "desk_security_keys",
    "desk_annual_report",
    "desk_schedule",
    "desk_audited_events",
    "desk_trial",
    "desk_dispatch",
    "desk_dispatch_hits",
    "desk_dispatch_letters",
    "desk_fleet",
    "desk_group_settings",
    "desk_updates",
    "desk_notaries",
    "desk_backups",
    "desk_directory",
    "desk_second_factors",
    "desk_persons_keys",
    "desk_account_reviews",
    "desk_clock_and_chain",
    "desk_no_hits",
)
_OF_ADMINISTRATOR = 43
"""Pages before the last that a supervisor does not have."""
_SEARCHES: dict[Any, dict[str, str]] = {
    HitIds: {"purpose": Purpose.CRIMINAL.value, "case": "26-118204"},
    ListDay: {
        "at": "Nov 24, 2026 14:30", "text": "KLM4471", "state": "NC",
        "reason": "Motion to suppress",
    },
    PlateTest: {"text": "KLM4471", "state": "NC"},
    Audit: {},
}  # fmt: skip

_OPENED: dict[str, object] = {
    "hit": "hit-0",
    MisuseFlag.page_name(): 14,
    OutsideRequestPage.page_name(): sample_request(),
    IncidentPage.page_name(): sample_incident(),
    DataRequest.page_name(): 5,
    Notaries.page_name(): "",
    HoldItem.page_name(): 117,
    KeysOfPerson.page_name(): sample_accounts().accounts[0],
}
"""What a page that is opened from another one shows."""

_SEARCHED = frozenset(
    kind.page_name() for kind in (HitIds, Audit, SearchReads, ListDay, PlateTest, NletsQueries)
)
"""Pages that are empty until a search."""
_NLETS = {
    "lic": "KLM4471",
    "begin": "11/20/2026 14:30",
    "end": "11/24/2026 14:30",
    "most": "10",
    "request": "5",
}


class _StoppedClock:
    """A clock that shows when the samples were made."""

    def now(self) -> datetime:
        """Return when the samples were made."""
        return NOW


def desk_pictures(
    size: tuple[int, int], palette: Palette, settle: Callable[[], None]
) -> Iterator[tuple[str, DeskWindow]]:
    """Yield each page's name with the window that shows it until the next step."""
    link = SampleLink()
    town = map_in(resource("demo"))
    facts = DeskFacts("https://hq.example", training=True, map_file=town, examine=lambda: iter(()))
    screen = DeskScreen(link, _StoppedClock(), facts)
    try:
        screen.window.resize(*size)
        screen.window.use_palette(palette)
        for name in NAMES[: -1 - _OF_ADMINISTRATOR]:
            _stage(screen, link, name)
            _wait(screen, settle)
            yield name, screen.window
    finally:
        screen.stop()
        screen.window.deleteLater()
    yield from _of_administrator(size, palette, settle)
    yield from _empty(size, palette, settle)


def _of_administrator(
    size: tuple[int, int], palette: Palette, settle: Callable[[], None]
) -> Iterator[tuple[str, DeskWindow]]:
    link = SampleLink(Role.ADMINISTRATOR)
    screen = DeskScreen(link, _StoppedClock(), DeskFacts("https://hq.example"))
    try:
        screen.window.resize(*size)
        screen.window.use_palette(palette)
        screen.presenter.signing_in.sign_in("lee", "")
        for name in NAMES[-1 - _OF_ADMINISTRATOR : -1]:
            _wait(screen, settle)
            _stage(screen, link, name)
            _wait(screen, settle)
            yield name, screen.window
    finally:
        screen.stop()
        screen.window.deleteLater()


def _empty(
    size: tuple[int, int], palette: Palette, settle: Callable[[], None]
) -> Iterator[tuple[str, DeskWindow]]:
    screen = DeskScreen(SampleLink(rows=0), _StoppedClock(), DeskFacts("https://hq.example"))
    try:
        screen.window.resize(*size)
        screen.window.use_palette(palette)
        screen.presenter.signing_in.sign_in("whitfield", "")
        _wait(screen, settle)
        screen.presenter.want(ShiftLog.page_name())
        _wait(screen, settle)
        yield NAMES[-1], screen.window
    finally:
        screen.stop()
        screen.window.deleteLater()


def _stage(screen: DeskScreen, link: SampleLink, name: str) -> None:
    presenter = screen.presenter
    page = name.removeprefix("desk_")
    if page == "sign_in":
        presenter.start()
    elif page == Mine.page_name():
        presenter.signing_in.sign_in("whitfield", "")
    elif page in _OPENED:
        _open(screen, page)
    elif page in _SEARCHED:
        presenter.want(page)
        _search(screen, page)
    elif page == "search_map":
        _search_view(screen).buttons["map"].click()
    elif page == "help":
        presenter.help()
    elif page == "link_lost":
        link.lost = True
        presenter.want(ShiftLog.page_name())
    else:
        presenter.want(page)


def _open(screen: DeskScreen, page: str) -> None:
    screen.presenter.open(page, _OPENED[page])
    if page == HoldItem.page_name():
        _wait(screen, QApplication.processEvents)
        screen.page(HoldItem).show_pictures("read/r0")


def _search(screen: DeskScreen, page: str) -> None:
    if page == SearchReads.page_name():
        screen.page(ManualEntries).open_row("m1")
        _search_view(screen).buttons[page].click()
        return
    if page == NletsQueries.page_name():
        act = FormAct("Show the answer", "", FormValues(_NLETS))
        screen.page(NletsQueries).act(act)
        return
    view = screen.window.pages[page]
    assert isinstance(view, FormPage)  # noqa: S101 - the page makes this widget
    kind = next(kind for kind in _SEARCHES if kind.page_name() == page)
    view.show_form(FormValues(_SEARCHES[kind]))
    screen.page(kind).ask_for(view.entered())


def _search_view(screen: DeskScreen) -> SearchReadsPage:
    view = screen.window.pages[SearchReads.page_name()]
    assert isinstance(view, SearchReadsPage)  # noqa: S101 - the page makes this widget
    return view


def _wait(screen: DeskScreen, settle: Callable[[], None]) -> None:
    """Wait for every answer: the made-up headquarters answers at once."""
    settle()
    while screen.presenter.desk.asking.waits_for_any:
        QApplication.processEvents()
    settle()
    maps = [one for one in screen.window.findChildren(MapWidget) if one.isVisible()]
    while any(one.waits_for_tiles for one in maps):
        QApplication.processEvents()
