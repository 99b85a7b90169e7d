"""A key that is missing or damaged is a line of the doctor, which says what to bring back."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import product

import pytest

from mdt_alpr.domain.policy import capture_date
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.intake.service import accept
from mdt_alpr.hq.keeping.doctor import examined
from tests.builders import NOW, SetClock
from tests.hq.holding import DAY, OTHER, WHOLE, a_scope, days_pass, filed, held, seen, sworn
from tests.hq.manual import added, an_own_entry
from tests.hq.senders import a_batch
from tests.hq.test_purge import CALLER

DATABASES = ["sqlite"]
CHECKED = ("day keys", "end keys", "hold keys")


def changed(content: bytes) -> bytes:
    return content[:3] + bytes([content[3] ^ 1]) + content[4:]


def cut_off(content: bytes) -> bytes:
    return content[:-1]


def gone(_content: bytes) -> None:
    """Leave nothing."""


MISSING = re.compile(r"(damaged|another)\. Bring the mirrored folder of day keys back\.")
Damage = Callable[[bytes], bytes | None]
DAMAGES: tuple[Damage, ...] = (changed, cut_off, gone)


@contextmanager
def damaged_files(hq: Headquarters, form: str, damage: Damage) -> Iterator[None]:
    """Damage each key whose name below the folder of day keys is of a form."""
    kept = {file: file.read_bytes() for file in hq.settings.day_keys.glob(form)}
    assert kept
    for file, content in kept.items():
        if (left := damage(content)) is None:
            file.unlink()
        else:
            file.write_bytes(left)
    hq.keys.forget()
    yield
    for file, content in kept.items():
        file.write_bytes(content)
    hq.keys.forget()


def wrong(hq: Headquarters) -> dict[str, str]:
    return {line.name: line.words for line in examined(hq) if line.name in CHECKED and not line.ok}


def fill(hq: Headquarters) -> None:
    """Keep a read, a manual entry and a hold over the read."""
    seen(hq)
    filed(hq)
    with hq.writing() as work:
        accept(work, CALLER, a_batch(added(an_own_entry())), 500)
    found = {line.name: line.words for line in examined(hq) if line.name in CHECKED}
    assert found == {
        "day keys": "Captured data of 1 date can be read.",
        "end keys": "Entries and requests that end on 1 day can be read.",
        "hold keys": "What is kept by 1 hold can be read.",
    }
    assert not wrong(hq)


KEYS = (
    ("????-??-??.key", "day keys"),
    ("ends/*.key", "end keys"),
    ("holds/*/data/*.key", "hold keys"),
    ("holds/*/papers/*.key", "hold keys"),
)


@pytest.mark.logs_warnings
def test_a_key_that_is_no_more_what_it_was_is_a_line(hq: Headquarters) -> None:
    fill(hq)
    for (form, name), damage in product(KEYS, DAMAGES):
        with damaged_files(hq, form, damage):
            ((line, words),) = wrong(hq).items()
        assert line == name
        assert MISSING.search(words)
    assert not wrong(hq)


@pytest.mark.logs_warnings
@pytest.mark.parametrize(("form", "name"), KEYS[:2])
def test_a_lost_key_that_was_made_anew_is_a_line(hq: Headquarters, form: str, name: str) -> None:
    """What was sealed under the lost one stays unreadable, and its copy may still be somewhere."""
    fill(hq)
    with damaged_files(hq, form, gone):
        for keys, place in ((hq.keys.days, ""), (hq.keys.ends, "ends")):
            for file in (hq.settings.day_keys / place).glob("????-??-??.key"):
                keys.begin(date.fromisoformat(file.stem))
        seen(hq)
        with hq.writing() as work:
            accept(work, CALLER, a_batch(added(an_own_entry())), 500)
        assert name in wrong(hq)


def test_keys_that_went_in_time_are_missed_by_nobody(hq: Headquarters, clock: SetClock) -> None:
    fill(hq)
    days_pass(hq, clock, clock.at + 92 * DAY)
    assert not wrong(hq)


def test_what_a_sworn_hold_keeps_past_day_ninety_is_checked_too(
    hq: Headquarters, clock: SetClock
) -> None:
    seen(hq)
    sworn(hq, filed(hq))
    days_pass(hq, clock, clock.at + 92 * DAY)
    assert not wrong(hq)
    with damaged_files(hq, "holds/*/data/*.key", gone):
        assert "What lies under 1 hold or request cannot be read" in wrong(hq)["hold keys"]


@pytest.mark.logs_warnings
def test_a_damaged_key_of_a_hold_stops_neither_other_holds_nor_the_purge(
    hq: Headquarters, clock: SetClock
) -> None:
    seen(hq)
    number = filed(hq)
    with damaged_files(hq, "holds/*/data/*.key", changed):
        later = clock.at + 91 * DAY
        days_pass(hq, clock, clock.at + DAY)
        seen(hq, OTHER, at=clock.at)
        other = filed(hq, a_scope(clock.at, OTHER))
        sworn(hq, other)
        days_pass(hq, clock, later)
        assert hq.purged_at == later
        assert held(hq, number) == {}
        assert held(hq, other) == WHOLE
        assert capture_date(NOW) not in hq.day_keys.dates()


@pytest.mark.logs_warnings
def test_what_waited_for_the_copy_of_a_damaged_key_is_held_then(
    hq: Headquarters, clock: SetClock
) -> None:
    seen(hq)
    number = filed(hq)
    with damaged_files(hq, "holds/*/data/*.key", changed):
        seen(hq, at=clock.at + timedelta(minutes=1))
        days_pass(hq, clock, clock.at + DAY)
    assert held(hq, number) == WHOLE
    days_pass(hq, clock, clock.at + DAY)
    assert held(hq, number)["reads"] == 2
