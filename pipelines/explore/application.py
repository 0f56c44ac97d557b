"""The web application: addresses, answers, and what it does not allow.

It is for the one who started it: it listens on this machine only, reads one release read-only, runs no SQL
that comes from outside, and loads nothing from elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipelines.command.trace.chain import find_fact
from pipelines.command.trace.source import SourceUnavailable
from pipelines.explore import views
from pipelines.explore.language import LANGUAGES, Speech, wanted_language
from pipelines.explore.links import LiveLinks
from pipelines.explore.pages import disclosure, findings
from pipelines.explore.pictures import Pictures
from pipelines.explore.release import Releases
from pipelines.explore.rendering import render, render_error
from pipelines.explore.spreadsheet import as_csv
from pipelines.explore.visit import Page, Visit
from pipelines.readers import draws_pages
from pipelines.settings import Settings

STATIC = Path(__file__).with_name("static")
_COOKIE = "yusuan-language"
# A page of another site that a name server points here would come under its own name.
_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
_HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


def make_application(settings: Settings) -> Starlette:
    """The application over the warehouse of the settings; it follows each new release."""
    explorer = _Explorer(settings)
    pages: list[tuple[str, str, Callable[..., Page]]] = [
        ("/", "/coverage.csv", views.start_page),
        ("/search", "/search.csv", views.search_page),
        ("/findings", "/findings.csv", views.findings_page),
        ("/organizations/{key}", "/organizations/{key}.csv", views.organization_page),
        ("/disclosures/{key}", "/disclosures/{key}.csv", views.disclosure_page),
        ("/disclosures/{key}/{statement}", "/disclosures/{key}/{statement}.csv", views.statement_page),
        ("/figures/{key}", "/figures/{key}.csv", views.figure_page),
        ("/codes/{system}/{code}", "/codes/{system}/{code}.csv", views.code_page),
    ]
    routes: list[Route | Mount] = [
        Route("/figures/{key}.png", explorer.figure_picture),
        Route("/findings.png", explorer.finding_picture),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
    for address, file_address, view in pages:
        routes.append(Route(file_address, explorer.file_of(view, address)))
        routes.append(Route(address, explorer.page_of(view, file_address)))
    return Starlette(
        routes=routes,
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=_HOSTS),
            Middleware(_SafeHeaders),
            Middleware(GZipMiddleware, minimum_size=2000, compresslevel=4),
        ],
        exception_handlers={404: explorer.not_found},
    )


class _Explorer:
    """Answers requests; Starlette calls these functions in threads."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._releases = Releases(settings)
        self._pictures = Pictures(settings)

    def page_of(self, view: Callable[..., Page], file_address: str) -> Callable[[Request], Response]:
        """An endpoint that shows the page of a view."""

        def answer(request: Request) -> Response:
            visit = self._visit(request)
            page = _found(view, visit, request)
            if page is None:
                return self.not_found(request, None)
            is_part = bool(page.part) and request.headers.get("hx-request") == "true"
            query = f"?{request.url.query}" if request.url.query else ""
            frame = {
                "here": request.url.path,
                "csv": file_address.format(**request.path_params) + query,
                "languages": {name: _in_language(request, name) for name in LANGUAGES},
            }
            make = partial(render, visit, page, frame, part=is_part)
            # The board of all disclosures is large, and the same for everyone until the next release.
            is_board = request.url.path == "/" and not query
            html = visit.release.keep(f"board in {visit.speech.language}", make) if is_board else make()
            response = HTMLResponse(html)
            response.headers["cache-control"] = "no-cache"
            response.headers["vary"] = "hx-request, accept-language, cookie"
            if request.query_params.get("lang") in LANGUAGES:
                response.set_cookie(_COOKIE, visit.speech.language, max_age=31_536_000, samesite="strict")
            return response

        return self._guarded(answer)

    def file_of(self, view: Callable[..., Page], address: str) -> Callable[[Request], Response]:
        """An endpoint that sends the rows of a view as CSV."""

        def answer(request: Request) -> Response:
            visit = self._visit(request)
            page = _found(view, visit, request)
            if page is None:
                return self.not_found(request, None)
            return Response(
                as_csv(page.rows(), visit.speech).encode(),
                media_type="text/csv; charset=utf-8",
                headers={"content-disposition": f'attachment; filename="{_plain(page.file_name)}.csv"'},
            )

        return self._guarded(answer)

    def figure_picture(self, request: Request) -> Response:
        """The place of a figure as a picture."""
        return self._picture(request, self._draw_figure)

    def finding_picture(self, request: Request) -> Response:
        """The place of a finding as a picture."""
        return self._picture(request, self._draw_finding)

    def not_found(self, request: Request, error: Exception | None) -> Response:
        """A page that says that there is no such thing in this release."""
        try:
            return HTMLResponse(render_error(self._visit(request), "not_found"), status_code=404)
        except FileNotFoundError as missing:
            return PlainTextResponse(str(missing), status_code=503)

    def _picture(self, request: Request, draw: Callable[[Visit, Request], Path]) -> Response:
        def answer(request: Request) -> Response:
            try:
                file = draw(self._visit(request), request)
            except (LookupError, SourceUnavailable) as error:
                return PlainTextResponse(str(error), status_code=404)
            return FileResponse(file, headers={"cache-control": "private, max-age=3600"})

        return self._guarded(answer)(request)

    def _draw_figure(self, visit: Visit, request: Request) -> Path:
        fact = find_fact(visit.warehouse, request.path_params["key"])
        this = disclosure.find_disclosure(visit.warehouse, fact.address.disclosure_key)
        if not draws_pages(this["media_type"]):
            raise LookupError("A text file has no picture.")
        whole = request.query_params.get("whole") == "1"
        return visit.pictures.of_figure(visit.warehouse, fact.address, this, whole=whole)

    def _draw_finding(self, visit: Visit, request: Request) -> Path:
        return finding_picture(visit, request.query_params.get("finding", ""))

    def _visit(self, request: Request) -> Visit:
        release = self._releases.current()
        language = wanted_language(
            request.query_params.get("lang"),
            request.cookies.get(_COOKIE),
            request.headers.get("accept-language"),
        )
        return Visit(
            self._settings,
            release,
            release.warehouse(),
            Speech(language, release),
            LiveLinks(),
            self._pictures,
            dict(request.query_params),
        )

    def _guarded(self, answer: Callable[[Request], Response]) -> Callable[[Request], Response]:
        def endpoint(request: Request) -> Response:
            try:
                return answer(request)
            except FileNotFoundError as error:
                return PlainTextResponse(str(error), status_code=503)

        return endpoint


def finding_picture(visit: Visit, key: str) -> Path:
    """The picture of a finding.

    Raises LookupError where it has none, :class:`SourceUnavailable` where its file is gone.
    """
    found = findings.findings(visit.warehouse, findings.Wanted(finding=key), rows=1) if key else []
    if not found or not found[0]["amount_key"] or not draws_pages(found[0]["media_type"]):
        raise LookupError("There is no picture of this finding.")
    fact = find_fact(visit.warehouse, found[0]["amount_key"])
    keys = set(found[0]["amount_keys"]) - {fact.key}
    return visit.pictures.of_finding(visit.warehouse, fact.address, found[0], keys)


class _SafeHeaders:
    """Adds the headers that keep a page to itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    *message["headers"],
                    *((name.encode(), value.encode()) for name, value in _HEADERS.items()),
                ]
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def _found(view: Callable[..., Page], visit: Visit, request: Request) -> Page | None:
    """The page of an address; None where the release has nothing there."""
    try:
        return view(visit, **request.path_params)
    except (KeyError, IndexError):
        # These are lookups, too, but faults of ours.
        raise
    except LookupError:
        return None


def _in_language(request: Request, language: str) -> str:
    url: Any = request.url.include_query_params(lang=language)
    return f"{url.path}?{url.query}"


def _plain(name: str) -> str:
    return "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_") else "-" for sign in name)
