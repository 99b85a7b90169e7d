from hypothesis import given, settings
from hypothesis import strategies as st

from mdt_alpr.lab.training.assets import Assets
from mdt_alpr.lab.training.pictures import Area
from mdt_alpr.lab.training.rng import Rng
from mdt_alpr.lab.training.setting import Wanted, set_serial
from tests.profiles import examples

SHEET = Area(0, 0, 256, 128)


@settings(max_examples=examples(60))
@given(
    st.text("ABC123-*_ ", min_size=1, max_size=8),
    st.tuples(st.booleans(), st.booleans()),
    st.integers(0, 5000),
)
def test_every_character_is_on_the_plate_from_left_to_right(
    assets: Assets, serial: str, beside: tuple[bool, bool], seed: int
) -> None:
    stacked, logo = beside
    setting = set_serial(Wanted(serial, stacked, logo), assets.dies["plain"][0], SHEET, Rng(seed))

    assert [place.character for place in setting.places] == list(serial)
    edges = [place.area.left for place in setting.places]
    assert edges == sorted(edges)
    assert all(p.area.left >= 0 and p.area.right <= 257 for p in setting.places)
    assert all(p.area.top >= 0 and p.area.bottom <= 128 for p in setting.places)
    assert (setting.stacked is not None) == stacked
    assert (setting.logo is not None) == logo
