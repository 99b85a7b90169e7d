"""What `hq doctor --cluster` says; `bench cluster` asks it in a site where every line is well."""

import os
from dataclasses import replace
from pathlib import Path

from mdt_alpr import __version__
from mdt_alpr.domain.equipment.doctor import DoctorLine
from mdt_alpr.domain.policy import capture_date
from mdt_alpr.hq.app import open_headquarters
from mdt_alpr.hq.base.headquarters import Headquarters
from mdt_alpr.hq.base.settings import HqSettings
from mdt_alpr.hq.keeping.cluster_doctor import examined, leads_from_the_past
from tests.builders import NOW
from tests.hq.conftest import Opened
from tests.hq.test_damaged_keys import changed
from tests.hq.test_shared_keys import damaged_rows

DATABASES = ["postgresql"]


def lines(hq: Headquarters) -> dict[str, DoctorLine]:
    return {line.name: line for line in examined(hq)}


def test_what_is_missing_of_a_site_is_said_with_what_to_do(at: Opened) -> None:
    found = lines(at("one"))
    wrong = {
        "durability": "fsync = off",
        "standbys": "None confirms",
        "Patroni": "no network",
        "store of pictures": "Set pictures.",
        "servers": "Start mdt-alpr-server.",
        "archive": "no backup",
    }
    for name, words in wrong.items():
        assert not found[name].ok, name
        assert words in found[name].words
    assert found["direct way"].ok
    assert found["cluster key"].ok
    assert not found["pooler"].known


def test_servers_that_serve_are_seen_with_their_versions(at: Opened) -> None:
    one, two = at("one"), at("two")
    assert two.bell is not None
    assert two.leader.leads()
    found = lines(one)["servers"]
    assert found.ok
    assert found.words.endswith(f"all of version {__version__}.")


def test_a_cluster_key_that_others_may_read_is_found(at: Opened, shared: HqSettings) -> None:
    hq = at("one")
    assert shared.cluster_key is not None
    shared.cluster_key.chmod(0o644)
    assert "Set its mode to 600." in lines(hq)["cluster key"].words


def test_a_key_in_the_database_that_does_not_open_by_the_cluster_key_is_found(at: Opened) -> None:
    hq = at("one")
    hq.day_keys.seal(capture_date(NOW), b"EXN2894", "x")
    assert "those of 1 date too" in lines(hq)["cluster key"].words
    with damaged_rows(hq, "*.key", changed):
        assert "The keys of 1 date do not open by it" in lines(hq)["cluster key"].words


def test_one_server_is_no_site(hq: Headquarters, tmp_path: Path) -> None:
    assert "its folders" in lines(hq)["cluster key"].words
    alone = open_headquarters(HqSettings(tmp_path / "alone"), hq.clock, os.urandom)
    assert list(lines(alone)) == ["site"]
    alone.close()


def test_a_way_that_is_a_pooler_of_sessions_is_told(at: Opened) -> None:
    hq = at("one")
    hq.settings = replace(hq.settings, direct_url=hq.settings.database)
    assert "pool_mode = transaction" in lines(hq)["pooler"].words


def test_a_leader_on_an_older_timeline_than_another_database_is_seen() -> None:
    def site(leader: int, *others: int) -> list[dict[str, object]]:
        roles = ("leader", *("replica" for _ in others))
        timelines = (leader, *others)
        return [{"role": r, "timeline": t} for r, t in zip(roles, timelines, strict=True)]

    assert leads_from_the_past(site(4, 5, 4))
    assert not leads_from_the_past(site(5, 5, 4))
    assert not leads_from_the_past([{"role": "replica", "timeline": 5}, {"role": "replica"}])
