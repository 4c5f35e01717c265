"""The built site, given out as it is, with the headers that suit it."""

import os
import re
from http import HTTPStatus
from mimetypes import guess_type
from pathlib import Path, PurePath
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.staticfiles import NotModifiedResponse, PathLike, StaticFiles
from starlette.types import Scope

from votebox import compressed
from votebox.pages import PageList
from votebox.policy import HEADER

# What programs of other sites may read: the facts of every language, and the schemas that they keep to.
_SHARED = re.compile(r"(?:[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*/)?statuses\.json|schemas/[^/]+\.json")

# A part of a file's name that changes with its content: main.7e37652d.min.css.
_HASH = re.compile(r"(?:^|[._-])[0-9a-f]{8,}(?:[._-]|$)")

# What keeps pages for readers without a network, or ends it; a copy that is out of date would do the other.
_WORKER = PurePath("service-worker.js")

_PACKED = {".br": "application/octet-stream", ".gz": "application/gzip", ".zst": "application/zstd"}


class Site(StaticFiles):
    """The files of a folder; an address that leads to none is answered by the nearest `404.html` above it."""

    def __init__(self, folder: Path, pages: PageList) -> None:
        super().__init__(directory=folder, html=True)
        self._pages = pages

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer for a path without a leading slash; raises HTTPException where there is no page to show."""
        response = await self._response(path, scope)
        if policy := self._pages.policy():
            response.raw_headers.append((HEADER, policy))
        return response

    async def _response(self, path: str, scope: Scope) -> Response:
        try:
            response = await super().get_response(path, scope)
        except HTTPException as error:
            if error.status_code != HTTPStatus.NOT_FOUND:
                raise
            return self._not_found(path, Headers(scope=scope))
        if response.status_code == HTTPStatus.NOT_FOUND:
            return self._not_found(path, Headers(scope=scope))
        if isinstance(response, RedirectResponse):
            # Starlette's names the scheme, and behind a proxy that ends TLS that is not the reader's.
            query = scope["query_string"].decode("latin-1")
            response.headers["location"] = f"/{quote(path)}/{'?' if query else ''}{query}"
        return response

    def file_response(
        self, full_path: PathLike, stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """Return the file, or 304 to a client that has it; say how long to keep it, and who may read it."""
        response: Response = self._file(Path(full_path), stat_result, Headers(scope=scope), status_code)
        if cache := _cache(PurePath(self.get_path(scope)), PurePath(full_path)):
            response.headers["cache-control"] = cache
        shared = {"access-control-allow-origin": "*"} if _SHARED.fullmatch(self.get_path(scope)) else {}
        if self.is_not_modified(response.headers, Headers(scope=scope)):
            response = NotModifiedResponse(response.headers)
        response.headers.update(shared)
        if response.media_type == "text/html":
            # The tag says it better, and a page and its headers have one round trip to come in.
            del response.headers["last-modified"]
        return response

    def _file(self, path: Path, status: os.stat_result, asked: Headers, code: int = 200) -> FileResponse:
        """The file, or what the build has put beside it in fewer bytes, if the client takes that."""
        media_type = _PACKED.get(path.suffix)
        if media_type:  # asked for by its own name, it is no page
            return FileResponse(path, code, stat_result=status, media_type=media_type)
        twins = compressed.twins(path, status)
        chosen = "" if "range" in asked else compressed.choose(asked.get("accept-encoding", ""), twins)
        if chosen:
            path, status = twins[chosen]
        media_type = guess_type(path.name.removesuffix(compressed.SUFFIXES.get(chosen, "")))[0]
        response = FileResponse(path, code, stat_result=status, media_type=media_type or "text/plain")
        if chosen:
            response.headers["content-encoding"] = chosen
            del response.headers["accept-ranges"]
        if twins:
            response.headers["vary"] = "accept-encoding"
        return response

    def _not_found(self, path: str, asked: Headers) -> Response:
        for folder in PurePath(path, "404.html").parents:
            try:
                page, status = self.lookup_path(str(folder / "404.html"))
            except (OSError, ValueError):  # a name too long, or with a zero byte in it
                continue
            if status is not None:
                response = self._file(Path(page), status, asked, HTTPStatus.NOT_FOUND)
                response.headers["cache-control"] = "no-cache"
                return response
        raise HTTPException(HTTPStatus.NOT_FOUND)


def _cache(asked: PurePath, file: PurePath) -> str | None:
    if file.suffix == ".html" or asked == _WORKER:
        return "no-cache"
    if asked.parts[0] == "assets" and _HASH.search(file.name):
        return "public, max-age=31536000, immutable"
    return None
