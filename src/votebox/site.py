"""The built site, given out as it is, with the headers that suit it."""

import os
import re
from http import HTTPStatus
from pathlib import Path, PurePath
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.staticfiles import PathLike, StaticFiles
from starlette.types import Scope

# What programs of other sites may read: the facts of every language, and the schemas that they keep to.
_SHARED = re.compile(r"(?:[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*/)?statuses\.json|schemas/[^/]+\.json")

# A part of a file's name that changes with its content: main.7e37652d.min.css.
_HASH = re.compile(r"(?:^|[._-])[0-9a-f]{8,}(?:[._-]|$)")


class Site(StaticFiles):
    """The files of a folder; an address that leads to none is answered by the nearest `404.html` above it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder, html=True)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer for a path without a leading slash; raises HTTPException where there is no page to show."""
        try:
            response = await super().get_response(path, scope)
        except HTTPException as error:
            if error.status_code != HTTPStatus.NOT_FOUND:
                raise
            return self._not_found(path)
        if response.status_code == HTTPStatus.NOT_FOUND:
            return self._not_found(path)
        if isinstance(response, RedirectResponse):
            # Starlette's names the scheme, and behind a proxy that ends TLS that is not the reader's.
            query = scope["query_string"].decode("latin-1")
            response.headers["location"] = f"/{quote(path)}/{'?' if query else ''}{query}"
        return response

    def file_response(
        self, full_path: PathLike, stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """Return the file, or 304 to a client that has it; say how long to keep it, and who may read it."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        if cache := _cache(PurePath(self.get_path(scope)), PurePath(full_path)):
            response.headers["cache-control"] = cache
        if _SHARED.fullmatch(self.get_path(scope)):
            response.headers["access-control-allow-origin"] = "*"
        return response

    def _not_found(self, path: str) -> Response:
        for folder in PurePath(path, "404.html").parents:
            try:
                page, status = self.lookup_path(str(folder / "404.html"))
            except (OSError, ValueError):  # a name too long, or with a zero byte in it
                continue
            if status is not None:
                return FileResponse(
                    page,
                    status_code=HTTPStatus.NOT_FOUND,
                    stat_result=status,
                    headers={"cache-control": "no-cache"},
                )
        raise HTTPException(HTTPStatus.NOT_FOUND)


def _cache(asked: PurePath, file: PurePath) -> str | None:
    if file.suffix == ".html":
        return "no-cache"
    if asked.parts[0] == "assets" and _HASH.search(file.name):
        return "public, max-age=31536000, immutable"
    return None
