"""The Content-Security-Policy of every answer."""

from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER: Final = b"content-security-policy"

STRICT: Final = (
    b"default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; "  # Pagefind searches in WebAssembly
    b"style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
    b"base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
"""What holds for answers that bring no policy of their own, as pages of the site do whose build made one."""


def guarded(app: ASGIApp) -> ASGIApp:
    """Return the application, each of whose answers has a policy."""

    async def guard(scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message["headers"]
                if all(name != HEADER for name, _ in headers):
                    message = {**message, "headers": [*headers, (HEADER, STRICT)]}
            await send(message)

        await app(scope, receive, sending)

    return guard
