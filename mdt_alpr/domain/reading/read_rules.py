"""When observations become a read, when a read is revised, and why a candidate is no plate.

False reads matter as much as missed ones, so a moving picture needs agreeing observations.
"""

from dataclasses import dataclass
from enum import StrEnum

from mdt_alpr.domain.plate.plate import LONGEST_PLATE, folded
from mdt_alpr.domain.policy import PICTURE_LEAST_WIDTH
from mdt_alpr.domain.reading.masks import Polygon
from mdt_alpr.domain.reading.reading import Box, Detection, has_stack, is_one_number
from mdt_alpr.domain.reading.slashed_zero import resolved_characters
from mdt_alpr.domain.reading.voting import PlateObservation, Vote


class ReadRejection(StrEnum):
    """Why something in the picture does not become a read."""

    LEFT_OUT = "in a masked part of the picture"
    TOO_SMALL = "too small to be read"
    NOT_LIKE_A_PLATE = "not a plate's shape"
    PERHAPS_NO_PLATE = "may not be a plate"
    NOTHING_READ = "no characters on it"
    TOO_UNCERTAIN = "characters too uncertain"
    NOT_AGREED = "too few frames agree"


@dataclass(frozen=True, slots=True)
class Rejected:
    """A candidate that did not become a read; ``track`` is its number where it is tracked."""

    box: Box
    text: str
    why: ReadRejection
    track: int | None = None


@dataclass(frozen=True, slots=True)
class IssuingRules:
    """How confident a read has to be.

    ``observations_needed`` is 1 for single pictures, 2 or more for video. Widths in pixels of the
    frame, confidences 0 to 1. The detector has to reach ``least_detected_once`` in one frame,
    unless ``often_enough`` frames are confidently read the same. An observation of at least
    ``confident`` counts whole, one of at least ``least_confidence`` half; for a single picture
    half is enough, and one below ``read_again_below`` is read once more. An unusual text (very
    short or long, or without a digit, as shop signs and vanity plates have) has to be
    ``confident_unusual``, in a moving picture in ``unusual_extra`` more frames. ``left_out`` are
    hidden parts of the picture: the car's hood, a date.
    """

    observations_needed: int = 2
    least_width: float = 50.0
    least_detected: float = 0.3
    least_detected_once: float = 0.4
    often_enough: int = 5
    shapes: tuple[float, float] = (1.2, 6.0)
    least_confidence: float = 0.6
    confident: float = 0.85
    confident_unusual: float = 0.9
    read_again_below: float = 0.9
    least_share: float = 0.5
    unusual_extra: int = 2
    usual_lengths: tuple[int, int] = (4, 8)
    least_length: int = 2
    left_out: tuple[Polygon, ...] = ()

    @property
    def halves_needed(self) -> int:
        """Return how many half counts make a read."""
        return 2 * self.observations_needed if self.observations_needed > 1 else 1


def rejected_unread(detection: Detection, rules: IssuingRules) -> ReadRejection | None:
    """Return why a detection is not worth reading, or None where it is."""
    box = detection.box
    if box.width < rules.least_width:
        return ReadRejection.TOO_SMALL
    if not rules.shapes[0] <= box.width / max(1.0, box.height) <= rules.shapes[1]:
        return ReadRejection.NOT_LIKE_A_PLATE
    if detection.confidence < rules.least_detected:
        return ReadRejection.PERHAPS_NO_PLATE
    return None


def is_unusual(text: str, rules: IssuingRules) -> bool:
    """Return whether ``text`` looks more like a sign than like a serial; it may be a vanity plate.

    A zero is no digit here, for it may be the letter O of a sign.
    """
    shortest, longest = rules.usual_lengths
    has_digit = any(character in "123456789" for character in text)
    return not (shortest <= len(text) <= longest and has_digit)


def rejected_vote(vote: Vote | None, rules: IssuingRules) -> ReadRejection | None:
    """Return why the vote is no read yet, or None where it is one."""
    if vote is None or not rules.least_length <= len(vote.characters) <= LONGEST_PLATE:
        return ReadRejection.NOTHING_READ
    detected = max((observation.detected for observation in vote.agreeing), default=0.0)
    often = _frames(vote, rules.confident) >= rules.often_enough
    if detected < rules.least_detected_once and not often:
        return ReadRejection.PERHAPS_NO_PLATE
    if not _is_confident(vote, rules):
        confident = any(observation.confidence >= rules.confident for observation in vote.agreeing)
        return ReadRejection.NOT_AGREED if confident else ReadRejection.TOO_UNCERTAIN
    return None


def _is_confident(vote: Vote, rules: IssuingRules) -> bool:
    """Return whether enough different frames agree; a less confident one counts half."""
    if vote.share < rules.least_share:
        return False
    if is_unusual(vote.text, rules):
        needed = rules.observations_needed + (
            rules.unusual_extra if rules.observations_needed > 1 else 0
        )
        return _frames(vote, rules.confident_unusual) >= needed
    confident = _frames(vote, rules.confident)
    half = _frames(vote, rules.least_confidence) - confident
    return 2 * confident + half >= rules.halves_needed


def _frames(vote: Vote, confidence: float) -> int:
    """Return how many different frames agree with at least that confidence."""
    return len(
        {
            observation.frame
            for observation in vote.agreeing
            if observation.confidence >= confidence
        }
    )


@dataclass(frozen=True, slots=True)
class Issue:
    """A read as last issued: ``revision`` 0 at first, ``picture`` the observation it shows."""

    vote: Vote
    picture: PlateObservation
    revision: int


@dataclass(frozen=True, slots=True)
class RevisionRules:
    """When a read is issued again: changed text or state, a much better picture, the pass's end.

    A wavering state is revised ``most_states`` times at most, and once more at the end: the other
    revisions are for the characters. Also once when the plate becomes wide enough for a check by
    eye: the officer waits for that. A small stack that is no longer seen is no changed text,
    unless a better picture lacks it.
    """

    better_picture: float = 2.5
    """By what factor a picture's weight must have grown while the pass goes on."""
    better_at_end: float = 1.15
    most_pictures: int = 2
    most_states: int = 3
    most_revisions: int = 6


def should_revise(
    issue: Issue, vote: Vote, picture: PlateObservation, rules: RevisionRules
) -> bool:
    """Return whether a later observation of the same pass is worth a revision now."""
    if issue.revision >= rules.most_revisions:
        return False
    lost = _only_lost_stack(issue, vote) and picture.weight <= issue.picture.weight
    if folded(vote.text) != folded(issue.vote.text) and not lost:
        return True
    if vote.state != issue.vote.state and issue.revision < rules.most_states:
        return True
    if issue.picture.box.width < PICTURE_LEAST_WIDTH <= picture.box.width:
        return True
    better = picture.weight >= rules.better_picture * issue.picture.weight
    return better and issue.revision < rules.most_pictures


def should_complete(
    issue: Issue, vote: Vote, picture: PlateObservation, rules: RevisionRules
) -> bool:
    """Return whether the end of the pass is worth a last revision."""
    changed = folded(vote.text) != folded(issue.vote.text)
    changed = changed or vote.disputed != issue.vote.disputed
    changed = changed and not _only_lost_stack(issue, vote)
    changed = changed or vote.state != issue.vote.state or _resolves_zeros(issue, vote)
    return changed or picture.weight >= rules.better_at_end * issue.picture.weight


def _resolves_zeros(issue: Issue, vote: Vote) -> bool:
    """Return whether a vote resolves zeros and letters O differently than issued.

    Worth a revision at the end only: a near picture usually gets issued anyway.
    """
    return resolved_characters(issue.vote.characters) != resolved_characters(vote.characters)


def _only_lost_stack(issue: Issue, vote: Vote) -> bool:
    """Return whether a vote only lacks the small stack of what was issued."""
    before, now = issue.vote.characters, vote.characters
    return has_stack(before) and not has_stack(now) and is_one_number(before, now)
