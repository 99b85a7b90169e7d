"""What later reads change in a hit: the second reader's, and those of the same pass.

Characters are never replaced, and what the officer entered counts for more than any read.
"""

from collections.abc import Iterable
from dataclasses import replace

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.hit.trace import PassFrame, SeenAgain
from mdt_alpr.domain.hotlist.matching import Match, MatchClass, judged_again, ranked
from mdt_alpr.domain.plate.plate import UNKNOWN_STATE, folded
from mdt_alpr.domain.reading.reading import PlateText, Read
from mdt_alpr.domain.reading.slashed_zero import resolved_positions


def apply_second_read(hit: Hit, seen: PlateText) -> Hit:
    """Add what the second reader saw on the picture of the hit's read.

    Its characters are kept beside the first reader's and never replace them; its state of issuance
    fills in where the first reader read none (ALR-03). Look-alikes of another state then are none
    (ALR-04), unless the officer entered the plate already or nothing else would be left
    (``is_of_another_state``). Whatever the state of the hit, nothing else moves.
    """
    seconded = replace(
        hit, second_text=seen.text or hit.second_text, second_state=seen.state or hit.second_state
    )
    if hit.read.state != UNKNOWN_STATE or seen.state == UNKNOWN_STATE:
        return seconded
    return _of_state(seconded, seen.state, seen.state_confidence)


def apply_better_vote(hit: Hit, revised: Read) -> Hit:
    """Set the state of issuance that more frames of the same pass agree on (ALR-03, ALR-04).

    A record of the state that was read before is no longer confirmed; look-alikes of another state
    are judged as in ``apply_second_read``. A vote without a state changes nothing. Its resolved
    letters O and digits 0 count as well, because marks in a zero show from near only.
    """
    later = revised.read_id == hit.read.read_id and revised.revision > hit.read.revision
    if not later:
        return hit
    hit = _with_zeros(hit, revised)
    if revised.state in (UNKNOWN_STATE, hit.read.state):
        return hit
    return _of_state(hit, revised.state, revised.state_confidence)


def _with_zeros(hit: Hit, revised: Read) -> Hit:
    """Return the hit with its records judged by the O and 0 that a later read resolves.

    Their order stays: the officer may have one of them on the screen. None is dropped, though
    ``matches`` would not offer a look-alike that also differs in such a zero: a still later read
    may revert that.
    """
    if folded(hit.read.text) != folded(revised.text):
        return hit
    resolved = resolved_positions(revised.characters)
    matches = tuple(judged_again(match, revised.text, resolved) for match in hit.matches)
    return replace(hit, matches=matches)


def _of_state(hit: Hit, state: str, confidence: float) -> Hit:
    """Return the hit with the state that its plate has."""
    read = replace(hit.read, state=state, state_confidence=confidence)
    matches = tuple(
        replace(match, state_confirmed=match.entry.plate.state == state) for match in hit.matches
    )
    if hit.entry is not None:  # the officer may have one of them on the screen: no new order
        return replace(hit, read=read, matches=matches)
    matches = tuple(m for m in matches if _may_stay(m)) or matches
    return replace(hit, read=read, matches=ranked(matches, hit.settings))


def _may_stay(match: Match) -> bool:
    """Return whether a match would have raised a hit whatever its state; O and 0 always do."""
    is_other = match.match_class is MatchClass.LOOK_ALIKE and not match.o_and_0
    return match.state_confirmed or not is_other


def state_after_steps(read_state: str, later: Iterable[tuple[str, str]]) -> str:
    """Return the state of a hit's plate after its kept steps, as the car shows it (ALR-03).

    ``later`` are the names of the steps, each with its state, the first one first.
    """
    state = read_state
    for step, resolved in later:
        fills_in = step == AuditEvent.SECOND_READING and state == UNKNOWN_STATE
        if resolved != UNKNOWN_STATE and (fills_in or step == AuditEvent.STATE_REVISED):
            state = resolved
    return state


def is_of_another_state(hit: Hit) -> bool:
    """Return whether only look-alikes of other states than the read's are left (ALR-04).

    None of them would have raised a hit. What the officer entered counts for more.
    """
    state_read = hit.read.state != UNKNOWN_STATE
    return hit.entry is None and state_read and not any(_may_stay(m) for m in hit.matches)


def read_disagrees(hit: Hit, revised: Read) -> bool:
    """Return whether a later, larger read of the same pass has other characters (D8).

    Other than the officer entered, or, before that, than any record that the hit may be. Small
    stacked characters that are no longer seen mean nothing; new ones do.
    """
    listed = {folded(match.entry.plate.text) for match in hit.matches}
    wanted = {folded(hit.entry.text)} if hit.entry else listed
    if not revised.stacked and folded(revised.text) == folded(hit.read.serial_text):
        return False
    return (
        revised.read_id == hit.read.read_id
        and revised.revision > hit.read.revision
        and revised.box.width > hit.read.box.width
        and folded(revised.text) != folded(hit.read.text)
        and folded(revised.text) not in wanted
    )


def with_revision(hit: Hit, read: Read) -> Hit:
    """Return the hit with a later read of its pass."""
    if read.read_id != hit.read.read_id or read.revision == hit.read.revision:
        return hit
    return replace(hit, trace=hit.trace.with_revision(read))


def with_repeat(hit: Hit, read: Read) -> Hit:
    """Return the hit with a later pass of its vehicle."""
    again = SeenAgain(read.read_id, read.captured_at)
    return replace(hit, trace=replace(hit.trace, seen_again=(*hit.trace.seen_again, again)))


def with_frame(hit: Hit, seen: PassFrame) -> Hit:
    """Return the hit with a further frame of its pass."""
    return replace(hit, trace=hit.trace.with_frames((seen,)))
