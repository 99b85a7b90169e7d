"""Where NCIC's code of a state is not the postal one."""

_TO_NCIC = {"NE": "NB"}
_FROM_NCIC = {ncic: postal for postal, ncic in _TO_NCIC.items()}


def lis_of(state: str) -> str:
    """Return the code of a state in NCIC's field LIS."""
    return _TO_NCIC.get(state, state)


def state_of(lis: str) -> str:
    """Return the state that a code of the field LIS means."""
    return _FROM_NCIC.get(lis, lis)
