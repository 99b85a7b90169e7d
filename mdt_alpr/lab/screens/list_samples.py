"""Made-up hotlists of a made-up headquarters: for screenshots and tests of the desk."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from mdt_alpr.domain.hotlist.delivery import NOTHING_CAME, WAS_STOPPED, FeedState
from mdt_alpr.domain.hotlist.hotlist import CATEGORIES, Category, CategorySetting, Priority
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.hotlist.matching import matching_misreads
from mdt_alpr.domain.plate.plate import LOOK_ALIKES
from mdt_alpr.domain.review.list_precision import ListPrecision
from mdt_alpr.domain.search.question import SEEN_NOT_DRIVEN
from mdt_alpr.hq.hotlists.rows import DropReason
from mdt_alpr.lab.screens.desk_sample_hits import NOW
from mdt_alpr.wire.feeds import (
    CarListMessage,
    DeliveriesMessage,
    DroppedLineMessage,
    DroppedLinesMessage,
    FeedMessage,
    FeedsMessage,
    ListedRecordMessage,
    ListedThenMessage,
)
from mdt_alpr.wire.hotlists import (
    CategoriesMessage,
    CategoryMessage,
    CorrectionMessage,
    CorrectionsMessage,
    DeliveryMessage,
    DismissedMessage,
    KnownListMessage,
    ListTroubleMessage,
    LookAlikesMessage,
    MisreadsMessage,
    PlacedMessage,
    RetiredMessage,
)
from mdt_alpr.wire.manual import EndedEntryView, PlateTestedMessage
from mdt_alpr.wire.nlets import NletsAnswer, NletsEvent
from mdt_alpr.wire.papers import PaperFile
from mdt_alpr.wire.restricted import RestrictedLogMessage, RestrictedLogRow

_FEWER = "NCIC hot file lost 31% of its entries (512840 before, 352869 now)."
_TRAFFIC = DropReason.TRAFFIC.value
_FILE = "VEHEXTRT-1124.txt"


def _feeds(rows: int) -> FeedsMessage:
    def one(name: str, state: FeedState, hours: float, entries: int, why: str = "") -> FeedMessage:
        data_at = NOW - timedelta(hours=hours)
        loaded = data_at + timedelta(minutes=20)
        source = f"{name.replace(' ', '-')}.txt"
        return FeedMessage(name, state.value, data_at, loaded, source, entries, why, 6, 4)

    found = (
        one("NCIC hot file", FeedState.OVERDUE, 26, 512_840, WAS_STOPPED),
        one("Missing, endangered", FeedState.GOOD, 3, 1_204),
        one("AMBER alert", FeedState.GOOD, 0.3, 3),
        one("NC extract", FeedState.KEPT_OLD, 13, 48_120, NOTHING_CAME),
    )
    cars = tuple(
        CarListMessage(f"car-{number}", f"Unit {number}", NOW - timedelta(hours=hours))
        for number, hours in ((209, 26), (211, 26), (214, 26), (241, 41), (244, 74))
    )
    troubles = (
        ListTroubleMessage("overdue", "NCIC hot file", NOW - timedelta(hours=26), WAS_STOPPED),
        ListTroubleMessage("stopped", _FILE, NOW - timedelta(hours=2), _FEWER),
    )
    formats = ("colorado", "generic", "mdt-alpr", "ncic")
    if not rows:
        return FeedsMessage(NOW, 0, (), (), (), formats)
    return FeedsMessage(NOW, 4471, found, cars, troubles, formats)


def _deliveries(rows: int) -> DeliveriesMessage:
    def one(number: int, hours: float, source: str, **more: Any) -> KnownListMessage:
        at = NOW - timedelta(hours=hours)
        known = {
            "confirmed_by": "", "stopped": "", "version": 4300 + number,
            "lists": (("NCIC hot file", 512_840),),
            "counts": (("accepted", 512_840), ("canceled", 4), ("fresh", 6), (_TRAFFIC, 1_204)),
        }  # fmt: skip
        made = {**known, **more}
        return KnownListMessage(
            number=number, at=at, source=source, format="ncic", by="drop folder",
            data_at=at - timedelta(minutes=20), **made,
        )  # fmt: skip

    found = (
        one(171, 2, _FILE, stopped=_FEWER, counts=((_TRAFFIC, 1_204), ("not a plate", 3)),
            lists=(("NCIC hot file", 352_869),)),
        one(170, 3, "missing.csv", lists=(("Missing, endangered", 1_204),),
            counts=(("fresh", 6), ("canceled", 4))),
        one(169, 9, "notes.txt", lists=(), counts=(("dismissed", 168),), confirmed_by="bsmith"),
        one(168, 9.2, "notes.txt", lists=(), counts=(), stopped="Unknown format."),
        one(167, 26, "VEHEXTRT-1123.txt"),
    )  # fmt: skip
    return DeliveriesMessage(found if rows else (), more=False)


def _dropped(rows: int) -> DroppedLinesMessage:
    whys = (_TRAFFIC, "a placeholder, not a plate", "not a state of issuance", _TRAFFIC)
    lines = tuple(DroppedLineMessage(41 + 977 * n, why) for n, why in enumerate(whys))
    return DroppedLinesMessage(171, _FILE, lines if rows else (), more=False)


def _delivery(_rows: int) -> DeliveryMessage:
    return DeliveryMessage("", False, 4472, ("NCIC hot file",), 512_846, (), (), 0, "report.csv")  # noqa: FBT003 - a sample


def _categories(_rows: int) -> CategoriesMessage:
    at = NOW - timedelta(days=12)
    settings = {
        "V": ("Call Comms before any stop", "", None, ""),
        "K": ("Do not detain on this alone", "bsmith", at, "The Chief's memo of Nov 12."),
    }

    def one(code: str, kind: Category) -> CategoryMessage:
        instruction, by, when, why = settings.get(code, ("", "", None, ""))
        setting = CategorySetting(code, kind.priority, instruction=instruction)
        purpose = Purpose.CRIMINAL if code == "K" else kind.purpose
        lists = (ListPrecision("NC extract", 3, 40),) if code == "P" else ()
        return CategoryMessage(
            setting, kind.name, kind.on_by_default or code == "K", "", "", purpose,
            kind.restricted, by, when, why, lists, Priority.LOW if lists else None,
        )  # fmt: skip

    return CategoriesMessage(tuple(one(code, kind) for code, kind in CATEGORIES.items()), 0.25)


def _corrections(rows: int) -> CorrectionsMessage:
    def one(number: int, text: str, asked: str, *, is_listed: bool = True) -> CorrectionMessage:
        at = NOW - timedelta(days=3 * number)
        return CorrectionMessage(
            number, text, "NC", f"{number:032x}", "NCIC hot file", "NC0130200",
            "The owner's car is not the one reported stolen.", "Hit of Nov 20, report 26-4471",
            asked, at if asked else None, at, "dlee", at + timedelta(days=30), is_listed,
        )  # fmt: skip

    found = (
        one(1, "KLM4471", "By phone, Nov 21: they will cancel it."),
        one(2, "PRT9032", "", is_listed=False),
    )
    return CorrectionsMessage(found if rows else ())


def _look_alikes(_rows: int) -> LookAlikesMessage:
    groups = tuple("".join(sorted(group)) for group in LOOK_ALIKES)
    misreads = MisreadsMessage("ABC1234", *matching_misreads("ABC1234"))
    return LookAlikesMessage(allowed=False, characters=groups, misreads=(misreads,))


def _tested(rows: int) -> PlateTestedMessage:
    at = NOW - timedelta(days=44)
    entry = EndedEntryView(
        "m0", "officer-1", "26-003310", "Vehicle of a burglary", at, at + timedelta(days=30), "",
        "expired",
    )  # fmt: skip
    return PlateTestedMessage((entry,) if rows else (), 2)


def _listed_then(rows: int) -> ListedThenMessage:
    def one(entry_id: str, code: str, hours: float | None) -> ListedRecordMessage:
        left = None if hours is None else NOW - timedelta(hours=hours)
        came = NOW - timedelta(days=9)
        return ListedRecordMessage(
            entry_id, "NCIC hot file", code, "KLM4471", "NC", f"{code}123456789", "NC0130200",
            came.date(), "2019 HOND ACC 4D BLK", came, left,
        )  # fmt: skip

    records = (one("e1", "V", None), one("e2", "P", 30)) if rows else ()
    since = NOW - timedelta(days=60)
    return ListedThenMessage(NOW - timedelta(days=2), 4466, (), records, since)


def _restricted(rows: int) -> RestrictedLogMessage:
    shown = RestrictedLogRow(
        NOW - timedelta(hours=3), "1", "shown", "K", "0198a2c4-7d10", "Ofc. K. Davis", "car-214"
    )
    disclosed = RestrictedLogRow(
        NOW - timedelta(hours=2), "2", "disclosed", "K", "26-118204", "D. Lee", "desk-1",
        "Charlotte-Mecklenburg PD", "Det. R. Poole", "District Attorney, 26th",
        "Threat to a protected person, asked in writing",
    )  # fmt: skip
    return RestrictedLogMessage((disclosed, shown) if rows else (), more=False)


def _nlets(rows: int) -> NletsAnswer:
    at = NOW - timedelta(hours=5)
    event = NletsEvent(
        "0198a2c4-7d10-7000-8000-00000000a1b2", at, "KLM4471", "NC", "214", "front",
        "35.40876, -80.57950",
    )  # fmt: skip
    return NletsAnswer((event,) if rows else (), 1, SEEN_NOT_DRIVEN)


LIST_ANSWERS: dict[Any, Callable[[int], Any]] = {
    FeedsMessage: _feeds,
    DeliveriesMessage: _deliveries,
    DroppedLinesMessage: _dropped,
    DeliveryMessage: _delivery,
    DismissedMessage: lambda _rows: DismissedMessage("notes.txt"),
    CategoriesMessage: _categories,
    CorrectionsMessage: _corrections,
    LookAlikesMessage: _look_alikes,
    PlacedMessage: lambda _rows: PlacedMessage(3),
    PlateTestedMessage: _tested,
    ListedThenMessage: _listed_then,
    NletsAnswer: _nlets,
    PaperFile: lambda _rows: PaperFile.of("nlets-answer.pdf", b"%PDF-1.4"),
    RestrictedLogMessage: _restricted,
    RetiredMessage: lambda _rows: RetiredMessage(12),
}
