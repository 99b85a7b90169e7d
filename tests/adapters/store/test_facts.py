import json
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from mdt_alpr.adapters.store.facts import hit_facts, hit_from, read_facts, read_from
from mdt_alpr.domain.hit.hit import EarlierCheck, Hit
from mdt_alpr.domain.hit.trace import Glimpse, Trace
from mdt_alpr.domain.hotlist.manual_entry import ManualFacts
from mdt_alpr.domain.reading.position import Fix
from mdt_alpr.domain.reading.reading import Read
from mdt_alpr.patrol.outgoing import picture_digest
from tests.builders import a_hit
from tests.fixes import FIXES

INSTANTS = st.datetimes(
    min_value=datetime(1970, 1, 2),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
st.register_type_strategy(datetime, INSTANTS)
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
st.register_type_strategy(Fix, FIXES)
PRINTED = st.text(st.characters(exclude_categories=["C"]), max_size=20)
MANUAL = st.builds(
    ManualFacts,
    reason=PRINTED,
    instruction=PRINTED,
    case=PRINTED,
    labels=st.lists(PRINTED, max_size=2).map(tuple),
    entered_by=PRINTED,
    decided_by=PRINTED,
    decided_why=PRINTED,
)
st.register_type_strategy(ManualFacts, MANUAL)
READS = st.from_type(Read)
TRACES = st.builds(
    Trace,
    revisions=st.lists(READS, max_size=1).map(tuple),
    glimpses=st.lists(st.from_type(Glimpse), max_size=1).map(tuple),
)
st.register_type_strategy(Trace, TRACES)


def of_one_session(check: EarlierCheck) -> EarlierCheck:
    """Return the check with its attempts made by its own officer, as they always are."""
    return replace(check, attempts=tuple(replace(a, by=check.officer) for a in check.attempts))


CHECKS = st.lists(st.builds(EarlierCheck).map(of_one_session), max_size=2).map(tuple)
HITS = st.builds(Hit, earlier=CHECKS)


@settings(max_examples=60, deadline=None)
@given(READS)
def test_every_fact_of_a_read_comes_back(read: Read) -> None:
    pictures = {picture_digest(jpeg): jpeg for jpeg in (read.crop, read.context)}
    plain = json.loads(json.dumps(read_facts(read), allow_nan=False))
    assert read_from(plain, pictures.__getitem__) == read


@settings(max_examples=20, deadline=None)
@given(READS)
def test_a_read_of_an_older_program_has_no_place(read: Read) -> None:
    plain = read_facts(read)
    del plain["place"]
    assert read_from(plain, lambda _: b"").place is None


@settings(max_examples=60, deadline=None)
@given(HITS)
def test_every_fact_of_a_hit_comes_back(hit: Hit) -> None:
    jpegs = (b"", hit.read.crop, hit.read.context, *hit.trace.pictures())
    pictures = {picture_digest(jpeg): jpeg for jpeg in jpegs}
    plain = json.loads(json.dumps(hit_facts(hit), allow_nan=False))
    assert hit_from(plain, pictures.__getitem__) == replace(hit, known_before=())


def test_a_hit_of_an_older_program_has_an_empty_trace() -> None:
    plain = hit_facts(a_hit())
    del plain["trace"]
    assert hit_from(plain, lambda _: b"").trace == Trace()


@settings(max_examples=20, deadline=None)
@given(READS.filter(lambda read: len(read.crop) > 3))
def test_facts_hold_no_picture(read: Read) -> None:
    assert read.crop.hex() not in json.dumps(read_facts(read))


def test_entries_and_characters_of_an_older_program_have_no_tiles_and_no_span() -> None:
    hit = a_hit()
    plain = hit_facts(hit)
    plain["attempts"] = [["EXN2894", "NC", "2026-11-25T14:30:00+00:00", 1.2, True]]
    plain["read"]["characters"] = [["E", 0.9, []]]
    older = hit_from(plain, lambda _: b"")
    assert older.attempts[0].tile_check is None
    assert older.attempts[0].matched
    assert older.read.characters[0].span is None
