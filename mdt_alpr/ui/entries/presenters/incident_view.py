"""Builds the report of an incident in plain words (OPS-01, OPS-04)."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from mdt_alpr.domain.hit.hit import Hit
from mdt_alpr.domain.people.roles import Role
from mdt_alpr.domain.policy import HOLD_FORM
from mdt_alpr.domain.retention.alpr_1 import HoldGround
from mdt_alpr.domain.retention.incidents import IncidentKind, IncidentRefusedError, report
from mdt_alpr.ui.entries.models.entries import EntryPadView, FieldView, TextPadView
from mdt_alpr.ui.entries.models.incidents import IncidentFormView, IncidentView, OwnHitsView
from mdt_alpr.ui.entries.presenters.calls import case_offers
from mdt_alpr.ui.entries.presenters.incident_form import ReportField, ReportForm
from mdt_alpr.ui.hit.presenters.hit_words import DISPOSITION_WORDS, clock_words, date_words
from mdt_alpr.ui.kit.models.choice import ChoiceView, QuestionView
from mdt_alpr.ui.kit.words import local_day
from mdt_alpr.wire.notices import CallMessage

ROWS_SHOWN = 5
REPORTED = "Reported. Headquarters gets it at the next contact."
_NOTE = "Works without a link. Within one hour of the discovery."
_NO_HITS = "No hits of yours in this car. Report without one."
_KINDS = {
    IncidentKind.WRONGFUL_STOP: "Wrongful\nstop",
    IncidentKind.BREACH: "Breach or\nloss of data",
    IncidentKind.MISUSE: "Misuse",
    IncidentKind.OTHER: "Other\nincident",
}
_PHRASES = {
    IncidentKind.WRONGFUL_STOP: (
        ("Wrong vehicle\nstopped", "The wrong vehicle was stopped on this alert."),
        ("Record was old\nor cleared", "The record was old or cleared when it alerted."),
        ("Force used on\nwrong person", "Force was used on a person who was not wanted."),
    ),
    IncidentKind.BREACH: (
        ("Device lost\nor stolen", "A device with data of the reader was lost or stolen."),
        ("Password or\nkey lost", "A password or a security key was lost."),
        ("Screen seen\nby others", "Somebody who may not saw data on this screen."),
    ),
    IncidentKind.MISUSE: (
        ("Search without\na case", "A plate was searched without a case."),
        ("Private\npurpose", "Data of the reader was used for a private purpose."),
        ("Sign-in of\nanother used", "Somebody used the sign-in of another person."),
    ),
    IncidentKind.OTHER: (
        ("Crash after\nan alert", "There was a crash after an alert."),
        ("Somebody\nwas hurt", "Somebody was hurt after an alert."),
        ("Same misread\nagain", "The reader makes the same misread again and again."),
    ),
}
_GROUNDS = {
    HoldGround.CRIMINAL: "Criminal\ninvestigation",
    HoldGround.MISSING: "Missing\nperson",
    HoldGround.MOTOR_CARRIER: "Motor carrier\nviolation",
}
_TITLES = {
    ReportField.WORDS: ("What happened", "No plate: the hit shows it."),
    ReportField.CASE: ("Case number", "The case for which the reads are kept."),
    ReportField.PARTIES: ("Parties of the case", "Who they are: suspect, victim."),
}


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What the page is built from; ``shut`` says why nothing may be shown now."""

    form: ReportForm
    now: datetime
    zone: tzinfo | None
    hits: tuple[Hit, ...] = ()
    page: int = 0
    shut: str = ""
    calls: tuple[CallMessage, ...] = ()


def incident_view(facts: ReportFacts) -> IncidentView:
    """Return the page as it is now."""
    form = facts.form
    place = form.open.value if form.open else "form"
    return IncidentView(
        place="shut" if facts.shut else place,
        form=_form_view(facts),
        pad=None if form.open is None else _pad_view(facts, form.open),
        hits=_hits_view(facts),
        shut=facts.shut,
    )


def phrase(kind: IncidentKind, key: str) -> str:
    """Return what a tile says happened, empty where there is no such tile."""
    sentences = {str(number): said for number, (_, said) in enumerate(_PHRASES[kind])}
    return sentences.get(key, "")


def report_lacks(form: ReportForm, now: datetime) -> tuple[str, ...]:
    """Return what a report lacks."""
    try:
        report(form.as_reported(), "", Role.OFFICER, now)
    except IncidentRefusedError as error:
        return error.why
    return ()


def report_question(form: ReportForm) -> QuestionView:
    """Return what is asked before it is reported, and what follows."""
    kind = _KINDS[form.kind].replace("\n", " ").lower()
    text = form.text(ReportField.WORDS)
    does = "The response team is notified. It can't be taken back."
    if form.hit_id:
        does = (
            "The alert, its pictures and replies are frozen, a case is opened, and the response "
            "team is notified. It can't be taken back."
        )
    return QuestionView(f"Report: {kind}?", f"{text}\n\n{does}", safe="Go back", agree="Report")


def _form_view(facts: ReportFacts) -> IncidentFormView:
    form = facts.form
    said = form.text(ReportField.WORDS)
    lacking = report_lacks(form, facts.now)

    def shown(what: ReportField, hint: str) -> FieldView:
        return FieldView(what.value, form.text(what), hint)

    return IncidentFormView(
        kinds=tuple(ChoiceView(k.value, w, chosen=k is form.kind) for k, w in _KINDS.items()),
        phrases=tuple(
            ChoiceView(str(number), word, chosen=said == sentence)
            for number, (word, sentence) in enumerate(_PHRASES[form.kind])
        ),
        words=FieldView("words", said, "Tap a tile above, or type", next=not said),
        grounds=tuple(
            ChoiceView(g.value, w, chosen=g is form.ground, live=bool(form.hit_id))
            for g, w in _GROUNDS.items()
        ),
        case=shown(ReportField.CASE, "If kept: number"),
        parties=shown(ReportField.PARTIES, "If kept: suspect, victim"),
        needed=_needed(form, lacking),
        note=_NOTE,
        may_report=not lacking and not form.waits,
        hold_form=HOLD_FORM,
    )


def _needed(form: ReportForm, lacking: tuple[str, ...]) -> str:
    if form.waits:
        return "Reporting."
    return form.notice or " ".join(lacking) or "Complete."


def _pad_view(facts: ReportFacts, what: ReportField) -> EntryPadView:
    title, help_words = _TITLES[what]
    text = facts.form.text(what)
    pad = TextPadView(text, (), "" if text else "first")
    if what is ReportField.CASE:
        pad = TextPadView(text, (), "all", offers=case_offers(facts.calls, text))
    next_word = "Next: parties" if what is ReportField.CASE else "Done"
    return EntryPadView(f"report_{what.value}", title, help_words, pad, next_word, next_live=True)


def _hits_view(facts: ReportFacts) -> OwnHitsView:
    pages = max(1, -(-len(facts.hits) // ROWS_SHOWN))
    page = facts.page % pages
    shown = facts.hits[page * ROWS_SHOWN : (page + 1) * ROWS_SHOWN]
    rows = tuple(_row(hit, facts) for hit in shown)
    return OwnHitsView("" if rows else _NO_HITS, rows, page, pages)


def _row(hit: Hit, facts: ReportFacts) -> ChoiceView:
    day = local_day(hit.raised_at, facts.zone)
    is_today = day == local_day(facts.now, facts.zone)
    when = clock_words(hit.raised_at, facts.zone)[:5]
    at = when if is_today else f"{date_words(day)}, {when}"
    ended = "Open"
    if hit.closing is not None:
        ended = DISPOSITION_WORDS[hit.closing.disposition].replace("\n", " ")
    stopped = ", stopped" if hit.stop_at or hit.recorded_stop else ""
    second = ended if stopped[2:] in ended else f"{ended}{stopped}"
    chosen = hit.hit_id == facts.form.hit_id
    return ChoiceView(hit.hit_id, f"{at}  {hit.category.name}", chosen=chosen, second=second)
