from mdt_alpr.domain.reading.reading import Character, PlateText
from mdt_alpr.measure.plate_tally import Opinions


def text(characters: str, sure: float = 0.95) -> PlateText:
    return PlateText(tuple(Character(c, sure) for c in characters))


def test_agreement_and_right_answers_are_counted_folded() -> None:
    opinions = Opinions()
    opinions.take(text("ABC1230"), text("ABCI23O"), "ABC1230")
    opinions.take(text("ABC1234", 0.6), text("A8C1234", 0.9), "ABC1234")
    assert opinions.figures() == {
        "asked": 2, "agree": 0.5, "right_where_agree": 1.0, "surer_right": 0.5,
        "wrong": 0, "wrong_unflagged": 0,
    }  # fmt: skip


def test_a_wrong_read_is_flagged_by_the_other_reader_or_by_a_doubtful_or_disputed_character() -> (
    None
):
    opinions = Opinions()
    opinions.take(text("ABC1235"), text("ABC1234"), "ABC1234")
    opinions.take(text("ABC1235", 0.7), text("ABC1235"), "ABC1234")
    opinions.take(text("ABC1235"), text("ABC1235"), "ABC1234", flagged=True)
    assert opinions.wrong == 3
    assert opinions.wrong_unflagged == 0
    opinions.take(text("ABC1235"), text("ABC1235"), "ABC1234")
    assert opinions.wrong_unflagged == 1
