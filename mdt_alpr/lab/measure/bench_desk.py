"""Measure a desk before a headquarters: how fast pages open, how long the screen stalls."""

import gc
import time
from collections.abc import Callable
from typing import Any, cast

from mdt_alpr.adapters.hq_link.desk_link import HttpDeskLink
from mdt_alpr.adapters.hq_link.http_link import open_client
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.lab.measure.stalls import WatchedApplication, spread_ms
from mdt_alpr.machine.clock import SystemClock
from mdt_alpr.ui.desk.pages.shift_log import ShiftLog
from mdt_alpr.ui.desk.presenters.sign_in import DeskFacts
from mdt_alpr.ui.desk.screen import DeskScreen
from mdt_alpr.ui.desk.views.table import DeskTable
from mdt_alpr.ui.kit.theme import load_fonts

_ROUNDS = 5
_STEPS = 2000
_ROWS_A_STEP = 3
_FRAME_S = 1 / 60
_WAITS_S = 60.0


def desk_figures(address: str, person: str, password: str) -> dict[str, Any]:
    """Return seconds to open each page, and milliseconds of stalls, scrolling and at the first.

    Raises:
        OutsideError: the person cannot sign in, or headquarters does not answer.
    """
    application = WatchedApplication()
    load_fonts()
    clock = SystemClock()
    client = open_client(address, answer_within_s=_WAITS_S)
    screen = DeskScreen(HttpDeskLink(client, clock, "bench"), clock, DeskFacts(address))
    gc.freeze()  # as the command does
    screen.start()
    try:
        return _measured(application, screen, person, password)
    finally:
        screen.stop()


def _measured(
    application: WatchedApplication, screen: DeskScreen, person: str, password: str
) -> dict[str, Any]:
    presenter = screen.presenter
    problems: list[str] = []
    presenter.signing_in.page_changed.connect(lambda view: problems.append(view.problem))
    presenter.signing_in.sign_in(person, password)
    _settle(application, screen)
    if presenter.session is None:
        raise OutsideError(problems[-1])
    first = {
        name: _first_ms(application, screen, name)
        for name, page in screen.pages.items()
        if not page.opened_from and name in presenter.desk.pages
    }
    table, log = _log_table(screen), screen.page(ShiftLog)
    opened = {
        name: _opened(application, screen, lambda name=name: presenter.want(name))  # type: ignore[misc]
        for name, page in screen.pages.items()
        if not page.opened_from
    }
    presenter.want(log.page_name())
    _settle(application, screen)
    opened["hit"] = _opened(application, screen, lambda: presenter.open("hit", table.rows.key(0)))
    presenter.back()
    for order in ("time", "decision", "officer"):
        opened[f"sorted by {order}"] = _opened(
            application,
            screen,
            lambda order=order: log.sort(order),  # type: ignore[misc]
        )
    log.sort("time")
    _settle(application, screen)
    rows = _scrolled(application, screen)
    return {
        "first_opening_cpu_ms": first,
        "opened_s": opened,
        "rows_scrolled": rows,
        "stall_wall_ms": spread_ms(application.wall),
        "stall_cpu_ms": spread_ms(application.cpu),
    }


def _first_ms(application: WatchedApplication, screen: DeskScreen, name: str) -> float:
    """Return how long the screen's thread works at once while a page is made and filled."""
    application.cpu.clear()
    application.watching = True
    began = time.thread_time()
    screen.presenter.want(name)
    made = time.thread_time() - began
    _settle(application, screen)
    application.watching = False
    longest = max((made, *application.cpu))
    application.cpu.clear()
    application.wall.clear()
    return round(longest * 1000, 1)


def _opened(
    application: WatchedApplication, screen: DeskScreen, ask: Callable[[], None]
) -> dict[str, float]:
    """Return the median and the longest of some rounds, to the painted answer, in seconds."""
    took = []
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        ask()
        _settle(application, screen)
        screen.window.repaint()
        took.append(time.perf_counter() - began)
    took.sort()
    return {"median": round(took[len(took) // 2], 3), "longest": round(took[-1], 3)}


def _scrolled(application: WatchedApplication, screen: DeskScreen) -> int:
    """Scroll down as a person does, page after page coming in; return how many rows there are."""
    table = _log_table(screen)
    bar = table.verticalScrollBar()
    step = _ROWS_A_STEP * table.verticalHeader().defaultSectionSize()
    application.watching = True
    for _ in range(_STEPS):
        began = time.perf_counter()
        bar.setValue(bar.value() + step)
        while time.perf_counter() - began < _FRAME_S:
            application.processEvents()
    application.watching = False
    return table.rows.rowCount()


def _log_table(screen: DeskScreen) -> DeskTable:
    return cast("DeskTable", screen.window.pages[ShiftLog.page_name()].findChild(DeskTable))


def _settle(application: WatchedApplication, screen: DeskScreen) -> None:
    ends = time.perf_counter() + _WAITS_S
    while screen.presenter.desk.asking.waits_for_any:
        application.processEvents()
        if time.perf_counter() > ends:
            raise OutsideError("Headquarters did not answer within a minute.")
    application.processEvents()
