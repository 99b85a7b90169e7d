"""A misread that an officer corrected: both are kept, found, held, and shown beside each other."""

from dataclasses import replace

from sqlalchemy import select

from mdt_alpr.domain.identity import made_at, new_id
from mdt_alpr.domain.reading.reading import Misread
from mdt_alpr.domain.reading.typed_read import TYPED_BY_OFFICER
from mdt_alpr.domain.retention.alpr_1 import HeldCamera
from mdt_alpr.domain.review.truth import Truth
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.equipment_tables import SAMPLE_COUNTS
from mdt_alpr.hq.holds.held_data import covered
from mdt_alpr.hq.people.sample_agency import CUSTODIAN
from mdt_alpr.wire.messages import ReadMessage
from tests.builders import NOW
from tests.hq.holding import a_scope
from tests.hq.manual import added, an_own_entry
from tests.hq.reviewers import at_desk
from tests.hq.senders import a_car, a_read_message, an_item
from tests.hq.test_past_reads import looked_back
from tests.hq.test_search import WIDE, asked

SEEN = "KLM4471"


def a_pair(text: str = "KLM4477") -> tuple[ReadMessage, ReadMessage]:
    """Return a misread of this text and what an officer saw."""
    misread = a_read_message(text, captured_at=NOW)
    return misread, correction_of(misread, 1)


def correction_of(misread: ReadMessage, number: int) -> ReadMessage:
    """Return another correction of a misread."""
    return replace(
        misread, read_id=new_id(made_at(misread.read_id), bytes([number]) * 10), text=SEEN,
        camera=TYPED_BY_OFFICER, engine="typed: correction", crop_digest="", context_digest="",
        corrects=Misread(misread.read_id, "front", misread.text, misread.state),
    )  # fmt: skip


def test_a_search_for_either_text_shows_both(server: InProcessHq) -> None:
    misread, seen = a_pair()
    other = a_read_message("KLM4477", state="SC", captured_at=NOW)
    with a_car(server.base_url) as car, at_desk(server, CUSTODIAN) as desk:
        assert car.send(*map(an_item, (misread, seen, other))) == ["accepted"] * 3
        for text in (misread.text, SEEN):
            question = replace(WIDE, plate=text, state="NC")
            found = asked(desk, question, confirmed=True)
            assert {read.read_id for read in found.reads} == {misread.read_id, seen.read_id}
            assert found.found == 1, "the one beside it answers no question"
        entry = an_own_entry(SEEN)
        car.send(added(entry))
        reads = looked_back(car, entry.entry_id)
    assert isinstance(reads, list)
    assert sorted(reads) == [SEEN, "KLM4477"]


def test_a_corrected_read_counts_once_as_a_wrong_one(server: InProcessHq) -> None:
    misread, seen = a_pair()
    again = correction_of(misread, 2)
    with a_car(server.base_url) as car:
        for read in (misread, seen, again):
            assert car.send(an_item(read)) == ["accepted"]
    with server.hq.reading() as work:
        counted = [tuple(row)[1:] for row in work.connection.execute(select(SAMPLE_COUNTS))]
    assert counted == [("unit", "Unit 12", Truth.WRONG, 1)]


def test_what_holds_one_of_both_holds_the_other(server: InProcessHq) -> None:
    misread, seen = a_pair()
    with a_car(server.base_url) as car:
        car.send(an_item(misread), an_item(seen))
    with server.hq.reading() as work:
        for read in (misread, seen):
            cameras = (HeldCamera("Unit 12", read.camera),)
            scope = replace(a_scope(text=read.text), cameras=cameras)
            assert covered(work, scope).reads == {misread.read_id, seen.read_id}


def test_a_correction_of_a_read_of_another_instant_is_refused(server: InProcessHq) -> None:
    misread, seen = a_pair()
    elsewhere = replace(seen, read_id=a_read_message(captured_at=NOW.replace(hour=1)).read_id)
    with a_car(server.base_url) as car:
        assert car.send(an_item(misread), an_item(elsewhere)) == ["accepted", "refused 309"]
