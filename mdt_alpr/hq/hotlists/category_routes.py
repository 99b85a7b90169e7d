"""How cars match and alert, and the administrator's settings of it (HOT-08, ALR-04).

====  ================================  ===============  =======================
GET   /v1/categories                    MANAGE_LISTS     → CategoriesMessage
PUT   /v1/categories/{code}/setting     MANAGE_ACCOUNTS  SettingMessage → 204
GET   /v1/look-alikes?plate=P&plate=…   MANAGE_LISTS     → LookAlikesMessage
PUT   /v1/look-alikes                   MANAGE_ACCOUNTS  LookAlikesRequest → 204
====  ================================  ===============  =======================
"""

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mdt_alpr.domain.errors import DomainError, PlateTextError
from mdt_alpr.domain.hotlist.hotlist import CategorySetting
from mdt_alpr.domain.people.roles import Permission
from mdt_alpr.hq.base.headquarters import Headquarters, RefusedError, Work
from mdt_alpr.hq.base.http import Allowed, answer, body_of, nothing, routes_of
from mdt_alpr.hq.hotlists.category_settings import every_category, set_category
from mdt_alpr.hq.hotlists.look_alikes import look_alikes, set_look_alikes
from mdt_alpr.wire import addresses
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.hotlists import (
    CategoriesMessage,
    LookAlikesMessage,
    LookAlikesRequest,
    SettingMessage,
)
from mdt_alpr.wire.problems import Problem


class CategoryRoutes:
    """See the table above; ``allowed`` says who asks."""

    def __init__(self, hq: Headquarters, allowed: Allowed) -> None:
        self._hq = hq
        self._allowed = allowed

    def routes(self) -> list[Route]:
        """Return these addresses."""
        return routes_of(
            ("GET", addresses.CATEGORIES, self.show),
            ("PUT", addresses.CATEGORY_SETTING, self.set),
            ("GET", addresses.LOOK_ALIKES, self.show_look_alikes),
            ("PUT", addresses.LOOK_ALIKES, self.set_look_alikes),
        )

    async def show(self, request: Request) -> Response:
        """Show every category."""
        await self._allowed(request, Permission.MANAGE_LISTS)

        def show() -> CategoriesMessage:
            with self._hq.reading() as work:
                return every_category(work)

        return answer(await run_in_threadpool(show))

    async def set(self, request: Request, code: str) -> Response:
        """Set how urgent a category is, how it alerts, what officers are to do."""
        caller = await self._allowed(request, Permission.MANAGE_ACCOUNTS)
        most = self._hq.settings.limits.message_bytes
        asked = decode(SettingMessage, await body_of(request, most))
        setting = CategorySetting(code, asked.priority, asked.style, asked.instruction)

        by, role = caller.person_id, caller.role
        await self._change(lambda work: set_category(work, setting, asked.reason, by, role))
        return nothing()

    async def show_look_alikes(self, request: Request) -> Response:
        """Show whether look-alikes may match, and which misreads of plates they accept."""
        await self._allowed(request, Permission.MANAGE_LISTS)
        plates = request.query_params.getlist("plate")

        def show() -> LookAlikesMessage:
            try:
                with self._hq.reading() as work:
                    return look_alikes(work, plates)
            except PlateTextError as error:
                raise RefusedError(Problem.MALFORMED, str(error)) from error

        return answer(await run_in_threadpool(show))

    async def set_look_alikes(self, request: Request) -> Response:
        """Let look-alikes match, or not."""
        caller = await self._allowed(request, Permission.MANAGE_ACCOUNTS)
        most = self._hq.settings.limits.message_bytes
        asked = decode(LookAlikesRequest, await body_of(request, most))
        by, role = caller.person_id, caller.role
        await self._change(lambda work: set_look_alikes(work, asked, by, role))
        return nothing()

    async def _change(self, change: Callable[[Work], object]) -> None:
        def do() -> None:
            try:
                with self._hq.writing() as work:
                    change(work)
            except DomainError as error:
                raise RefusedError(Problem.SETTING_REFUSED, str(error)) from error

        await run_in_threadpool(do)
