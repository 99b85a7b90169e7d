"""No number of a version of the list is given twice, also where a failover lost some."""

from mdt_alpr.domain.hotlist.list_numbers import is_of_before, next_number


def test_one_database_counts_from_one_on() -> None:
    assert [next_number(last, timeline=1) for last in (0, 1, 7)] == [1, 2, 8]


def test_after_a_failover_no_number_of_the_former_primary_comes_again() -> None:
    lost = {next_number(last, timeline=3) for last in range(2_000_000_007, 2_000_000_099)}
    after = next_number(2_000_000_007, timeline=4)
    assert after > max(lost)
    assert next_number(after, timeline=4) == after + 1


def test_a_number_never_goes_back_where_the_database_moves_to_a_younger_server() -> None:
    assert next_number(4_000_000_009, timeline=1) == 4_000_000_010


def test_a_version_of_before_the_failover_is_known_as_one() -> None:
    assert is_of_before(7, timeline=2)
    assert not is_of_before(7, timeline=1)
    assert not is_of_before(next_number(7, timeline=2), timeline=2)
