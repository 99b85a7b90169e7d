"""What the live wall says of headquarters' own audit (AUD-04)."""

from mdt_alpr.domain.audit.own_chain import NOT_CHECKED, OwnChainState
from mdt_alpr.ui.desk.pages.live_wall import audit_alarm
from tests.builders import NOW


def test_a_changed_entry_is_said_with_its_number_and_whom_to_tell() -> None:
    reported = audit_alarm(OwnChainState(NOW, 900, 12))
    assert (
        reported == "AUDIT CHANGED: headquarters' entry 12 or one before. Tell the administrator."
    )


def test_nothing_is_said_of_a_whole_chain_or_before_the_first_check() -> None:
    assert audit_alarm(OwnChainState(NOW, 900)) == audit_alarm(NOT_CHECKED) == ""
