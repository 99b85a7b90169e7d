"""Every step of a sign-in is whole on the smallest screen: words, fields, and the QR code."""

from dataclasses import replace
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.people.passwords import PASSWORD_RULES
from mdt_alpr.ui.hit.views.hit_page import HitPage
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.theme import load_fonts
from mdt_alpr.ui.shell.models.pages import CheckLine, FactorView, KeyView, SignInView
from mdt_alpr.ui.shell.views.window import CarWindow
from tests.ui.screen import settle
from tests.ui.test_window_geometry import SIZES, check_targets, check_text, rectangle

ADDRESS = "otpauth://totp/Agency:rivera?secret=OUKM4H7DMOBC7SQ57DG3UGEH2BHXWYVJ&issuer=Agency"
KEY = ADDRESS.partition("secret=")[2][:32]
CODES = tuple(f"ABCD{n}-EFGH{n}" for n in range(10))
LONG = (
    "Headquarters did not answer in time. Check the network. Queued items are kept and sent again."
)
WRONG = (
    "The code is wrong or was used before. Wait for the next one; five failures lock the account."
)
START = SignInView(
    unit="Unit 12",
    problem="",
    busy=False,
    locked_by="",
    training=False,
    accounts=(),
    checks=tuple(CheckLine(f"Part {n}", "OK", Mark.TICK) for n in range(6)),
)
STEPS: dict[str, dict[str, Any]] = {
    "no answer": {"problem": LONG},
    "password due": {"password_is_due": True, "problem": LONG, "password_rules": PASSWORD_RULES},
    "code": {"code_is_wanted": True, "problem": WRONG},
    "key or code": {"code_is_wanted": True, "key": KeyView(offered=True), "problem": WRONG},
    "new factor": {"factor": FactorView(ADDRESS, KEY), "problem": WRONG},
    "recovery codes": {"factor": FactorView("", "", CODES)},
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut(qtbot: QtBot, size: tuple[int, int], step: str) -> None:
    load_fonts()
    window = CarWindow(HitPage())
    qtbot.addWidget(window)
    window.resize(*size)
    window.show()
    page = window.sign_in
    page.understand.click()
    page.show_view(replace(START, **STEPS[step]))
    settle()
    assert (window.width(), window.height()) == size
    check_text(window, step)
    check_targets(window, step)
    form, card = page.form, rectangle(window, page.form)
    for part in (form.factor.qr, form.factor.code, form.new.first, form.sign_in):
        assert not part.isVisible() or card.contains(rectangle(window, part))


def test_a_password_that_must_be_changed_cannot_be_kept(qtbot: QtBot) -> None:
    window = CarWindow(HitPage())
    qtbot.addWidget(window)
    window.show()
    window.sign_in.understand.click()
    window.sign_in.show_view(replace(START, password_is_due=True))
    assert not window.sign_in.form.change.isVisible()
    assert window.sign_in.form.new.isVisible()


def test_the_keyboard_names_what_is_typed_into_and_nothing_where_there_is_nothing_to_type(
    qtbot: QtBot,
) -> None:
    window = CarWindow(HitPage())
    qtbot.addWidget(window)
    window.show()
    page, form = window.sign_in, window.sign_in.form
    asks = replace(START, code_is_wanted=True)
    page.understand.click()
    qtbot.waitUntil(form.person.hasFocus)
    page.show_view(asks)
    qtbot.waitUntil(form.factor.code.hasFocus)
    assert page.keyboard._title.text() == "Code"
    page.show_view(replace(asks, key=KeyView("Use it.", offered=True, is_own=True)))
    assert page.keyboard._title.text() == "PIN of the key"
    page.show_view(replace(START, factor=FactorView("", "", CODES)))
    assert page.keyboard._title.text() == ""
    page.keyboard.keyboard.key("a").click()
    assert form.factor.code.text() == ""
    page.show_view(START)
    form.change.click()
    form.password.setFocus()
    form.new.again.setFocus()
    assert page.keyboard._title.text() == "New password again"
    form.change.click()
    assert page.keyboard._title.text() == ""
