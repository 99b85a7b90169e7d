"""What is recorded with each step of a hit, and sent to headquarters, beside its name."""

from mdt_alpr.domain.hit.hit import Hit, TileCheck
from mdt_alpr.domain.hit.vehicle import Body, Color
from mdt_alpr.domain.plate.plate import state_in_words

Facts = tuple[tuple[str, str], ...]

_OUTCOMES = {True: "matched", False: "differed", None: "one more wanted"}


def no_facts(_: Hit) -> Facts:
    """Record nothing but the step's name."""
    return ()


def painted(hit: Hit) -> Facts:
    """Record how long the alert took from the camera to the screen."""
    if hit.painted_at is None:
        return ()
    waited = (hit.painted_at - hit.read.captured_at).total_seconds()
    return (("capture_to_alert_s", f"{waited:.3f}"),)


def entry(hit: Hit) -> Facts:
    """Record the officer's last entry with its outcome."""
    last = hit.attempts[-1]
    return (
        ("text", last.text),
        ("state", last.state),
        ("picture_s", f"{last.picture_s:.1f}"),
        ("outcome", _OUTCOMES[last.matched]),
        ("method", last.method.value),
    )


def tiles(hit: Hit, check: TileCheck) -> Facts:
    """Record the officer's last entry by character tiles (D2)."""
    answers = " ".join(
        f"{a.position + 1}={a.glyph}{' control' if a.control else ''} {a.after_s:.1f}s"
        for a in check.answers
    )
    return (
        *entry(hit),
        ("tiles", answers),
        ("whole_number", check.whole_number.value),
        ("tiles_s", f"{check.tiles_s:.1f}"),
        ("whole_number_s", f"{check.whole_number_s:.1f}"),
    )


def vehicle(hit: Hit, body: Body | None, color: Color | None) -> Facts:
    """Record which body and color the officer saw, and whether the record was shown already."""
    again = hit.vehicle_reasons and hit.vehicle_reasons[-1].second_answer is not None
    return (
        ("body", body.value if body else "can't tell"),
        ("color", color.value if color else "can't tell"),
        ("when", "after the record" if again else "before the record"),
    )


def vehicle_reason(hit: Hit) -> Facts:
    """Record why the vehicle differs from the record."""
    given = hit.vehicle_reasons[-1]
    when = "after the stop" if given.later else "before the stop"
    return (("reason", given.reason), ("when", when))


def state_reason(hit: Hit) -> Facts:
    """Record why the state entered stands, and which one the pictures show."""
    if hit.entry is None:
        return ()
    return (("reason", hit.entry.state_reason), ("read", state_in_words(hit.read.state)))


def question(hit: Hit) -> Facts:
    """Record the last question to the gateway."""
    query = hit.asked[-1].query
    return (
        ("query", query.query_id),
        ("text", query.text),
        ("state", state_in_words(query.state)),
        ("nic", query.nic),
        ("entry_id", query.entry_id),
    )


def answer(hit: Hit, query_id: str) -> Facts:
    """Record the outcome of a question to the gateway."""
    asked = next(asked for asked in hit.asked if asked.query.query_id == query_id)
    came: Facts = (("query", query_id), ("status", asked.status.value), ("why", asked.why))
    if asked.answer is None:
        return came
    answered = asked.answer
    return (
        *came,
        ("how", "received"),
        ("source", answered.source.value),
        ("result", answered.result.value),
        ("simulated", str(answered.simulated).lower()),
        ("responder", answered.responder),
    )


def recorded_stop(hit: Hit) -> Facts:
    """Record a stop that was made without the checks."""
    if (stop := hit.recorded_stop) is None:
        return ()
    return (
        ("stop_reason", stop.reason.value),
        ("stopped_at", stop.at.isoformat()),
        ("force_used", "yes" if stop.force_used else "no"),
    )


def confirmation_request(hit: Hit) -> Facts:
    """Record the last request to the agency that entered the record."""
    if hit.confirmation is None:
        return ()
    last = hit.confirmation.last
    return (
        ("number", str(last.number)),
        ("urgency", last.urgency.value),
        ("oca", last.oca),
        ("nic", last.nic),
    )
