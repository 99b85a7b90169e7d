"""Fill in the configuration of a site: python installers/cluster/fill_in.py SITE.toml FOLDER.

FOLDER gets a folder for each machine, whose files lie as they go below / there, and
passwords.toml, which is made once. So are authority.pem and authority.key, where the agency has
put none of its own there for this site alone: they sign a certificate for each database and each
etcd, anew at each run. ``--in-place`` names the files where they now lie: the bench
runs every machine on this one (``mdt-alpr bench cluster``).
"""

import argparse
import datetime as dt
import secrets
import sys
import tomllib
from collections.abc import Iterator, Mapping
from ipaddress import ip_address
from pathlib import Path
from string import Template
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

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
AUTHORITY_LASTS, CERTIFICATE_LASTS = dt.timedelta(10 * 365), dt.timedelta(3 * 365)
AUTHORITY, AUTHORITY_KEY = "authority.pem", "authority.key"
OWN_CERTIFICATE = {"database": "etc/patroni/tls", "etcd": "etc/etcd/tls"}
"""Whose machines show who they are to each other, and where that lies; servers show a password."""
TRUSTS = {
    "database": ("etc/patroni/tls/ca.pem",),
    "etcd": ("etc/etcd/tls/ca.pem",),
    "servers": (
        "etc/mdt-alpr/site-ca.pem",
        "etc/haproxy/site-ca.pem",
        "etc/pgbouncer/site-ca.pem",
    ),
    "pictures": (),
}


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
    authority = Authority(folder, site["name"])
    for kind in KINDS:
        for machine, address in site[kind].items():
            root = folder / machine
            values = {
                **given,
                "machine": machine,
                "address": address,
                "root": str(root) if in_place else "",
            }
            authority.write_to(root, kind, machine, address)
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
    hba = [f"hostssl replication replicator {a}/32 scram-sha-256" for a in database.values()]
    hba += [f"hostssl all postgres {a}/32 scram-sha-256" for a in database.values()]
    hba += [f"hostssl mdt_alpr mdt_alpr {a}/32 scram-sha-256" for a in servers.values()]
    return {
        "name": site["name"],
        "memory": site["memory"],
        "archive": site["archive"],
        "most_log": site.get("most_log", "4GB"),
        "volume_mb": str(site.get("volume_mb", 30_000)),
        "etcd_members": ",".join(f"{m}=https://{a}:2380" for m, a in etcd.items()),
        "etcd_hosts": ", ".join(f'"{address}:2379"' for address in etcd.values()),
        "hba_lines": "\n".join(f"    - {line}" for line in hba),
        "haproxy_servers": "\n".join(f"    server {m} {a}:5432" for m, a in database.items()),
        "pictures_address": pictures,
    }


class Authority:
    """Signs the certificates of a site; made once, or the agency's own."""

    def __init__(self, folder: Path, site: str) -> None:
        place, key_place = folder / AUTHORITY, folder / AUTHORITY_KEY
        if not place.exists() and not key_place.exists():
            key = ec.generate_private_key(ec.SECP256R1())
            name = _named(f"{site}, the machines of its database")
            only_ends = x509.BasicConstraints(ca=True, path_length=0)
            made = _begun(name, key, AUTHORITY_LASTS).issuer_name(name)
            signed = made.add_extension(only_ends, critical=True).sign(key, SHA256())
            _write(key_place, _pem_of(key))
            _write(place, signed.public_bytes(Encoding.PEM).decode("ascii"))
        self.pem = place.read_text("ascii")
        self._certificate = x509.load_pem_x509_certificate(self.pem.encode("ascii"))
        self._key: Any = load_pem_private_key(key_place.read_bytes(), None)

    def write_to(self, root: Path, kind: str, machine: str, address: str) -> None:
        """Write what a machine knows the others by, and what they know it by."""
        for place in TRUSTS[kind]:
            _write(root / place, self.pem)
        if kind in OWN_CERTIFICATE:
            certificate, key = self.certified(machine, address)
            _write(root / OWN_CERTIFICATE[kind] / "machine.pem", certificate)
            _write(root / OWN_CERTIFICATE[kind] / "machine.key", key)

    def certified(self, machine: str, address: str) -> tuple[str, str]:
        """Return certificate and key of a machine, as PEM: for both ends of its connections."""
        key = ec.generate_private_key(ec.SECP256R1())
        names = [x509.IPAddress(ip_address(a)) for a in (address, "127.0.0.1")]
        uses = [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
        made = _begun(_named(machine), key, CERTIFICATE_LASTS)
        made = made.issuer_name(self._certificate.subject)
        made = made.add_extension(x509.SubjectAlternativeName(names), critical=False)
        made = made.add_extension(x509.ExtendedKeyUsage(uses), critical=False)
        signed = made.sign(self._key, SHA256())
        return signed.public_bytes(Encoding.PEM).decode("ascii"), _pem_of(key)


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _begun(name: x509.Name, key: Any, lasts: dt.timedelta) -> x509.CertificateBuilder:
    now = dt.datetime.now(dt.UTC)  # noqa: TID251 - a script of the installer
    made = x509.CertificateBuilder().subject_name(name).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number())
    return made.not_valid_before(now - dt.timedelta(1)).not_valid_after(now + lasts)


def _pem_of(key: Any) -> str:
    pem: bytes = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return pem.decode("ascii")


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
