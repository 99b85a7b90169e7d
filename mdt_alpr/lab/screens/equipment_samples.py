"""Made-up equipment, for screenshots and tests of the screen."""

from datetime import date, timedelta

from mdt_alpr.domain.equipment.media import DestroyedMedium, DestructionMethod, MediaKind
from mdt_alpr.domain.equipment.register import EquipmentFacts, EquipmentKind
from mdt_alpr.domain.equipment.schedule import DueState, WorkKind, WorkResult
from mdt_alpr.domain.retention.kept_for import RetentionSetting
from mdt_alpr.domain.retention.purge_search import KeepRule, PlaceFound, PurgeSearch
from mdt_alpr.domain.review.accuracy import MonthOfReads, SampledBy
from mdt_alpr.domain.review.truth import TruthTally
from mdt_alpr.lab.screens.desk_sample_hits import NOW
from mdt_alpr.wire.backups import BackupJob, BackupLine, BackupProgress, BackupsMessage, BackupTask
from mdt_alpr.wire.equipment import (
    DeviceCheckMessage,
    DueMessage,
    EquipmentHistoryMessage,
    EquipmentMessage,
    RegisterMessage,
    WorkMessage,
)
from mdt_alpr.wire.keeping import (
    CertificateMessage,
    CertificatesMessage,
    DailyCountMessage,
    DailyCountsMessage,
    PurgeSearchMessage,
)
from mdt_alpr.wire.media import MediaMessage, MediumMessage
from mdt_alpr.wire.retention import RetentionMessage
from mdt_alpr.wire.review import MonthsMessage

_TODAY = NOW.date()


def _item(number: int, facts: EquipmentFacts, state: DueState, days: int) -> EquipmentMessage:
    due = [DueMessage(WorkKind.MAINTENANCE, 180, _TODAY + timedelta(days=days))]
    if facts.kind is EquipmentKind.CAMERA:
        due.append(DueMessage(WorkKind.CALIBRATION, 365, _TODAY + timedelta(days=days + 60)))
    at = NOW - timedelta(days=300)
    return EquipmentMessage(number, facts, state, tuple(due), at, "e.stone")


def _items() -> tuple[EquipmentMessage, ...]:
    on = date(2026, 1, 12)
    car = EquipmentFacts(
        EquipmentKind.VEHICLE, "Unit 214", "1FM5K8AB4LGA", "Ford PI Utility", "Fleet", on,
        device="car-214",
    )  # fmt: skip
    front = EquipmentFacts(
        EquipmentKind.CAMERA, "Front, 214", "ACCC8E01", "Axis Q1700-LE", "D. Lee", on, "11.8.61",
        part_of=1, place="Light bar",
    )  # fmt: skip
    site = EquipmentFacts(
        EquipmentKind.SITE, "Union and Cabarrus", "NC-118", "Pole cabinet", "D. Lee", on,
        place="Union St S at Cabarrus Ave, northbound",
    )  # fmt: skip
    return (
        _item(1, car, DueState.GOOD, 41),
        _item(2, front, DueState.OVERDUE, -3),
        _item(3, site, DueState.SOON, 6),
    )


def register(rows: int) -> RegisterMessage:
    """Return the register."""
    checks = (DeviceCheckMessage("car-214", NOW - timedelta(hours=2), "focus, test plate"),)
    return RegisterMessage(_items() if rows else (), ("car-12",), checks if rows else ())


def history(rows: int) -> EquipmentHistoryMessage:
    """Return the camera of the register with its work orders."""
    late, before = _TODAY - timedelta(days=3), _TODAY - timedelta(days=183)
    works = (
        WorkMessage(
            9, WorkKind.MAINTENANCE, late, "", NOW - timedelta(days=17), "", WorkResult.OPEN
        ),
        WorkMessage(
            4, WorkKind.MAINTENANCE, before, "", NOW - timedelta(days=190), "", WorkResult.PASSED,
            before, "Radio shop", "", "d.lee",
        ),
        WorkMessage(
            3, WorkKind.CORRECTION, before, "Picture is blurred after rain",
            NOW - timedelta(days=191), "d.lee", WorkResult.FAILED, before, "Radio shop",
            "The seal of the housing was ordered", "d.lee",
        ),
    )  # fmt: skip
    return EquipmentHistoryMessage(_items()[1], works if rows else ())


def purge_search(_rows: int) -> PurgeSearchMessage:
    """Return a search that found something in one of its places."""
    places = (
        PlaceFound("account_reviews", KeepRule.LASTING, 2),
        PlaceFound("copy.csv", KeepRule.UNKNOWN, 1),
        PlaceFound("day_keys/", KeepRule.CAPTURED, 91),
        PlaceFound("hits", KeepRule.CAPTURED, 4210, held=12),
        PlaceFound("own_audit", KeepRule.LASTING, 884_120, plates=1),
        PlaceFound("reads", KeepRule.CAPTURED, 1_204_331, held=40),
    )
    until = NOW - timedelta(days=90)
    search = PurgeSearch(NOW, until, 90, places, (("2026-0007", 52),), 12, NOW)
    return PurgeSearchMessage(search, 4181)


def media(rows: int) -> MediaMessage:
    """Return the register of destroyed media."""
    medium = DestroyedMedium(
        MediaKind.DISK, "WD-77120", "Headquarters' database until 2026", _METHOD, _TODAY,
        "Radio shop", "K. Montgomery", "Bad sectors", passes=3,
    )  # fmt: skip
    two = DestroyedMedium(
        MediaKind.MEMORY_STICK, "USB 14", "Offload of car-31", DestructionMethod.SHREDDED,
        _TODAY, "D. Lee", "E. Stone",
    )  # fmt: skip
    found = MediumMessage(2, two, NOW, "d.lee"), MediumMessage(1, medium, NOW, "d.lee")
    return MediaMessage(found if rows else ())


def samples(rows: int) -> MonthsMessage:
    """Return the monthly samples of two cameras and a list."""

    def month(number: int, by: SampledBy, name: str, *counts: int) -> MonthOfReads:
        return MonthOfReads(date(2026, number, 1), by, name, TruthTally(name, *counts))

    found = (
        month(11, SampledBy.CAMERA, "Unit 214, front", 88, 5, 1, 6, 3),
        month(11, SampledBy.CAMERA, "Unit 214, left", 21, 2, 0, 1, 1),
        month(11, SampledBy.LIST, "NCIC", 12, 0, 1, 4, 0),
        month(10, SampledBy.CAMERA, "Unit 214, front", 98, 1, 0, 1, 2),
    )
    return MonthsMessage(found if rows else ())


def retention(rows: int) -> RetentionMessage:
    """Return the time that counts, and a proposal that waits."""
    why, day = "Council resolution 2026-14", timedelta(days=1)
    setting = RetentionSetting(1, 60, "Pilot of the first year", NOW - 200 * day, "e.stone",
                           NOW - 199 * day, "d.lee")  # fmt: skip
    two = RetentionSetting(2, 30, why, NOW - day, "e.stone")
    goes = ("reads", 118_204), ("hits", 391), ("pictures", 90_118)
    return RetentionMessage(60, (two, setting) if rows else (), goes if rows else ())


def certificates(rows: int) -> CertificatesMessage:
    """Return the purges of two days."""
    counts = ("reads", "1702"), ("hits", "12"), ("pictures", "3391")
    days = (timedelta(days=day) for day in range(min(rows, 2)))
    return CertificatesMessage(
        tuple(
            CertificateMessage(
                211 + n,
                NOW - ago,
                NOW - ago - timedelta(days=90),
                counts,
                is_signed=True,
                left=(),
                holds=True,
            )
            for n, ago in enumerate(days)
        )
    )


def backups(rows: int) -> BackupsMessage:
    """Return a backup by the timer, one by a person, and that one is missing."""
    made = (
        BackupLine(
            4211, NOW - timedelta(days=3), "", 118_731,
            "/backups/mdt-alpr-2026-11-21-071500.backup", is_there=True,
            checked_at=NOW - timedelta(days=2),
        ),
        BackupLine(3908, NOW - timedelta(days=4), "bsmith", 118_204, ""),
    )  # fmt: skip
    missing = "Backup: none since 2026-11-21: make one on the page Backups, and look at its timer."
    job = BackupJob(
        BackupTask.MAKE, "d.lee", NOW - timedelta(minutes=1), progress=BackupProgress.RUNS,
        begun=1, done=48_212, about=118_731,
    )  # fmt: skip
    return BackupsMessage(made[:rows], missing if rows else "", job=job if rows else None)


def daily_counts(rows: int) -> DailyCountsMessage:
    """Return what was counted of a day before it was erased."""
    day = (NOW - timedelta(days=91)).date()
    counted = DailyCountMessage(day, "Unit 214", "reads", "", "", 1702)
    return DailyCountsMessage((counted,) if rows else ())


_METHOD = DestructionMethod.OVERWRITTEN
ANSWERS = {
    BackupsMessage: backups,
    CertificatesMessage: certificates,
    DailyCountsMessage: daily_counts,
    MediaMessage: media,
    RetentionMessage: retention,
    MonthsMessage: samples,
    RegisterMessage: register,
    EquipmentHistoryMessage: history,
    PurgeSearchMessage: purge_search,
}
