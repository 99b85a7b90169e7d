"""States of issuance by pages: those of the area first, then all of them by name (D3)."""

from mdt_alpr.domain.plate.plate import STATES

STATES_PER_PAGE = 17
"""Three pages of all fifty-one."""
_BY_NAME = tuple(sorted(STATES, key=STATES.__getitem__))


def state_page(page: int, area_states: tuple[str, ...]) -> tuple[str, ...]:
    """Return the codes of a page, by name; page 0 is the area's."""
    if page == 0:
        return tuple(code for code in _BY_NAME if code in area_states)
    first = (page - 1) * STATES_PER_PAGE
    return _BY_NAME[first : first + STATES_PER_PAGE]


def state_pages() -> int:
    """Return how many pages all states fill."""
    return -(-len(_BY_NAME) // STATES_PER_PAGE)
