"""Fill in the configuration of a site: python3 installers/cluster/fill_in.py SITE.toml FOLDER.

FOLDER gets a folder for each machine, whose files lie as they go below / there, and
passwords.toml, which is made once. ``--in-place`` names the files where they now lie: the bench
runs every machine on this one (``mdt-alpr bench cluster``).
"""

import argparse
import secrets
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Template
from typing import Any

HERE = Path(__file__).resolve().parent
KINDS = "database", "etcd", "servers", "pictures"
PASSWORDS = (
    "superuser_password",
    "replication_password",
    "rest_password",
    "database_password",
    "pictures_password",
    "archive_password",
)
_PRIVATE, _PRIVATE_PROGRAM = 0o600, 0o700


def fill_in(site: Mapping[str, Any], folder: Path, *, in_place: bool) -> None:
    """Write what goes to each machine of a site.

    Raises:
        SystemExit: the site has not three machines of the database and three others of etcd, or
            is no site.
    """
    if missing := {"name", "memory", "archive", *KINDS} - set(site):
        sys.exit(f"The site lacks: {', '.join(sorted(missing))}. See site.toml.")
    counts = [len(site[kind]) for kind in ("database", "etcd", "pictures")]
    if counts != [3, 3, 1] or not site["servers"]:
        sys.exit("A site has 3 machines of the database, 3 of etcd, one of pictures, and servers.")
    if both := set(site["database"].values()) & set(site["etcd"].values()):
        sys.exit(f"{', '.join(sorted(both))}: a database and etcd need machines of their own.")
    given = {**_whole_site(site), **_passwords(folder / "passwords.toml")}
    for kind in KINDS:
        for machine, address in site[kind].items():
            root = folder / machine
            values = {
                **given,
                "machine": machine,
                "address": address,
                "root": str(root) if in_place else "",
            }
            for name, text in sorted(_files(HERE / kind)):
                if text.startswith("#!"):
                    _write(root / name, text, _PRIVATE_PROGRAM)
                else:
                    _write(root / name, Template(text).substitute(values))


def _files(folder: Path) -> Iterator[tuple[str, str]]:
    for path in folder.rglob("*"):
        if path.is_file():
            yield str(path.relative_to(folder)), path.read_text("utf-8")


def _whole_site(site: Mapping[str, Any]) -> dict[str, str]:
    """Return what follows from the site for every machine of it."""
    database, etcd, servers = site["database"], site["etcd"], site["servers"]
    (pictures,) = site["pictures"].values()
    hba = [f"host replication replicator {one}/32 scram-sha-256" for one in database.values()]
    hba += [f"host all postgres {one}/32 scram-sha-256" for one in database.values()]
    hba += [f"host mdt_alpr mdt_alpr {one}/32 scram-sha-256" for one in servers.values()]
    return {
        "name": site["name"],
        "memory": site["memory"],
        "archive": site["archive"],
        "most_log": site.get("most_log", "4GB"),
        "volume_mb": str(site.get("volume_mb", 30_000)),
        "etcd_members": ",".join(f"{m}=http://{a}:2380" for m, a in etcd.items()),
        "etcd_hosts": ", ".join(f'"{address}:2379"' for address in etcd.values()),
        "hba_lines": "\n".join(f"    - {line}" for line in hba),
        "haproxy_servers": "\n".join(f"    server {m} {a}:5432" for m, a in database.items()),
        "pictures_address": pictures,
    }


def _passwords(file: Path) -> dict[str, str]:
    """Return the site's passwords, made once."""
    if not file.exists():
        made = [f'{name} = "{secrets.token_urlsafe(24)}"' for name in PASSWORDS]
        _write(file, "\n".join(made) + "\n")
    found: dict[str, str] = tomllib.loads(file.read_text("utf-8"))
    return found


def _write(place: Path, text: str, mode: int = _PRIVATE) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.touch(mode)
    place.write_text(text, "utf-8")


def main() -> None:
    """Fill in one site."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--in-place", action="store_true")
    args = parser.parse_args()
    site = tomllib.loads(args.site.read_text("utf-8"))
    fill_in(site, args.folder.resolve(), in_place=args.in_place)


if __name__ == "__main__":
    main()
