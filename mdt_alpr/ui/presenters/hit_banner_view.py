"""Builds the result page's banner: a contradiction stands before any other control (ALR-05)."""

from typing import Literal

from mdt_alpr.domain.gate import Check, Gate, Standing
from mdt_alpr.domain.hit import Contrary, Hit, HitState
from mdt_alpr.domain.hotlist import HotlistEntry
from mdt_alpr.domain.vehicle import listed_vehicle, vehicle_fits
from mdt_alpr.ui.presenters.hit_words import CONTRARY_WORDS, seen_vehicle, told_by
from mdt_alpr.ui.viewmodels.hit_result import BannerView


def banner_view(hit: Hit, gate: Gate) -> BannerView:
    """Return the banner of a hit that was compared, or that is gone."""
    if hit.contrary:
        return _gone(hit)
    standing = gate.standing(Check.VEHICLE)
    stopped = hit.state is HitState.STOPPED
    if standing is Standing.CONTRADICTED:
        return _differs(_record_and_you(hit), "Give reason", "reason")
    if standing is Standing.REASON_GIVEN:
        text = f"Your reason: {hit.vehicle_reason}."
        if stopped:
            return _differs(text, "Close hit", "end")
        return _differs(text, "Change", "reason")
    title, text = _agreement(hit, standing)
    return BannerView(
        ink=False,
        shape="tick",
        title=title,
        text=text,
        button="Close hit" if stopped else "",
        action="end" if stopped else "",
    )


def _differs(text: str, button: str, action: Literal["reason", "end"]) -> BannerView:
    return BannerView(
        ink=True,
        shape="differs",
        title="VEHICLE DOES NOT FIT RECORD",
        text=text,
        button=button,
        action=action,
    )


def _agreement(hit: Hit, standing: Standing) -> tuple[str, str]:
    if standing is Standing.NOT_NEEDED:
        return "Plate and state agree", "A stolen plate may sit on any vehicle."
    if standing is Standing.NOT_COMPARED:
        return "Plate and state agree", f"Vehicle not compared. {_record_and_you(hit)}"
    return "Plate, state and vehicle agree", _record_and_you(hit)


def _record_and_you(hit: Hit) -> str:
    record = _compared_record(hit)
    seen = hit.vehicle
    you = seen_vehicle(seen.body, seen.colour) if seen else "not asked"
    return f"Record: {listed_vehicle(record) or 'no vehicle listed'}. You: {you}."


def _compared_record(hit: Hit) -> HotlistEntry:
    """Return the record that the vehicle speaks against, else the most urgent."""
    seen = hit.vehicle
    against = [
        record
        for record in hit.records
        if seen and vehicle_fits(record, seen.body, seen.colour) is False
    ]
    return (against or list(hit.records))[0]


def _gone(hit: Hit) -> BannerView:
    fact = hit.contrary[-1]
    title = f"{told_by(fact)}: {CONTRARY_WORDS[fact.kind]}"
    text = "The record was not shown. Queued for HQ." if hit.entry is None else "Queued for HQ."
    if fact.kind is Contrary.READ_DISAGREES:
        text = f"Look at the plate again. {text}"
    return BannerView(
        ink=True, shape="bar", title=title, text=text, button="Close hit", action="end"
    )
