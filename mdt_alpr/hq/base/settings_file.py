"""``hq.toml`` in headquarters' data folder: every setting with its meaning and values (CM-6).

Its names are those of the options of ``hq serve``, which win over it. No token is in a file.
"""

from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.directory import factor_fault
from mdt_alpr.domain.setting import (
    Setting,
    address,
    faults,
    flag,
    has_password,
    text,
    texts,
    whole,
)
from mdt_alpr.files.toml_file import toml_in

SETTINGS_FILE = "hq.toml"
MOST_PROCESSES, LAST_PORT = 64, 65535
_RUNS_IT = "who runs the server; it is recorded at each start"
_NO_WITNESS = "nothing outside vouches for the audit, and hq doctor says so"
_NO_TLS = "no TLS, and no other machine is answered"


def _address_of_machine(value: object) -> str:
    try:
        ip_address(str(value))
    except ValueError:
        return "it must be the IP address of a machine, such as 192.0.2.10."
    return text()(value)


def _database(value: object) -> str:
    if wrong := text(needed=True)(value):
        return wrong
    try:
        urlsplit(str(value))
    except ValueError:
        return "it must be the URL of a database."
    is_secret = has_password(str(value))
    return "a password is in it. Put the URL into a file, and give file:PATH." * is_secret


def _gateway(value: object) -> str:
    return "" if value == "simulated" else address(value)


def _factor(value: object) -> str:
    return text(needed=True)(value) or factor_fault(str(value))


def _bucket(value: object) -> str:
    is_one = isinstance(value, str) and value.startswith("s3://")
    return text()(value) if is_one else "it must be a bucket: s3://BUCKET/FOLDER."


SETTINGS = (
    Setting(
        "database",
        "A PostgreSQL database.",
        "its URL without a password; or file:PATH or env:VARIABLE, which holds the URL",
        "a SQLite file in the data folder",
        _database,
        shows_value=False,
    ),
    Setting(
        "database_direct",
        "The same PostgreSQL database past a pooler such as pgbouncer.",
        "its URL as for database",
        "the same as database: there is no pooler",
        _database,
        shows_value=False,
    ),
    Setting(
        "pictures",
        "A bucket for the pictures.",
        "s3://BUCKET/FOLDER",
        "a folder in the data folder",
        _bucket,
        shows_value=False,
    ),
    Setting(
        "keys",
        "The folder of the day keys, best on a disk of its own; never part of a backup.",
        "path of a folder",
        "a folder in the data folder",
        text(needed=True),
    ),
    Setting(
        "cluster_key",
        "Several servers share the database: their keys lie in it, under the key in this file.",
        "path of a file; the first server makes it, each other one gets a copy",
        "one server, whose keys lie in folders",
        text(needed=True),
    ),
    Setting(
        "host",
        "The address to listen on.",
        "IP address; 0.0.0.0 is every one of this machine",
        "127.0.0.1, for this machine only",
        text(needed=True),
    ),
    Setting("port", "The port to listen on.", f"1 to {LAST_PORT}", "8443", whole(1, LAST_PORT)),
    Setting(
        "names",
        "Names by which machines reach it: its own authority signs a certificate for them.",
        'list, such as ["hq.example.gov", "192.0.2.10"]; not beside tls_cert',
        _NO_TLS,
        texts(text(needed=True), at_least=1),
    ),
    Setting(
        "tls_cert",
        "The agency's own certificate and its chain, in PEM form.",
        "path of a file, with tls_key beside it",
        _NO_TLS,
        text(needed=True),
    ),
    Setting(
        "tls_key",
        "The key of that certificate, in PEM form.",
        "path of a file, with tls_cert beside it",
        _NO_TLS,
        text(needed=True),
    ),
    Setting(
        "proxy",
        "The agency's own proxies: they say who asks, and with which certificate.",
        'list of IP addresses, such as ["127.0.0.1"]',
        "none is believed",
        texts(_address_of_machine, shows_value=False),
        _RUNS_IT,
        shows_value=False,
    ),
    Setting(
        "status_gateway",
        "The agency's own gateway for status questions.",
        "its address; simulated in training",
        "none: officers ask dispatch by radio",
        _gateway,
        shows_value=False,
    ),
    Setting(
        "case_system",
        "Where case numbers are checked.",
        "a CSV file that dispatch writes, or the address of a service",
        "nowhere: a case number is recorded as it was typed",
        text(),
        _RUNS_IT,
        shows_value=False,
    ),
    Setting(
        "directory",
        "The agency's directory, at which people may sign in at a desk (OpenID Connect).",
        "the issuer as the provider writes it, such as https://login.example.gov/agency",
        "everybody signs in with a password of this headquarters",
        address,
        _RUNS_IT,
        shows_value=False,
    ),
    Setting(
        "directory_client",
        "What this headquarters is called there (client_id).",
        "text, with directory beside it",
        "as for directory",
        text(needed=True),
        _RUNS_IT,
    ),
    Setting(
        "directory_name",
        'The word on the button of the sign-in page: "Sign in with ...".',
        "text",
        "the directory's host",
        text(needed=True),
    ),
    Setting(
        "directory_factor",
        "How the directory shows that it asked for a second factor.",
        "amr:VALUE or acr:VALUE, such as amr:mfa",
        "our own second factor is asked for after it",
        _factor,
        _RUNS_IT,
    ),
    Setting(
        "directory_trust",
        "The authority of the directory's certificate, in PEM form, where it is the agency's own.",
        "path of a file",
        "the authorities that are known to everybody",
        text(needed=True),
        _RUNS_IT,
    ),
    Setting(
        "processes",
        "Processes that receive what cars send, beside the one that listens; PostgreSQL only.",
        f"0 to {MOST_PROCESSES}",
        "0",
        whole(0, MOST_PROCESSES),
    ),
    Setting(
        "agency",
        "The agency's name and the further lines of its letterhead.",
        "list of texts",
        "forms and letters have none",
        texts(text(needed=True)),
    ),
    Setting(
        "audit_key",
        "The key that signs checkpoints of the audit: mdt-alpr hq audit-key makes it.",
        "path of a file outside the data folder, with audit_witness beside it",
        _NO_WITNESS,
        text(needed=True),
        _RUNS_IT,
    ),
    Setting(
        "audit_witness",
        "Where those checkpoints go.",
        "a folder on another disk or machine, s3://BUCKET/FOLDER, or mail:FILE",
        _NO_WITNESS,
        text(needed=True),
        _RUNS_IT,
        shows_value=False,
    ),
    Setting(
        "backups",
        "Where mdt-alpr hq scheduled-backup and the desk's page Backups write.",
        "path of a folder outside the data folder, and no link",
        "they write none; mdt-alpr hq backup, with a person at the machine, writes anywhere",
        text(needed=True),
    ),
    Setting(
        "notices",
        "Mail and webhook by which people learn that the audit cannot be written.",
        "path of a TOML file as administrator.md shows it",
        "nobody is notified",
        text(needed=True),
        _RUNS_IT,
    ),
    Setting(
        "training",
        "Nothing in it is real.",
        "true or false",
        "false",
        flag,
        "nobody: training data and live data never meet",
    ),
)
_PATHS = (
    "keys",
    "cluster_key",
    "tls_cert",
    "tls_key",
    "audit_key",
    "notices",
    "backups",
    "directory_trust",
)
_TOGETHER = (
    ("tls_cert", "tls_key"),
    ("audit_key", "audit_witness"),
    ("directory", "directory_client"),
)


def settings_in(path: Path) -> dict[str, Any]:
    """Return the settings of a file; empty where there is none.

    Raises:
        OutsideError: it cannot be read, or has a setting that is none; says each.
    """
    toml = toml_in(path)
    if wrong := (*faults(toml, SETTINGS), *_apart(toml)):
        lines = "\n".join(f"{path}: {fault}" for fault in wrong)
        message = f"{lines}\n`mdt-alpr settings explain server` says what each setting means."
        raise OutsideError(message)
    return {name: Path(value) if name in _PATHS else value for name, value in toml.items()}


def setting_words(*names: str) -> str:
    """Return where settings are given: in the file, or as options of ``hq serve``."""
    options = " and ".join(f"--{name.replace('_', '-')}" for name in names)
    return f"{' and '.join(names)} in {SETTINGS_FILE} (or {options})"


def _apart(values: dict[str, Any]) -> tuple[str, ...]:
    """Return what lacks its other half, or has one too many."""
    halves = [
        (first, second) for first, second in _TOGETHER if (first in values) != (second in values)
    ]
    said = [
        f"{first} and {second} belong together: give both, or none." for first, second in halves
    ]
    if "names" in values and "tls_cert" in values:
        said.append("names and tls_cert exclude each other: keep one.")
    said += [
        f"{name} needs PostgreSQL: give database."
        for name in ("processes", "cluster_key")
        if values.get(name) and "database" not in values
    ]
    return tuple(said)
