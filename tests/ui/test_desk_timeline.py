from dataclasses import replace
from datetime import timedelta

from mdt_alpr.domain.audit.audit import AuditEvent
from mdt_alpr.domain.hit.hit import TileAnswer, TileCheck, WholeNumberAnswer
from mdt_alpr.lab.screens.desk_sample_hits import sample_file
from mdt_alpr.lab.screens.hit_sample_hits import black_suv
from mdt_alpr.patrol import hit_facts
from mdt_alpr.ui.desk.models.desk import TimelineLine
from mdt_alpr.ui.desk.presenters.timeline import confidence_words, timeline
from mdt_alpr.ui.kit.models.mark import Mark
from mdt_alpr.wire.messages import AnswerMessage, AuditMessage, StopMessage
from mdt_alpr.wire.review import HitTrailMessage

TRAIL = sample_file(0).trail
AT = TRAIL.hit.captured_at


def an_answer(step: AuditEvent, *facts: tuple[str, str], after_s: float = 40) -> AnswerMessage:
    at = AT + timedelta(seconds=after_s)
    return AnswerMessage(TRAIL.hit.hit_id, AT, step.value, at, "officer-1", "compared", facts)


def an_audit(event: AuditEvent, *detail: tuple[str, str]) -> AuditMessage:
    at = AT + timedelta(seconds=41)
    return AuditMessage(1, at, "car-1", "officer-1", event.value, "h", detail, "0" * 64, "1" * 64)


def lines(trail: HitTrailMessage) -> dict[str, TimelineLine]:
    return {line.title: line for line in timeline(trail)}


def only(*answers: AnswerMessage) -> dict[str, TimelineLine]:
    return lines(replace(TRAIL, answers=answers, dispositions=()))


def test_the_story_goes_from_the_picture_to_the_end_in_hundredths_of_a_second() -> None:
    reported = timeline(TRAIL)
    assert [line.at for line in reported] == sorted(line.at for line in reported)
    assert reported[0].title == "Picture taken"
    assert reported[-1].title == "Closed: cleared or stale"
    assert all(len(line.at) == len("19:50:00.46") for line in reported)


def test_each_character_is_shown_with_its_confidence_and_a_weak_one_is_marked() -> None:
    assert TRAIL.read is not None
    assert confidence_words(TRAIL.read).startswith("E .97  X .97  N .97  2 .71!")


def test_an_entry_tells_whether_it_matched_and_how_long_the_picture_was_looked_at() -> None:
    facts = ("text", "EXN7894"), ("state", "NC"), ("outcome", "differed"), ("picture_s", "2.0")
    line = only(an_answer(AuditEvent.ENTRY_MADE, *facts))["Entered EXN7894 NC"]
    assert line == TimelineLine(
        line.at, line.title, "Differed, picture on screen 2.0 s.", Mark.CROSS
    )


def test_an_entry_by_tiles_shows_the_answers_that_the_car_recorded(qapp: object) -> None:
    assert qapp
    tiles = (TileAnswer(0, "E", control=False, after_s=1.2),)
    check = TileCheck(tiles, WholeNumberAnswer.SAME, tiles_s=4.0, whole_number_s=2.0)
    facts = hit_facts.tiles(black_suv().hit, check)
    (line,) = [
        line
        for title, line in only(an_answer(AuditEvent.TILES_CHECKED, *facts)).items()
        if title.startswith("Entered ")
    ]
    assert "tiles 1=e 1.2s; whole plate same" in line.detail.lower()


def test_a_stop_without_status_and_one_without_checks_are_not_shown_as_good() -> None:
    stop = StopMessage("h", AT, AT + timedelta(seconds=50), "officer-1", "open_without_status",
                       (("plate", "true"), ("status", "not_practicable")))  # fmt: skip
    line = lines(replace(TRAIL, stops=(stop,)))["Stop initiated: status NOT checked"]
    assert (line.mark, line.detail) == (Mark.WEAK, "plate true, status not practicable")
    facts = ("stop_reason", "vehicle was fleeing"), ("force_used", "no")
    recorded = only(an_answer(AuditEvent.STOP_RECORDED, *facts))["Stop recorded without checks"]
    assert (recorded.mark, recorded.detail) == (Mark.WEAK, "vehicle was fleeing; force used: no")


def test_a_simulated_answer_is_said_to_be_one_and_no_answer_is_none() -> None:
    facts = ("source", "gateway"), ("result", "active"), ("how", "received")
    real = only(an_answer(AuditEvent.STATUS_RECEIVED, *facts))["HQ gateway: active"]
    assert (real.detail, real.mark) == ("Received by headquarters' gateway.", Mark.TICK)
    reported = only(an_answer(AuditEvent.STATUS_RECEIVED, *facts, ("simulated", "true")))
    assert reported["HQ gateway: active"].detail == "SIMULATED."
    nothing = only(an_answer(AuditEvent.STATUS_RECEIVED, ("why", "no link")))
    assert nothing["Status not answered"].detail == "no link"


def test_what_only_the_audit_tells_is_there_and_nothing_twice() -> None:
    shown = an_audit(AuditEvent.RESTRICTED_SHOWN, ("category", "T"))
    contrary = an_audit(AuditEvent.CONTRARY_FACT, ("kind", "status_cleared"))
    opened = an_audit(AuditEvent.HIT_OPENED)
    reported = timeline(replace(TRAIL, audit=(shown, contrary, opened)))
    titles = [line.title for line in reported]
    assert titles.count("Opened by the officer") == 1
    assert "Restricted record shown" in titles
    assert "Evidence against the hit" in titles


def test_a_step_of_a_newer_car_is_shown_by_its_name() -> None:
    newer = replace(an_answer(AuditEvent.HIT_OPENED), step="car:hit:looked_sideways")
    line = only(replace(newer, facts=(("why", "wind"),)))["looked sideways"]
    assert line.detail == "why wind"
