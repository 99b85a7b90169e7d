"""Nothing around the hit's pages tells the wanted plate before its entry (D1)."""

import logging
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from pytestqt.qtbot import QtBot

from mdt_alpr.domain import policy
from mdt_alpr.domain.hit import verification
from mdt_alpr.domain.hit.hit import VehicleAnswer
from mdt_alpr.domain.hit.vehicle import Body, Color
from mdt_alpr.domain.hotlist.manual_entry import EntryDraft, ManualEntry
from mdt_alpr.patrol.events import HitChanged, SeenPlate
from mdt_alpr.ui.shell.models.patrol import ReelRow
from mdt_alpr.ui.shell.views.reel import ReelModel
from tests.builders import NOW, a_hit, a_read, an_entry
from tests.ui.fake_past_reads_desk import a_past_read
from tests.ui.screen import texts_of
from tests.ui.window import Patrol

K = Qt.Key
WANTED, READ, SECOND, NEAR = "EXN2894", "EXN2B94", "EXN2694", "EXN2898"
SECRETS = (WANTED, READ, SECOND, NEAR, "DODG", "V220914871")
ROLES = [role.value for role in Qt.ItemDataRole] + [ReelModel.ROW, ReelModel.CROP]


@pytest.fixture
def car(qtbot: QtBot) -> Patrol:
    car = Patrol(qtbot)
    car.sign_in()
    car.read("KLM4471")
    read = car.read(READ, held=True, state="NC")
    entry = an_entry(WANTED, make="DODG", nic="V220914871")
    car.desk.raise_hit(a_hit(read, entry, second_text=SECOND, hit_id="held", raised_at=NOW))
    car.read(NEAR, read_id="another pass of it")
    plates = [SeenPlate(read.box, text, held=False) for text in (WANTED, NEAR)]
    car.see(SeenPlate(read.box, "", held=True), *plates)
    return car


def model_texts(model: QAbstractItemModel) -> Iterator[str]:
    for row in range(model.rowCount()):
        for role in ROLES:
            yield repr(model.index(row, 0).data(role))


def accessible_texts(part: QAccessibleInterface) -> Iterator[str]:
    """Give what a screen reader is told of a part and everything in it."""
    for kind in QAccessible.Text:
        yield part.text(kind)
    for place in range(part.childCount()):
        child = part.child(place)
        if child.isValid():
            yield from accessible_texts(child)


def everything(car: Patrol) -> Iterator[str]:
    yield from texts_of(car.window)
    yield from model_texts(car.window.patrol.reel.model)
    yield from accessible_texts(QAccessible.queryAccessibleInterface(car.window))
    yield repr([frame.plates for frame, _ in car.window.patrol.live._shown.values()])


def reported(car: Patrol) -> set[str]:
    texts = [re.sub(r"[\s-]", "", text.upper()) for text in everything(car)]
    return {secret for secret in SECRETS if any(secret in text for text in texts)}


@pytest.mark.clause(policy.VISUAL_CHECK.number)
@pytest.mark.parametrize("key", [K.Key_F7, K.Key_F4, K.Key_F9, K.Key_F11, K.Key_F10, K.Key_F8])
def test_no_page_tells_a_held_plate(
    car: Patrol, key: Qt.Key, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    car.key(key)
    car.clock.pass_by(seconds=5)
    car.tick()
    assert reported(car) == set()
    assert not any(secret in caplog.text for secret in SECRETS)


def test_the_walk_would_find_what_is_shown(car: Patrol) -> None:
    texts = list(everything(car))
    assert any("KLM4471" in text for text in texts)
    assert any("Held for check" in text for text in texts)


def test_a_held_row_has_no_text_in_the_model(car: Patrol) -> None:
    model = car.window.patrol.reel.model
    rows: list[ReelRow] = [model.index(n, 0).data(ReelModel.ROW) for n in range(3)]
    assert [row.text for row in rows] == ["", "", "KLM4471"]
    assert [row.is_held for row in rows] == [True, True, False]
    assert all(not row.doubtful and not row.state for row in rows[:2])


def test_after_the_entry_the_read_is_shown(car: Patrol) -> None:
    opened = verification.open_hit(car.desk.hits["held"], NOW)
    seen = verification.answer_vehicle(opened, VehicleAnswer(Body.CAR, Color.RED, NOW))
    once = verification.enter(seen, WANTED, "NC", NOW, picture_s=2)
    twice = verification.enter(once, WANTED, "NC", NOW, picture_s=2)  # the readers disagree
    car.happen(HitChanged(once))
    assert reported(car) == set()
    car.happen(HitChanged(twice))
    assert {READ, NEAR} <= reported(car)


# ----------------------------------------------------------------------------- own entries


def own_entry(text: str, case: str) -> ManualEntry:
    draft = EntryDraft(text=text, state="NC", case=case, reason="Seen at the scene")
    return ManualEntry(text, draft, "officer-1", NOW, policy.manual_entry_ends(NOW))


@pytest.mark.clause(policy.VISUAL_CHECK.number)
@pytest.mark.parametrize("step", ["", "choose", "remove", "more time", "look away"])
def test_an_own_entry_that_raised_a_hit_tells_no_plate_until_the_entry(
    car: Patrol, step: str
) -> None:
    named = own_entry("QRS7655", "26-3333 for exn 28-94").draft
    with_plate = ManualEntry("c", replace(named, text=WANTED, state="SC"), "officer-1", NOW, NOW)
    car.entries_desk.hold(
        own_entry(WANTED, "26-1111"), own_entry("QRS7654", "26-2222"), with_plate
    )
    car.key(K.Key_F9)
    if step == "choose":
        car.entries.choose_entry(WANTED)
    elif step == "remove":
        car.entries.remove_entry(WANTED)
    elif step == "more time":
        car.entries.ask_more_time(WANTED)
    else:
        car.entries.choose_entry("QRS7654")
    if step == "look away":
        car.key(K.Key_F7)
    car.tick()
    assert reported(car) == set()
    texts = list(everything(car))
    assert any("26-1111" in text for text in texts)
    assert not any("QRS7654" in text for text in texts)
    opened = verification.open_hit(car.desk.hits["held"], NOW)
    car.happen(HitChanged(verification.cannot_see(opened)))
    assert WANTED not in reported(car)


@pytest.mark.clause(policy.VISUAL_CHECK.number)
def test_past_reads_of_the_wanted_plate_are_hidden_until_the_entry(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    car = Patrol(qtbot)
    car.sign_in()
    car.entries_desk.hold(own_entry(WANTED, "26-1111"))
    car.key(K.Key_F9)
    car.past.look_back(WANTED)
    car.past.choose_purpose("criminal_investigation")
    car.past.show_reads()
    car.past_desk.show(a_past_read(WANTED), a_past_read(NEAR))
    assert reported(car) == {WANTED, NEAR}
    entry = an_entry(WANTED, make="DODG", nic="V220914871")
    read = car.read(READ, held=True, state="NC")
    car.desk.raise_hit(a_hit(read, entry, hit_id="held", raised_at=NOW))
    for key in (K.Key_F8, K.Key_F7, K.Key_F9, K.Key_Escape):
        car.key(key)
        car.tick()
        assert reported(car) == set()
    assert not any(secret in caplog.text for secret in SECRETS)


def test_which_own_plates_are_hidden_does_not_depend_on_the_hit(qtbot: QtBot) -> None:
    """Were they hidden for an own hit only, the empty rows would tell whose it is."""
    shown = []
    for text in (WANTED, "ABC1234"):
        car = Patrol(qtbot)
        car.sign_in()
        car.entries_desk.hold(own_entry(WANTED, "26-1111"))
        car.hit(text, hit_id="hit")
        car.key(K.Key_F9)
        shown.append(sorted(texts_of(car.window.entries)))
    assert shown[0] == shown[1]


def test_own_plates_come_back_with_the_last_blind_entry(car: Patrol) -> None:
    car.entries_desk.hold(own_entry("QRS7654", "26-2222"))
    car.key(K.Key_F9)
    assert not any("QRS7654" in text for text in everything(car))
    opened = verification.open_hit(car.desk.hits["held"], NOW)
    seen = verification.answer_vehicle(opened, VehicleAnswer(Body.CAR, Color.RED, NOW))
    for _ in range(2):  # the readers disagree, so it is entered twice
        seen = verification.enter(seen, WANTED, "NC", NOW, picture_s=2)
    car.happen(HitChanged(seen))
    assert any("QRS7654" in text for text in everything(car))


def test_a_revision_that_becomes_a_hit_takes_its_text_back(qtbot: QtBot) -> None:
    car = Patrol(qtbot)
    car.sign_in()
    car.read("EXN2B98", read_id="pass")
    car.read("EXN2B94", read_id="pass", revision=1, held=True)
    car.desk.raise_hit(a_hit(a_read("EXN2B94", read_id="pass"), an_entry(), hit_id="h"))
    model = car.window.patrol.reel.model
    assert model.rowCount() == 1
    assert model.index(0, 0).data(ReelModel.ROW).text == ""
