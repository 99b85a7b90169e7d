"""Categories of hotlists: how they stand, and the administrator's settings (HOT-08).

====  ================================  ===============  =======================
GET   /v1/categories                    MANAGE_LISTS     → CategoriesMessage
PUT   /v1/categories/{code}/setting     MANAGE_ACCOUNTS  SettingMessage → 204
====  ================================  ===============  =======================
"""

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from mdt_alpr.domain.errors import DomainError
from mdt_alpr.domain.hotlist import CategorySetting
from mdt_alpr.domain.roles import Permission
from mdt_alpr.hq.api.http import Allowed, answer, body_of, nothing, router_of
from mdt_alpr.hq.service.category_settings import every_category, set_category
from mdt_alpr.hq.service.headquarters import Headquarters, RefusedError
from mdt_alpr.wire.codec import decode
from mdt_alpr.wire.hotlists import CategoriesMessage, SettingMessage
from mdt_alpr.wire.problems import Problem


class CategoryRoutes:
    """See the table above; ``allowed`` says who asks."""

    def __init__(self, hq: Headquarters, allowed: Allowed) -> None:
        self._hq = hq
        self._allowed = allowed

    def router(self) -> APIRouter:
        """Return these addresses."""
        return router_of(
            ("GET", "/v1/categories", self.show),
            ("PUT", "/v1/categories/{code}/setting", self.set),
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

        def set_it() -> None:
            try:
                with self._hq.writing() as work:
                    set_category(work, setting, asked.reason, caller.person_id, caller.role)
            except DomainError as error:
                raise RefusedError(Problem.SETTING_REFUSED, str(error)) from error

        await run_in_threadpool(set_it)
        return nothing()
