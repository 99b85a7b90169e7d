"""Two machines with one certificate take turns; a car that began again does not (SEC-07)."""

from mdt_alpr.domain.people.known_devices import with_run


def alarms(*runs: str) -> list[bool]:
    seen: tuple[str, ...] = ()
    found: list[bool] = []
    for run in runs:
        seen, is_second = with_run(seen, run)
        found.append(is_second)
    return found


def test_a_program_that_begins_again_and_again_is_one_machine() -> None:
    assert not any(alarms("a", "a", "b", "b", "c"))


def test_a_start_that_comes_back_after_another_one_is_a_second_machine() -> None:
    assert alarms("a", "b", "a", "b") == [False, False, True, True]


def test_only_the_last_starts_are_kept() -> None:
    seen: tuple[str, ...] = ()
    for number in range(100):
        seen, is_second = with_run(seen, str(number))
        assert not is_second
    assert len(seen) == 16
    assert with_run(seen, "0")[1] is False
