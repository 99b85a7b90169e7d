"""Whole jobs at the desk: real keys and clicks, each with its effect at headquarters."""

import pytest
from pytestqt.qtbot import QtBot

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.lab.measure import bench_jobs
from mdt_alpr.lab.measure.bench_jobs import Bench

JOBS = bench_jobs.JOBS.copy()


@pytest.mark.usefixtures("qtbot")
def test_every_job_is_done_at_the_desk_and_its_steps_are_counted() -> None:
    jobs = {job["name"]: job for job in bench_jobs.figures()["jobs"]}
    assert list(jobs) == list(JOBS)
    assert next(iter(jobs)) == "review_shift"
    assert all(job["steps"] <= job["aim"] for job in jobs.values()), jobs


def test_a_job_without_its_effect_is_not_counted(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def idles(bench: Bench) -> bool:
        bench.hands.go("Shift hit log")
        return False

    del qtbot
    person, aim, _ = JOBS["review_shift"]
    monkeypatch.setattr(bench_jobs, "JOBS", {"review_shift": (person, aim, idles)})
    with pytest.raises(OutsideError, match="review_shift: headquarters does not have"):
        bench_jobs.figures()
