"""What can be demanded after a step: each fact by its name, read off the real parts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from mdt_alpr.demo.drill.unit import Stage, Unit
from mdt_alpr.domain.hit.alerting import ALERT_TONES
from mdt_alpr.domain.hit.gate import Check, Gate, gate
from mdt_alpr.domain.hit.hit import Hit, HitState
from mdt_alpr.domain.hit.verification import dispositions
from mdt_alpr.domain.plate.plate import Plate
from mdt_alpr.ui.hit.models.hit_result import ResultView

Read = Callable[[Stage, Unit], Any]
_NONE = "none"


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of a kind; ``differs`` says how it is otherwise than wanted, None where it holds."""

    kind: type
    differs: Callable[[Stage, Unit, Any], str | None]


def final_state(unit: Unit) -> str:
    """Return the unit's state: each hit in the order of its alert, and who is signed in."""
    hits = [_hit_words(hit) for hit in unit.hits.values()]
    words = "; ".join(hits) or "no alert"
    return words if unit.screen.car.may_use else f"{words}; nobody signed in"


def _hit_words(hit: Hit) -> str:
    stop = "stop initiated" if hit.stop_at else "no stop"
    if hit.state is HitState.CLOSED and hit.closing is not None:
        return f"closed as {hit.closing.disposition.value}, {stop}"
    if hit.contrary:
        return f"contrary: {hit.contrary[-1].kind.value}, {stop}"
    return f"{hit.state.value}, {stop}"


# -------------------------------------------------------------------------------- comparing


def _equals(kind: type, read: Read) -> Fact:
    def differs(scene: Stage, unit: Unit, wanted: Any) -> str | None:
        value = read(scene, unit)
        return None if value == wanted else f"is {value!r}, not {wanted!r}"

    return Fact(kind, differs)


def _has(read: Read) -> Fact:
    def differs(scene: Stage, unit: Unit, wanted: list[Any]) -> str | None:
        values = read(scene, unit)
        missing = [word for word in wanted if word not in values]
        return f"lacks {missing!r}; there is {_short(values)}" if missing else None

    return Fact(list, differs)


def _lacks(read: Read) -> Fact:
    def differs(scene: Stage, unit: Unit, unwanted: list[Any]) -> str | None:
        values = read(scene, unit)
        there = [word for word in unwanted if word in values]
        return f"holds {there!r}" if there else None

    return Fact(list, differs)


def _short(value: str | Iterable[object]) -> str:
    lines = value.splitlines() if isinstance(value, str) else [str(item) for item in value]
    return " | ".join(line for line in lines if line) or "nothing"


# ---------------------------------------------------------------------------------- the hit


def _gate(scene: Stage, unit: Unit) -> Gate | None:
    if unit.hit is None:
        return None
    opened = unit.screen.hit.open_hit_id
    return gate(unit.hit, scene.clock.now(), officer=unit.hit.officer, open_hit_id=opened)


def _of_hit(read: Callable[[Hit], Any]) -> Read:
    return lambda _scene, unit: _NONE if unit.hit is None else read(unit.hit)


def _check(check: Check) -> Read:
    def read(scene: Stage, unit: Unit) -> str:
        now_gate = _gate(scene, unit)
        return _NONE if now_gate is None else now_gate.status(check).value

    return read


def _gate_form(scene: Stage, unit: Unit) -> str:
    now_gate = _gate(scene, unit)
    return _NONE if now_gate is None else now_gate.form.value


def _may_end_as(_scene: Stage, unit: Unit) -> list[str]:
    return [] if unit.hit is None else [d.value for d in dispositions(unit.hit)]


def _disposition(hit: Hit) -> str:
    return hit.closing.disposition.value if hit.closing else _NONE


def _contrary(hit: Hit) -> str:
    return hit.contrary[-1].kind.value if hit.contrary else _NONE


def _match(hit: Hit) -> str:
    return hit.matches[0].match_class.value


def _open_hits(_scene: Stage, unit: Unit) -> int:
    return sum(hit.state is not HitState.CLOSED for hit in unit.hits.values())


# --------------------------------------------------------------------------------- the screen


def _marked(mark: str) -> Read:
    """Read the positions, from 1, that the comparison marks so in any of its plates."""

    def read(_scene: Stage, unit: Unit) -> list[int]:
        view = unit.screen.hit_view
        if view is None or not isinstance(view.page, ResultView):
            return []
        marks = (column.plate.marks for column in view.page.compare.columns)
        return sorted(
            {n for row in marks for n, mark_there in enumerate(row, 1) if mark_there == mark}
        )

    return read


def _first_line(_scene: Stage, unit: Unit) -> str:
    view = unit.screen.hit_view
    return view.page.banner.title if view and isinstance(view.page, ResultView) else _NONE


def _stolen_means_not_verified(_scene: Stage, unit: Unit) -> bool:
    """Return whether every sentence and the page that say "stolen" say "not verified" too."""
    texts = [spoken.text for spoken in unit.screen.said] + [unit.screen.in_front()]
    return all("not verified" in text.lower() for text in texts if "stolen" in text.lower())


def _list_mark(_scene: Stage, unit: Unit) -> str:
    cells = unit.screen.views["strip"].cells
    return next(str(cell.mark.value) for cell in cells if cell.name == "List")


def _said(_scene: Stage, unit: Unit) -> str:
    return "\n".join(spoken.text for spoken in unit.screen.said)


def _tones(_scene: Stage, unit: Unit) -> list[str]:
    """Return the tones of alerts: each says how urgent, and how good the match is (D15)."""
    return [spoken.tone for spoken in unit.screen.said if spoken.tone in ALERT_TONES]


def _seen_or_spoken(scene: Stage, unit: Unit) -> str:
    return unit.screen.everywhere() + "\n" + _said(scene, unit)


# ------------------------------------------------------------------------------ headquarters


def _hq_dispositions(scene: Stage, _unit: Unit) -> list[str]:
    return [name for name, count in scene.hq.held().dispositions for _ in range(count)]


def _hq_chain(scene: Stage, _unit: Unit) -> str:
    return ", ".join(sorted({chain.state for chain in scene.hq.held().chains})) or _NONE


def _hq_steps(scene: Stage, unit: Unit) -> list[str]:
    trail = scene.hq.trail(unit.hit.hit_id) if unit.hit else None
    return [entry.event for entry in trail.audit] if trail else []


def _dropped(scene: Stage, _unit: Unit) -> list[str]:
    return list(scene.imported.dropped) if scene.imported else []


def _inside(what: str) -> Read:
    return lambda _scene, unit: unit.inside.count(what)


FACTS: dict[str, Fact] = {
    # the hit before the officer, else the newest
    "hit": _equals(str, _of_hit(lambda hit: hit.state.value)),
    "match": _equals(str, _of_hit(_match)),
    "records": _equals(int, _of_hit(lambda hit: len(hit.matches))),
    "category": _equals(str, _of_hit(lambda hit: hit.category.code)),
    "gate": _equals(str, _gate_form),
    "plate_check": _equals(str, _check(Check.PLATE)),
    "state_check": _equals(str, _check(Check.STATE)),
    "vehicle_check": _equals(str, _check(Check.VEHICLE)),
    "status_check": _equals(str, _check(Check.STATUS)),
    "dcin_check": _equals(str, _check(Check.DCIN)),
    "contrary": _equals(str, _of_hit(_contrary)),
    "disposition": _equals(str, _of_hit(_disposition)),
    "stop": _equals(bool, lambda _scene, unit: unit.hit is not None and bool(unit.hit.stop_at)),
    "may_end_as": _has(_may_end_as),
    "may_not_end_as": _lacks(_may_end_as),
    "alerts": _equals(int, lambda _scene, unit: unit.alerts),
    "open_hits": _equals(int, _open_hits),
    "refused": _has(lambda _scene, unit: "\n".join(unit.refused)),
    # what is read and heard since the step began
    "doubts": _has(_marked("doubt")),
    "differs": _has(_marked("differs")),
    "first_line": _equals(str, _first_line),
    "stolen_means_not_verified": _equals(bool, _stolen_means_not_verified),
    "list_mark": _equals(str, _list_mark),
    "shows": _has(lambda _scene, unit: unit.screen.in_front()),
    "shows_not": _lacks(lambda _scene, unit: unit.screen.in_front()),
    "hides": _lacks(_seen_or_spoken),
    "says": _has(_said),
    "tones": _equals(list, _tones),
    "says_not": _lacks(_said),
    "hit_list_shows": _has(lambda _scene, unit: unit.screen.page("hits")),
    "strip_shows": _has(lambda _scene, unit: unit.screen.page("strip")),
    "sign_in_page_shows": _has(lambda _scene, unit: unit.screen.page("sign_in")),
    "status_page_shows": _has(lambda _scene, unit: unit.screen.page("status")),
    "signed_in": _equals(bool, lambda _scene, unit: unit.screen.car.may_use),
    "stored_open": _equals(bool, lambda _scene, unit: unit.screen.stored_is_open),
    # the car's store and audit chain
    "waiting": _equals(int, lambda _scene, unit: unit.car.wait_until_sent(0.0)),
    "kept_reads": _equals(int, _inside("reads")),
    "kept_hits": _equals(int, _inside("hits")),
    "kept_pictures": _equals(int, _inside("pictures")),
    "audit_has": _has(lambda _scene, unit: unit.inside.events()),
    "audit_lacks": _lacks(lambda _scene, unit: unit.inside.events()),
    "store_holds": Fact(
        list, lambda _scene, unit, wanted: _text_differs(unit, wanted, there=True)
    ),
    "store_holds_not": Fact(
        list, lambda _scene, unit, unwanted: _text_differs(unit, unwanted, there=False)
    ),
    "hash_finds": Fact(list, lambda _s, unit, plates: _hash_differs(unit, plates, there=True)),
    "hash_finds_not": Fact(
        list, lambda _s, unit, plates: _hash_differs(unit, plates, there=False)
    ),
    # manual entries, and other units
    "entries_page_shows": _has(lambda _scene, unit: unit.screen.page("entries")),
    "own_entries": _equals(int, lambda _s, unit: len(unit.screen.views["entries"].own.rows)),
    "relayed": _equals(bool, _of_hit(lambda hit: hit.relayed_from is not None)),
    "known_before": _equals(int, _of_hit(lambda hit: len(hit.known_before))),
    "sounds": _equals(bool, _of_hit(lambda hit: hit.silenced_at is None)),
    # headquarters
    "imported": _equals(
        int, lambda scene, _unit: scene.imported.accepted if scene.imported else 0
    ),
    "dropped": _has(_dropped),
    "hq_reads": _equals(int, lambda scene, _unit: scene.hq.held().reads),
    "hq_hits": _equals(int, lambda scene, _unit: scene.hq.held().hits),
    "hq_stops": _equals(int, lambda scene, _unit: scene.hq.held().stops),
    "hq_pictures": _equals(int, lambda scene, _unit: scene.hq.held().pictures_held),
    "hq_dispositions": _has(_hq_dispositions),
    "hq_chain": _equals(str, _hq_chain),
    "hq_trail_has": _has(_hq_steps),
    "hold_refused": _equals(str, lambda scene, _unit: scene.hold_refused),
    "hq_hold": _equals(str, lambda scene, _unit: scene.hq.newest_hold()[0]),
    "hq_held_reads": _equals(int, lambda scene, _unit: scene.hq.newest_hold()[1]),
    "data_request": _equals(str, lambda scene, _unit: scene.data_request),
    "hq_data_requests": _equals(int, lambda scene, _unit: len(scene.hq.data_requests())),
    "hq_request_log_says": _has(lambda scene, _unit: "\n".join(scene.hq.data_requests())),
    "hq_flags": _has(lambda scene, _unit: [rule for rule, _ in scene.hq.misuse.flags()]),
    "hq_flags_say": _has(
        lambda scene, _unit: "\n".join(why for _, why in scene.hq.misuse.flags())
    ),
    "hq_flags_hidden_from": Fact(list, lambda scene, _unit, roles: _seen_by(scene, roles)),
    "package_says": _has(lambda scene, _unit: scene.package),
    "package_hides": _lacks(lambda scene, _unit: scene.package),
    "hq_shows_data": _equals(bool, lambda scene, _unit: scene.hq.shows_data()),
    "hq_notices": _equals(int, lambda scene, _unit: len(scene.hq.notices)),
}
"""Every fact by its name in a scenario's file."""


def _hash_differs(unit: Unit, plates: list[str], *, there: bool) -> str | None:
    ended = [plate for plate in plates if unit.inside.ended_entries_on(_plate(plate))]
    wrong = [plate for plate in plates if (plate in ended) is not there]
    return f"{'lacks' if there else 'holds'} {wrong!r}" if wrong else None


def _seen_by(scene: Stage, roles: list[str]) -> str | None:
    seen = [role for role in roles if scene.hq.misuse.flags(role)]
    return f"are shown to {seen!r}" if seen else None


def _plate(words: str) -> Plate:
    text, _, state = words.partition(" ")
    return Plate(text, state)


def _text_differs(unit: Unit, words: list[str], *, there: bool) -> str | None:
    wrong = [word for word in words if unit.inside.holds(word) is not there]
    return f"{'lacks' if there else 'holds'} {wrong!r}" if wrong else None
