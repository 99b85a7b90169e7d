"""Builds the page "How did this hit end?" (design 07)."""

from dataclasses import replace
from datetime import datetime, tzinfo

from mdt_alpr.domain.hit.disposition import Disposition, Outcome, Stopped
from mdt_alpr.domain.hit.hit import Contrary, Hit
from mdt_alpr.domain.hit.verification import dispositions
from mdt_alpr.ui.hit.models.hit_blind import ChoiceView
from mdt_alpr.ui.hit.models.hit_result import DispositionRow, DispositionView
from mdt_alpr.ui.hit.presenters.hit_closing_form import (
    ClosingForm,
    recorded_line,
    still_missing,
    stop_sheet,
    stop_tile,
)
from mdt_alpr.ui.hit.presenters.hit_words import (
    DISPOSITION_ROWS,
    DISPOSITION_WORDS,
    OUTCOME_WORDS,
    clock_words,
    source_of,
)

NUMBER_OFF = "Off while moving"
_CONTRARY_KINDS = {
    Disposition.CLEARED_OR_STALE: (Contrary.STATUS_CLEARED, Contrary.RECORD_CANCELED),
    Disposition.WRONG_ENTRY: (Contrary.NOT_THIS_PLATE,),
    Disposition.MISREAD: (Contrary.READ_DISAGREES,),
}


def disposition_view(
    hit: Hit, form: ClosingForm, now: datetime, zone: tzinfo | None, *, back_live: bool
) -> DispositionView:
    """Return the page: every outcome in its place, the impossible ones disabled."""
    missing = still_missing(hit, form, now)
    asks_stopped = form.disposition is not None and not form.asks_outcome
    return DispositionView(
        rows=_rows(hit, form),
        chosen=DISPOSITION_WORDS[form.disposition].replace("\n", " ") if form.disposition else "",
        on_record=_on_record(hit, form, zone),
        stopped=_stopped(hit, form, zone) if asks_stopped else (),
        outcomes=_outcomes(form) if form.asks_outcome else (),
        force=_force(form) if form.asks_outcome else (),
        event_number=form.event_number if form.asks_outcome else None,
        editing_number=form.editing_number,
        missing=missing or "",
        may_save=missing is None,
        back_live=back_live or form.stop.is_open,
        stop_tile=stop_tile(hit, zone),
        stop_sheet=stop_sheet(hit, form.stop, form.stopped, now, zone),
    )


def without_typing(view: DispositionView) -> DispositionView:
    """Return the page while the car moves: the event number is typed later (VER-10)."""
    return replace(view, editing_number=False, number_off=NUMBER_OFF)


def _rows(hit: Hit, form: ClosingForm) -> tuple[DispositionRow, ...]:
    possible = dispositions(hit)
    return tuple(
        DispositionRow(
            name,
            tuple(
                ChoiceView(
                    d.value, DISPOSITION_WORDS[d], chosen=d is form.disposition, live=d in possible
                )
                for d in row
            ),
        )
        for name, row in DISPOSITION_ROWS
    )


def _on_record(hit: Hit, form: ClosingForm, zone: tzinfo | None) -> str:
    """Return what is known of it; beside a stop's outcome there is no room for more."""
    if not form.asks_outcome and (stop := recorded_line(hit, zone)):
        return stop
    kinds = _CONTRARY_KINDS.get(form.disposition, ()) if form.disposition else ()
    facts = [fact for fact in hit.contrary if fact.kind in kinds]
    if not facts:
        return ""
    return f"Reported by {source_of(facts[-1])}, {clock_words(facts[-1].at, zone)}"


def _stopped(hit: Hit, form: ClosingForm, zone: tzinfo | None) -> tuple[ChoiceView, ...]:
    words: tuple[tuple[Stopped, str], ...]
    if not hit.contrary:
        words = ((Stopped.NO, "No"), (Stopped.BEFORE, "Yes"))
    else:
        at = clock_words(hit.contrary[0].at, zone)
        words = (
            (Stopped.NO, "Not stopped"),
            (Stopped.BEFORE, "Stopped:\nending it"),
            (Stopped.AFTER, f"Stopped: other grounds, after {at}"),
        )
    return tuple(ChoiceView(s.value, word, chosen=s is form.stopped) for s, word in words)


def _outcomes(form: ClosingForm) -> tuple[ChoiceView, ...]:
    return tuple(ChoiceView(o.value, OUTCOME_WORDS[o], chosen=o is form.outcome) for o in Outcome)


def _force(form: ClosingForm) -> tuple[ChoiceView, ...]:
    return (
        ChoiceView("no", "No", chosen=form.force_used is False),
        ChoiceView("yes", "Yes", chosen=form.force_used is True),
    )
