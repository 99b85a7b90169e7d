import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.hotlist.manual_entry import Basis, LeadSighting
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.agency_keys import ENTRY_KEY_FILE, entry_key
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.hotlists.importing import import_csv
from mdt_alpr.hq.hotlists.manual_ending import end_expired
from mdt_alpr.hq.hotlists.rows import COLUMNS
from mdt_alpr.keys.key_places import KeyFolder
from mdt_alpr.wire.manual import EntryStep
from tests.builders import NOW, SetClock
from tests.hq.manual import (
    a_step,
    added,
    an_own_entry,
    audited,
    everything,
    fits,
    manual,
    the_list,
)
from tests.hq.passing_time import time_passes
from tests.hq.senders import EARLIER, a_car
from tests.manual_entries import PERSON

DATABASES = ["sqlite"]
LINE = "NCIC,V,V1,NC0130200,2026-11-20,EXN2894,NC,2027,PC,2019,HOND,ACC,4D,BLK,"


# ------------------------------------------------------------------------------------ listing


def test_an_entry_of_one_car_reaches_every_car_with_the_list(server: InProcessHq) -> None:
    entry = an_own_entry(basis=Basis.DESCRIPTION, sighting=LeadSighting(1.5, 20))
    with a_car(server.base_url) as car, a_car(server.base_url, "officer-2", "car-2") as other:
        assert other.http.get("/v1/hotlist").status_code == 204
        assert car.send(added(entry)) == ["accepted"]
        whole = the_list(other)
    (listed,) = whole.entries
    assert (whole.version, listed.category, listed.text, listed.state) == (1, "B", "KLM4471", "NC")
    assert listed.entry_id == entry.entry_id
    assert listed.expires_at == EARLIER + timedelta(days=30)
    assert listed.manual is not None
    assert listed.manual.instruction == entry.draft.instruction
    assert listed.manual.labels[0].startswith("Similar vehicle, not identified")
    assert listed.manual.entered_by == "officer-1"


def test_only_the_plate_as_confirmed_is_listed(server: InProcessHq) -> None:
    """RS-07: no O for a 0, no second variant."""
    with a_car(server.base_url) as car:
        car.send(added(an_own_entry("HBO1052")))
        assert [entry.text for entry in manual(car)] == ["HBO1052"]


def test_an_entry_does_not_make_an_old_list_look_fresh(
    server: InProcessHq, clock: SetClock, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"{','.join(COLUMNS)}\n{LINE}\n", encoding="utf-8")
    import_csv(server.hq, path, by="x")
    clock.pass_by(hours=5)
    with a_car(server.base_url) as car:
        car.send(added(an_own_entry()))
        whole = the_list(car)
        assert (whole.version, whole.compiled_at, len(whole.entries)) == (2, NOW, 2)
        import_csv(server.hq, path, by="x")
        assert len(manual(car)) == 1, "a delivered list replaces no manual entry"


def test_an_entry_that_is_sent_again_changes_nothing(server: InProcessHq) -> None:
    entry = an_own_entry()
    item = added(entry)
    with a_car(server.base_url) as car:
        assert car.send(item) == ["accepted"]
        assert car.send(item) == ["known"]
        assert car.send(added(entry)) == ["accepted"]
        assert the_list(car).version == 1


@pytest.mark.parametrize(
    ("changed", "number"),
    [
        ({"case": "n/a"}, 311),
        ({"case": "plate KRT4478"}, 311),
        ({"reason": "Registration expired"}, 311),
        ({"reason": "Driving while license revoked, no valid OL"}, 311),
        ({"purpose": None}, 311),
        ({"names_person": True}, 311),
        ({"text": "KLM-4471"}, 311),
        ({"state": ""}, 311),
        ({"spelled": False}, 311),
    ],
)
def test_the_rules_of_the_form_hold_for_every_cars_program(
    server: InProcessHq, changed: dict[str, Any], number: int
) -> None:
    entry = an_own_entry()
    with a_car(server.base_url) as car:
        wrong = added(entry, draft=replace(entry.draft, **changed))
        assert car.send(wrong) == [f"refused {number}"]


def test_an_entry_that_would_outlive_thirty_days_is_refused(server: InProcessHq) -> None:
    entry = an_own_entry()
    later = entry.expires_at + timedelta(days=1)
    with a_car(server.base_url) as car:
        assert car.send(added(entry, expires_at=later)) == ["refused 311"]
        assert car.send(added(replace(entry, entry_id="x"))) == ["refused 308"]
        assert car.send(a_step(entry, EntryStep.ADDED)) == ["refused 301"]
        assert car.send(added(entry, draft=replace(entry.draft, text=""))) == ["refused 301"]


# ------------------------------------------------------------------------------------- ending


def test_a_removed_entry_leaves_list_and_database_but_for_its_hash(server: InProcessHq) -> None:
    entry = an_own_entry(reason="KLM 4471 seen at the bank robbery, Nov 23")
    with a_car(server.base_url) as car:
        car.send(added(entry))
        assert car.send(a_step(entry, EntryStep.REMOVED, at=NOW)) == ["accepted"]
        assert manual(car) == []
        assert the_list(car).version == 2
    assert "4471" not in everything(server)
    (ended,) = fits(server, "klm 4471").entries
    assert (ended.entry_id, ended.case) == (entry.entry_id, "26-041877")
    assert (ended.entered_by, ended.ended_by) == ("officer-1", "officer-1")
    assert ended.reason == "(plate erased) seen at the bank robbery, Nov 23"
    assert fits(server, "KLM4471", "SC").entries == ()
    assert fits(server, "KLM4472").entries == ()
    facts = dict(audited(server, ":removed")[0].detail)
    assert set(facts) >= {"plate_hash", "reason", "case", "entered_at", "expires_at"}


def test_added_and_removed_in_one_batch_ends_removed(server: InProcessHq) -> None:
    entry = an_own_entry()
    removed = a_step(entry, EntryStep.REMOVED)
    with a_car(server.base_url) as car:
        assert car.send(removed, added(entry)) == ["accepted"] * 2
        assert manual(car) == []


def test_only_the_maker_ends_an_entry_in_a_car(server: InProcessHq) -> None:
    entry = an_own_entry()
    with a_car(server.base_url) as car:
        car.send(added(entry))
        foreign = a_step(entry, EntryStep.REMOVED, person_id="officer-2")
        assert car.send(foreign) == ["accepted"]
        assert len(manual(car)) == 1
    (aside,) = audited(server, "item:set_aside")
    assert aside.person == "officer-1"
    assert ["named", "officer-2"] in aside.detail


def test_on_day_thirty_the_plate_is_gone_and_the_hash_test_works(
    server: InProcessHq, clock: SetClock
) -> None:
    """RS-20."""
    person = an_own_entry("SJX902", names_person=True, person=PERSON)
    with a_car(server.base_url) as car:
        car.send(added(an_own_entry()), added(person))
        time_passes(server.hq, clock, EARLIER + timedelta(days=30, microseconds=-1))
        assert end_expired(server.hq) == 0
        clock.at = EARLIER + timedelta(days=30)
    with a_car(server.base_url) as car:
        assert manual(car) == [], "not served from the instant on"
        assert end_expired(server.hq) == 2
        assert end_expired(server.hq) == 0
        assert the_list(car).version == 2
    left = everything(server)
    assert "4471" not in left
    assert "SJX902" not in left
    assert "license and photo" not in left
    assert len(fits(server, "SJX902").entries) == 1
    assert [row.person for row in audited(server, "entry:expired")] == ["", ""]


def test_what_came_too_late_from_an_offline_car_is_never_listed(
    server: InProcessHq, clock: SetClock
) -> None:
    entry = an_own_entry()
    late = an_own_entry("TRP8823")
    gone = added(entry, draft=replace(entry.draft, text=""), plate_hash="ab" * 32)
    clock.pass_by(days=31)
    with a_car(server.base_url) as car:
        assert car.send(gone, added(late)) == ["accepted"] * 2
        assert car.http.get("/v1/hotlist").status_code == 204
    assert "8823" not in everything(server)
    found = fits(server, "TRP8823")
    assert len(found.entries) == 1
    assert found.untestable == 1, "the car's own key tests the other"


# ---------------------------------------------------------------------------------- the key


def test_the_agencys_key_lies_beside_the_database_and_stays(hq: Headquarters) -> None:
    path = hq.settings.data / ENTRY_KEY_FILE
    assert path.stat().st_mode & 0o077 == 0
    assert entry_key(hq.kept, os.urandom) == hq.entry_key
    assert len(hq.entry_key) == 32


def test_a_damaged_key_is_said(tmp_path: Path) -> None:
    (tmp_path / ENTRY_KEY_FILE).write_bytes(b"short")
    with pytest.raises(OutsideError, match="backup"):
        entry_key(KeyFolder(tmp_path, os.urandom), os.urandom)
    with pytest.raises(OutsideError, match="rights"):
        entry_key(KeyFolder(tmp_path / ENTRY_KEY_FILE / "no folder", os.urandom), os.urandom)


def test_a_step_that_is_not_known_is_no_entry(server: InProcessHq) -> None:
    item = added(an_own_entry())
    with a_car(server.base_url) as car:
        assert car.send(replace(item, body=item.body.replace('"added"', '"x"'))) == ["refused 301"]
