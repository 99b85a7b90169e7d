"""Builds the sign-in page and the status page from what is known of the car."""

import re
from datetime import datetime

from mdt_alpr.domain.citations import cited
from mdt_alpr.domain.equipment.doctor import what_to_do
from mdt_alpr.domain.equipment.self_check import SelfCheck, check_counts
from mdt_alpr.domain.equipment.upkeep import Upkeep
from mdt_alpr.domain.hit.trial import MARK
from mdt_alpr.domain.hotlist.hotlist import CATEGORIES, CategorySettings
from mdt_alpr.domain.people.passwords import PASSWORD_RULES
from mdt_alpr.domain.people.roles import Returned, Session
from mdt_alpr.domain.people.second_factor import CodeAsks, Enrollment
from mdt_alpr.domain.retention.outbox import SetAside
from mdt_alpr.patrol.ports import SecurityKey
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.ui.kit.words import age, clock_time, local_time, training_notice
from mdt_alpr.ui.shell.models.pages import (
    CheckLine,
    FactorView,
    KeyView,
    SignInView,
    StatusLine,
    StatusLines,
    StatusView,
    StripCell,
)
from mdt_alpr.ui.shell.presenters.car_known import CarFacts, CarKnown
from mdt_alpr.ui.shell.presenters.strip_view import (
    age_cell,
    camera_cell,
    clock_line,
    gps_check,
    gps_line,
    link_cell,
    list_cell,
    queue_cell,
    voice_cell,
)
from mdt_alpr.wire.problems import Problem


def set_aside_lines(set_aside: SetAside) -> tuple[StatusLine, ...]:
    """Return the line of the status page; none while nothing was refused."""
    if set_aside.count == 0:
        return ()
    items = "1 item" if set_aside.count == 1 else f"{set_aside.count:,} items"
    number = set_aside.newest_problem
    problem = None if number is None else Problem.of_number(number)
    detail = "Call the technician." if problem is None else problem.sentence
    value = f"{items}, newest for reason {number}"
    return (StatusLine("Refused", value, Mark.WEAK, detail),)


_MOST = 3


def returned_cards(session: Session | None) -> list[StatusLines]:
    """Return a card with the hits that were sent back, none where there is none."""
    if session is None or not session.returned:
        return []
    lines = [_line(card) for card in session.returned[:_MOST]]
    more = len(session.returned) - _MOST
    if more > 0:
        lines.append(
            StatusLine("More returned hits", str(more), Mark.WEAK, "Ask your supervisor.")
        )
    return [StatusLines("Returned by your supervisor", tuple(lines))]


def _line(returned: Returned) -> StatusLine:
    known = CATEGORIES.get(returned.category)
    name = known.name if known else "Hit"
    local = local_time(returned.raised_at)
    when = f"{local:%b} {local.day}, {local:%H:%M}"
    return StatusLine(name, when, Mark.WEAK, f"{returned.by}: {returned.words}")


_TROUBLES_SHOWN = _PRIORITIES_SHOWN = 2
_TRIAL_CHECK = f"{MARK}: do Drill first"
"""A few hits before each shift of a trial: they are timed."""
_OFFLINE = "Without headquarters: this car checked the password, nobody the second factor."


_CODES = {
    CodeAsks.APP: "Six digits of your app, or a recovery code. Each counts once.",
    CodeAsks.KEY: "Use your security key, or enter a code of your app or a recovery code.",
    CodeAsks.SETUP: "The one-time code that the administrator gave you. It counts once.",
}

_CITED = re.compile(r"\(.*\)")
WARNING = tuple(
    _CITED.sub(lambda clause: clause[0].replace(" ", "\N{NO-BREAK SPACE}"), paragraph)
    for paragraph in (
        (
            "This is a restricted police system. What you do here is monitored, recorded and "
            "audited, each access with your name, date and time. Signing in means that you "
            "consent to this."
        ),
        (
            "Use it for official law enforcement purposes only. Other use is forbidden and "
            f"carries criminal and civil penalties.{cited('misuse', ' ', '')}"
        ),
        f"Not for traffic violations{cited('lawful_purposes')}.",
    )
)
"""PUR-06: what is shown before each sign-in; no clause is broken at the end of a line."""


def sign_in_view(known: CarKnown, facts: CarFacts, now: datetime) -> SignInView:
    """Return the sign-in page, which the lock uses too."""
    locked_by = known.session.name if known.session is not None and known.locked else ""
    return SignInView(
        unit=facts.unit,
        problem=known.problem,
        busy=known.busy,
        locked_by=locked_by,
        training=facts.training,
        accounts=facts.accounts if facts.training else (),
        checks=_checks(known, facts, now),
        warning=WARNING,
        drill=facts.offers_drill and rests(known, now),
        password_is_due=known.password_is_due,
        password_rules=PASSWORD_RULES,
        code_is_wanted=known.code_is_wanted,
        factor=factor_view(known.enrollment),
        key=key_view(known.asks, known.enrollment, facts.key, touches=known.touches),
        problem_mark=problem_mark(is_step=known.problem_is_step),
    )


def problem_mark(*, is_step: bool) -> Mark:
    """Return the mark of what sign-in says: a step that was not done yet is no failure."""
    return Mark.RING if is_step else Mark.CROSS


def factor_view(enrollment: Enrollment | None) -> FactorView | None:
    """Return the second factor that is being set up."""
    if enrollment is None:
        return None
    return FactorView(enrollment.address, enrollment.secret, enrollment.recovery)


def key_view(
    asks: CodeAsks, enrollment: Enrollment | None, key: SecurityKey | None, *, touches: bool
) -> KeyView:
    """Return whether a security key may be used: one's own, or one that is set up here."""
    can_be_set_up = enrollment is not None and bool(enrollment.key)
    is_own = key is not None and asks is CodeAsks.KEY
    return KeyView(
        hint=_CODES[asks],
        offered=is_own or (key is not None and can_be_set_up),
        is_own=is_own,
        asks_pin=key is not None and key.asks_pin,
        touches=touches,
    )


def rests(known: CarKnown, now: datetime) -> bool:
    """Tell whether nobody is signed in and no plate is read: the car is not on patrol."""
    return known.session is None and camera_cell(known, now).word == "Off"


def status_view(known: CarKnown, facts: CarFacts, now: datetime) -> StatusView:
    """Return the status page."""
    left = [*returned_cards(known.session), StatusLines("This car", _car_lines(known, facts, now))]
    troubles = [StatusLine(_title(n), "", Mark.WEAK, why) for n, why in known.troubles.items()]
    if troubles:
        left.append(StatusLines("Needs attention", tuple(troubles[-_TROUBLES_SHOWN:])))
    left += _weakened_card(facts)
    right = (
        StatusLines("Headquarters", _headquarters_lines(known, now), leads_to="report"),
        StatusLines("Reading", _reading_lines(known, facts), leads_to="why"),
    )
    return StatusView(tuple(left), right)


def _weakened_card(facts: CarFacts) -> tuple[StatusLines, ...]:
    lines = tuple(
        StatusLine(w.title, f"{w.state}. {w.meaning}", Mark.WEAK) for w in facts.weakened
    )
    return (StatusLines("Safety checks changed by settings", lines),) if lines else ()


def _checks(known: CarKnown, facts: CarFacts, now: datetime) -> tuple[CheckLine, ...]:
    camera, link = camera_cell(known, now), link_cell(known)
    listed, queue = list_cell(known, now), queue_cell(known, now)
    off = rests(known, now)
    voice = voice_cell(known)
    heard = CheckLine("Voice", voice.word, voice.mark)
    return (
        CheckLine("Camera", "Starts when you sign in" if off else camera.word, camera.mark),
        gps_check(known.position),
        CheckLine("Hotlist", _list_check(known, listed), listed.mark),
        CheckLine("HQ link", link.word, link.mark),
        CheckLine("Waiting", f"{queue.word} items", queue.mark),
        CheckLine("Alerts", _TRIAL_CHECK, Mark.RING) if facts.trial else heard,
    )  # fmt: skip


def _list_check(known: CarKnown, listed: StripCell) -> str:
    if known.list_damaged:
        return "Faulty"
    return f"{listed.word} old" if known.hotlist else "None yet"


def _car_lines(known: CarKnown, facts: CarFacts, now: datetime) -> tuple[StatusLine, ...]:
    camera, cell = known.camera.status(now), camera_cell(known, now)
    detail = "\n".join(part for part in (camera.line, camera.detail) if part)
    line = StatusLine("Camera", f"{camera.name}: {cell.word}", cell.mark, detail)
    voice = voice_cell(known)
    faults = "\n".join(why for why in known.voice.values() if why)
    return (
        _person_line(known, now),
        line,
        gps_line(known.position),
        StatusLine("Voice", voice.word, voice.mark, faults),
        *_check_line(known.check, now),
        *_upkeep_line(known.upkeep),
        _program_line(facts),
    )


def _check_line(check: SelfCheck | None, now: datetime) -> tuple[StatusLine, ...]:
    """Return what this shift's check found; no line before there is one (MNT-03)."""
    if check is None or not check_counts(check, now):
        return ()
    at = clock_time(check.at)[:5]
    if check.failed:
        again = "It is repeated by itself. Hits say that it failed."
        detail = " ".join((*what_to_do(check)[:_TROUBLES_SHOWN], again))
        return (StatusLine("Shift check", f"Failed: {check.words}", Mark.WEAK, detail),)
    return (StatusLine("Shift check", f"Passed at {at}", Mark.TICK),)


def _upkeep_line(upkeep: Upkeep) -> tuple[StatusLine, ...]:
    """Return what is overdue or failed, and what comes of it; no line for nothing (MNT-02)."""
    if not upkeep.late:
        return ()
    mark, said = Mark.WEAK, "Hits say so. Tell the technician."
    if upkeep.alerts_stop:
        mark, said = Mark.CROSS, "No alerts in this car until it is done. Tell the technician."
    return (StatusLine("Upkeep", upkeep.words, mark, f"{upkeep.details}\n{said}"),)


def _program_line(facts: CarFacts) -> StatusLine:
    words = f"{facts.version}, {facts.program}" if facts.program else facts.version
    changed = f"Changed settings: {', '.join(facts.changed)}" if facts.changed else ""
    return StatusLine("Program", words, Mark.TICK, changed)


def _person_line(known: CarKnown, now: datetime) -> StatusLine:
    session = known.session
    if session is None:
        return StatusLine("Signed in", "No one", Mark.RING)
    words = f"{session.name}, until {clock_time(session.ends_at)[:5]}"
    notice = training_notice(session, now)
    if session.is_offline:
        notice = f"{_OFFLINE} {notice}".strip()
    return StatusLine("Signed in", words, Mark.WEAK if notice else Mark.TICK, notice)


def _reading_lines(known: CarKnown, facts: CarFacts) -> tuple[StatusLine, ...]:
    latency = known.latency()
    words, mark = "Too few reads yet" if known.latencies else "No reads yet", Mark.RING
    if latency is not None:
        words, mark = f"Usually {_ms(latency[0])}; 5% over {_ms(latency[1])}", Mark.TICK
    clock = clock_line(known.position)
    return (
        StatusLine("Engines", facts.engines, Mark.TICK),
        StatusLine("Reads", f"{known.shift.reads:,} this shift", Mark.TICK),
        StatusLine("Capture to read", words, mark, known.meter.words() if latency else ""),
        *(() if clock is None else (clock,)),
    )


def _headquarters_lines(known: CarKnown, now: datetime) -> tuple[StatusLine, ...]:
    link, listed, queue = link_cell(known), list_cell(known, now), queue_cell(known, now)
    why = known.link.why if known.link is not None else ""
    lines = [StatusLine("Link", link.word, link.mark, why), _list_line(known, listed)]
    if known.hotlist is not None:
        compiled = known.hotlist.compiled_at
        lines.append(StatusLine("List age", age(compiled, now), age_cell(compiled, now).mark))
    items = "1 item" if known.queue.waiting == 1 else f"{known.queue.waiting:,} items"
    if known.queue.oldest is not None:
        items += f", the oldest {age(known.queue.oldest, now)}"
    lines.append(StatusLine("Waiting", items, queue.mark))
    lines += set_aside_lines(known.queue.set_aside)
    if known.session is not None and known.session.policy:
        lines.append(StatusLine("Policy", known.session.policy, Mark.TICK))
    return tuple(lines)


def _list_line(known: CarKnown, listed: StripCell) -> StatusLine:
    """Return which list is in use; where it is damaged, what that means and what comes of it.

    A link that is lost says the latter, and there is room for one of them. Else it says which
    priorities the agency changed (D18).
    """
    says_link = known.link is not None and known.link.why
    if known.list_damaged:
        detail = known.list_why or ("" if says_link else "It is being downloaded again.")
        plates = "listed" if known.list_why else "some"
        return StatusLine("Hotlist", f"Faulty: {plates} plates do not alert", listed.mark, detail)
    hotlist = known.hotlist
    if hotlist is None:
        return StatusLine("Hotlist", "None", listed.mark, "Downloads after sign-in.")
    word = "entry" if hotlist.entries == 1 else "entries"
    words = f"version {hotlist.version}, {hotlist.entries:,} {word}"
    detail = "" if says_link else _priorities(hotlist.settings)
    return StatusLine("Hotlist", words, listed.mark, detail)


def _priorities(settings: CategorySettings) -> str:
    """Return which categories are more or less urgent than by default; empty for none."""
    other = [
        f"{CATEGORIES[s.code].name} {s.priority} (was {CATEGORIES[s.code].priority})"
        for s in settings.other_priorities
    ]
    shown = ", ".join(other[:_PRIORITIES_SHOWN])
    more = len(other) - _PRIORITIES_SHOWN
    rest = f" and {more} more" if more > 0 else ""
    return f"Priority changed: {shown}{rest}." if other else ""


def _ms(value: float) -> str:
    return f"{value:.0f} ms" if value < 1000 else f"{value / 1000:.1f} s"  # noqa: PLR2004 - ms


def _title(name: str) -> str:
    return name[:1].upper() + name[1:]
