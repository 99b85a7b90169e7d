import base64
import json
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from mdt_alpr.adapters.store.kept_data import hit_of, hit_text, read_text
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hit.trace import PassFrame, Trace
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
    pass_frames=st.lists(st.from_type(PassFrame), max_size=1).map(tuple),
)
st.register_type_strategy(Trace, TRACES)


HITS = st.builds(Hit)


@settings(max_examples=60, deadline=None)
@given(HITS)
def test_every_fact_of_a_hit_comes_back(hit: Hit) -> None:
    jpegs = (b"", hit.read.crop, hit.read.context, *hit.trace.pictures())
    pictures = {picture_digest(jpeg): jpeg for jpeg in jpegs}
    assert hit_of(hit_text(hit), pictures.__getitem__) == replace(hit, known_before=())


def test_a_fact_that_is_added_later_needs_a_default_only() -> None:
    plain = json.loads(hit_text(a_hit()))
    del plain["trace"]
    assert hit_of(json.dumps(plain), lambda _: b"").trace == Trace()


@settings(max_examples=20, deadline=None)
@given(READS.filter(lambda read: len(read.crop) > 3))
def test_facts_hold_no_picture(read: Read) -> None:
    text = read_text(read)
    assert read.crop.hex() not in text
    assert base64.b64encode(read.crop).decode() not in text
