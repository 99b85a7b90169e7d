"""Puts the page of manual entries together: form or pad or lock, and the own entries."""

from datetime import datetime, tzinfo

from mdt_alpr.domain.entry.form import INSTRUCTIONS, labels, spelled_out, still_needed
from mdt_alpr.domain.hotlist.manual_entry import Basis, EntryDraft, PersonBasis, Purpose
from mdt_alpr.domain.plate.plate import STATES
from mdt_alpr.domain.policy import MANUAL_ENTRY_LASTS, TYPING_ENDS_ABOVE_MPH, manual_entry_ends
from mdt_alpr.domain.reading.typed_read import WhyUnread
from mdt_alpr.ui.entries.models.entries import (
    ChoicePadView,
    EntriesView,
    EntryFormView,
    EntryPadView,
    FieldView,
    LockView,
    PlateFieldView,
    SpellingView,
    TextPadView,
)
from mdt_alpr.ui.entries.presenters.calls import case_offers
from mdt_alpr.ui.entries.presenters.entry_form import (
    PERSON_FIELDS,
    SIGHTING_FIELDS,
    EntryForm,
    Field,
)
from mdt_alpr.ui.entries.presenters.needed_words import needed_words
from mdt_alpr.ui.entries.presenters.own_entries_view import OwnEntries, own_entries_view
from mdt_alpr.ui.hit.models.hit_blind import ChoiceView, PlatePadView, StatePadView
from mdt_alpr.ui.hit.presenters.hit_blind_view import state_page, state_pages
from mdt_alpr.ui.hit.presenters.hit_draft import PLACES
from mdt_alpr.ui.hit.presenters.hit_words import date_words, read_aloud
from mdt_alpr.ui.kit.words import local_day
from mdt_alpr.wire.notices import CallMessage

BASIS_WORDS = {
    Basis.SEEN: "Seen by me",
    Basis.WITNESS: "Witness",
    Basis.REGISTRATION: "Registration\nrecord",
    Basis.VIDEO: "Video",
    Basis.DESCRIPTION: "Description\nonly",
}
PURPOSE_WORDS = {
    Purpose.CRIMINAL: "Criminal\ninvestigation",
    Purpose.FELONY_WARRANT: "Felony warrant",
    Purpose.MISSING: "Missing or\nendangered",
    Purpose.VEHICLE: "Lost or stolen\nvehicle",
}
WHY_WORDS = {
    WhyUnread.DIRTY: "Dirty or\nworn",
    WhyUnread.COVERED: "Covered",
    WhyUnread.ANGLE: "Angle or\ndistance",
    WhyUnread.NIGHT: "Night or\nglare",
    WhyUnread.OTHER: "Other",
}
_MUST_REMOVE = "You must remove it once it is no longer needed."
_LONGEST_LINE = 92
"""Characters of what is still needed that fit in the line; other sentences are counted."""
_NAMED_CHARACTERS = 6


def entry_form_view(
    form: EntryForm, now: datetime, zone: tzinfo | None, *, clearing: bool
) -> EntryFormView:
    """Return the form with what is entered, and in one line what is still needed."""
    draft, needed = form.draft, still_needed(form.draft)
    first = None if form.is_empty else form.first_empty()
    misread = form.misread
    return EntryFormView(
        title="Correct a read" if misread else "New entry",
        ends=f"Read as {misread.text}" if misread else _ends(now, zone),
        plate=PlateFieldView(draft.text, kinds_of(draft.text), next=first is Field.PLATE),
        spelling=_spelling(draft),
        state=_field(form, Field.STATE, "Choose", first, shown=STATES.get(draft.state, "")),
        case=_field(form, Field.CASE, "Number", first),
        bases=tuple(
            ChoiceView(b.value, word, chosen=draft.basis is b, second=_measured(form, b))
            for b, word in BASIS_WORDS.items()
        ),
        purposes=tuple(
            ChoiceView(p.value, word, chosen=draft.purpose is p)
            for p, word in PURPOSE_WORDS.items()
        ),
        reason=_field(form, Field.REASON, "What, when, where", first),
        person=_person(draft),
        instructions=_instructions(draft),
        needed=_needed_line(form, needed),
        condition="" if misread else _condition(form),
        may_save=not needed and form.waiting is None and misread is None,
        may_check=form.may_check,
        check_word="Correct" if misread else "Check\nonly",
        may_clear=not form.is_empty,
        clear_word="Clear all?" if clearing else "Clear",
    )


def said_aloud(draft: EntryDraft) -> str:
    """Return the officer's own plate in the police alphabet, its state spelled out (D14)."""
    parts = [read_aloud(draft.text), STATES.get(draft.state, "")]
    return ", ".join(part for part in parts if part)


def _ends(now: datetime, zone: tzinfo | None) -> str:
    day = date_words(local_day(manual_entry_ends(now), zone))
    return f"Ends {day}, in {MANUAL_ENTRY_LASTS.days} days. Ask for more time before then."


def kinds_of(text: str) -> tuple[str, ...]:
    """Return "letter" or "digit" for each character that is easily confused, else nothing."""
    return tuple(next((kind for _, kind in spelled_out(c)), "") for c in text)


def _spelling(draft: EntryDraft) -> SpellingView:
    doubtful = tuple(dict.fromkeys(spelled_out(draft.text)))
    asks = bool(doubtful) and not draft.spelled
    words = "Letters and digits as marked"
    if len(doubtful) <= _NAMED_CHARACTERS:
        words = _doubtful_words(doubtful)
    return SpellingView(
        words=f"{words}{'?' if asks else ''}" if doubtful else "",
        aloud=read_aloud(draft.text),
        asks=asks,
        confirmed=bool(doubtful) and draft.spelled,
    )


def _doubtful_words(doubtful: tuple[tuple[str, str], ...]) -> str:
    """Return "Letters B O, digits 1 0": what each of the doubtful characters is."""
    parts = []
    for kind in ("letter", "digit"):
        characters = [character for character, is_kind in doubtful if is_kind == kind]
        if characters:
            parts.append(f"{kind}{'s' if len(characters) > 1 else ''} {' '.join(characters)}")
    words = ", ".join(parts)
    return f"{words[:1].upper()}{words[1:]}"


def _field(
    form: EntryForm, what: Field, hint: str, first: Field | None, *, shown: str | None = None
) -> FieldView:
    value = form.text(what) if shown is None else shown
    return FieldView(what.value, value, hint, next=what is first and not value)


def _measured(form: EntryForm, basis: Basis) -> str:
    sighting = form.draft.sighting
    if basis is not Basis.DESCRIPTION or sighting is None:
        return ""
    return f"{sighting.miles:g} mi, {sighting.minutes} min"


def _person(draft: EntryDraft) -> tuple[ChoiceView, ...]:
    person = draft.person or PersonBasis("", "", "")
    given = sum(bool(getattr(person, field.value).strip()) for field in PERSON_FIELDS)
    count = f"{given} of {len(PERSON_FIELDS)}" if draft.names_person else ""
    return (
        ChoiceView("no", "No", chosen=draft.names_person is False),
        ChoiceView("yes", "Yes", chosen=draft.names_person is True, second=count),
    )


def _instructions(draft: EntryDraft) -> tuple[ChoiceView, ...]:
    own = bool(draft.instruction) and draft.instruction not in INSTRUCTIONS
    fixed = tuple(ChoiceView(w, w, chosen=w == draft.instruction) for w in INSTRUCTIONS)
    return (*fixed, ChoiceView("", "Other", chosen=own))


def _needed_line(form: EntryForm, needed: tuple[str, ...]) -> str:
    if form.waiting is not None:
        return "Adding the entry."
    if form.refused:
        return form.refused
    if form.notice or not needed:
        return form.notice
    if form.misread is not None:
        return "Enter what is written, then press Correct. What the camera read is kept."
    return needed_words(needed, _LONGEST_LINE)


def _condition(form: EntryForm) -> str:
    lacks = labels(form.draft)
    return f"{'. '.join(lacks)}." if lacks else _MUST_REMOVE


_TITLES = {
    Field.PLATE: "Plate",
    Field.STATE: "State of issuance",
    Field.CASE: "Case or event number",
    Field.REASON: "Reason",
    Field.INSTRUCTION: "What should officers do?",
    Field.IDENTIFIED_HOW: "How was the person identified?",
    Field.IDENTIFIED_BY: "Who identified the person?",
    Field.TIED_HOW: "What ties the vehicle to them?",
    Field.MILES: "Miles from crime to sighting",
    Field.MINUTES: "Minutes from crime to sighting",
    Field.JUSTIFICATION: "Why is more time needed?",
    Field.WHY_UNREAD: "Why did no camera read it?",
}
_HELP = {
    Field.PLATE: "Enter what is written, not a guess.",
    Field.STATE: "Type two letters or tap.",
    Field.CASE: "The case or event this plate belongs to.",
    Field.REASON: "What happened, when and where. Kept on record.",
    Field.INSTRUCTION: "A hit is not probable cause to arrest.",
    Field.IDENTIFIED_HOW: "More than a name: photo, license, known in person.",
    Field.IDENTIFIED_BY: "The officer or witness who knows.",
    Field.TIED_HOW: "Registered to them, seen driving, other proof.",
    Field.MILES: "Digits and a point. Officers will see it.",
    Field.MINUTES: "Digits. Officers will see it.",
    Field.JUSTIFICATION: "In writing. A supervisor decides.",
    Field.WHY_UNREAD: "It is compared with the hotlist now, and kept as typed by you.",
}
_NEXT_WORDS = {
    Field.PLATE: "Next: state",
    Field.STATE: "Next: case",
    Field.IDENTIFIED_HOW: "Next: by whom",
    Field.IDENTIFIED_BY: "Next: vehicle",
    Field.MILES: "Next: minutes",
    Field.JUSTIFICATION: "Ask",
    Field.WHY_UNREAD: "",
}
_TABS = {
    Field.IDENTIFIED_HOW: "Identified how",
    Field.IDENTIFIED_BY: "By whom",
    Field.TIED_HOW: "Tied to vehicle",
    Field.MILES: "Miles",
    Field.MINUTES: "Minutes",
}
_SENTENCES = frozenset(
    {Field.REASON, Field.INSTRUCTION, *PERSON_FIELDS, Field.JUSTIFICATION}
)  # fmt: skip


def entry_pad_view(
    form: EntryForm, area_states: tuple[str, ...], calls: tuple[CallMessage, ...] = ()
) -> EntryPadView | None:
    """Return the pad of the open field, None where none is."""
    what = form.open
    if what is None:
        return None
    return EntryPadView(
        key=what.value,
        title=_TITLES[what],
        help=_HELP[what],
        pad=_pad(form, what, area_states, calls),
        next_word=_NEXT_WORDS.get(what, "Done"),
        next_live=what is not Field.JUSTIFICATION or bool(form.justification.strip()),
    )


def _pad(
    form: EntryForm, what: Field, area_states: tuple[str, ...], calls: tuple[CallMessage, ...]
) -> PlatePadView | StatePadView | TextPadView | ChoicePadView:
    if what is Field.WHY_UNREAD:
        return ChoicePadView(tuple(ChoiceView(why.value, WHY_WORDS[why]) for why in WhyUnread))
    if what is Field.PLATE:
        return _plate(form)
    if what is Field.CASE:
        case = form.draft.case
        return TextPadView(case, (), "all", offers=case_offers(calls, case))
    return _states(form, area_states) if what is Field.STATE else _text(form, what)


def _plate(form: EntryForm) -> PlatePadView:
    text = form.draft.text
    hint = "Letter O and digit 0 are different keys."
    return PlatePadView(text, max(PLACES, len(text)), hint)


def _states(form: EntryForm, area_states: tuple[str, ...]) -> StatePadView:
    code, page = form.draft.state, form.states_page
    prompt = f"{form.letter}_" if form.letter else STATES.get(code, "None chosen yet")
    return StatePadView(
        prompt,
        tuple(ChoiceView(c, STATES[c], chosen=c == code) for c in state_page(page, area_states)),
        ChoiceView("", "Clear state"),
        page,
        state_pages(),
    )


def _text(form: EntryForm, what: Field) -> TextPadView:
    together = next((g for g in (PERSON_FIELDS, SIGHTING_FIELDS) if what in g), ())
    tabs = tuple(
        ChoiceView(
            field.value,
            _TABS[field],
            chosen=field is what,
            second="filled" if form.text(field).strip() else "empty",
        )
        for field in together
    )
    text = form.text(what)
    if what in SIGHTING_FIELDS:
        return TextPadView(text, tabs, allowed="0123456789" + "." * (what is Field.MILES))
    return TextPadView(text, tabs, "first" if what in _SENTENCES and not text else "")


_LOCK = LockView(
    f"Typing is off above {TYPING_ENDS_ABOVE_MPH:g} mph",
    ("What you typed is kept.", "Stop the car. Or press the", "speed twice: second officer."),
)
FORM = "form"
"""Names the form among what two taps are needed for."""


def entries_view(
    form: EntryForm,
    own: OwnEntries,
    now: datetime,
    zone: tzinfo | None,
    area_states: tuple[str, ...],
) -> EntriesView:
    """Return the page as it is now."""
    pad, lock = entry_pad_view(form, area_states, own.calls), None if own.live else _LOCK
    place = "lock" if lock else (pad.key if pad else FORM)
    return EntriesView(
        place=place,
        form=entry_form_view(form, now, zone, clearing=own.armed == FORM),
        pad=pad,
        lock=lock,
        own=own_entries_view(own, now, zone),
    )
