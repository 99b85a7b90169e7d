import json
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from mdt_alpr.adapters.store.facts import hit_facts, hit_from, read_facts, read_from
from mdt_alpr.domain.hit import Hit
from mdt_alpr.domain.position import Fix
from mdt_alpr.domain.reading import Read
from mdt_alpr.patrol.outgoing import picture_digest
from tests.fixes import FIXES

INSTANTS = st.datetimes(
    min_value=datetime(1970, 1, 2),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
st.register_type_strategy(datetime, INSTANTS)
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
st.register_type_strategy(Fix, FIXES)
HITS = st.from_type(Hit)
READS = st.from_type(Read)


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
    pictures = {picture_digest(jpeg): jpeg for jpeg in (hit.read.crop, hit.read.context)}
    plain = json.loads(json.dumps(hit_facts(hit), allow_nan=False))
    assert hit_from(plain, pictures.__getitem__) == hit


@settings(max_examples=20, deadline=None)
@given(READS.filter(lambda read: len(read.crop) > 3))
def test_facts_hold_no_picture(read: Read) -> None:
    assert read.crop.hex() not in json.dumps(read_facts(read))
