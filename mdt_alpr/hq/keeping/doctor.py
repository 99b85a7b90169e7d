"""What is well with a headquarters and what is not, and what to do; shows no plate."""

import os
from collections.abc import Callable, Collection, Iterator
from datetime import date, timedelta

from sqlalchemy import select, union
from sqlalchemy.exc import SQLAlchemyError

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.equipment.doctor import DoctorLine, bucket_line, counted
from mdt_alpr.domain.errors import MdtAlprError
from mdt_alpr.domain.policy import (
    ADMINISTRATORS_WARNED_BEFORE,
    PROFILE,
    capture_date,
    capture_date_ends,
    capture_date_over_with,
)
from mdt_alpr.domain.retention.holds import WARRANTS
from mdt_alpr.domain.retention.purge import ClockDoubt
from mdt_alpr.domain.search.question import CASES_OF_ANY_FORMAT
from mdt_alpr.hq.audit import audit_buffer, witness
from mdt_alpr.hq.audit import store as own_audit
from mdt_alpr.hq.audit.chain_watch import known_breaks
from mdt_alpr.hq.audit.clock_guard import doubt_of
from mdt_alpr.hq.audit.service import can_be_written, mark_is_valid
from mdt_alpr.hq.audit.witness import AuditKey
from mdt_alpr.hq.audit.witness_places import place_to_write
from mdt_alpr.hq.base.agency_keys import FACTOR_KEY_FILE
from mdt_alpr.hq.base.capture_day import next_day
from mdt_alpr.hq.base.case_formats import case_formats
from mdt_alpr.hq.base.database import DAMAGED, failures_in_words
from mdt_alpr.hq.base.database_keys import BRING_BACK
from mdt_alpr.hq.base.headquarters import Headquarters, Work
from mdt_alpr.hq.base.sealed_rows import SEALED, Under, sealed_under, texts
from mdt_alpr.hq.base.server_certificate import ending_words, ends_at, own_place
from mdt_alpr.hq.base.tables import METADATA, READS
from mdt_alpr.hq.directory.provider import examined as examined_directory
from mdt_alpr.hq.disclosures.tables import DISCLOSURES
from mdt_alpr.hq.holds.store import live
from mdt_alpr.hq.holds.tables import HELD, HOLD_STEPS, HOLDS
from mdt_alpr.hq.hotlists.deliveries import troubles
from mdt_alpr.hq.keeping import machine_lines, purge
from mdt_alpr.hq.people.account_acts import administrators_last_day
from mdt_alpr.hq.people.account_review_state import overdue
from mdt_alpr.hq.people.account_seals import changed_outside
from mdt_alpr.hq.people.adoption import is_adopted
from mdt_alpr.hq.people.factor_store import is_removed as is_factor_removed
from mdt_alpr.hq.people.factor_store import people_without
from mdt_alpr.hq.people.second_factors import Factors
from mdt_alpr.hq.reads.partitions import days_with_reads
from mdt_alpr.keys.algorithms import words_of_modules
from mdt_alpr.keys.day_keys import DamagedError

_LATE = timedelta(hours=2)
_NAMED_AT_MOST = 5
_UNTIED_AT_MOST = 10 * audit_buffer.EVERY


def examined(hq: Headquarters) -> Iterator[DoctorLine]:
    """Check everything; what fails is a line of its own and hinders no other."""
    checks: tuple[tuple[str, Callable[[Headquarters], DoctorLine]], ...] = (
        ("database", _database),
        ("clock", _clock),
        ("purge", _purge),
        ("day keys", _day_keys),
        ("end keys", _end_keys),
        ("hold keys", _hold_keys),
        ("audit", _audit),
        ("audit witness", _witness),
        ("administrators", _administrators),
        ("policy", _policy),
        ("cases", _cases),
        ("account review", _account_review),
        ("second factors", _second_factors),
        ("directory", examined_directory),
        ("place of pictures", _bucket),
        ("certificate", _certificate),
        ("cryptography", _cryptography),
        ("lists", _lists),
        ("silent cars", machine_lines.silent),
        ("scan", machine_lines.scan),
        ("disk encryption", machine_lines.disk),
    )
    for name, check in checks:
        try:
            with failures_in_words():
                line = check(hq)
        except (MdtAlprError, OSError, SQLAlchemyError) as error:
            words = str(error) if isinstance(error, MdtAlprError) else type(error).__name__
            line = DoctorLine(name, ok=False, words=words)
        yield line


def _database(hq: Headquarters) -> DoctorLine:
    if not hq.database.is_whole():
        return DoctorLine("database", ok=False, words=DAMAGED)
    hq.database.answers()
    return DoctorLine("database", ok=True, words="It answers.")


def _clock(hq: Headquarters) -> DoctorLine:
    now, doubt = hq.clock.now(), doubt_of(hq)
    said = f"It says {now:%Y-%m-%d %H:%M:%S} UTC"
    if not doubt:
        return DoctorLine("clock", ok=True, words=f"{said}.")
    jumped = "more than a day after" if doubt is ClockDoubt.AHEAD else "before"
    words = (
        f"{said}, {jumped} the last purge. Nothing is erased. Set it right, or let two people "
        "confirm it: hq confirm-clock."
    )
    return DoctorLine("clock", ok=False, words=words)


def _purge(hq: Headquarters) -> DoctorLine:
    with hq.reading() as work:
        at = own_audit.newest_at(work.connection, (AuditEvent.HQ_PURGED,))
    if at is None:
        return DoctorLine("purge", ok=True, words="Nothing was ever captured or served here.")
    if left := purge.left_over(hq, at):
        words = f"Data past its deadline is kept in {', '.join(left)}. Tell the technician."
        return DoctorLine("purge", ok=False, words=words)
    words = f"Last at {at:%Y-%m-%d %H:%M} UTC."
    is_late = hq.clock.now() - at > max(_LATE, 2 * purge.EVERY)
    return DoctorLine("purge", ok=not is_late, words=words + " Start hq serve." * is_late)


def _day_keys(hq: Headquarters) -> DoctorLine:
    damaged, due = set(hq.day_keys.damaged()), hq.due_now()
    dates = [on for on in hq.day_keys.dates() if on not in damaged]
    over = [on for on in dates if capture_date_ends(on) <= due]
    words = f"Captured data of {counted(len(dates), 'date')} can be read."
    with hq.reading() as work:
        reads = days_with_reads(work.connection)
        damaged |= {day for day in reads if not _both_ends_open(work, day)}
    # in the evening a date goes on under the next day of ids, which are of UTC
    lost = sorted(damaged | (reads - {day for on in dates for day in (on, next_day(on))}))
    if lost:
        words = (
            f"Reads of {counted(len(lost), 'day')}, from {lost[0]} on, cannot be read: the key "
            f"is missing, damaged or another. {_to_bring_back(hq)}"
        )
        return DoctorLine("day keys", ok=False, words=words)
    if over:
        said = counted(len(over), "key is past its", "keys are past their")
        words += f" {said} deadline: the next purge destroys what is over."
    return DoctorLine("day keys", ok=not over, words=words)


def _both_ends_open(work: Work, day: date) -> bool:
    """Return whether the day's first and last read open: the next read makes a lost key anew."""
    t = READS.c
    of_day = select(t.captured_at, t.read_id, t.sealed).where(t.day == day).limit(1)
    try:
        for order in (t.read_id, t.read_id.desc()):
            row = work.connection.execute(of_day.order_by(order)).one()
            work.keys.days.opened(capture_date(row.captured_at), row.sealed, row.read_id)
    except DamagedError:
        return False
    return True


def _to_bring_back(hq: Headquarters) -> str:
    if hq.settings.cluster_key is not None and hq.settings.keys is None:
        return BRING_BACK
    return "Bring the mirrored folder of day keys back."


def _end_keys(hq: Headquarters) -> DoctorLine:
    """Check the keys of what ends on a day: entries, corrections, requests (MAN-05)."""
    with hq.reading() as work:
        opens = _dates_of_ends(work)
    lost = {on for on, is_well in opens.items() if not is_well} | set(hq.keys.ends.damaged())
    if lost:
        words = (
            f"Entries and requests that end on {counted(len(lost), 'day')} cannot be read: the "
            f"key is missing, damaged or another. {_to_bring_back(hq)}"
        )
        return DoctorLine("end keys", ok=False, words=words)
    words = f"Entries and requests that end on {counted(len(opens), 'day')} can be read."
    return DoctorLine("end keys", ok=True, words=words)


def _dates_of_ends(work: Work) -> dict[date, bool]:
    """Return the dates on which something ends that has not yet, and whether all of it opens."""
    dates: dict[date, bool] = {}
    for table in METADATA.sorted_tables:
        if {"expires_at", SEALED} <= {*table.c.keys()} and sealed_under(table) is Under.LIFE:
            lasting = select(table).where(table.c.ended_at.is_(None))
            for row in work.connection.execute(lasting).mappings():
                on = capture_date_over_with(row["expires_at"])
                if capture_date_ends(on) > work.now:
                    is_well = dates.get(on, True)
                    dates[on] = is_well and texts(work.keys, table, row) is not None
    return dates


def _hold_keys(hq: Headquarters) -> DoctorLine:
    """Check the keys of what holds keep, and of the papers of holds and requests (PRS-02)."""
    keys = hq.keys.holds
    with hq.reading() as work:
        with_papers, dates_of_holds = _with_papers(work), _kept_by_holds(work)
        lasting = live(work)
    warrants = [new.number for new in lasting if new.hold is None and new.row["kind"] in WARRANTS]
    lost = keys.damaged() | (with_papers - keys.with_papers())
    lost |= {hold for hold, dates in dates_of_holds.items() if dates - set(keys.dates(hold))}
    if lost:
        said = counted(len(lost), "hold or request", "holds or requests")
        with hq.reading() as work:
            named = _named(work, lost)
        words = (
            f"What lies under {said} cannot be read: a key is missing or damaged. "
            f"{_to_bring_back(hq)} If it is lost for good, a custodian gives it up{named}."
        )
        if warrants:
            numbers = ", ".join(map(str, warrants))
            words += (
                f" If the papers of {numbers} are lost for good, another custodian than who "
                "entered the warrant ends it: hq hold cancel."
            )
        return DoctorLine("hold keys", ok=False, words=words)
    words = f"What is kept by {counted(len(dates_of_holds), 'hold')} can be read."
    return DoctorLine("hold keys", ok=True, words=words)


def _with_papers(work: Work) -> set[str]:
    """Return the holds and requests whose papers are to be read still."""
    t = DISCLOSURES.c
    of_holds = select(HOLD_STEPS.c.hold_id)  # erased with the papers
    of_requests = select(t.hold_id).where(t.papers_gone_at.is_(None))
    return set(work.connection.scalars(union(of_holds, of_requests)))


def _named(work: Work, lost: Collection[str]) -> str:
    """Return the commands by which lost keys are given up, with the first numbers of each log."""
    commands = []
    for table, command in (
        (HOLDS, "hq hold give-up-keys {}"),
        (DISCLOSURES, "hq decide-data-request {} give_up_papers"),
    ):
        wanted = select(table.c.number).where(table.c.hold_id.in_(list(lost)))
        numbers = work.connection.scalars(wanted.order_by(table.c.number)).all()
        commands += [command.format(number) for number in numbers[:_NAMED_AT_MOST]]
    return "".join(f", {line}" for line in commands)


def _kept_by_holds(work: Work) -> dict[str, set[date]]:
    """Return of which dates the live holds keep something now."""
    rows = work.connection.execute(select(HELD.c.hold_id, HELD.c.captured_on).distinct()).all()
    dates_of_holds = dict[str, set[date]]()
    for hold_id, hold in ((hold_row.hold_id, hold_row.hold) for hold_row in live(work)):
        if hold is not None and not work.keys.holds.is_ended(hold_id):
            of_it = (on for hold_row, on in rows if hold_row == hold_id)
            dates_of_holds[hold_id] = {on for on in of_it if hold.keeps(on, work.now)}
    return dates_of_holds


def _audit(hq: Headquarters) -> DoctorLine:
    if not can_be_written(hq):
        return DoctorLine(
            "audit", ok=False, words="It cannot be written: no data is shown. See the log."
        )
    with hq.reading() as work:
        waits = audit_buffer.oldest_at(work)
    if waits is not None and hq.clock.now() - waits > _UNTIED_AT_MOST:
        words = f"What cars did since {waits:%Y-%m-%d %H:%M} UTC is no entry yet. Start hq serve."
        return DoctorLine("audit", ok=False, words=words)
    if mark_is_valid(hq):
        known = "".join(
            f" Known break at entry {entry.sequence}, recorded {entry.at:%Y-%m-%d}."
            for entry in known_breaks(hq)
        )
        return DoctorLine("audit", ok=True, words=f"Its mark is in place.{known}")
    words = (
        "Its mark is missing or was changed. Run hq audit-verify with a witness; when it is "
        "known why, two people record it: hq audit-known-break."
    )
    return DoctorLine("audit", ok=False, words=words)


def _witness(hq: Headquarters) -> DoctorLine:
    settings = hq.settings
    witness.demand_apart(settings)
    if not settings.audit_witness or settings.audit_key is None:
        words = (
            "None. Make a key (hq audit-key), set audit_key and audit_witness in hq.toml, and "
            "restart hq serve."
        )
        return DoctorLine("audit witness", ok=False, words=words)
    place = place_to_write(settings.audit_witness, settings.data)
    if (file := place.newest()) is None:
        return DoctorLine("audit witness", ok=False, words="It is empty. Start hq serve.")
    newest = witness.opened(file, AuditKey.read(settings.audit_key).public_key)
    if newest is None:
        words = f"{file[0]} was not signed by this key, or was changed."
        return DoctorLine("audit witness", ok=False, words=words)
    if why := witness.contradiction(hq, newest):
        return DoctorLine("audit witness", ok=False, words=f"BROKEN: {why}.")
    words = f"Checkpoint {newest.number} of {newest.at:%Y-%m-%d %H:%M} UTC fits."
    is_late = hq.clock.now() - newest.at > _LATE
    return DoctorLine("audit witness", ok=not is_late, words=words + " Start hq serve." * is_late)


def _administrators(hq: Headquarters) -> DoctorLine:
    with hq.reading() as work:
        last, today = administrators_last_day(work), capture_date(work.now)
        changed = changed_outside(work)
    if last is None:
        words = "None can sign in. Here: hq rescue-administrator, or at first hq setup."
        return DoctorLine("administrators", ok=False, words=words)
    if changed:
        words = f"Changed outside the program, and refused: {', '.join(changed)}. Who did it?"
        return DoctorLine("administrators", ok=False, words=words)
    if not hq.keys.seals_are_demanded:
        words = "Whoever writes in the database makes one. On each server: hq seal-accounts."
        return DoctorLine("administrators", ok=False, words=words)
    days = (last - today).days
    words = f"An administrator can sign in for {counted(days, 'more day')}, until {last}."
    is_soon = last - today <= ADMINISTRATORS_WARNED_BEFORE
    words += " Record a training before: hq record-training." * is_soon
    return DoctorLine("administrators", ok=not is_soon, words=words)


def _account_review(hq: Headquarters) -> DoctorLine:
    with hq.reading() as work:
        late = overdue(work)
    if not late:
        return DoctorLine("account review", ok=True, words="Every account was reviewed in time.")
    said = counted(len(late), "account was", "accounts were")
    words = f"{said} not reviewed for a year. See hq account-reviews."
    return DoctorLine("account review", ok=False, words=words)


def _policy(hq: Headquarters) -> DoctorLine:
    with hq.reading() as work:
        is_on_record = is_adopted(work.connection)
    if is_on_record:
        return DoctorLine("policy", ok=True, words=f"On record. Policy profile: {PROFILE.words}.")
    words = "None is on record: no car is served unless headquarters trains. hq adopt-policy."
    return DoctorLine("policy", ok=False, words=words)


def _cases(hq: Headquarters) -> DoctorLine:
    with hq.reading() as work:
        formats = case_formats(work.connection)
    words = f"Written like {' or '.join(formats)}." if formats else CASES_OF_ANY_FORMAT
    return DoctorLine("cases", ok=bool(formats), words=words)


def _second_factors(hq: Headquarters) -> DoctorLine:
    with hq.reading() as work:
        factors, without = Factors(hq, work), people_without(work.connection)
        is_removed, unreadable = is_factor_removed(work.connection), factors.unreadable()
        is_demanded = factors.is_demanded()
    if unreadable:
        words = (
            f"Those of {counted(unreadable, 'person', 'people')} do not open: {FACTOR_KEY_FILE} "
            "is another one. Bring it back from a backup."
        )
    elif is_removed:
        words = "NOT demanded: a password alone signs in. Demand them: hq require-factor on."
    else:
        words = "Demanded of everybody." if is_demanded else "Not demanded in training."
        words += f" {counted(without, 'account has', 'accounts have')} none yet."
    is_well = not unreadable and not is_removed
    return DoctorLine("second factors", ok=is_well, words=words)


def _cryptography(_hq: Headquarters) -> DoctorLine:
    """Say honestly which modules work: a validated one is the agency's to install."""
    words = f"{words_of_modules()}. Algorithms: resources/docs/keys.md."
    return DoctorLine("cryptography", ok=True, words=words)


def _bucket(hq: Headquarters) -> DoctorLine:
    if not hq.settings.picture_store:
        return DoctorLine("place of pictures", ok=True, words="Headquarters' own folder.")
    region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION", "")
    return bucket_line(region, os.environ.get("AWS_ENDPOINT_URL", ""))


def _certificate(hq: Headquarters) -> DoctorLine:
    place = own_place(hq.settings.data)
    if not place.exists():
        return DoctorLine("certificate", ok=True, words="Headquarters made none of its own.")
    if words := ending_words(place, hq.clock.now(), is_own=True):
        return DoctorLine("certificate", ok=False, words=words)
    words = f"Headquarters' own lasts until {ends_at(place):%Y-%m-%d}."
    return DoctorLine("certificate", ok=True, words=words)


def _lists(hq: Headquarters) -> DoctorLine:
    with hq.reading() as work:
        troubled = troubles(work)
    if not troubled:
        return DoctorLine("lists", ok=True, words="None is overdue, no delivery was stopped.")
    names = ", ".join(f"{trouble.name} ({trouble.kind.value})" for trouble in troubled)
    return DoctorLine("lists", ok=False, words=f"{names}. See hq lists.")
