"""What differs from one headquarters to the next."""

from dataclasses import dataclass, field
from pathlib import Path

MEBIBYTE = 1024 * 1024
CERTIFICATE = "device_certificate"
"""In a request's state: the SHA-256 of the certificate that its connection proved."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a car may send at once; sizes in bytes."""

    batch_items: int = 500
    batches_at_once: int = 16
    """Being accepted or waiting for the database; the next car is asked to come again (429)."""
    batch_bytes: int = 8 * MEBIBYTE
    unpacked_bytes: int = 16 * MEBIBYTE
    picture_bytes: int = 2 * MEBIBYTE
    pictures_bytes: int = 8 * MEBIBYTE
    message_bytes: int = 16 * 1024
    register_bytes: int = MEBIBYTE
    """Of a message that names every account of an agency."""
    requests_at_once: int = 1000
    requests_per_s: float = 200.0
    """Of one session; a car that catches up makes some ten a second."""
    sign_ins_at_once: int = 60
    sign_ins_per_s: float = 1.0
    """Of one network address, behind which a whole shift may sit."""
    connections_of_address: int = 256
    """Open at once; a car has three."""
    head_bytes: int = 32 * 1024
    """Of a request's first line and headers, and of what follows the last chunk of a body."""
    head_s: float = 10.0
    body_s: float = 20.0
    body_bytes_per_s: float = 1024.0
    """A request's head comes in so many seconds, its body at this pace after ``body_s``."""
    answer_taken_s: float = 60.0
    """How long a client may read nothing of its answer."""
    hashes_at_once: int = 4
    hash_wait_s: float = 3.0
    """Password hashes made at once, and how long a further sign-in waits for its turn (SC-5)."""


@dataclass(frozen=True, slots=True)
class PasswordCost:
    """Cost of one password hash by Argon2id (ACC-03); ``memory`` in KiB."""

    time: int = 3
    memory: int = 64 * 1024
    lanes: int = 4


@dataclass(frozen=True, slots=True)
class HqSettings:
    """Where headquarters keeps its data and where it listens.

    ``database_url`` empty is a SQLite file in ``data``; a PostgreSQL URL works as well.
    """

    data: Path
    database_url: str = ""
    direct_url: str = ""
    """Address of the same database past a pooler, for what needs a session; empty is the same."""
    host: str = "127.0.0.1"
    port: int = 8443
    picture_store: str = ""
    """Address of a bucket for the pictures, s3://bucket/folder; empty is a folder in ``data``."""
    keys: Path | None = None
    """Folder of the keys of each day; empty is one in ``data``. Never part of a backup."""
    cluster_key: Path | None = None
    """File of the key under which servers that share a database keep their keys in it; None keeps
    them in folders."""
    status_gateway: str = ""
    """Address of the agency's own gateway; empty for none, "simulated" in training only."""
    gateway_token: str = ""
    case_system: str = ""
    """Where cases are checked: a CSV file or the address of a service; empty for nowhere."""
    case_token: str = field(default="", repr=False)
    directory: str = ""
    """Issuer of the agency's OpenID Connect provider; empty where everybody has a password."""
    directory_client: str = ""
    directory_name: str = ""
    directory_factor: str = ""
    """By which claim it vouches for a second factor, such as amr:mfa; empty asks for our own."""
    directory_trust: Path | None = None
    """PEM file of the authority of its certificate, where that is the agency's own."""
    directory_secret: str = field(default="", repr=False)
    metrics_token: str = field(default="", repr=False)
    """Who shows it may read /metrics; empty lets nobody."""
    certificate: Path | None = None
    """PEM file of the server's certificate and chain; None serves plain HTTP."""
    private_key: Path | None = field(default=None, repr=False)
    proxies: tuple[str, ...] = ()
    """Addresses of the agency's own proxies: they say who asks, and with which certificate."""
    devices_demanded: bool = False
    """Answer only machines that are enrolled; without it a request says which machine it is."""
    processes: int = 0
    """How many processes accept batches; 0 leaves that to the one that listens."""
    agency: tuple[str, ...] = ()
    """The agency's name and the further lines of its letterhead."""
    training: bool = False
    audit_key: Path | None = None
    """Private key that signs checkpoints of the audit; outside ``data``."""
    audit_witness: str = ""
    """Where those go: a folder on another disk or machine, s3://BUCKET/FOLDER, or mail:FILE with
    the settings of a mail server; empty for nowhere."""
    backups: Path | None = None
    """Folder of the backups that a timer or the desk makes, outside ``data``; None for none."""
    notices: Path | None = None
    """Where people are notified when the audit cannot be written; None notifies nobody."""
    limits: Limits = field(default_factory=Limits)
    password_cost: PasswordCost = field(default_factory=PasswordCost)

    @property
    def database(self) -> str:
        """Return the URL of the database."""
        return self.database_url or f"sqlite:///{self.file}"

    @property
    def direct(self) -> str:
        """Return the URL of the database for a session that lasts."""
        return self.direct_url or self.database

    @property
    def file(self) -> Path:
        """Where the database lies without a ``database_url``."""
        return self.data / "headquarters.db"

    @property
    def pictures(self) -> Path:
        """Return the folder of the pictures."""
        return self.data / "pictures"

    @property
    def day_keys(self) -> Path:
        """Return the folder of the keys of each day of capture."""
        return self.keys or self.data / "day_keys"

    def __repr__(self) -> str:
        """Return a text without the database's password."""
        return f"HqSettings({str(self.data)!r}, {self.host!r}, {self.port})"
