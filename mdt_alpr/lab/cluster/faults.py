"""What the bench does to the site while cars send; each ends with everything started again."""

import signal
import threading
from collections.abc import Callable, Sequence

import httpx

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.hq.keeping.purge import purge
from mdt_alpr.lab.cluster.checks import demand_past_day_gone, fill_past_day
from mdt_alpr.lab.cluster.machines import SiteMachine, wait_until
from mdt_alpr.lab.cluster.rig import Rig, own_tls

_DATABASE = ("patroni", "postgres")
_LASTS_S, _SHORT_S, _ETCD_GONE_S = 10.0, 3.0, 30.0
"""The last is longer than a lease of etcd."""
_CANCELED = (
    "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
    " AND backend_type = 'client backend' \\watch i=0.2 c=15\n"
)
"""For three seconds."""
Fault = Callable[[Rig], None]


def kill_patroni_and_postgres(rig: Rig) -> None:
    """Kill both on the primary; it comes back when another one leads."""
    was = rig.leader_machine()
    was.kill(*_DATABASE)
    _wait_for_another(rig, was)
    rig.start_patroni(was)


def cancel_waits_and_kill(rig: Rig) -> None:
    """Cancel commits that wait for frozen standbys, then kill the primary that shows them."""
    was, standbys = rig.leader_machine(), rig.standbys()
    for one in standbys:
        one.freeze("postgres")
    _cancel_waits(rig, was)
    was.kill(*_DATABASE)
    for standby in standbys:
        standby.thaw("postgres")
    _wait_for_another(rig, was)
    rig.start_patroni(was)


def kill_postgres(rig: Rig) -> None:
    """Kill PostgreSQL on the primary; Patroni sees it."""
    rig.leader_machine().kill("postgres")


def freeze_primary(rig: Rig) -> None:
    """Stop the primary's machine, and let it wake up when another one leads."""
    was = rig.leader_machine()
    was.freeze(*_DATABASE)
    try:
        _wait_for_another(rig, was)
    finally:
        was.thaw(*_DATABASE)


def freeze_etcd_leader(rig: Rig) -> None:
    """Stop the etcd that leads; when it wakes up, it may end leases that others renewed."""
    was = rig.etcd_leader()
    was.freeze("etcd")
    _wait(_ETCD_GONE_S)
    was.thaw("etcd")
    _wait(_SHORT_S)


def wake_primary_that_leads_again(rig: Rig) -> None:
    """Let a primary that was paused take the lead back: Patroni does where no lock is held then.

    It is on an older timeline; nobody follows it, so it gives no receipt. The technician does
    what the page says.
    """
    was, standbys = rig.leader_machine(), rig.standbys()
    was.freeze(*_DATABASE)
    try:
        _wait_for_another(rig, was)
        _wait(_SHORT_S)
    finally:
        for one in standbys:
            one.freeze("patroni")
        rig.give_lock(was)
        was.thaw(*_DATABASE)
        _wait(_SHORT_S)
        for standby in standbys:
            standby.thaw("patroni")
    _wait(_LASTS_S)
    if rig.leader() == was.name:  # else it became a standby as it woke, and is not promoted
        _end_lead_of_the_past(rig, was, standbys)


def promote_primary_of_the_past(rig: Rig) -> None:
    """Give the lead to a primary that was cut off and became a standby, on its old timeline.

    Promoted, it would begin a timeline with the number of the one that others acknowledged.
    """
    was, standbys = rig.leader_machine(), rig.standbys()
    was.cut()
    try:
        _wait_for_another(rig, was)
        _wait(_LASTS_S)
        for one in standbys:
            one.freeze("patroni")
        rig.give_lock(was)
    finally:
        was.mend()
    _wait(_SHORT_S)
    for standby in standbys:
        standby.thaw("patroni")
    _wait_for_another(rig, was)


def cut_primary_off(rig: Rig) -> None:
    """Pull the primary's network cable until another one has led for a while."""
    was = rig.leader_machine()
    was.cut()
    try:
        _wait_for_another(rig, was)
        _wait(_LASTS_S)
    finally:
        was.mend()


def freeze_standby_and_kill_primary(rig: Rig) -> None:
    """Freeze a standby until it counts no more, then kill the primary."""
    was, (frozen, _other) = rig.leader_machine(), rig.standbys()
    frozen.freeze(*_DATABASE)
    try:
        wait_until(lambda: not _counts(rig, frozen), f"a quorum without {frozen.name}")
        was.kill(*_DATABASE)
        _wait_for_another(rig, was)
    finally:
        frozen.thaw(*_DATABASE)
    rig.start_patroni(was)


def cancel_waits(rig: Rig) -> None:
    """Cancel commits that wait for standbys which hang for a while."""
    standbys = rig.standbys()
    for one in standbys:
        one.freeze("postgres")
    _cancel_waits(rig, rig.leader_machine())
    for standby in standbys:
        standby.thaw("postgres")


def stop_etcd(rig: Rig) -> None:
    """Leave one etcd of three."""
    gone = rig.etcd[:2]
    for one in gone:
        one.kill("etcd")
    _wait(_ETCD_GONE_S)
    for one in gone:
        rig.start_etcd(one)


def kill_server(rig: Rig) -> None:
    """Kill headquarters on a server in the middle of its batches."""
    server = rig.servers[0]
    server.end("hq")
    _wait(_SHORT_S)
    rig.start_servers(server)


def restart_pgbouncer(rig: Rig) -> None:
    """Kill pgbouncer on every server, and start it again."""
    for server in rig.servers:
        server.end("pgbouncer")
    _wait(_SHORT_S)
    for server in rig.servers:
        rig.start_pgbouncer(server)


def stop_pictures(rig: Rig) -> None:
    """Kill the store of pictures, and start it again."""
    rig.stop_pictures()
    _wait(_LASTS_S)
    rig.start_pictures()


def restart_servers(rig: Rig) -> None:
    """End and start one server after the other, as an upgrade does."""
    for server in rig.servers:
        server.end("hq", signal.SIGTERM)
        rig.start_servers(server)


def switch_over(rig: Rig) -> None:
    """Ask Patroni to let another database lead, as before maintenance."""
    was = rig.leader_machine()
    _ask_patroni(rig, was, "switchover", {"leader": was.name})
    _wait_for_another(rig, was)


def purge_meanwhile(rig: Rig) -> None:
    """Kill the primary while what is past its day is purged; the next purge ends it."""
    hq = rig.headquarters()
    try:
        fill_past_day(hq)
        purging = threading.Thread(target=lambda: _tried(lambda: purge(hq, hq.clock.now())))
        purging.start()
        kill_patroni_and_postgres(rig)
        purging.join()
        rig.wait_until_whole()
        wait_until(lambda: _tried(lambda: purge(hq, hq.clock.now())), "the end of a purge")
        demand_past_day_gone(hq)
    finally:
        hq.close()


def kill_postgres_and_server(rig: Rig) -> None:
    """Kill PostgreSQL on the primary and headquarters on a server at once."""
    rig.leader_machine().kill("postgres")
    kill_server(rig)


def kill_postgres_and_pgbouncer(rig: Rig) -> None:
    """Kill PostgreSQL on the primary and every pgbouncer at once."""
    rig.leader_machine().kill("postgres")
    restart_pgbouncer(rig)


FAULTS: tuple[Fault, ...] = (
    kill_patroni_and_postgres,
    cancel_waits_and_kill,
    kill_postgres,
    kill_server,
    freeze_primary,
    freeze_etcd_leader,
    wake_primary_that_leads_again,
    promote_primary_of_the_past,
    restart_pgbouncer,
    cut_primary_off,
    stop_pictures,
    purge_meanwhile,
    stop_etcd,
    freeze_standby_and_kill_primary,
    cancel_waits,
    restart_servers,
    switch_over,
)
"""In this order, and again; ten of them let another database lead."""
IN_SHORT: tuple[Fault, ...] = (
    kill_postgres,
    kill_postgres_and_server,
    kill_postgres_and_pgbouncer,
)
"""The quickest ones."""


def _tried(work: Callable[[], object]) -> bool:
    """Do something that a failover may break off."""
    try:
        work()
    except Exception:  # noqa: BLE001 - whatever a cut line raises; the caller tries again
        return False
    return True


def _wait_for_another(rig: Rig, was: SiteMachine) -> None:
    wait_until(lambda: rig.leader() not in ("", was.name), f"another primary than {was.name}")


def _end_lead_of_the_past(rig: Rig, was: SiteMachine, others: Sequence[SiteMachine]) -> None:
    """Do what cluster.md says under "A database of the past leads"."""
    was.end("patroni", signal.SIGTERM)
    timelines = {member["name"]: member.get("timeline", 0) for member in rig.members()}
    newest = max(others, key=lambda one: timelines.get(one.name, 0))
    _ask_patroni(rig, newest, "failover", {"candidate": newest.name})
    _wait_for_another(rig, was)
    rig.start_patroni(was)


def _ask_patroni(rig: Rig, machine: SiteMachine, what: str, given: dict[str, str]) -> None:
    answer = httpx.post(
        f"https://{machine.address}:8008/{what}",
        verify=own_tls(machine.root / "etc/patroni/tls"),
        json=given,
        auth=("patroni", rig.password("rest_password")),
        trust_env=False,
        timeout=60,
    )
    if answer.status_code != httpx.codes.OK:
        raise OutsideError(f"The rig: Patroni refused a {what}: {answer.text}")


def _counts(rig: Rig, machine: SiteMachine) -> bool:
    """Tell whether a standby counts for the quorum."""
    roles = {member.get("name"): member.get("role") for member in rig.members()}
    return roles.get(machine.name) == "quorum_standby"


def _cancel_waits(rig: Rig, primary: SiteMachine) -> None:
    """Cancel, for a while, every commit that waits."""
    file = rig.folder / "cancel.sql"
    file.write_text(_CANCELED)
    file.chmod(0o644)
    socket = str(primary.root / "run/postgresql")
    primary.do("psql", "-Xq", "-h", socket, "-d", "mdt_alpr", "-f", str(file), user="postgres")


def _wait(seconds: float) -> None:
    threading.Event().wait(seconds)
