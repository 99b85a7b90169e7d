"""Two readers see the same pictures of a trial's judged passes, and its report says what of it."""

import hashlib
from datetime import timedelta

import cv2
import pytest
from sqlalchemy import select

from mdt_alpr.domain.policy import capture_date
from mdt_alpr.domain.reading.reading import CROP_MARGIN
from mdt_alpr.domain.review.trial_report import TrialPlan
from mdt_alpr.hq.app import InProcessHq
from mdt_alpr.hq.base.tables import TRUTH_CHECKS
from mdt_alpr.hq.hits import trial_figures
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, OFFICER, SUPERVISOR
from mdt_alpr.wire.codec import encode
from mdt_alpr.wire.messages import ReadMessage
from mdt_alpr.wire.review import TruthReading
from mdt_alpr.wire.trial import ReadersRequest, TrialMessage, TrialPictures, TwoReadings
from tests.builders import NOW
from tests.drawn_plates import plate
from tests.hq.commands import Terminal
from tests.hq.reviewers import Desk, at_desk
from tests.hq.senders import EARLIER, a_car, a_picture_message, a_read_message, an_id, an_item
from tests.hq.trials import a_trial

TODAY = capture_date(NOW)
PLAN = TrialPlan(TODAY, TODAY, judged=100.0)


@pytest.fixture(autouse=True)
def _planned(server: InProcessHq) -> None:
    a_trial(server, PLAN)


def put_pass(server: InProcessHq, text: str, after_s: float, camera: str = "a TRIAL") -> str:
    """Send a read with the drawn picture of its plate, as a car does; return its id."""
    at = EARLIER + timedelta(seconds=after_s)
    drawn = plate(text)
    margin = round(CROP_MARGIN * drawn.shape[1])
    border = cv2.copyMakeBorder(drawn, *(margin,) * 4, cv2.BORDER_CONSTANT, value=(90, 90, 90))
    jpeg = cv2.imencode(".jpg", border)[1].tobytes()
    read: ReadMessage = a_read_message(text, read_id=an_id(at), captured_at=at, camera=camera)
    digest = hashlib.sha256(jpeg).hexdigest()
    picture = a_picture_message(read, digest)
    with a_car(server.base_url) as car:
        car.send(an_item(read), an_item(picture))
        assert car.http.put(f"/v1/pictures/{digest}", content=jpeg).is_success
    return read.read_id


def judge(desk: Desk, read_id: str, text: str) -> None:
    answer = desk.raw("truth", TruthReading(read_id, text, "NC" if text else ""))
    assert answer.status_code == 200, answer.text


def report(server: InProcessHq) -> TrialMessage:
    with server.hq.writing() as work:
        return trial_figures.report(work, ADMINISTRATOR)


def test_what_people_judged_is_counted_for_both_and_stands_in_the_report(
    server: InProcessHq,
) -> None:
    with at_desk(server, SUPERVISOR) as desk:
        right, wrong, open_, hidden = (
            put_pass(server, text, n) for n, text in enumerate(("AAA1000", "BBB2", "CCC3", "DDD4"))
        )
        judge(desk, right, "AAA1OOO")
        judge(desk, wrong, "BBB9")
        judge(desk, hidden, "")
        listed = desk.get(TrialPictures, "/v1/trial/pictures").pictures
        assert {picture.read_id for picture in listed} == {right, wrong}
        assert {picture.height for picture in listed} == {240}
        readings = (
            TwoReadings(right, "AAA1000", "AAA1000"),
            TwoReadings(wrong, "BBB2", "BBB9"),
            TwoReadings(open_, "CCC3", "CCC3"),
            TwoReadings(wrong, "BBB9", "BBB9"),
        )
        asked = ReadersRequest("own", "other", readings)
        answer = desk.http.post("/v1/trial/readers", content=encode(asked))
        assert answer.status_code == 200, answer.text
        nothing = ReadersRequest("own", "other", (TwoReadings(open_, "CCC3", "CCC3"),))
        assert desk.http.post("/v1/trial/readers", content=encode(nothing)).status_code == 422
    lines = {line.name: (line.right, line.of) for line in report(server).lines}
    assert lines["Same pictures, own: every character"] == (1, 2)
    assert lines["Same pictures, other: every character"] == (2, 2)
    assert lines["Same pictures, other where one alone is right"] == (1, 1)


def test_what_is_typed_is_kept_for_nobody_to_read_and_only_of_a_trial(server: InProcessHq) -> None:
    with at_desk(server, SUPERVISOR) as desk:
        of_trial, of_service = put_pass(server, "AAA1000", 0), put_pass(server, "BBB2", 1, "front")
        judge(desk, of_trial, "AAA1000")
        judge(desk, of_service, "BBB2")
    with server.hq.reading() as work:
        rows = {row.read_id: row for row in work.connection.execute(select(TRUTH_CHECKS))}
    assert rows[of_service].seen is None
    assert len(rows[of_trial].seen) == hashlib.sha256().digest_size
    assert b"AAA1" not in rows[of_trial].seen


def test_the_command_reads_them_with_the_shipped_reader_and_another(
    server: InProcessHq, terminal: Terminal
) -> None:
    assert terminal.run(SUPERVISOR, "trial-compare") == 2
    assert "Name another" in terminal.err
    assert terminal.run(SUPERVISOR, "trial-compare", "--reader", "ppocr") == 1
    assert "is judged yet" in terminal.err
    texts = "KXT4839", "HBR7152"
    with at_desk(server, SUPERVISOR) as desk:
        for number, text in enumerate(texts):
            judge(desk, put_pass(server, text, number), text)
    assert terminal.run(OFFICER, "trial-compare", "--reader", "ppocr") == 1
    assert terminal.run(SUPERVISOR, "trial-compare", "--reader", "ppocr") == 0, terminal.err
    assert "own: every character: 2 of 2" in terminal.out
    assert "Neither is better beyond chance." in terminal.out
    name = "Same pictures, own + ppocr where one alone is right"
    assert name in {line.name for line in report(server).lines}
    assert terminal.run(ADMINISTRATOR, "trial-report") == 0
    assert name in terminal.out
