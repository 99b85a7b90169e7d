"""What the program takes of its machine is measured, or said not to be."""

from mdt_alpr.machine.load import machine_load


def test_processor_time_grows_and_memory_is_a_programs() -> None:
    before = machine_load()
    sum(number * number for number in range(300_000))
    after = machine_load()
    assert after.processor_s > before.processor_s
    assert after.memory_mb is None or 10 < after.memory_mb < 100_000
    assert after.heat_c is None or 0 < after.heat_c < 150
