"""From single frames to one read: tracking, voting, the state, a slashed zero."""
