"""Builds the result page's banner: a contradiction comes before any other control (ALR-05)."""

from mdt_alpr.domain.hit.gate import Check, CheckStatus, Gate
from mdt_alpr.domain.hit.hit import Contrary, EntryAttempt, Hit, HitState
from mdt_alpr.domain.hit.vehicle import listed_vehicle, vehicle_fits
from mdt_alpr.domain.hotlist.hotlist import HotlistEntry
from mdt_alpr.domain.policy import NOT_VERIFIED_BY_YOU_WORDS
from mdt_alpr.ui.hit.models.hit_result import BannerView
from mdt_alpr.ui.hit.presenters.hit_compare_view import manual_label
from mdt_alpr.ui.hit.presenters.hit_words import (
    CONTRARY_WORDS,
    capitalized,
    is_from_unit,
    seen_vehicle,
    source_of,
    state_name,
)

Words = tuple[tuple[str, bool], ...]


def banner_view(hit: Hit, gate: Gate) -> BannerView:
    """Return the banner of a hit that was compared, or that is gone."""
    if hit.contrary:
        return _gone(hit)
    if hit.entry is None:
        return _stopped_by_another(hit)
    stopped = hit.state is HitState.STOPPED
    if gate.differs is not None:
        return _differs(hit, hit.entry, gate.differs, gate.status(gate.differs))
    title, words = _agreement(hit, gate.status(Check.VEHICLE))
    zero = _zero_words(hit)
    what, so = manual_label(hit)
    if what:
        words = ((so, True),)
    return BannerView(
        ink=False,
        shape="weak" if what or zero else "tick",
        title=what or zero or title,
        words=words,
        button="Close hit" if stopped else "",
        action="end" if stopped else "",
    )


def _stopped_by_another(hit: Hit) -> BannerView:
    """Return the banner of a stop that another officer initiated: nothing of it is shown here."""
    who = hit.stop_by.name or hit.stop_by.person_id
    return BannerView(
        ink=False,
        shape="ring",
        title=NOT_VERIFIED_BY_YOU_WORDS,
        words=((f"Verified and stopped by {who}, not by you.", False),),
        button="Close hit",
        action="end",
    )


def _differs(hit: Hit, own: EntryAttempt, check: Check, status: CheckStatus) -> BannerView:
    of_state, given = check is Check.STATE, status is CheckStatus.REASON_GIVEN
    words = _pictures_and_you(hit, own) if of_state else _record_and_you(hit)
    if given:
        reason = own.state_reason if of_state else hit.vehicle_reason
        words = (("Your reason: ", False), (reason, True), (".", False))
    ends = hit.state is HitState.STOPPED and (given or of_state)
    return BannerView(
        ink=True,
        shape="differs",
        title="PICTURE SHOWS ANOTHER STATE" if of_state else "VEHICLE DOES NOT FIT RECORD",
        words=words,
        button="Close hit" if ends else "Change" if given else "Give reason",
        action="end" if ends else "reason",
    )


def _agreement(hit: Hit, status: CheckStatus) -> tuple[str, Words]:
    if caveat := _caveat(hit):
        agree = "Plate and state" if status is not CheckStatus.TRUE else "Plate, state and vehicle"
        return f"{agree} agree", ((caveat, True),)
    if status is CheckStatus.NOT_NEEDED:
        return "Plate and state agree", (("A stolen plate may be on any vehicle.", False),)
    if status is CheckStatus.NOT_COMPARED:
        return "Plate and state agree", (("Not compared. ", False), *_record_and_you(hit))
    return "Plate, state and vehicle agree", _record_and_you(hit)


def _zero_words(hit: Hit) -> str:
    """Return that the records have the other of O and 0 than the plate's die shows, if all do."""
    zeros = [match.resolved_zero for match in hit.matches if match.entry in hit.records]
    if not zeros or zeros[0] is None or None in zeros:
        return ""
    seen, listed = zeros[0]
    return f"Plate shows {seen}, record has {listed}"


def _record_and_you(hit: Hit) -> Words:
    record = _compared_record(hit)
    seen = hit.vehicle
    you = seen_vehicle(seen.body, seen.color) if seen else "not asked"
    listed = listed_vehicle(record) or "no vehicle listed"
    return (("Record: ", False), (listed, True), (". You: ", False), (you, True), (".", False))


def _pictures_and_you(hit: Hit, own: EntryAttempt) -> Words:
    read, entered = state_name(hit.read.state), state_name(own.state)
    return (("Picture: ", False), (read, True), (". You: ", False), (entered, True), (".", False))


def _caveat(hit: Hit) -> str:
    """Return what none of the records says of the driver; the strictest of them (HOT-09)."""
    kinds = sorted((record.kind for record in hit.records), key=lambda k: not k.no_detention)
    return next((kind.caveat for kind in kinds if kind.caveat), "")


def _compared_record(hit: Hit) -> HotlistEntry:
    """Return the record that the vehicle speaks against, else the most urgent."""
    seen = hit.vehicle
    against = [
        record
        for record in hit.records
        if seen and vehicle_fits(record, seen.body, seen.color) is False
    ]
    return (against or list(hit.records))[0]


def _gone(hit: Hit) -> BannerView:
    fact = hit.contrary[-1]
    title = f"{source_of(fact)}: {CONTRARY_WORDS[fact.kind]}"
    text = "The record is not shown. Queued for HQ." if hit.entry is None else "Queued for HQ."
    if fact.kind is Contrary.READ_DISAGREES:
        text = f"Look at the plate again. {text}"
    if is_from_unit(fact):
        title = capitalized(CONTRARY_WORDS[fact.kind])
        text = f"Said by {fact.source}."
    return BannerView(
        ink=True,
        shape="bar",
        title=title,
        words=((text, False),),
        button="Close hit",
        action="end",
    )
