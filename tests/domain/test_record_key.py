from mdt_alpr.domain.hotlist.hotlist import record_key

PLATE = ("KLM4471", "NC", "Local list")


def test_a_nic_names_the_record_whatever_else_its_line_says() -> None:
    first = record_key(PLATE, "V", "V123", ("Red Ford",))
    assert record_key(PLATE, "V", "V123", ("Blue Honda",)) == first
    assert record_key(PLATE, "V", "V124", ("Red Ford",)) != first


def test_without_a_nic_all_that_the_line_says_names_it() -> None:
    first = record_key(PLATE, "F", "", ("Red Ford",))
    assert record_key(PLATE, "F", "", ("Red Ford",)) == first
    assert record_key(PLATE, "F", "", ("Blue Honda",)) != first
    assert record_key(PLATE, "V", "", ("Red Ford",)) != first
