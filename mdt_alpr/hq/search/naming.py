"""What searches can name: the agency's areas, and how its cases are written."""

from mdt_alpr.acts.search import place_of
from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.reading.position import is_on_earth
from mdt_alpr.domain.reason_words import single_line
from mdt_alpr.domain.search.question import WIDEST_MILES, Area, demand_case_formats
from mdt_alpr.hq.audit.service import record
from mdt_alpr.hq.base import case_formats
from mdt_alpr.hq.base.declared import demand_seen
from mdt_alpr.hq.base.headquarters import RefusedError, Work
from mdt_alpr.hq.search import store
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.search import CaseFormats

LONGEST_NAME = 60


def name_place(work: Work, area: Area, by: str) -> None:
    """Name an area, or change the one of that name.

    Raises:
        RefusedError: no name, or no such place.
    """
    name = single_line(area.name)
    lies = is_on_earth(area.lat, area.lon) and 0 < area.miles <= WIDEST_MILES
    if not 0 < len(name) <= LONGEST_NAME or not lies:
        words = (
            f"A place has a name of up to {LONGEST_NAME} characters, degrees north and east, and "
            f"a radius of up to {WIDEST_MILES:g} miles."
        )
        raise RefusedError(Problem.PLACE_REFUSED, words)
    demand_seen(store.places(work.connection))
    store.put_place(work.connection, Area(area.lat, area.lon, area.miles, name), work.now, by)
    facts = ("lat", str(area.lat)), ("lon", str(area.lon)), ("miles", f"{area.miles:g}")
    record(work, AuditEvent.HQ_PLACE_NAMED, name, by, *facts)


def remove_place(work: Work, name: str, why: str, by: str) -> None:
    """Remove an area.

    Raises:
        RefusedError: there is none of that name.
    """
    demand_seen(place_of(store.places(work.connection), name))
    if not store.remove_place(work.connection, name):
        raise RefusedError(Problem.NO_SUCH_PLACE)
    record(work, AuditEvent.HQ_PLACE_REMOVED, name, by, typed=(("why", why),))


def set_case_formats(work: Work, formats: tuple[str, ...], by: str) -> None:
    """Say how cases are written; no format allows any (SRC-02).

    Raises:
        RefusedError: one of them leaves hardly anything open, or is that of a plate.
    """
    try:
        demand_case_formats(formats)
    except DomainError as error:
        raise RefusedError(Problem.PLACE_REFUSED, str(error)) from error
    demand_seen(CaseFormats(case_formats.case_formats(work.connection)))
    case_formats.set_case_formats(work.connection, formats)
    record(
        work, AuditEvent.HQ_CASE_FORMATS_SET, "case formats", by, ("formats", " ".join(formats))
    )
