"""Accounts in the years after they were made.

====  ================================  =====================  ===================================
POST  /v1/password                      (nobody yet)           PasswordChange → 204
GET   /v1/accounts                      (accounts)             → AccountsMessage
POST  /v1/accounts                      MANAGE_ACCOUNTS        NewAccountRequest → AccountsMessage
POST  /v1/accounts/{person_id}          MANAGE_ACCOUNTS        AccountChange → AccountsMessage
POST  /v1/accounts/{person_id}/release  RELEASE_OFFICERS       ReasonMessage → AccountsMessage
POST  /v1/accounts/{person_id}/disable  MANAGE_ACCOUNTS        ReasonMessage → AccountsMessage
POST  /v1/accounts/{person_id}/enable   MANAGE_ACCOUNTS        ReasonMessage → AccountsMessage
POST  /v1/accounts/{person_id}/password MANAGE_ACCOUNTS        TemporaryPassword → AccountsMessage
POST  /v1/trainings                     RECORD_TRAINING        TrainingsRequest → AccountsMessage
====  ================================  =====================  ===================================

(accounts) is RECORD_TRAINING or RELEASE_OFFICERS. A supervisor sees and releases officers of the
own team.
"""

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mdt_alpr.domain.people.roles import Permission, may
from mdt_alpr.hq.base.headquarters import Caller, Headquarters
from mdt_alpr.hq.base.http import HashingGate, answer, body_of, nothing, routes_of, with_slashes
from mdt_alpr.hq.base.places import place_of
from mdt_alpr.hq.people import account_acts, accounts, sign_in
from mdt_alpr.hq.people.callers import caller_of
from mdt_alpr.wire import addresses
from mdt_alpr.wire.accounts import (
    AccountChange,
    AccountsMessage,
    NewAccountRequest,
    PasswordChange,
    TemporaryPassword,
    TrainingsRequest,
)
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.manual import ReasonMessage

_Act = Callable[[Headquarters, str, str, str], None]


class AccountRoutes:
    """See the table above."""

    def __init__(self, hq: Headquarters, gate: HashingGate) -> None:
        self._hq = hq
        self._gate = gate

    def routes(self) -> list[Route]:
        """Return these addresses; that which takes any rest of a path comes last.

        User names of before the rule against it may hold a "/" (ACC-01).
        """
        return routes_of(
            ("POST", addresses.PASSWORD, self.change_password),
            ("GET", addresses.ACCOUNTS, self.show),
            ("POST", addresses.ACCOUNTS, self.make),
            ("POST", with_slashes(addresses.ACCOUNT_RELEASE), self.release),
            ("POST", with_slashes(addresses.ACCOUNT_DISABLE), self.disable),
            ("POST", with_slashes(addresses.ACCOUNT_ENABLE), self.enable),
            ("POST", with_slashes(addresses.ACCOUNT_PASSWORD), self.set_password),
            ("POST", with_slashes(addresses.ACCOUNT), self.change),
            ("POST", addresses.TRAININGS, self.record_trainings),
        )

    async def change_password(self, request: Request) -> Response:
        """Change one's own password by the old one."""
        message = decode(PasswordChange, await self._body(request))
        async with self._gate.passed():
            place = place_of(request.scope)
            await run_in_threadpool(sign_in.change_password, self._hq, message, place)
        return nothing()

    async def show(self, request: Request) -> Response:
        """Show the accounts that are open to the caller."""
        caller = await caller_of(self._hq, request, None)
        sees_all = may(caller.role, Permission.RECORD_TRAINING)
        wanted = Permission.RECORD_TRAINING if sees_all else Permission.RELEASE_OFFICERS
        return await self._shown(await caller_of(self._hq, request, wanted))

    async def make(self, request: Request) -> Response:
        """Make an account; its password is temporary."""
        caller = await caller_of(self._hq, request, Permission.MANAGE_ACCOUNTS)
        ask = decode(NewAccountRequest, await self._body(request))
        new = accounts.NewAccount(
            ask.person_id, ask.name, ask.role, ask.password, ask.trained_on, is_temporary=True
        )
        async with self._gate.passed():
            await run_in_threadpool(accounts.make_account, self._hq, new, caller.person_id)
        return await self._shown(caller)

    async def change(self, request: Request, person_id: str) -> Response:
        """Change name or role."""
        caller = await caller_of(self._hq, request, Permission.MANAGE_ACCOUNTS)
        ask, by = decode(AccountChange, await self._body(request)), caller.person_id
        await run_in_threadpool(account_acts.change_account, self._hq, person_id, ask, by)
        return await self._shown(caller)

    async def release(self, request: Request, person_id: str) -> Response:
        """Release a locked account."""
        return await self._done(
            request, Permission.RELEASE_OFFICERS, account_acts.release_account, person_id
        )

    async def disable(self, request: Request, person_id: str) -> Response:
        """Disable an account; its sessions end at once."""
        return await self._done(
            request, Permission.MANAGE_ACCOUNTS, account_acts.disable_account, person_id
        )

    async def enable(self, request: Request, person_id: str) -> Response:
        """Enable an account again."""
        return await self._done(
            request, Permission.MANAGE_ACCOUNTS, account_acts.enable_account, person_id
        )

    async def set_password(self, request: Request, person_id: str) -> Response:
        """Set a password that is changed at the next sign-in."""
        caller = await caller_of(self._hq, request, Permission.MANAGE_ACCOUNTS)
        given, by = decode(TemporaryPassword, await self._body(request)), caller.person_id
        async with self._gate.passed():
            await run_in_threadpool(
                accounts.set_temporary_password, self._hq, person_id, given.password, by
            )
        return await self._shown(caller)

    async def record_trainings(self, request: Request) -> Response:
        """Record trainings, all or none."""
        caller = await caller_of(self._hq, request, Permission.RECORD_TRAINING)
        ask, by = decode(TrainingsRequest, await self._body(request)), caller.person_id
        await run_in_threadpool(account_acts.record_trainings, self._hq, ask.trainings, by)
        return await self._shown(caller)

    async def _done(
        self, request: Request, permission: Permission, act: _Act, person_id: str
    ) -> Response:
        caller = await caller_of(self._hq, request, permission)
        why = decode(ReasonMessage, await self._body(request)).why
        await run_in_threadpool(act, self._hq, person_id, why, caller.person_id)
        return await self._shown(caller)

    async def _shown(self, caller: Caller) -> Response:
        def shown() -> AccountsMessage:
            with self._hq.writing() as work:
                return account_acts.accounts_of(work, caller.person_id)

        return answer(await run_in_threadpool(shown))

    async def _body(self, request: Request) -> bytes:
        return await body_of(request, self._hq.settings.limits.message_bytes)
