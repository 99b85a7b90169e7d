"""What `hq` does as a server: serve, its keys, the state of it, and its clock."""

import os
import sys
from argparse import Namespace
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mdt_alpr import __version__
from mdt_alpr.cli.arguments import arg, command
from mdt_alpr.cli.doctor import AS_JSON, EXIT_CODE, shown
from mdt_alpr.cli.hq import (
    AUDIT_KEY_VARIABLE,
    AUDIT_WITNESS_VARIABLE,
    PLACES,
    by,
    confirmer,
    hq_local,
    path_from,
    settings_of,
    text_from,
)
from mdt_alpr.cli.hq_link import confirmed_by
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.directory import factor_fault
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.domain.policy import PROFILE
from mdt_alpr.domain.printable import escaped
from mdt_alpr.machine.json_logs import log_as_json
from mdt_alpr.machine.process_memory import take_secret
from mdt_alpr.machine.program_files import checked_program

if TYPE_CHECKING:  # the car's build has no headquarters
    from mdt_alpr.hq.base.headquarters import Headquarters
    from mdt_alpr.hq.base.settings import HqSettings

NOTICES_VARIABLE = "MDT_ALPR_NOTICES"
METRICS_TOKEN_VARIABLE = "MDT_ALPR_METRICS_TOKEN"  # noqa: S105 - a variable's name
CASE_TOKEN_VARIABLE = "MDT_ALPR_CASE_TOKEN"  # noqa: S105 - a variable's name
DIRECTORY_SECRET_VARIABLE = "MDT_ALPR_DIRECTORY_SECRET"  # noqa: S105 - a variable's name
_OF_DIRECTORY = (
    "directory", "directory_client", "directory_name", "directory_factor", "directory_trust",
)  # fmt: skip
GATEWAY_TOKEN_VARIABLE = "MDT_ALPR_GATEWAY_TOKEN"  # noqa: S105 - a variable's name


@command(
    "serve",
    "serve until stopped",
    arg("--host", help="address to listen on, 0.0.0.0 for every one (default: this machine only)"),
    arg("--port", type=int, help="default: 8443"),
    arg("--tls-cert", type=Path, metavar="FILE", help="certificate and its chain, in PEM form"),
    arg("--tls-key", type=Path, metavar="FILE", help="its key, in PEM form"),
    arg(
        "--names",
        nargs="+",
        metavar="NAME",
        help="host names or addresses by which machines reach it: its own authority signs a "
        "certificate for them",
    ),
    arg(
        "--proxy",
        action="append",
        metavar="ADDRESS",
        help="the agency's own proxy, which says who asks and with which certificate "
        "(installers/nginx.conf); once for each",
    ),
    arg(
        "--status-gateway",
        metavar="URL",
        help="the agency's own gateway for status questions, or `simulated` with --training",
    ),
    arg(
        "--case-system",
        metavar="FILE|URL",
        help="where cases are checked: a CSV file that dispatch writes, or a service",
    ),
    arg(
        "--directory",
        metavar="URL",
        help="the issuer of the agency's OpenID Connect provider, at which people may sign in",
    ),
    arg("--directory-client", metavar="ID", help="what this headquarters is called there"),
    arg("--directory-name", metavar="NAME", help="the word on the button of the sign-in page"),
    arg(
        "--directory-factor",
        metavar="CLAIM",
        help="amr:VALUE or acr:VALUE where it asks for the second factor (default: ours)",
    ),
    arg(
        "--directory-trust",
        type=Path,
        metavar="FILE",
        help="the authority of its certificate, where that is the agency's own",
    ),
    arg(
        "--processes",
        type=int,
        metavar="N",
        help="receive what cars send in so many processes beside this one (PostgreSQL only)",
    ),
    arg(
        "--audit-key",
        type=Path,
        metavar="FILE",
        default=path_from(AUDIT_KEY_VARIABLE),
        help="key that signs checkpoints of the audit (`hq audit-key` makes it)",
    ),
    arg(
        "--audit-witness",
        metavar="PLACE",
        default=text_from(AUDIT_WITNESS_VARIABLE),
        help="where those go: a folder on another disk or machine, s3://BUCKET/FOLDER, or "
        "mail:FILE with the settings of mail as for --notices",
    ),
    arg(
        "--notices",
        type=Path,
        metavar="FILE",
        default=path_from(NOTICES_VARIABLE),
        help="settings of mail and webhook, by which people learn that the audit cannot be "
        "written",
    ),
    arg(
        "--agency",
        nargs="+",
        metavar="LINE",
        help="the agency's name and the further lines of its letterhead, on forms and letters",
    ),
    arg("--training", action="store_true", default=None, help="nothing in it is real"),
    *PLACES,
    epilog="What is left out is taken from hq.toml in its folder: settings explain server.",
    at_headquarters=True,
)
def _serve(args: Namespace) -> int:
    """Serve until the process is ended.

    Raises:
        OutsideError: the port is none, what was given of TLS does not belong together or
            cannot be used.
    """
    from mdt_alpr.hq.app import serve
    from mdt_alpr.hq.base.settings_file import SETTINGS
    from mdt_alpr.hq.serving.server import demand_tls

    settings = settings_of(args, *(setting.name for setting in SETTINGS))
    _demand_port(args.port)
    settings = replace(
        settings,
        host=settings.host if args.host is None else args.host,
        port=settings.port if args.port is None else args.port,
        proxies=tuple(args.proxy or ()),
        status_gateway=args.status_gateway or "",
        gateway_token=take_secret(GATEWAY_TOKEN_VARIABLE),
        case_system=args.case_system or "",
        case_token=take_secret(CASE_TOKEN_VARIABLE),
        **_directory(args),
        metrics_token=take_secret(METRICS_TOKEN_VARIABLE),
        processes=max(0, args.processes or 0),
        agency=tuple(args.agency or ()),
        training=bool(args.training),
        audit_key=args.audit_key,
        audit_witness=args.audit_witness or "",
        notices=args.notices,
    )
    settings = _with_tls(settings, args)
    demand_tls(settings)
    log_as_json()
    return serve(settings, partial(_announce, settings))


def _directory(args: Namespace) -> dict[str, Any]:
    """Return the settings of the agency's directory.

    Raises:
        OutsideError: it has no client, is not encrypted, or vouches for a factor by no claim.
    """
    from mdt_alpr.hq.base.outside_http import checked_address

    given = {name: getattr(args, name, None) or "" for name in _OF_DIRECTORY}
    if bool(given["directory"]) != bool(given["directory_client"]):
        raise OutsideError("Give --directory URL and --directory-client ID together, or none.")
    if given["directory"]:
        checked_address(given["directory"])
    if wrong := factor_fault(given["directory_factor"]):
        raise OutsideError(f"--directory-factor: {wrong}")
    secret, trust = take_secret(DIRECTORY_SECRET_VARIABLE), given["directory_trust"] or None
    return {**given, "directory_trust": trust, "directory_secret": secret}


def _demand_port(port: int | None) -> None:
    """Refuse what is no port as ``hq.toml`` does."""
    from mdt_alpr.hq.base.settings_file import SETTINGS

    (setting,) = (setting for setting in SETTINGS if setting.name == "port")
    if port is not None and (wrong := setting.fault(port)):
        raise OutsideError(f"--port {port}: {wrong}")


def _with_tls(settings: "HqSettings", args: Namespace) -> "HqSettings":
    from mdt_alpr.hq.base.authority import Authority, share_authority
    from mdt_alpr.hq.base.database_keys import opened_places
    from mdt_alpr.hq.base.server_certificate import own_certificate
    from mdt_alpr.machine.clock import SystemClock

    if (args.tls_cert is None) != (args.tls_key is None) or (args.tls_cert and args.names):
        message = "Give --tls-cert FILE and --tls-key FILE together, or --names NAME alone."
        raise OutsideError(message)
    certificate, key, now = args.tls_cert, args.tls_key, SystemClock().now()
    if settings.cluster_key is not None:
        places = opened_places(settings, os.urandom)
        share_authority(settings.data, places.lasting, now)
        places.close()
    if args.names:
        certificate, key = own_certificate(settings.data, args.names, now)
    demanded = certificate is not None or bool(settings.proxies)
    if demanded:
        Authority(settings.data, now)  # made at the first start
    return replace(settings, certificate=certificate, private_key=key, devices_demanded=demanded)


def _announce(settings: "HqSettings") -> None:
    from mdt_alpr.hq.base.server_certificate import ending_words, own_place
    from mdt_alpr.hq.base.settings_file import setting_words
    from mdt_alpr.machine.clock import SystemClock

    scheme = "http" if settings.certificate is None else "https"
    say = sys.stderr.write
    say(f"headquarters: {scheme}://{settings.host}:{settings.port}, data in {settings.data}\n")
    say(f"headquarters: program {__version__}, {checked_program()}\n")
    if settings.certificate is not None:
        say(f"headquarters: certificate {settings.certificate}\n")
        is_own = settings.certificate == own_place(settings.data)
        if words := ending_words(settings.certificate, SystemClock().now(), is_own=is_own):
            say(f"headquarters: WARNING: {words}\n")
    if settings.devices_demanded:
        say("headquarters: only enrolled machines are answered (first hq enroll-first-desk)\n")
    else:
        say(
            "headquarters: WARNING: without TLS, for this machine alone: any program on it may "
            f"say that it is any car. Set {setting_words('names')} for a headquarters in use.\n"
        )
    if not settings.audit_witness:
        say(
            "headquarters: WARNING: nothing outside vouches for the audit. Make a key with "
            f"`hq audit-key FILE` and set {setting_words('audit_key', 'audit_witness')}.\n"
        )
    if settings.notices is None:
        say(
            "headquarters: WARNING: nobody is notified when the audit cannot be written. Set "
            f"{setting_words('notices')}.\n"
        )


@command(
    "test-notices",
    "send a test by mail and webhook, as the settings file says",
    arg("file", type=Path, help="as for `serve --notices`"),
    epilog="Exit code: 1 where one was not accepted.",
    at_headquarters=True,
)
def _test_notices(args: Namespace) -> int:
    from mdt_alpr.hq.audit.alarm_channels import channels_in
    from mdt_alpr.hq.audit.logging_watch import send_test

    found = send_test(channels_in(args.file))
    for name, why in found:
        sys.stdout.write(f"{name}: {escaped(why or 'accepted')}\n")
    return 1 if any(why for _, why in found) else 0


@hq_local(
    "replace-key",
    "replace a key of headquarters, on its machine",
    arg("key", choices=("factors", "authority"), help="which: see resources/docs/keys.md"),
    arg("--reason", required=True, help="why, for the audit"),
    by("an administrator, who signs in"),
    permissions=(Permission.MANAGE_ACCOUNTS,),
    epilog="For the authority stop hq serve first; every machine is then enrolled again.",
)
def _replace_key(hq: "Headquarters", args: Namespace) -> None:
    """Replace it; say what has to be done next."""
    from mdt_alpr.hq.keeping import key_replacement

    if args.key == "authority":
        key_replacement.replace_authority(hq, args.reason, args.by)
        sys.stdout.write(
            "Erased. Start hq serve, which makes new ones, then enroll every car, camera and desk "
            "again: hq enroll-device.\n"
        )
        return
    done = key_replacement.replace_factor_key(hq, args.reason, args.by)
    sys.stdout.write(
        f"{done.resealed} second factors lie under the new key. The recovery codes of "
        f"{done.without_recovery} people count no more: each sets the factor up again for new "
        "ones.\nMake a backup now: older ones hold the old key.\n"
    )


@hq_local(
    "adopt-profile",
    "let two people adopt the policy profile in the data folder for a database made with another",
    arg("--reason", required=True, help="why, for the audit"),
    by("an administrator, who signs in"),
    confirmed_by("custodian or another administrator"),
    permissions=(Permission.MANAGE_ACCOUNTS,),
    adopts=True,
    epilog="Stop every hq serve first: a program reads its profile once, when it starts.",
)
def _adopt_profile(hq: "Headquarters", args: Namespace) -> None:
    """Adopt it; say what counted before."""
    from mdt_alpr.hq.keeping import profile_adoption

    before = profile_adoption.adopt(hq, args.by, confirmer(args.confirmed_by), args.reason)
    sys.stdout.write(
        f"Adopted: {PROFILE.words}. Before: {before}.\nStart hq serve: what is past the new "
        "deadline is erased at once. Cars, cameras and desks need the same file.\n"
    )


@hq_local(
    "doctor",
    "what is well with headquarters, what is not, and what to do",
    AS_JSON,
    arg("--cluster", action="store_true", help="examine the site of several servers, too"),
    arg("--audit-key", type=Path, default=path_from(AUDIT_KEY_VARIABLE), help="as for `serve`"),
    arg(
        "--audit-witness",
        metavar="PLACE",
        default=text_from(AUDIT_WITNESS_VARIABLE),
        help="as for `serve`",
    ),
    takes=("audit_key", "audit_witness", *_OF_DIRECTORY),
    epilog=EXIT_CODE,
)
def _doctor(hq: "Headquarters", args: Namespace) -> int:
    """Show each line; 1 where something is wrong."""
    from mdt_alpr.hq.keeping import cluster_doctor
    from mdt_alpr.hq.keeping.doctor import examined

    hq.settings = replace(
        hq.settings,
        audit_key=args.audit_key,
        audit_witness=args.audit_witness or "",
        **_directory(args),
    )
    of_site = cluster_doctor.examined(hq) if args.cluster else ()
    return shown(chain(examined(hq), of_site), as_json=args.json)
