"""Measure how fast this machine does it: figures as JSON, never a verdict.

What is heavy to load is imported by the function that measures.
"""

import os
from argparse import Namespace
from typing import Any

from mdt_alpr.cli.arguments import arg
from mdt_alpr.cli.database_url import DATABASE_HELP, database_url
from mdt_alpr.cli.engine_choice import ENGINES, amount, chosen_engines, count
from mdt_alpr.lab.commands.figures import figures_command

_DATABASE = arg("--database", default="", type=database_url, metavar="URL", help=DATABASE_HELP)


@figures_command(
    "desk",
    "pages of the desk with 100,000 hits in a day, searches in 5,000,000 stored reads",
    _DATABASE,
    arg("--hits", type=int, default=100_000, help="default: 100000; 0 leaves the pages out"),
    arg("--reads", type=int, default=1_000_000, help="of that day (default: 1000000)"),
    arg("--stored", type=int, default=5_000_000, help="default: 5000000; 0 leaves searches out"),
)
def _desk(args: Namespace) -> dict[str, Any]:
    """How fast the desk's pages open and how long its screen ever stalls, at a very full day.

    Headquarters is a process of its own. ``opened_s`` is from the key to the painted answer, over
    HTTP; ``first_opening_cpu_ms`` is the longest that the screen's thread works at once when a
    page is opened first: aim 100 ms. ``stall_*_ms`` are single events of that thread while
    thousands of rows are scrolled through and loaded page by page. ``search`` are searches in
    reads of 89 days, over HTTP: aim 1000 ms.
    """
    found: dict[str, Any] = {}
    if args.hits:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        from mdt_alpr.lab.hq.desk_shift import figures
        from mdt_alpr.lab.measure.bench_desk import desk_figures

        found = figures(args.database, args.hits, args.reads, desk_figures)
    if args.stored:
        from mdt_alpr.lab.hq import stored_reads

        found["search"] = stored_reads.figures(args.database, args.stored)
    return found


@figures_command("jobs", "presses and clicks of whole jobs at the desk; text is not counted")
def _jobs(_args: Namespace) -> dict[str, Any]:
    """How many presses and clicks a job takes at the desk, from the page after sign-in on.

    Real keys and clicks in the window, before a headquarters that is served. A field that is gone
    to is one step; what is typed in it is none, a file's name is one. Each job counts only if
    headquarters has its effect; where it has not, the command fails. ``aim`` is how many steps
    the job may have.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from mdt_alpr.lab.measure.bench_jobs import figures

    return figures()


@figures_command(
    "hotlist",
    "import, index, changes and memory of a large list",
    arg("--rows", type=int, default=500_000, help="to take in (default: 500000)"),
    arg("--entries", type=int, default=1_000_000, help="default: 1000000"),
    _DATABASE,
)
def _hotlist(args: Namespace) -> dict[str, Any]:
    """Taking in a delivered list at headquarters, and the car's index of it.

    Aims: 5,000,000 rows in 120 s and 500 MB; 10,000,000 entries looked up in 3 µs, with one
    look-alike in 100 µs, in 250 MB, opened in 0.1 s, changed by 10,000 each way in 0.3 s.
    """
    found: dict[str, Any] = {}
    if args.rows:
        from mdt_alpr.lab.hq import hotlist

        found["import"] = hotlist.figures(args.database, args.rows)
    if args.entries:
        from mdt_alpr.lab.measure import bench_hotlist

        found["index"] = bench_hotlist.figures(args.entries)
    return found


@figures_command(
    "hq",
    "reads a second over HTTP, and the purge of a day",
    _DATABASE,
    arg("--reads", type=int, default=100_000, help="default: 100000"),
    arg("--cars", type=int, default=4, help="that send at once (default: 4)"),
    arg("--gzip", action="store_true", help="bodies packed, as cars send them"),
    arg("--bare", action="store_true", help="measure the bare rig, or the bare DROP, too"),
    arg("--processes", type=int, default=0, help="as of `hq serve` (default: 0)"),
    arg("--purge", type=int, default=0, metavar="READS", help="purge a day of so many instead"),
    arg("--lanes", type=int, default=0, metavar="BATCHES", help="so many small ones, see below"),
    arg("--second", type=float, default=0, metavar="SHARE", help="of a core each, see below"),
    arg("--pictures", type=int, default=0, help="announced of that day (default: 0)"),
)
def _hq(args: Namespace) -> dict[str, Any]:
    """How many reads headquarters takes in, and how fast a day of capture is purged.

    The server is a process of its own, the cars are threads of this one, on the same processors.
    ``bare`` is the same load on Starlette and the driver alone, without session, rules or audit.
    ``--lanes`` has each commit wait 5 and 50 ms on PostgreSQL, as for a standby, and compares
    batches a second with the audit's lanes to those where each batch holds its end: aim 3 times.
    ``--second`` lets two servers use a share of a core each, as .4, and compares them to one:
    aim for what the second adds .9 of the first. Root on Linux.
    """
    from mdt_alpr.lab.hq import ingest, lanes, purging, second_server

    if args.lanes:
        return lanes.figures(args.database, args.lanes, args.processes)
    if args.purge:
        return purging.figures(args.database, args.purge, args.pictures, bare=args.bare)
    asked = ingest.IngestLoad(
        database=args.database,
        reads=args.reads,
        cars=args.cars,
        packed=args.gzip,
        bare=args.bare,
        processes=args.processes,
    )
    if args.second:
        return second_server.figures(asked, args.second)
    return ingest.figures(asked)


@figures_command(
    "joined",
    "hits of a joined agency: to CAD, to a second car, while CAD is down; who left; updates",
    arg("--hits", type=count, default=40, help="while it listens, and as many more (default: 40)"),
    arg("--down", type=amount, default=10.0, help="seconds that it is down (default: 10)"),
    arg("--fleet", type=count, default=20, help="cars that are updated in stages (default: 20)"),
)
def _joined(args: Namespace) -> dict[str, Any]:
    """How soon dispatch has a hit, and what is lost or comes twice after its receiver was down.

    Headquarters with TLS, the agency's OpenID Connect provider and the reference receiver; two
    enrolled cars and a desk ask as the product does. Each hit is assigned at the desk to the
    second car, which opens and verifies it: four events. ``hit_to_cad_p95_s`` is from the car's
    request to the receiver's line: aim 2 s. ``lost`` and ``doubled``: aim 0; ``--down 3600`` is
    the hour. ``left_signed_out``: how many of the sessions ended, in car, at desk and for
    commands, of an officer who left the directory. ``updated``: in how many cars of the fleet a
    package works that mends an earlier one, from which ``rolled_back`` cars went back: aim 1.
    ``settings_asked`` cars are given settings after those from which ``settings_refused`` went
    back (aim 1); ``settings_taken`` have them: aim all.
    """
    from mdt_alpr.lab.hq import joined, staged_updates

    return joined.figures(args.hits, args.down) | staged_updates.figures(args.fleet)


@figures_command(
    "cluster",
    "kill, freeze and cut the parts of a whole site while cars send; count what was lost",
    arg("--failovers", type=count, default=8, help="default: 8, every fault once"),
    arg("--cars", type=count, default=200, help="default: 200"),
    arg("--short", action="store_true", help="only kills of PostgreSQL, and one check at the end"),
)
def _cluster(args: Namespace) -> dict[str, Any]:
    """Run a site of eight machines on this one, by installers/cluster, and break it.

    Three databases under Patroni, two servers and a store of pictures run in network namespaces
    of their own, which no packet leaves. Cars write each receipt to a ledger; after each round
    every acknowledged item must be there once and its picture open, the audit be whole, no list's
    number have two contents, and every end of an entry have reached the cars that wait.
    ``taken_in_again_s`` is the longest time in which one of the servers acknowledged nothing.
    Root on Linux only.
    """
    from mdt_alpr.lab.cluster import bench

    return bench.figures(args.failovers, args.cars, short=args.short)


@figures_command(
    "waiting",
    "statements of cars that wait for notices at two servers, and how soon a change comes",
    _DATABASE,
    arg("--cars", type=count, default=3000, help="default: 3000"),
    arg("--seconds", type=amount, default=60.0, help="measured (default: 60)"),
)
def _waiting(args: Namespace) -> dict[str, Any]:
    """What cars on a long poll cost the database of two servers: aim 50 statements a second.

    Servers and cars are threads of this process. ``change_*`` are seconds from the commit of a new
    list at one server to its number at the cars that wait at the other: aim 1 for the first
    half. All that the servers do by themselves meanwhile is counted, too.
    """
    from mdt_alpr.lab.hq import waiting

    return waiting.figures(args.database, args.cars, args.seconds)


@figures_command(
    "misuse",
    "days until known misuse is flagged in drawn years, and flags of lawful work",
    arg("--seed", type=int, default=2001, help="of the first year (default: 2001)"),
    arg("--seeds", type=count, default=10, help="years, one a seed (default: 10)"),
    arg("--days", type=count, default=365, help="of the year (default: 365)"),
)
def _misuse(args: Namespace) -> dict[str, Any]:
    """How soon three known patterns of misuse are flagged among the accesses of 60 officers.

    Each year is drawn four times: the misusers invent cases that the agency's system does not
    know, invent them where no system can be asked, borrow open cases of others, or borrow them
    where the system says who works a case. ``days`` are from the first such access to the first
    flag with one of them, also counted from the second to one plate (``days_from_pattern``), and
    from the first of a plate again for another case. The rules were made on seeds 1 to 10.
    """
    from mdt_alpr.lab.measure.bench_misuse import figures

    return figures(args.seed, args.seeds, args.days)


@figures_command(
    "faults",
    "kill, cut and spoil car and headquarters at random moments; count what was broken",
    arg("--short", action="store_true", help="more than 100 faults in place of 1,000"),
)
def _faults(args: Namespace) -> dict[str, Any]:
    """Do to the real programs what goes wrong in service, and count what was broken: all zero.

    Car and server are processes with their own stores, over HTTPS through a wire that is cut,
    slow, reset in a body, half open or loses answers. Killed: car, server, import, purges,
    upgrades; then, at a headquarters on PostgreSQL whose pictures lie in a bucket, those two.
    Disks are full, read-only, spoiled, fail to read, or lose power: what was not synced is kept
    in part, in any order.
    ``lost``: reads and hits of which the car had said that it keeps them, and that are not at
    headquarters in the end; pictures that it cannot show; lists that were not fetched again.
    ``stalls_over_100ms`` leaves out waiting for processors that others use. ``crashed``: programs
    that ended before they were killed. Linux with PostgreSQL only.
    """
    from mdt_alpr.lab.faults import campaign

    return campaign.figures(1 if args.short else campaign.ROUNDS)


@figures_command(
    "soak",
    "memory, threads, handles and alerts over the reads of many hours",
    arg("--hours", type=amount, default=8.0, help="1,500 reads and bursts an hour (default: 8)"),
    arg("--rough", action="store_true", help="camera, GPS, clock, link, disk and processor fail"),
)
def _soak(args: Namespace) -> dict[str, Any]:
    """Whether car and headquarters hold what they held at first, and no alert is lost.

    Both are processes of their own, over HTTPS: the car's window, threads, networks, encrypted
    store and link, and an officer who ends each hit. Pictures come up to 20 times as fast as on
    patrol; purges and contacts keep the machine's own clock. ``first`` is after the warm-up,
    ``last`` the end. ``lost_alerts``: reads of a listed plate that raised nothing, and hits that
    are not at headquarters in the end. ``alert_p95_ms`` is from picture to hit: aim 300.
    ``screen_over_100_ms``: events of the screen, less what it waited for a processor.
    ``--rough``: camera and GPS are unplugged, the clock is set, the link breaks, the disk is
    full, the machine sleeps and has a third of its processor, by turns, and it becomes night;
    ``happened`` counts how often. Linux only.
    """
    from mdt_alpr.lab.measure import soak

    return soak.figures(args.hours, rough=args.rough)


@figures_command(
    "recognition",
    "stages, frames a second, processor and memory of recognition",
    arg("--cameras", type=count, default=1, help="cameras at once (default: 1)"),
    arg("--seconds", type=amount, default=10.0, help="of each part (default: 10)"),
    arg("--rate", type=amount, default=30.0, help="frames a second of a camera"),
    arg("--source", default="drive", help="video file (default: drawn drive)"),
    *ENGINES,
)
def _recognition(args: Namespace) -> dict[str, Any]:
    """How fast this machine sees plates: stage by stage, and sustained with several cameras.

    ``stages`` are milliseconds a frame on one thread, as fast as frames come: "capture" is the
    source's own work (drawing or decoding), "track" everything beside the networks, "match" a
    list of 10,000, "paint" one frame in the window's live picture. "frame" is all that the
    recognition thread does for a frame, "frame_cpu" its processor time: the better figure on a
    shared machine. ``sustained`` runs the car's own threads for all cameras, whose frames are in
    memory, and paints the newest frame; ``fps`` is a camera's recognized frames a second.
    """
    from mdt_alpr.lab.measure import bench_recognition

    asked = bench_recognition.RecognitionLoad(
        cameras=args.cameras,
        seconds=args.seconds,
        rate=args.rate,
        source=args.source,
        engines=chosen_engines(args),
    )
    return bench_recognition.figures(asked)


@figures_command(
    "ui",
    "stalls of the car's screen, its processor time and memory, in a drive",
    arg("--filmed", action="store_true", help="the drive is a video: a car's cost, not a demo's"),
)
def _ui(args: Namespace) -> dict[str, Any]:
    """How long the car's screen ever stalls under full recognition, and what the car takes.

    One round of the demo's drive, 15 frames a second, with its scripted officer; headquarters is
    a process of its own. ``stall_*_ms`` are single events of the screen's thread, ``longest_*_ms``
    the longest of each second: its p99 is to be 16 ms. ``cores`` is processor time in seconds of a
    second of the drive, which goes slower where the machine is busy, so that no frame is left out;
    ``by_thread`` by what owns it (resources/docs/architecture.md), "native" those of libraries:
    aim .8, ``--filmed`` .6. Without it "camera" draws the drive, which a car does not.
    ``memory_mb``: aim 450, ``--filmed`` 350; ``by_stage`` what was held so far, ``by_file`` at the
    end by the package whose file it is, "own" what is no file's. Linux only.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from mdt_alpr.lab.measure import bench_ui

    return bench_ui.figures(filmed=args.filmed)


@figures_command(
    "sync",
    "a car that was offline for 72 hours catches up",
    _DATABASE,
    arg("--reads", type=int, default=80_000, help="default: 80000"),
    arg("--pictured", type=int, default=500, help="reads with two pictures (default: 500)"),
)
def _sync(args: Namespace) -> dict[str, Any]:
    """How fast a car that was away three days catches up, with nothing lost and nothing twice.

    Store, rounds and link are the car's own, headquarters a process of its own. Now and then an
    answer is thrown away, as a link does that breaks off: what it carried is sent again. Pictures
    come behind the reads and are counted for themselves.
    """
    from mdt_alpr.lab.measure.catching_up import figures

    return figures(args.database, args.reads, args.pictured)


@figures_command(
    "trial",
    "whether a trial's intervals hold a known truth, and wrong cameras are named",
    arg("--weeks", type=int, default=100, help="to simulate (default: 100)"),
    arg("--whole", type=int, default=5, help="more, through car and desk (default: 5)"),
)
def _trial(args: Namespace) -> dict[str, Any]:
    """What a trial before service rests on.

    ``figures`` say of how many of 100 simulated weeks each figure's interval held the truth, with
    judges who err: 93 at least; ``wrongly_ready`` of how many a reader just below its limit was
    called ready. ``weeks_whole`` short weeks were played through car, headquarters and judges on
    drawn pictures, and ``figures_whole`` say in how many of them an interval held the truth of all
    passes; ``alerts`` is 0, as nothing may alert. ``cameras_wrong`` are drawn cameras that are set
    wrong (out of focus, too far, too slow a shutter, mounted turned, badly exposed, flickering,
    slow), ``cameras_named`` those that the check names by their fault: all, and nothing is said of
    the right one.
    """
    from mdt_alpr.lab.measure import wrong_cameras
    from mdt_alpr.measure.played_weeks import figures as played
    from mdt_alpr.measure.trial_weeks import simulated

    whole = played(args.whole) if args.whole > 0 else {"weeks_whole": 0}
    return {**simulated(max(1, args.weeks)), **whole, **wrong_cameras.figures()}
