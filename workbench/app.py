"""The application: pages by their address, exports, what guards them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from nicegui import app as nicegui_app
from nicegui import ui

from duban.errors import DubanError
from duban.settings import Settings
from workbench import exporting
from workbench.answers import Answers
from workbench.asked import LANGUAGES, Asked, address
from workbench.frame import Visit, lay_footer, lay_header, lay_state
from workbench.pages import PAGES
from workbench.published import Published, Reader
from workbench.security import Guard, Permissions

# Long enough for a page that asks until its own limit of time.
RESPONSE_SECONDS = 40.0
_LOG = logging.getLogger("workbench")


def build_app(settings: Settings, permissions: Permissions) -> FastAPI:
    """The workbench of one warehouse. NiceGUI holds its pages by process: one application a process."""
    outer = FastAPI(openapi_url=None)
    published = Published(settings.published)
    answers = Answers()
    for page in PAGES:
        _add_page(page, published, answers, settings, permissions)
    _add_files(outer, published)
    nicegui_app.add_static_files("/static", Path(__file__).parent / "static", max_cache_age=300)
    ui.run_with(outer, title="督办工作台", language="zh-CN", tailwind=False, favicon=_FAVICON, reconnect_timeout=30)
    outer.add_middleware(Guard, permissions=permissions)
    return outer


# 督 on red, drawn: no file, and no host, is asked for it.
_FAVICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="12" fill="#9b1c1c"/>'
    '<text x="32" y="46" font-size="40" text-anchor="middle" fill="#fff">督</text></svg>'
)


def _add_page(
    page: ModuleType, published: Published, answers: Answers, settings: Settings, permissions: Permissions
) -> None:
    @ui.page(page.PATH, response_timeout=RESPONSE_SECONDS)
    async def serve(request: Request) -> None:
        asked = Asked.of(page.PATH, request.query_params, request.cookies.get("lang"))
        visit = Visit(asked, settings, permissions.may_correct(asked.text("token")))
        ui.add_head_html(f'<link rel="stylesheet" href="/static/style.css?{_STYLE_VERSION}">')
        ui.add_head_html(f'<script src="/static/workbench.js?{_STYLE_VERSION}" defer></script>')
        ui.page_title(f"{visit.t(*page.TITLE)} · {visit.t('督办', 'duban')}")
        lay_header(visit)
        build, values, error = await asyncio.to_thread(_read, page.read, published, asked, answers)
        with ui.element("div").classes("content").props("id=content tabindex=-1"):
            if error is not None:
                lay_state(visit, "error", error.what, error.remedy)
            else:
                await _lay(page, visit, values)
        lay_footer(visit, build)


async def _lay(page: ModuleType, visit: Visit, values: dict[str, Any]) -> None:
    try:
        laid = page.show(visit, values)
        if isinstance(laid, Awaitable):
            await laid
    except DubanError as error:
        lay_state(visit, "error", error.what, error.remedy)


def _read(
    read: Callable[[Reader, Asked], dict[str, Any]], published: Published, asked: Asked, answers: Answers
) -> tuple[dict[str, Any] | None, dict[str, Any], DubanError | None]:
    """The build, what the page shows of it, and the error where it cannot."""
    build = None

    def answer() -> tuple[dict[str, Any] | None, dict[str, Any]]:
        nonlocal build
        with published.reading() as reader:
            build = reader.one("build")
            return build, read(reader, asked)

    try:
        return *answers.get((published.identity(), asked.path, tuple(sorted(asked.values.items()))), answer), None
    except DubanError as error:
        return build, {}, error
    except Exception:
        _LOG.exception("the page %s failed", asked.path)
        return build, {}, DubanError("this page failed", remedy="the log of the workbench says why")


def _add_files(outer: FastAPI, published: Published) -> None:
    @outer.get("/导出/{name}.xlsx")
    def export(name: str, request: Request) -> Response:
        asked = Asked.of(f"/导出/{name}.xlsx", request.query_params, request.cookies.get("lang"))
        try:
            content = exporting.workbook(published, name, asked)
        except DubanError as error:
            return Response(str(error), status_code=404, media_type="text/plain; charset=utf-8")
        headers = {"content-disposition": f'attachment; filename="{name}.xlsx"'}
        return Response(content, media_type=exporting.XLSX, headers=headers)

    @outer.get("/语言")
    def language(to: str = "zh", back: str = "/") -> Response:
        # A way back that names another host is none of ours.
        here = back if back.startswith("/") and not back.startswith(("//", "/\\")) else address("/")
        answer = RedirectResponse(here, status_code=303)
        if to in LANGUAGES:
            answer.set_cookie("lang", to, max_age=31_536_000, samesite="lax", httponly=True)
        return answer


_STYLE_VERSION = max(int(file.stat().st_mtime) for file in (Path(__file__).parent / "static").iterdir())
