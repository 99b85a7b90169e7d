"""`hq serve`: headquarters for cars and desks, with TLS as soon as other machines reach it."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mdt_alpr.cli.hq_files import AUDIT_KEY_VARIABLE, AUDIT_WITNESS_VARIABLE, path_from
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.json_logs import log_as_json
from mdt_alpr.process_memory import take_secret

if TYPE_CHECKING:  # the car's build has no headquarters
    from mdt_alpr.hq.base.settings import HqSettings

METRICS_TOKEN_VARIABLE = "MDT_ALPR_METRICS_TOKEN"  # noqa: S105 - a variable's name
GATEWAY_TOKEN_VARIABLE = "MDT_ALPR_GATEWAY_TOKEN"  # noqa: S105 - a variable's name


def add(serving: argparse.ArgumentParser) -> None:
    """Add what `serve` takes."""
    serving.add_argument(
        "--host",
        default="127.0.0.1",
        help="address to listen on, 0.0.0.0 for every one (default: this machine only)",
    )
    serving.add_argument("--port", type=int, default=8443, help="default: 8443")
    serving.add_argument(
        "--tls-cert", type=Path, metavar="FILE", help="certificate and its chain, in PEM form"
    )
    serving.add_argument("--tls-key", type=Path, metavar="FILE", help="its key, in PEM form")
    serving.add_argument(
        "--self-signed",
        nargs="+",
        metavar="NAME",
        help="make a certificate for these host names or addresses, and say its fingerprint",
    )
    serving.add_argument(
        "--proxy",
        action="append",
        default=[],
        metavar="ADDRESS",
        help="the agency's own proxy, whose X-Forwarded-For counts; once for each",
    )
    serving.add_argument(
        "--status-gateway",
        default="",
        metavar="URL",
        help="the agency's own gateway for status questions, or `simulated` with --training",
    )
    serving.add_argument(
        "--processes",
        type=int,
        default=0,
        metavar="N",
        help="receive what cars send in so many processes beside this one (PostgreSQL only)",
    )
    serving.add_argument(
        "--audit-key",
        type=Path,
        metavar="FILE",
        default=path_from(AUDIT_KEY_VARIABLE),
        help="key that signs checkpoints of the audit (`hq audit-key` makes it)",
    )
    serving.add_argument(
        "--audit-witness",
        type=Path,
        metavar="DIR",
        default=path_from(AUDIT_WITNESS_VARIABLE),
        help="folder of those checkpoints, on another disk or machine",
    )
    serving.add_argument("--training", action="store_true", help="nothing in it is real")


def run(settings: "HqSettings", args: argparse.Namespace) -> int:
    """Serve until the process is ended.

    Raises:
        OutsideError: what was given of TLS does not belong together, or cannot be used.
    """
    from mdt_alpr.hq.app import serve
    from mdt_alpr.hq.serving.server import demand_tls

    settings = replace(
        settings,
        host=args.host,
        port=args.port,
        proxies=tuple(args.proxy),
        status_gateway=args.status_gateway,
        gateway_token=take_secret(GATEWAY_TOKEN_VARIABLE),
        metrics_token=take_secret(METRICS_TOKEN_VARIABLE),
        processes=max(0, args.processes),
        training=args.training,
        audit_key=args.audit_key,
        audit_witness=args.audit_witness,
    )
    settings = _with_tls(settings, args)
    demand_tls(settings)
    log_as_json()
    _say(settings)
    return serve(settings)


def _with_tls(settings: "HqSettings", args: argparse.Namespace) -> "HqSettings":
    from mdt_alpr.clock import SystemClock
    from mdt_alpr.hq.base.server_certificate import own_certificate

    if (args.tls_cert is None) != (args.tls_key is None) or (args.tls_cert and args.self_signed):
        message = "Give --tls-cert FILE and --tls-key FILE together, or --self-signed NAME alone."
        raise OutsideError(message)
    certificate, key = args.tls_cert, args.tls_key
    if args.self_signed:
        now = SystemClock().now()
        certificate, key = own_certificate(settings.data, args.self_signed, now)
    return replace(settings, certificate=certificate, private_key=key)


def _say(settings: "HqSettings") -> None:
    from mdt_alpr.clock import SystemClock
    from mdt_alpr.hq.base.server_certificate import ending_words, fingerprint, own_place

    scheme = "http" if settings.certificate is None else "https"
    say = sys.stderr.write
    say(f"headquarters: {scheme}://{settings.host}:{settings.port}, data in {settings.data}\n")
    if settings.certificate is not None:
        say(f"headquarters: certificate {settings.certificate}\n")
        say(f"headquarters: its fingerprint (SHA-256) {fingerprint(settings.certificate)}\n")
        is_own = settings.certificate == own_place(settings.data)
        if words := ending_words(settings.certificate, SystemClock().now(), is_own=is_own):
            say(f"headquarters: WARNING: {words}\n")
    if settings.audit_witness is None:
        say(
            "headquarters: WARNING: nothing outside vouches for the audit. Make a key with "
            "`hq audit-key FILE` and give --audit-key and --audit-witness.\n"
        )
