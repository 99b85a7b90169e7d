"""What the result page shows of a manual entry, and that nothing of it shows before the entry."""

from dataclasses import replace
from datetime import timedelta

from mdt_alpr.domain.entry.listing import listed
from mdt_alpr.domain.hit.hit import EntryAttempt
from mdt_alpr.domain.hotlist.manual_entry import Basis, LeadSighting
from mdt_alpr.lab.screens.hit_sample_cases import MANUAL_SAMPLES
from mdt_alpr.ui.hit.models.hit_result import ResultView
from mdt_alpr.ui.hit.presenters.hit_compare_view import manual_detail, manual_label
from mdt_alpr.ui.kit.theme import load_fonts
from tests.builders import NOW, a_hit, a_read, an_entry
from tests.manual_entries import PERSON, a_draft, a_manual_entry, a_person_draft

LEAD = a_draft("EXN2894", basis=Basis.DESCRIPTION, sighting=LeadSighting(1.2, 14))
WEAK = a_person_draft("EXN2894", person=replace(PERSON, identified_how="a caller named him"))
ENTERED = EntryAttempt("EXN2894", "NC", NOW, 2.0, matched=True)


def test_a_lead_by_description_is_labeled_after_the_entry_and_not_before() -> None:
    hit = a_hit(a_read(), listed(a_manual_entry(LEAD)))
    assert manual_label(hit) == ("", "")
    assert manual_label(replace(hit, attempts=(ENTERED,))) == (
        "Similar vehicle, not identified",
        "Stop-and-inspect lead only. Seen 1.2 miles and 14 minutes from the crime.",
    )


def test_a_weakly_identified_person_is_labeled() -> None:
    hit = a_hit(a_read(), listed(a_manual_entry(WEAK)), attempts=(ENTERED,))
    assert manual_label(hit)[0] == "Person not positively identified"


def test_the_page_says_why_by_whom_and_how_long() -> None:
    record = listed(a_manual_entry(LEAD))
    reported = manual_detail(record, NOW + timedelta(days=2))
    assert reported.split("  ·  ") == [
        "case 26-041877",
        "by officer-1",
        "ends in 28 days",
        LEAD.reason,
    ]
    assert "ends today" in manual_detail(record, NOW + timedelta(days=29, hours=3))
    assert manual_detail(an_entry(), NOW) == ""


def test_the_sample_pages_carry_label_instruction_and_caveat(qapp: object) -> None:
    assert qapp
    load_fonts()
    pages = {name: make().page for name, make in MANUAL_SAMPLES.items()}
    lead, person = pages["hit_manual_lead"], pages["hit_manual_person"]
    assert isinstance(lead, ResultView)
    assert isinstance(person, ResultView)
    assert (lead.banner.title, lead.banner.shape) == ("Similar vehicle, not identified", "weak")
    assert "Driver not identified" in person.banner.text
    assert [fact.text for fact in lead.compare.columns[2].facts][-1] == "Check, then stop"


def test_a_record_of_a_list_has_no_such_label() -> None:
    hit = a_hit(a_read(), an_entry(), attempts=(ENTERED,))
    assert manual_label(hit) == ("", "")
