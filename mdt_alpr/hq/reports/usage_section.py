"""The sections of a report that the counts of each day give: use, hits, stops, searches (7.4)."""

from collections.abc import Iterable, Mapping, Sequence

from mdt_alpr.domain.citations import cited
from mdt_alpr.domain.hit.disposition import CONFIRMED, REJECTIONS, Disposition, Outcome
from mdt_alpr.domain.hit.hit_summary import Attention
from mdt_alpr.domain.hotlist.manual_entry import Purpose
from mdt_alpr.domain.review.accuracy import INTERVAL_WORDS
from mdt_alpr.domain.review.annual_report import MONTHS, ReportFigure, ReportSection, ReportSource
from mdt_alpr.domain.review.daily_counts import (
    Counted,
    DayCount,
    by_list,
    by_month,
    by_word,
    total,
)

_STORED = "daily_counts, and for days not counted yet"
SOURCES = (
    ReportSource("reads-by-day", f"Reads: {_STORED} read_counts and reads, by unit and day."),
    ReportSource("typed-by-day", f"Typed plates: {_STORED} reads of no camera, by unit and day."),
    ReportSource("units-by-day", f"Units that had reads: {_STORED} reads; each unit once."),
    ReportSource("days-of-units", f"Days on which a unit had a read: {_STORED} reads."),
    ReportSource(
        "results-by-list",
        f"Hits by list and last disposition: {_STORED} hit_log. No disposition is an open hit.",
    ),
    ReportSource("trial-hits", f"Hits that a trial kept from alerting: {_STORED} hit_log."),
    ReportSource(
        "decided-hits",
        "Of results-by-list, hits verified or rejected by a person: the only ones of which it is "
        "known whether the alert was right.",
    ),
    ReportSource(
        "stops",
        f"Hits with a stop, by what was unusual about it: {_STORED} hit_log where the gate gave a "
        "form, the officer stated a stop, or the disposition is a verified stop.",
    ),
    ReportSource("outcomes-of-stops", f"Outcomes that officers stated: {_STORED} hit_log."),
    ReportSource("force-in-stops", f"Stops in which force was stated: {_STORED} hit_log."),
    ReportSource("searches-by-purpose", f"Searches in stored reads: {_STORED} searches."),
)
_DISPOSITIONS: Mapping[str, str] = {
    Disposition.VERIFIED_STOPPED: "Verified, stopped",
    Disposition.VERIFIED_NO_STOP: "Verified, not stopped",
    Disposition.MISREAD: "Rejected: misread",
    Disposition.WRONG_STATE: "Rejected: other state",
    Disposition.VEHICLE_MISMATCH: "Rejected: other vehicle",
    Disposition.WRONG_PERSON: "Rejected: other person",
    Disposition.CLEARED_OR_STALE: "Rejected: record cleared or stale",
    Disposition.WRONG_ENTRY: "Rejected: record is wrong",
    Disposition.UNABLE_TO_VERIFY: "Not verified",
    Disposition.LOST_SIGHT: "Lost sight",
    Disposition.DUPLICATE: "Duplicate",
    "": "Open",
}
_STOPS: Mapping[str, str] = {
    Attention.NONE: "Status was checked before the stop",
    Attention.STOPPED_WITHOUT_STATUS: "Status check stated as not practicable",
    Attention.NOT_PRACTICABLE: "One source stated as not practicable, another answered",
    Attention.STOPPED_UNVERIFIED: "Without the checks of the app",
}
_OUTCOMES: Mapping[str, str] = {
    Outcome.RELEASED: "Released",
    Outcome.ARREST: "Arrest",
    Outcome.VEHICLE_RECOVERED: "Vehicle recovered",
    Outcome.PLATE_RECOVERED: "Plate recovered",
    Outcome.PERSON_FOUND: "Person found",
    Outcome.CITATION_NOT_FROM_READER: "Citation not based on the reader",
}
PURPOSE_WORDS: Mapping[str, str] = {
    Purpose.CRIMINAL: "Criminal investigation",
    Purpose.FELONY_WARRANT: "Felony warrant",
    Purpose.MISSING: "Missing or endangered person",
    Purpose.VEHICLE: "Lost or stolen vehicle",
}
_CONFIRMED = {str(kind) for kind in CONFIRMED}
_REJECTED = {str(rejection) for rejection in REJECTIONS}


def sections(counts: Sequence[DayCount]) -> list[ReportSection]:
    """Return the sections that the counts of a period give."""
    return [
        _use(counts),
        _months(counts),
        _by_list(counts),
        _false_alerts(counts),
        ReportSection("How hits ended", _worded(counts, Counted.RESULTS, _DISPOSITIONS)),
        _stops(counts),
        ReportSection(
            "Searches in stored reads",
            _worded(counts, Counted.SEARCHES, PURPOSE_WORDS),
            f"Each search states its purpose and its case before it runs{cited('searches')}.",
        ),
    ]


def _use(counts: Sequence[DayCount]) -> ReportSection:
    reads = [count for count in counts if count.what == Counted.READS and count.number]
    units = sorted({count.unit for count in reads})
    figures = [
        ReportFigure("Plates read", total(counts, Counted.READS), "reads-by-day"),
        ReportFigure("Plates typed by officers", total(counts, Counted.TYPED), "typed-by-day"),
        ReportFigure("Hits", total(counts, Counted.RESULTS), "results-by-list"),
        ReportFigure("Units that read plates", len(units), "units-by-day"),
        ReportFigure(
            "Days on which a unit read plates, added up",
            len({(count.day, count.unit) for count in reads}),
            "days-of-units",
        ),
    ]
    if of_trials := total(counts, Counted.TRIAL):
        figures.append(ReportFigure("TRIAL: hits that alerted nobody", of_trials, "trial-hits"))
    return ReportSection(
        "Use", tuple(figures), "A hit alerts an officer to a read that is listed."
    )


def _months(counts: Sequence[DayCount]) -> ReportSection:
    kinds = (
        (Counted.READS, "Plates read", "reads-by-day"),
        (Counted.RESULTS, "Hits", "results-by-list"),
        (Counted.STOPS, "Stops", "stops"),
    )
    kinds_counted = [(by_month(counts, what), column, source) for what, column, source in kinds]
    months = sorted({month for numbers, *_ in kinds_counted for month in numbers})
    figures = [
        ReportFigure(f"{month:%B %Y}", numbers.get(month, 0), source, column)
        for month in months
        for numbers, column, source in kinds_counted
    ]
    return ReportSection(MONTHS, tuple(figures))


def _by_list(counts: Sequence[DayCount]) -> ReportSection:
    figures = []
    for name, words in by_list(counts, Counted.RESULTS).items():
        parts = {
            "Hits": sum(words.values()),
            "Verified": _sum(words, _CONFIRMED),
            "Rejected": _sum(words, _REJECTED),
            "Not decided": sum(words.values()) - _sum(words, {*_CONFIRMED, *_REJECTED, ""}),
            "Open": words.get("", 0),
        }
        figures += [
            ReportFigure(name or "Not given", number, "results-by-list", column)
            for column, number in parts.items()
        ]
    about = "Not decided: the vehicle was lost, could not be checked, or was a duplicate."
    return ReportSection("Hits by list", tuple(figures), about)


def _false_alerts(counts: Sequence[DayCount]) -> ReportSection:
    named = {"All lists": by_word(counts, Counted.RESULTS), **by_list(counts, Counted.RESULTS)}
    figures = []
    for name, words in named.items():
        decided = _sum(words, {*_CONFIRMED, *_REJECTED})
        for column, states in (
            ("False alerts", _REJECTED),
            ("Other state of issuance", {str(Disposition.WRONG_STATE)}),
        ):
            share = ReportFigure(
                name or "Not given", _sum(words, states), "decided-hits", column, decided
            )
            figures.append(share)
    about = (
        f"Of the hits that a person verified or rejected. {INTERVAL_WORDS} A false "
        "alert that the officer rejected is a stop that was prevented."
    )
    return ReportSection("False alerts", tuple(figures), about)


def _stops(counts: Sequence[DayCount]) -> ReportSection:
    figures = (
        ReportFigure("Stops", total(counts, Counted.STOPS), "stops"),
        *_worded(counts, Counted.STOPS, _STOPS),
        *_worded(counts, Counted.OUTCOMES, _OUTCOMES),
        ReportFigure("Force was used", total(counts, Counted.FORCE), "force-in-stops"),
    )
    about = f"A hit alone is no ground for an arrest{cited('not_probable_cause')}."
    return ReportSection("Stops and their outcomes", figures, about)


_SOURCE_OF = {
    Counted.RESULTS: "results-by-list",
    Counted.STOPS: "stops",
    Counted.OUTCOMES: "outcomes-of-stops",
    Counted.SEARCHES: "searches-by-purpose",
}


def _worded(
    counts: Sequence[DayCount], what: Counted, words: Mapping[str, str]
) -> tuple[ReportFigure, ...]:
    """Return a number for every known word, those that are none too, then for others."""
    numbers = by_word(counts, what)
    names = {**words, **{word: word for word in numbers if word not in words}}
    return tuple(
        ReportFigure(said, numbers.get(word, 0), _SOURCE_OF[what]) for word, said in names.items()
    )


def _sum(numbers: Mapping[str, int], words: Iterable[str]) -> int:
    return sum(numbers.get(word, 0) for word in words)
