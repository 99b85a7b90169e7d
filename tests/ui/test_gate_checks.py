"""The gate card draws every check there is, also one that it was never told of."""

from enum import StrEnum
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.hit.gate import CheckStatus, Gate, GateForm, gate
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.ui.hit.presenters.hit_gate_view import gate_view
from mdt_alpr.ui.hit.views.result_page import CheckRow, GateCard
from tests.builders import NOW
from tests.compared_hits import compared


class Further(StrEnum):
    """A check that an agency may add."""

    SPOTTER = "spotter"


def with_further(standing: CheckStatus) -> tuple[Hit, Gate]:
    """Return a hit whose plate and state hold, and its gate with one more check."""
    hit = compared()
    checks: Any = (
        *gate(hit, NOW, officer=hit.officer, open_hit_id=hit.hit_id).checks,
        (Further.SPOTTER, standing),
    )
    return hit, Gate(GateForm.LOCKED, checks, None)


@pytest.mark.parametrize(
    ("standing", "shape", "words"),
    [
        (CheckStatus.OPEN, "ring", "Not answered"),
        (CheckStatus.TRUE, "tick", "Holds"),
        (CheckStatus.NOT_PRACTICABLE, "ring", "NOT CHECKED"),
    ],
)
def test_a_further_check_has_its_row(standing: CheckStatus, shape: str, words: str) -> None:
    hit, further = with_further(standing)
    row = gate_view(hit, further, NOW, None).checks[-1]
    assert (row.shape, row.name, row.words) == (shape, "Spotter", words)


def test_what_unlocks_the_stop_names_the_further_check_too() -> None:
    hit, further = with_further(CheckStatus.OPEN)
    text = gate_view(hit, further, NOW, None).text
    assert text.endswith("then have spotter hold.")


def test_the_card_has_a_row_for_each_check(qtbot: QtBot) -> None:
    card = GateCard()
    qtbot.addWidget(card)
    hit = compared()
    held = gate(hit, NOW, officer=hit.officer, open_hit_id=hit.hit_id)
    card.show_view(gate_view(hit, held, NOW, None))
    assert len(card.findChildren(CheckRow)) == len(held.checks)
    card.show_view(gate_view(*with_further(CheckStatus.OPEN), NOW, None))
    named = [row.accessibleName() for row in card.findChildren(CheckRow)]
    assert named[-1] == "Spotter: Not answered"
