"""Small pictures of the plates of the hits in sight: each is a look, recorded (AUD-01, DIS-05)."""

from collections.abc import Sequence
from dataclasses import dataclass

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hotlist.hotlist import CATEGORIES
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.capture_day import capture_day, id_time
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, RefusedError, Work
from mdt_alpr.hq.evidence import pictures
from mdt_alpr.hq.evidence.watermark import small_sheet
from mdt_alpr.hq.reads import captured
from mdt_alpr.hq.reads import hit_log_store as hit_log
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.desk import MOST_SMALL, SMALL_PICTURE
from mdt_alpr.wire.messages import PictureMessage
from mdt_alpr.wire.problems import Problem

RESTRICTED, NO_PICTURE = "Open hit to view", "No picture"


@dataclass(frozen=True, slots=True)
class _Plate:
    """The picture of a hit's plate; without a digest ``words`` say why there is none."""

    words: str
    digest: str = ""
    read_id: str = ""


def sheet(hq: Headquarters, caller: Caller, hit_ids: Sequence[str]) -> bytes:
    """Return the small pictures, one under the other; each that is shown is recorded as seen.

    Raises:
        RefusedError: too many are asked for, or none.
    """
    if not 0 < len(hit_ids) <= MOST_SMALL:
        raise RefusedError(Problem.TOO_LARGE, f"From 1 to {MOST_SMALL} hits.")
    with hq.reading() as work:
        plates = [_plate(work, hit_id) for hit_id in hit_ids]
        dates = [pictures.held_dates(work.connection, plate.digest) for plate in plates]
    shown = list[bytes | str]()
    seen = list[str]()
    for hit_id, plate, held in zip(hit_ids, plates, dates, strict=True):
        jpeg = hq.pictures.get(held, plate.digest) if held else None
        shown.append(jpeg or plate.words)
        seen += [hit_id, plate.read_id, plate.digest] if jpeg else []
    with hq.writing() as work:
        event, what = AuditEvent.HQ_PICTURE_VIEWED, ("what", "small, in the log")
        record(work, event, "small pictures", caller.person_id, what, returned=seen)
        now = work.now
    return small_sheet(shown, SMALL_PICTURE, caller.name, now)


def _plate(work: Work, hit_id: str) -> _Plate:
    line = hit_log.line(work, capture_day(hit_id), hit_id) if id_time(hit_id) else None
    if line is None:
        return _Plate(NO_PICTURE)
    if CATEGORIES[line.category].restricted:
        return _Plate(RESTRICTED)
    bodies = captured.pictures(work.connection, capture_day(line.read_id), line.read_id)
    announced = (decode(PictureMessage, body) for body in bodies)
    crop = next((picture for picture in announced if picture.what == "crop"), None)
    return _Plate(NO_PICTURE, crop.digest if crop else "", line.read_id)
