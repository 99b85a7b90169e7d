"""Builds the page for form ALPR-1 in plain words (09.21.8.C.2, PRS-01 to PRS-03)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from textwrap import shorten

from mdt_alpr.domain.citations import clause_in_full
from mdt_alpr.domain.plate.plate import STATES
from mdt_alpr.domain.policy import (
    HOLD_FORM,
    HOLD_WARNED_BEFORE,
    PROVISIONAL_WARNED_BEFORE,
    capture_date,
    days_left,
    warning_due,
)
from mdt_alpr.domain.retention.alpr_1 import Alpr1, HoldGround, form_needs
from mdt_alpr.domain.retention.hold_notices import STATE_WORDS, last_instant
from mdt_alpr.domain.retention.holds import Hold, HoldKind, HoldState
from mdt_alpr.ui.entries.models.entries import EntryPadView, FieldView, PlateFieldView, TextPadView
from mdt_alpr.ui.entries.models.holds import (
    HoldConfirmView,
    HoldFormView,
    HoldsView,
    OwnHoldRow,
    OwnHoldsView,
)
from mdt_alpr.ui.entries.presenters.calls import case_offers
from mdt_alpr.ui.entries.presenters.entries_view import kinds_of
from mdt_alpr.ui.entries.presenters.hold_form import (
    TIME_CHARACTERS,
    WINDOWS,
    EnteredPlate,
    HoldField,
    HoldForm,
)
from mdt_alpr.ui.entries.presenters.needed_words import needed_words
from mdt_alpr.ui.hit.models.hit_blind import PlatePadView, StatePadView
from mdt_alpr.ui.hit.presenters.hit_blind_view import state_page, state_pages
from mdt_alpr.ui.hit.presenters.hit_draft import PLACES
from mdt_alpr.ui.hit.presenters.hit_words import date_words
from mdt_alpr.ui.kit.models.choice import ChoiceView
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.words import full_time, local_day
from mdt_alpr.wire.holds import OwnHold
from mdt_alpr.wire.notices import CallMessage

_INSTANT = timedelta(microseconds=1)
ROWS_SHOWN = 4
OFFERED = 2
_LONGEST_LINE, _FACTS_SHOWN = 92, 160
_NONE = "No requests. What you file here or at a desk is listed here, with its last day."
_HIDDEN = "The plate is hidden until the open hit is checked. Enter it again to file now."
_HIDDEN_OWN = "Shown once the open hit is checked (F1)."
FILED = "Filed. Provisional until sworn: print, sign and notarize the form at a desk."
_CLAUSE = clause_in_full("sworn_requests")
_NOTE = f"Works without a link. {_CLAUSE}." if _CLAUSE else "Works without a link."
_LINK = (
    "No link is needed: this car keeps its own reads at once. The request is sent when there is "
    "a link; other cars and cameras follow then."
)
_LINK_OF_OTHERS = (
    "No link is needed to file it. The request is sent when there is a link; the cars and cameras "
    "named keep their reads from then on."
)
_GROUNDS = {
    HoldGround.CRIMINAL: "Criminal\ninvestigation",
    HoldGround.MISSING: "Missing\nperson",
    HoldGround.MOTOR_CARRIER: "Motor carrier\nviolation",
}


@dataclass(frozen=True, slots=True)
class HoldsFacts:
    """What the page is built from; ``shut`` says why nothing may be shown now."""

    form: HoldForm
    unit: str
    now: datetime
    zone: tzinfo | None
    area_states: tuple[str, ...]
    offered: tuple[EnteredPlate, ...] = ()
    own: tuple[OwnHold, ...] = ()
    page: int = 0
    shut: str = ""
    calls: tuple[CallMessage, ...] = ()
    waits: bool = False
    """A hit waits for its entry: no plate is shown but what is entered now."""
    alpr_1: Alpr1 = field(init=False)

    def __post_init__(self) -> None:
        """Read the form once."""
        object.__setattr__(self, "alpr_1", self.form.alpr_1(self.unit))


def holds_view(facts: HoldsFacts) -> HoldsView:
    """Return the page as it is now."""
    form = facts.form
    pad = _pad_view(facts)
    place = form.open.value if form.open else ("confirm" if form.confirming else "form")
    return HoldsView(
        place="shut" if facts.shut else place,
        form=_form_view(facts),
        pad=pad,
        confirm=_confirm(facts) if form.confirming else None,
        own=_own_view(facts),
        shut=facts.shut,
    )


# ------------------------------------------------------------------------------------ form


def _form_view(facts: HoldsFacts) -> HoldFormView:
    form = facts.form
    needed = form_needs(facts.alpr_1, facts.now)
    first = None if form.is_empty else form.first_empty()

    def shown(what: HoldField, hint: str, value: str | None = None) -> FieldView:
        text = form.text(what) if value is None else value
        return FieldView(what.value, text, hint, next=what is first and not text)

    plate = form.text(HoldField.PLATE)
    return HoldFormView(
        plate=PlateFieldView(plate, kinds_of(plate), next=first is HoldField.PLATE and not plate),
        state=shown(HoldField.STATE, "Choose", STATES.get(form.text(HoldField.STATE), "")),
        offered=tuple(
            ChoiceView(str(n), offer.text, second=offer.state, chosen=offer.text == plate)
            for n, offer in enumerate(facts.offered[:OFFERED])
        ),
        this_car=ChoiceView("this", "This car", chosen=form.this_car, second=facts.unit),
        others=shown(HoldField.OTHERS, "Unit 221, Union St / north"),
        begins=shown(HoldField.BEGINS, "Nov 28, 2026 21:00"),
        ends=shown(HoldField.ENDS, "Nov 28, 2026 23:00"),
        windows=tuple(ChoiceView(key, word) for key, (word, _) in WINDOWS.items()),
        grounds=tuple(
            ChoiceView(g.value, word, chosen=form.ground is g) for g, word in _GROUNDS.items()
        ),
        case=shown(HoldField.CASE, "Number"),
        parties=shown(HoldField.PARTIES, "Suspect, victim"),
        facts=shown(HoldField.FACTS, "What happened, why it matters"),
        needed=_needed(form, tuple(sentence for _, sentence in needed)),
        note=_NOTE,
        name=f"Form {HOLD_FORM}, request to preserve",
        may_go_on=not needed and not form.waits,
    )


def _needed(form: HoldForm, needed: tuple[str, ...]) -> str:
    if form.waits:
        return "Filing the request."
    if form.hides_plate:
        return _HIDDEN
    if form.notice or not needed:
        return form.notice or "Complete."
    return needed_words(needed, _LONGEST_LINE)


# ------------------------------------------------------------------------------------ pads

_TITLES = {
    HoldField.PLATE: ("Plate", "The one plate whose reads are kept: no wildcards."),
    HoldField.STATE: ("State of issuance", "Type two letters or tap."),
    HoldField.OTHERS: ("Other cars and cameras", "Units or places, with commas. Never all."),
    HoldField.BEGINS: ("From", "As Nov 28, 2026 21:00, or Nov 28 2026 2100."),
    HoldField.ENDS: ("To", "As Nov 28, 2026 23:00, or Nov 28 2026 2300."),
    HoldField.CASE: ("Case number", "The case for which the reads are kept."),
    HoldField.PARTIES: ("Parties of the case", "Who they are: suspect, victim."),
    HoldField.FACTS: ("Specific facts", "Why these reads matter to this case."),
}
_NEXT_WORDS = {
    HoldField.PLATE: "Next: state",
    HoldField.BEGINS: "Next: to",
    HoldField.CASE: "Next: parties",
    HoldField.PARTIES: "Next: facts",
}


def _pad_view(facts: HoldsFacts) -> EntryPadView | None:
    what = facts.form.open
    if what is None:
        return None
    title, help_words = _TITLES[what]
    return EntryPadView(
        key=f"hold_{what.value}",
        title=title,
        help=help_words,
        pad=_pad(facts, what),
        next_word=_NEXT_WORDS.get(what, "Done"),
        next_live=True,
    )


def _pad(facts: HoldsFacts, what: HoldField) -> PlatePadView | StatePadView | TextPadView:
    form, text = facts.form, facts.form.text(what)
    if what is HoldField.PLATE:
        hint = "Letter O and digit 0 are different keys."
        return PlatePadView(text, max(PLACES, len(text)), hint)
    if what is HoldField.STATE:
        page = form.states_page
        prompt = f"{form.letter}_" if form.letter else STATES.get(text, "None chosen yet")
        codes = state_page(page, facts.area_states)
        tiles = tuple(ChoiceView(code, STATES[code], chosen=code == text) for code in codes)
        return StatePadView(prompt, tiles, ChoiceView("", "Clear state"), page, state_pages())
    if what in (HoldField.BEGINS, HoldField.ENDS):
        return TextPadView(text, (), allowed=TIME_CHARACTERS)
    if what is HoldField.CASE:
        return TextPadView(text, (), "all", offers=case_offers(facts.calls, text))
    return TextPadView(text, (), "" if text else "first")


# ------------------------------------------------------------------- question, own requests


def _confirm(facts: HoldsFacts) -> HoldConfirmView:
    form = facts.alpr_1
    scope = form.scope
    begins, ends = scope.window
    hold = Hold("", HoldKind.ALPR_1, facts.now, "", HoldState.PROVISIONAL, form=form)
    lost_on, lapses_on = (
        capture_date(last_instant(hold)),
        capture_date(hold.last_loss_at - _INSTANT),
    )
    by, at_last = date_words(lost_on), date_words(lapses_on)
    over = f"else reads begin to go; after {at_last} the request lapses."
    here = facts.form.this_car
    cameras = ", ".join(camera.in_words for camera in scope.cameras)
    return HoldConfirmView(
        plate=scope.text,
        state=STATES.get(scope.state, ""),
        lines=(
            f"Read by: {cameras}",
            f"From {full_time(begins)} to {full_time(ends)}",
            f"Case {form.case}: {form.parties}",
            shorten(f"Facts: {form.facts}", _FACTS_SHOWN, placeholder=" ..."),
        ),
        does=(
            f"Provisional: reads are kept {'from now on' if here else 'once it is sent'}. "
            f"The sworn form must reach the custodian by {by}, "
            + ("else it lapses and the reads go." if lost_on == lapses_on else over)
        ),
        link=_LINK if here else _LINK_OF_OTHERS,
    )


def _own_view(facts: HoldsFacts) -> OwnHoldsView:
    pages = max(1, -(-len(facts.own) // ROWS_SHOWN))
    page = min(facts.page, pages - 1)
    shown = facts.own[page * ROWS_SHOWN : (page + 1) * ROWS_SHOWN]
    return OwnHoldsView(
        count=str(len(facts.own)) if facts.own else "",
        words="" if facts.own else _HIDDEN_OWN if facts.waits else _NONE,
        rows=tuple(_row(hold, facts) for hold in shown),
        page=page,
        pages=pages,
    )


_MARKS = {HoldState.PROVISIONAL: Mark.RING, HoldState.FINAL: Mark.TICK}


def _row(hold: OwnHold, facts: HoldsFacts) -> OwnHoldRow:
    day = date_words(local_day(hold.requested_at, facts.zone))
    is_due, notice = _notice(hold, facts)
    status = STATE_WORDS[hold.state]
    if not hold.number:
        status = f"{status}. Not sent yet."
    return OwnHoldRow(
        plate=hold.text,
        state=hold.state_of_issue,
        when=f"{day}, case {hold.case}" if hold.case else day,
        status=status,
        notice=notice,
        mark=Mark.WEAK if is_due else _MARKS.get(hold.state, Mark.CROSS),
    )


def _notice(hold: OwnHold, facts: HoldsFacts) -> tuple[bool, str]:
    """Return whether a notice is due (PRS-03, PRS-06), and the last day in words."""
    if hold.ends_at is None:
        return False, ""
    is_final = hold.state is HoldState.FINAL
    before = HOLD_WARNED_BEFORE if is_final else PROVISIONAL_WARNED_BEFORE
    left = days_left(hold.ends_at, facts.now)
    day = date_words(capture_date(hold.ends_at))
    what = "Kept until" if is_final else "Sworn form due"
    days = "1 day" if left == 1 else f"{left} days"
    return warning_due(hold.ends_at, facts.now, before) is not None, f"{what} {day}: {days} left"
