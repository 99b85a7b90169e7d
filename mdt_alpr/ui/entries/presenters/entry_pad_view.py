"""Builds the pad of the field that is open on the page of manual entries."""

from mdt_alpr.domain.plate.plate import STATES
from mdt_alpr.ui.entries.models.entries import EntryPadView, TextPadView
from mdt_alpr.ui.entries.presenters.entry_form import (
    PERSON_FIELDS,
    SIGHTING_FIELDS,
    EntryForm,
    Field,
)
from mdt_alpr.ui.hit.models.hit_blind import ChoiceView, PlatePadView, StatePadView
from mdt_alpr.ui.hit.presenters.hit_draft import PLACES
from mdt_alpr.ui.hit.presenters.state_pages import state_page, state_pages

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
}
_NEXT_WORDS = {
    Field.PLATE: "Next: state",
    Field.STATE: "Next: case",
    Field.IDENTIFIED_HOW: "Next: by whom",
    Field.IDENTIFIED_BY: "Next: vehicle",
    Field.MILES: "Next: minutes",
    Field.JUSTIFICATION: "Ask",
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


def entry_pad_view(form: EntryForm, area_states: tuple[str, ...]) -> EntryPadView | None:
    """Return the pad of the open field, None where none is."""
    what = form.open
    if what is None:
        return None
    return EntryPadView(
        key=what.value,
        title=_TITLES[what],
        help=_HELP[what],
        pad=_pad(form, what, area_states),
        next_word=_NEXT_WORDS.get(what, "Done"),
        next_live=what is not Field.JUSTIFICATION or bool(form.justification.strip()),
    )


def _pad(
    form: EntryForm, what: Field, area_states: tuple[str, ...]
) -> PlatePadView | StatePadView | TextPadView:
    if what is Field.PLATE:
        return _plate(form)
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
    if what is Field.CASE:
        return TextPadView(text, tabs, "all")
    if what in SIGHTING_FIELDS:
        return TextPadView(text, tabs, allowed="0123456789" + "." * (what is Field.MILES))
    return TextPadView(text, tabs, "first" if what in _SENTENCES and not text else "")
