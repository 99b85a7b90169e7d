"""Accept what a car without a link brought on a stick; the same item by both ways counts once."""

import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.roles import Permission, Role
from mdt_alpr.domain.policy import capture_dates
from mdt_alpr.domain.retention.outbox import ItemKind, ReceiptOutcome
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base.headquarters import Caller, Headquarters, RefusedError
from mdt_alpr.hq.evidence import pictures
from mdt_alpr.hq.intake import service as items
from mdt_alpr.hq.items import days
from mdt_alpr.hq.people import device_store
from mdt_alpr.hq.people import enrollment_store as enrollments
from mdt_alpr.hq.people.adoption import adoption_problem
from mdt_alpr.hq.people.command_sign_in import demand_account
from mdt_alpr.keys.offload_file import (
    FORMAT,
    RECEIPT_FORMAT,
    OffloadKeys,
    OffloadList,
    ReceiptList,
    checked,
    parts_of,
    public_key_of,
    receipt_file,
)
from mdt_alpr.wire.codec import DecodeError, decode
from mdt_alpr.wire.messages import BatchMessage, PictureMessage, Receipt
from mdt_alpr.wire.pictures import PictureReceipt, Unframing

_PURPOSE = "offload"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a file: items by outcome, pictures kept, parts past their deadline.

    ``receipts`` are for the car: what has one leaves it, or is set aside there.
    """

    device: str
    outcomes: tuple[tuple[str, int], ...]
    pictures: int
    expired_parts: int
    receipts: tuple[Receipt, ...] = field(default=(), compare=False)


def offload_keys(hq: Headquarters, days_ahead: int) -> OffloadKeys:
    """Return the public keys of every date that a car may still bring something of."""
    keys = []
    for on in capture_dates(hq.clock.now(), days_ahead):
        secret = hq.day_keys.secret(on, _PURPOSE, make=True)
        if secret is not None:
            keys.append((on.isoformat(), public_key_of(secret)))
    return OffloadKeys(FORMAT, tuple(keys))


def load(hq: Headquarters, place: Path, by: str) -> Loaded:
    """Load a file.

    Raises:
        RefusedError: the person may not.
        OutsideError: the file is not whole, not this headquarters', or of an unknown key.
    """
    demand_account(hq, by, Permission.MANAGE_ACCOUNTS)
    with hq.reading() as work:
        problem = adoption_problem(hq, work)
    if problem is not None:
        raise RefusedError(problem)
    try:
        with zipfile.ZipFile(place) as given:
            listed = checked(given)
            _demand_known_key(hq, listed)
            loaded = _take(hq, given, listed, by)
    except (OSError, zipfile.BadZipFile, DecodeError) as error:
        message = f"{place} cannot be read as an offload file. Offload again."
        raise OutsideError(message) from error
    with hq.writing() as work:
        detail = [(name, str(number)) for name, number in loaded.outcomes]
        record(work, AuditEvent.HQ_OFFLOAD_LOADED, loaded.device, by, *detail)
    return loaded


def _demand_known_key(hq: Headquarters, listed: OffloadList) -> None:
    """Demand a machine that is not revoked, and the key of it that counts.

    The first key of a computer is trusted only where no machine has to be enrolled: whoever has a
    stick speaks for everybody who was signed in (V1).
    """
    with hq.reading() as work:
        accepted = device_store.accepted_keys(work.connection, listed.device)
        is_revoked = enrollments.is_revoked(work.connection, listed.device)
    if is_revoked:
        message = f"{listed.device} is revoked: nothing it brings counts. Enroll it again first."
        raise OutsideError(message)
    is_first = not accepted and not hq.settings.devices_demanded
    if listed.public_key not in accepted and not is_first:
        message = (
            f"The file is signed by a key of {listed.device} that does not count. Enroll the "
            "machine, or let an administrator accept its key first: mdt-alpr hq accept-key."
        )
        raise OutsideError(message)


def _take(hq: Headquarters, given: zipfile.ZipFile, listed: OffloadList, by: str) -> Loaded:
    outcomes: Counter[str] = Counter()
    settled: list[Receipt] = []
    stored = expired = 0
    with hq.reading() as work:
        is_camera = listed.device in enrollments.cameras(work.connection)
    vouched = Caller(by, by, Role.ADMINISTRATOR, listed.device, "", is_vouched=True)
    caller = replace(vouched, is_camera=is_camera)

    def secret_of(on: date) -> bytes | None:
        return hq.day_keys.secret(on, _PURPOSE)

    for part in parts_of(given, listed, secret_of):
        if part is None:
            expired += 1
            continue
        batch = decode(BatchMessage, part[0])
        days.make_days_for(hq, batch.items, hq.clock.now())
        with hq.writing() as work:
            receipts = items.accept(work, caller, batch, hq.settings.limits.batch_items)
        outcomes.update(receipt.outcome.value for receipt in receipts.receipts)
        pictures_kept = pictures.keep_pictures(hq, Unframing().feed(part[1]))
        stored += sum(receipt.problem is None for receipt in pictures_kept.receipts)
        settled += _settled(batch, receipts.receipts, pictures_kept.receipts)
    counts = tuple(sorted(outcomes.items()))
    return Loaded(listed.device, counts, stored, expired, tuple(settled))


def _settled(
    batch: BatchMessage, receipts: Iterable[Receipt], pictures_kept: Iterable[PictureReceipt]
) -> Iterator[Receipt]:
    """Give each item's receipt; of an announcement whose picture was refused, the refusal."""
    problems = {receipt.digest: receipt.problem for receipt in pictures_kept}
    bodies = {item.item_id: item.body for item in batch.items if item.kind == ItemKind.PICTURE}
    for receipt in receipts:
        body = bodies.get(receipt.item_id)
        if body is None or receipt.outcome is ReceiptOutcome.REFUSED:
            yield receipt
            continue
        problem = problems.get(decode(PictureMessage, body).digest)
        refused = Receipt(receipt.item_id, ReceiptOutcome.REFUSED, problem)
        yield receipt if problem is None else refused


def receipt_for(hq: Headquarters, loaded: Loaded) -> bytes:
    """Return the receipt file of what was loaded, signed."""
    signer = hq.signer
    made = hq.clock.now()
    listed = ReceiptList(RECEIPT_FORMAT, loaded.device, signer.public_key, made, loaded.receipts)
    return receipt_file(listed, signer.sign)


def receipts_key(hq: Headquarters) -> str:
    """Return the public key (hexadecimal) by which cars know receipts and lists."""
    return hq.signer.public_key
