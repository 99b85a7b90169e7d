from mdt_alpr.domain.hotlist.matching import TwinKind, listed_twins, mistaken_for
from mdt_alpr.domain.plate.plate import Plate, folded


def twins(read: Plate, *listed: Plate) -> list[tuple[str, TwinKind]]:
    by_text = {folded(plate.text): [plate] for plate in listed}
    return [(plate.text, kind) for plate, kind in listed_twins(read, by_text)]


def test_the_same_characters_of_another_state_are_a_twin() -> None:
    assert twins(Plate("ABC123", "NC"), Plate("ABC123", "SC")) == [
        ("ABC123", TwinKind.OTHER_STATE)
    ]


def test_one_look_alike_apart_in_the_same_state_is_a_twin() -> None:
    assert twins(Plate("A8C123", "NC"), Plate("ABC123", "NC")) == [("ABC123", TwinKind.LOOK_ALIKE)]
    assert twins(Plate("A8C123", "NC"), Plate("ABC123", "SC")) == []


def test_the_listed_plate_itself_is_a_hit_and_no_twin() -> None:
    assert twins(Plate("ABC123", "NC"), Plate("ABC123", "NC")) == []


def test_a_read_without_a_state_speaks_for_no_twin() -> None:
    assert twins(Plate("ABC123", ""), Plate("ABC123", "SC")) == []


def test_only_plates_of_a_few_texts_may_be_a_twin() -> None:
    texts = mistaken_for(["A8C123"])
    assert {"A8C123", "ABC123"} <= texts
    assert "XYZ789" not in texts
    for text in texts:
        assert twins(Plate(text, "NC"), Plate("A8C123", "NC" if text != "A8C123" else "SC"))
