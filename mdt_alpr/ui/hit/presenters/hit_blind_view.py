"""Builds the blind pages out of the officer's own answers and the pictures only (D1)."""

from dataclasses import dataclass, replace
from datetime import tzinfo

from mdt_alpr.domain.hit.hit import RelayedFrom
from mdt_alpr.domain.hit.vehicle import Color
from mdt_alpr.domain.plate.plate import STATES
from mdt_alpr.domain.policy import DOES_NOT_MATCH_WORDS, NOT_VERIFIED_BY_YOU_WORDS
from mdt_alpr.ui.hit.models.hit_blind import (
    BlindView,
    ChoiceView,
    PausedView,
    PicturesView,
    PictureView,
    PlatePadView,
    SlotView,
    StatePadView,
    TilePadView,
    VehiclePadView,
    WholePadView,
)
from mdt_alpr.ui.hit.presenters.hit_draft import (
    BODIES,
    BODY_KEYS,
    COLOR_KEYS,
    COLORS,
    PLACES,
    UNSEEN,
    Draft,
    Pause,
    Slot,
)
from mdt_alpr.ui.hit.presenters.hit_pictures import Picture, picture_to_try
from mdt_alpr.ui.hit.presenters.hit_relay_view import (
    LOOK_AT_VEHICLE,
    TYPED_PICTURE_WORDS,
    TYPED_WORDS,
    own_sight_words,
)
from mdt_alpr.ui.hit.presenters.hit_tile_view import (
    Tiled,
    brackets,
    compares_whole,
    other_way,
    progress,
    tile_pad,
    whole_pad,
)
from mdt_alpr.ui.hit.presenters.hit_words import capitalized

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


CANNOT_TELL = "Can't tell"
_SLOT_NAMES = {
    Slot.PLATE: "1 Plate",
    Slot.STATE: "2 State",
    Slot.BODY: "3 Body",
    Slot.COLOR: "4 Color",
}
_COLOR_WORDS = {Color.TAN: "Gold / tan"}


@dataclass(frozen=True, slots=True)
class RelayedFacts:
    """Whence a relayed hit came: no read and no record among it."""

    there: RelayedFrom
    zone: tzinfo | None


@dataclass(frozen=True, slots=True)
class BlindFacts:
    """What a blind page is built from: no read and no record among it.

    ``typed``: the officer typed the plate, so there is no picture. ``tiled`` where the characters
    are checked by tiles: at their end it holds the officer's own checked text.
    """

    draft: Draft
    pictures: tuple[Picture, ...]
    area_states: tuple[str, ...]
    notice: str
    tiled: Tiled | None = None
    relayed: RelayedFacts | None = None
    typing_allowed: bool = True
    typed: bool = False


def blind_view(facts: BlindFacts) -> BlindView:
    """Return the page of the question that is open."""
    draft = facts.draft
    return BlindView(
        pictures=_pictures(facts),
        slots=_slots(draft),
        pad=_pad(facts),
        next_label=_next_label(draft),
        next_live=draft.may_go_on,
        back_live=draft.slot is not Slot.PLATE or compares_whole(draft),
        notice=facts.notice,
        other_way="" if facts.relayed or facts.typed else other_way(draft, facts.tiled),
    )


def own_sight_view(facts: BlindFacts, *, may_enter: bool) -> PausedView:
    """Return the page of a hit without an own picture, before its officer sees the vehicle."""
    sent = facts.relayed
    title, text, foot = own_sight_words(sent.there, sent.zone) if sent else TYPED_WORDS
    if not may_enter:
        foot = "No typing while driving: stop, or have a second officer enter it."
    page = _look_again(facts, title=title, text=text, foot=foot, may_enter=may_enter)
    return replace(page, differs=False, enter_words="I see the vehicle")


def not_by_you_view(facts: BlindFacts, verified: str) -> PausedView:
    """Return the page of a hit that another officer verified, before this one does (VER-06).

    ``verified`` says who did, and when.
    """
    page = _look_again(
        facts,
        title=NOT_VERIFIED_BY_YOU_WORDS,
        text=f"{verified} Nothing of it counts for you. Check this hit yourself.",
        foot="The wanted plate stays hidden until you have entered what you see.",
    )
    return replace(page, differs=False, enter_words="Enter what I see")


def giving_up_view(facts: BlindFacts) -> PausedView:
    """Return the question whether the plate cannot be read, which nobody can take back."""
    page = _look_again(
        facts,
        title="Mark this plate unreadable?",
        text="This hit cannot be verified after that. This cannot be undone.",
        foot="You then say how the hit ended.",
    )
    return replace(page, differs=False, enter_words="Keep checking", agree_words="Yes, can't read")


def paused_view(facts: BlindFacts, *, tries_left: int) -> PausedView:
    """Return the page after an entry: the same words whatever was wrong, or whether (D1)."""
    if facts.draft.pause is Pause.ONCE_MORE:
        return _look_again(
            facts,
            title="Readers disagree.",
            text="Enter it once more from another picture.",
            foot="The record stays hidden until both entries are made.",
        )
    if tries_left:
        clear = [picture for picture in facts.pictures if picture.good_enough]
        another = "Another picture is shown. " if len(clear) > 1 else ""
        return _look_again(
            facts,
            title=DOES_NOT_MATCH_WORDS,
            text=f"{another}The record stays hidden. No hint is given about which part differs.",
            foot="One try left. Then: Reject or Can't read.",
        )
    page = _look_again(
        facts,
        title="Does not match.",
        text="The record stays hidden. This hit cannot be verified.",
        foot="Reject it, or mark it unreadable.",
        may_enter=False,
    )
    left = replace(page.pictures, headline="Nothing more to enter.", advice="Say how it ended.")
    return replace(page, pictures=left)


def _look_again(
    facts: BlindFacts, *, title: str, text: str, foot: str, may_enter: bool = True
) -> PausedView:
    slots = tuple(
        SlotView(s.key, s.name, s.value, s.answered, active=False, live=False)
        for s in _slots(facts.draft)
    )
    differs = facts.draft.pause is not Pause.ONCE_MORE
    return PausedView(_pictures(facts), slots, differs, title, text, foot, may_enter)


# ------------------------------------------------------------------------------ left half


def _pictures(facts: BlindFacts) -> PicturesView:
    view = _plain_pictures(facts)
    return replace(view, brackets=brackets(facts.draft, facts.tiled, facts.pictures))


def _plain_pictures(facts: BlindFacts) -> PicturesView:
    chosen = facts.draft.picture
    choices = tuple(
        PictureView(picture.label, picture.jpeg, place == chosen)
        for place, picture in enumerate(facts.pictures)
    )
    shown = facts.pictures[chosen] if chosen < len(facts.pictures) else None
    if facts.relayed is not None:
        return _relayed_pictures(facts, choices)
    if facts.typed:
        nothing = PictureView("No picture", b"", chosen=True)
        return PicturesView((nothing,), *TYPED_PICTURE_WORDS, good_enough=True)
    asks_vehicle = facts.draft.slot in (Slot.BODY, Slot.COLOR)
    asks_vehicle = asks_vehicle and not compares_whole(facts.draft)
    what = "vehicle" if asks_vehicle else "plate"
    good = shown is not None and (shown.shows_vehicle or shown.good_enough)
    if not good:
        return PicturesView(choices, *_not_good(facts, shown), good_enough=False)
    so = "The wanted plate stays hidden until you do."
    if facts.draft.wants_second_answer:
        so = "Recorded as seen after the record was shown."
    return PicturesView(
        choices,
        f"Look at the {what}, then enter what you see.",
        f"{so} {_quality(shown)}",
        good_enough=True,
    )


def _relayed_pictures(facts: BlindFacts, choices: tuple[PictureView, ...]) -> PicturesView:
    """Return another unit's pictures: none of them is what this officer sees (VER-06)."""
    if not choices:
        choices = (PictureView("Not loaded yet", b"", chosen=True),)
    unit = facts.relayed.there.unit if facts.relayed else ""
    headline = f"{NOT_VERIFIED_BY_YOU_WORDS}. Picture of {unit}."
    return PicturesView(choices, headline, LOOK_AT_VEHICLE, good_enough=True)


def _not_good(facts: BlindFacts, shown: Picture | None) -> tuple[str, str]:
    if shown is None or not shown.jpeg:
        return "No picture was kept.", "This hit cannot be checked by eye from here. Use F3."
    return "Too small to check.", picture_to_try(facts.pictures, facts.draft.picture)


def _quality(shown: Picture | None) -> str:
    if shown is None or shown.shows_vehicle:
        return f"{_vehicle_words(shown)} Glass is blurred."
    return f"Plate {shown.plate_width} px wide. Clear enough to check."


def _vehicle_words(shown: Picture | None) -> str:
    if shown is not None and not shown.shows_roof:
        return "Lower part only: the roof was outside the camera's picture."
    return "Whole vehicle, for body and color."


# ------------------------------------------------------------------------------ right half


def _slots(draft: Draft) -> tuple[SlotView, ...]:
    return tuple(_slot(draft, slot) for slot in Slot)


def _slot(draft: Draft, slot: Slot) -> SlotView:
    if slot not in draft.slots:
        name = _SLOT_NAMES[slot]
        return SlotView(slot.value, name, "Not needed", answered=False, active=False, live=False)
    value = _slot_value(draft, slot)
    active = slot is draft.slot and not compares_whole(draft)
    return SlotView(
        slot.value,
        _SLOT_NAMES[slot],
        value or ("Enter now" if active else "Empty"),
        answered=bool(value),
        active=active,
        live=active or draft.may_go_to(slot),
    )


def _slot_value(draft: Draft, slot: Slot) -> str:
    if slot is Slot.PLATE:
        return progress(draft.run) if draft.run else draft.text
    if slot is Slot.STATE:
        if draft.state is None:
            return f"{draft.letter}_" if draft.letter else ""
        return draft.state or "Can't see"
    answer = draft.body if slot is Slot.BODY else draft.color
    return "" if answer is None else capitalized(answer) or CANNOT_TELL


def _next_label(draft: Draft) -> str:
    if draft.asks_whole:
        return "Next: whole plate"
    if draft.is_last and draft.slot is not Slot.PLATE:
        return "Compare"
    return "Next: state" if draft.slot is Slot.PLATE else "Next: vehicle"


def _pad(
    facts: BlindFacts,
) -> PlatePadView | StatePadView | VehiclePadView | TilePadView | WholePadView:
    draft = facts.draft
    if facts.tiled is not None and compares_whole(draft):
        return whole_pad(draft, facts.tiled, facts.pictures, facts.notice)
    if facts.tiled is not None and draft.slot is Slot.PLATE:
        return tile_pad(draft, facts.tiled, facts.pictures, facts.notice)
    if draft.slot is Slot.PLATE:
        places = max(PLACES, len(draft.text))
        return PlatePadView(draft.text, places, _plate_hint(facts))
    if draft.slot is Slot.STATE:
        return _state_pad(facts)
    return VehiclePadView(_bodies(draft), _colors(draft))


def _plate_hint(facts: BlindFacts) -> str:
    draft = facts.draft
    if UNSEEN in draft.text:
        left = picture_to_try(facts.pictures, draft.picture)
        return f"A plate with ? cannot be checked. {left}"
    if draft.plate_is_whole and not draft.view_times.long_enough:
        return "Look at a clear picture for one second."
    return "? = I can't see this one. Letter O and digit 0 are different keys."


def _state_pad(facts: BlindFacts) -> StatePadView:
    draft = facts.draft
    codes = state_page(draft.states_page, facts.area_states)
    how = "Type two letters or tap." if facts.typing_allowed else "Tap it."
    prompt = f"State printed on the plate. {how}"
    if draft.state == "":
        left = picture_to_try(facts.pictures, draft.picture)
        prompt = f"Without its state it cannot be checked. {left}"
    return StatePadView(
        prompt,
        tuple(ChoiceView(c, STATES[c], chosen=c == draft.state) for c in codes),
        ChoiceView("", "Can't see state", chosen=draft.state == ""),
        draft.states_page,
        state_pages(),
    )


def _bodies(draft: Draft) -> tuple[ChoiceView, ...]:
    words = [(str(body.value), capitalized(body.value)) for body in BODIES]
    keys = BODY_KEYS if draft.slot is Slot.BODY else ""
    return _choices([*words, ("", CANNOT_TELL)], draft.body, keys)


def _colors(draft: Draft) -> tuple[ChoiceView, ...]:
    words = [(str(c.value), _COLOR_WORDS.get(c, capitalized(c.value))) for c in COLORS]
    keys = COLOR_KEYS if draft.slot is Slot.COLOR else ""
    return _choices([*words, ("", CANNOT_TELL)], draft.color, keys)


def _choices(
    words: list[tuple[str, str]], answer: str | None, keys: str
) -> tuple[ChoiceView, ...]:
    return tuple(
        ChoiceView(key, word, chosen=key == answer, second=keys[place : place + 1])
        for place, (key, word) in enumerate(words)
    )
