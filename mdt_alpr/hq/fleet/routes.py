"""Addresses of the fleet: the list, packages for people, and what a car fetches of one."""

import secrets
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from mdt_alpr.acts import fleet as acts
from mdt_alpr.domain.equipment.program_update import UpdateRefusedError
from mdt_alpr.domain.errors import OutsideError
from mdt_alpr.domain.people.known_devices import DeviceKind
from mdt_alpr.files import private_files
from mdt_alpr.hq.base.headquarters import ApiCall, RefusedError
from mdt_alpr.hq.base.http import BYTES, answer, body_in
from mdt_alpr.hq.fleet import facts, group_settings, packages, rollouts
from mdt_alpr.hq.people.endpoints import RouteTable
from mdt_alpr.wire import addresses
from mdt_alpr.wire.car_settings import (
    GroupSettingsMessage,
    GroupSettingsRequest,
    MachineGroupRequest,
    SettingsOffer,
)
from mdt_alpr.wire.fleet import FleetMessage, RunningProgram
from mdt_alpr.wire.problems import Problem
from mdt_alpr.wire.program_updates import FirstCarRequest, OfferMessage, ProgramPackages

ROUTES = RouteTable()
LARGEST_PACKAGE = 1024 * 1024 * 1024
WORK_FOLDER = "program-packages-in"


@ROUTES.does(acts.SHOW_FLEET)
def show_fleet(call: ApiCall) -> FleetMessage:
    """Show every machine in use."""
    with call.hq.writing() as work:
        return facts.fleet_of(work, call.by)


@ROUTES.does(acts.SHOW_PACKAGES)
def show_packages(call: ApiCall) -> ProgramPackages:
    """Show every package, and how far its cars are."""
    with call.hq.writing() as work:
        rollouts.settle_in(work)
        return rollouts.packages_of(work, call.by)


@ROUTES.does(acts.PUBLISH, accepts=BYTES, returns=ProgramPackages, status=HTTPStatus.CREATED)
async def publish(call: ApiCall, request: Request, *, name: str = "") -> Response:
    """Publish an uploaded package."""
    path = call.hq.settings.data / WORK_FOLDER / f"{secrets.token_hex(8)}.upload"
    try:
        packages.kind_and_version(name)
        second = call.confirmed_by
        await body_in(request, path, LARGEST_PACKAGE)
        await run_in_threadpool(call.still_permitted)
        await run_in_threadpool(packages.publish, call.hq, path, name, call.by, second)
    except (OutsideError, UpdateRefusedError) as error:
        raise RefusedError(Problem.UPDATE_REFUSED, str(error)) from error
    finally:
        private_files.remove(path)
    return answer(await run_in_threadpool(_packages, call), HTTPStatus.CREATED)


@ROUTES.does(acts.BEGIN_UPDATE)
def begin_update(call: ApiCall, number: int, body: FirstCarRequest) -> ProgramPackages:
    """Let a package go to its first car."""
    with call.hq.writing() as work:
        rollouts.begin(work, number, body, call.by)
        return rollouts.packages_of(work, call.by)


@ROUTES.does(acts.ADVANCE_UPDATE)
def advance_update(call: ApiCall, number: int) -> ProgramPackages:
    """Let a package go to more cars."""
    with call.hq.writing() as work:
        rollouts.advance(work, number, call.by)
        return rollouts.packages_of(work, call.by)


@ROUTES.does(acts.STOP_UPDATE)
def stop_update(call: ApiCall, number: int) -> ProgramPackages:
    """Let a package go to no further car."""
    with call.hq.writing() as work:
        rollouts.stop(work, number, call.by)
        return rollouts.packages_of(work, call.by)


@ROUTES.does(acts.SHOW_GROUPS)
def show_groups(call: ApiCall) -> GroupSettingsMessage:
    """Show what groups of machines are given."""
    with call.hq.writing() as work:
        return group_settings.groups_of(work, call.by)


@ROUTES.does(acts.SET_GROUP)
def set_group(call: ApiCall, body: GroupSettingsRequest) -> GroupSettingsMessage:
    """Give a group settings."""
    return group_settings.set_group(call.hq, body, call.by, call.second_id)


@ROUTES.does(acts.MOVE_MACHINE)
def move_machine(call: ApiCall, device: str, body: MachineGroupRequest) -> FleetMessage:
    """Put a machine into a group."""
    group_settings.move(call.hq, device, body.group, call.by, call.second_id)
    return show_fleet(call)


def _packages(call: ApiCall) -> ProgramPackages:
    with call.hq.writing() as work:
        return rollouts.packages_of(work, call.by)


# ---------------------------------------------------------------- for cars, by their certificate


@ROUTES.serve(
    "GET", addresses.DEVICE_UPDATE, "See which package to install", is_open=True,
    cameras=True,
)  # fmt: skip
def show_update(call: ApiCall) -> OfferMessage:
    """Show a car which package it is to install."""
    rollouts.settle(call.hq)
    with call.hq.reading() as work:
        return OfferMessage(rollouts.offer_to(work, call.device.device))


@ROUTES.serve(
    "POST", addresses.DEVICE_PROGRAM, "Say which program the own desk runs", is_open=True,
    kinds=(DeviceKind.DESK,), refusal=Problem.UPDATE_REFUSED,
)  # fmt: skip
def note_program(call: ApiCall, body: RunningProgram) -> None:
    """Note what runs on a desk, which keeps no audit that would say so."""
    with call.hq.writing() as work:
        facts.keep_of_desk(work, call.device.device, body.version)


@ROUTES.serve(
    "GET", addresses.DEVICE_SETTINGS, "See the settings of the own group", is_open=True,
    cameras=True,
)  # fmt: skip
def show_settings(call: ApiCall) -> SettingsOffer:
    """Show a car or a fixed camera what it is given."""
    with call.hq.reading() as work:
        return group_settings.offer_to(work, call.device.device)


@ROUTES.serve(
    "GET", addresses.DEVICE_UPDATE_PART, "Fetch a part of the package", is_open=True,
    cameras=True, returns=BYTES,
)  # fmt: skip
def give_part(call: ApiCall, number: int, at: int) -> Response:
    """Give a car a part of the package that it is offered."""
    with call.hq.reading() as work:
        offered = rollouts.offer_to(work, call.device.device)
    if offered is None or offered.facts.number != number:
        raise RefusedError(Problem.NO_SUCH_PACKAGE)
    return Response(packages.part_of(call.hq, offered, at), media_type=BYTES)
