from dataclasses import replace
from pathlib import Path

import pytest

from mdt_alpr.lab.training.assets import Font
from mdt_alpr.lab.training.export import ModelCard, write_card


@pytest.fixture
def facts(bundled_fonts: tuple[Font, ...]) -> ModelCard:
    return ModelCard(
        kind="reader",
        contract="Input x.",
        command="mdt-alpr train reader --seed 5",
        minutes=12.0,
        steps=345,
        samples=6000,
        started_from="",
        figures={"read right": 0.5},
        temperatures={"p": 1.25},
        fonts=bundled_fonts,
        limits=("Only plates.",),
    )


def card_of(facts: ModelCard, folder: Path) -> str:
    model = folder / "plate_reader.onnx"
    model.write_bytes(b"0" * 2_000_000)
    write_card(folder / "card.md", model, "abc123", facts)
    return (folder / "card.md").read_text()


def test_a_card_names_recipe_figures_hash_and_every_font(tmp_path: Path, facts: ModelCard) -> None:
    card = card_of(facts, tmp_path)

    for fact in ("--seed 5", "12.0 minutes", "345", "6000", "0.5000", "1.25", "abc123", "2.00 MB"):
        assert fact in card
    for font in facts.fonts:
        assert font.path.name in card
        assert f"{font.source} ({font.license})" in card
    assert "chance" in card


def test_a_card_says_whose_weights_a_network_began_with(tmp_path: Path, facts: ModelCard) -> None:
    card = card_of(replace(facts, started_from="older.onnx"), tmp_path)

    assert "older.onnx" in card
    assert "belong to this network too" in card
