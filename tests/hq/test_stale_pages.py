"""A page that is an hour old changes no team and no security key (K11)."""

import pytest

from mdt_alpr.acts.security_keys import REMOVE_PERSONS_KEY
from mdt_alpr.acts.teams import SET_TEAM
from mdt_alpr.hq.base.declared import promised
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError
from mdt_alpr.hq.people import key_store, security_keys, team_store
from mdt_alpr.hq.people import store as people
from mdt_alpr.hq.people.key_store import KeptKey
from mdt_alpr.hq.people.sample_agency import ADMINISTRATOR, OFFICER
from mdt_alpr.hq.teams.service import set_team
from mdt_alpr.wire.accounts import MemberMessage, MembersMessage, TeamRequest
from tests.builders import NOW

DATABASES = ["sqlite"]


@pytest.mark.proved("K11")
def test_a_page_from_before_another_team_was_set_sets_none(hq: Headquarters) -> None:
    with hq.reading() as work:
        name = people.names(work.connection)[OFFICER]
    shown = MembersMessage((MemberMessage(OFFICER, name, "", sees_all=False),))
    seen = SET_TEAM.seen_in(shown, person_id=OFFICER)
    with promised(seen), hq.writing() as work:
        set_team(work, OFFICER, TeamRequest("Night B"), ADMINISTRATOR)
    with (
        promised(seen),
        pytest.raises(RefusedError, match="changed since you loaded"),
        hq.writing() as work,
    ):
        set_team(work, OFFICER, TeamRequest("Night A"), ADMINISTRATOR)
    with hq.reading() as work:
        assert team_store.placement(work.connection, OFFICER).team == "Night B"


@pytest.mark.proved("K11")
def test_a_page_from_before_a_key_was_renamed_removes_none(
    hq: Headquarters,
) -> None:
    key = KeptKey("0" * 16, OFFICER, "Key 1", b"sealed", 0, NOW, None)
    with hq.writing() as work:
        key_store.add(work.connection, key)
        shown = security_keys.keys_message(work, OFFICER)
        security_keys.name_key(work, OFFICER, key.key_id, "Desk key")
    seen = REMOVE_PERSONS_KEY.seen_in(shown, key_id=key.key_id)
    with (
        promised(seen),
        pytest.raises(RefusedError, match="changed since you loaded"),
        hq.writing() as work,
    ):
        security_keys.remove_key(work, OFFICER, key.key_id, "lost at the range", ADMINISTRATOR)
    with hq.reading() as work:
        assert key_store.is_kept(work.connection, key.key_id)
