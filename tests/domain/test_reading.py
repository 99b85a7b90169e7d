from mdt_alpr.domain.reading import Character, standing_as

VOTED = (Character("E", 0.9, (("F", 0.1),)), Character("X", 0.8))


def test_a_vote_stands_where_its_characters_stand_in_the_picture_that_is_shown() -> None:
    seen = (Character("F", 0.5, span=(0.1, 0.2)), Character("X", 0.5, span=(0.2, 0.3)))
    placed = standing_as(VOTED, seen)
    assert [(c.text, c.confidence, c.span) for c in placed] == [
        ("E", 0.9, (0.1, 0.2)),
        ("X", 0.8, (0.2, 0.3)),
    ]
    assert placed[0].alternatives == (("F", 0.1),)


def test_a_picture_with_another_number_of_characters_places_none() -> None:
    seen = (Character("E", 0.5, span=(0.1, 0.2)),)
    assert [c.span for c in standing_as(VOTED, seen)] == [None, None]
