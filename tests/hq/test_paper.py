"""Forms, letters and certificates: what they say, and that nothing typed breaks or forges them."""

from datetime import UTC, datetime

from mdt_alpr.hq.base.paper import Paper, Printed
from tests.hq.papers import pages_of, text_of

AT = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
AGENCY = ("Concord Police Department", "Special Operations Division")
PRINTED = Printed("Dana Reyes", AT, AGENCY)


def paper(**more: str) -> Paper:
    return Paper("Preservation Request", PRINTED, **more)


def test_every_page_names_agency_form_printer_and_its_place_among_how_many() -> None:
    made = paper(form="ALPR-1", notice="Not a public record.")
    for number in range(90):
        made.paragraph(f"Line {number}")
    pages = pages_of(made.pdf())
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        for words in (*AGENCY, "Form ALPR-1", "Not a public record."):
            assert words in page
        assert (
            f"Printed by Dana Reyes, Nov 29, 2026 07:00 EST Page {number} of {len(pages)}" in page
        )


def test_markup_that_somebody_typed_is_printed_and_not_obeyed() -> None:
    made = paper()
    made.fields([("Facts", "<b>5 < 7 & <img src='/etc/passwd'/>"), ("Case", "2026-1")])
    assert "<b>5 < 7 & <img src='/etc/passwd'/>" in text_of(made.pdf())


def test_a_character_that_the_font_lacks_is_printed_as_its_number() -> None:
    made = paper()
    made.paragraph("Müller 中 § \u202e backwards")
    assert "Müller [U+4E2D] § \\u202e backwards" in text_of(made.pdf())


def test_a_long_text_goes_on_over_pages_and_keeps_its_last_word() -> None:
    made = paper()
    made.fields([("Facts", "word " * 1500 + "THE-END")], columns=1)
    made.table(["When", "What"], [["now", "y" * 4000 + " THE-LAST"]])
    pages = pages_of(made.pdf())
    assert len(pages) > 2
    assert "THE-END" in " ".join(pages)
    assert "THE-LAST" in " ".join(pages)


def test_a_form_has_lines_for_the_requester_and_for_the_notary() -> None:
    made = paper()
    made.checkboxes([("Felony", True), ("Missing person", False)])
    made.signature("Signature of requester", "Dana Reyes")
    made.notary()
    words = text_of(made.pdf())
    for line in (
        "Felony",
        "Signature of requester",
        "Dana Reyes",
        "Sworn to (or affirmed)",
        "seal",
    ):
        assert line in words


def test_a_paper_of_a_training_says_so() -> None:
    made = Paper("Letter", Printed("Dana Reyes", AT, training=True))
    assert "TRAINING - NOT A RECORD" in text_of(made.pdf())
