"""The process that serves: its socket, its event loop, its end."""

import errno
import gc
import logging
import resource
import signal
import socket
import sys
import time
from collections.abc import Callable

import uvicorn
from starlette.applications import Starlette

from votebox import logs
from votebox.errors import SettingsError
from votebox.logs import event
from votebox.policy import guarded
from votebox.transport import VoteProtocol

_LOG = logging.getLogger("votebox")

_GRACE = 10
"""Seconds that requests which are on their way have at the end, before they are cut off."""


_CONNECTIONS = 4_096
"""The most connections that are open at once."""

_FILES = 128
"""File descriptors that are kept for the rest: the site, the store, logs."""

HEADERS = [
    ("cross-origin-opener-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=()"),
    # Not stricter: a browser that sends no referrer at all sends a form of our own page with "Origin: null".
    ("referrer-policy", "strict-origin-when-cross-origin"),
    ("x-content-type-options", "nosniff"),
]
"""What every answer has, besides a policy. Strict-Transport-Security is for the proxy that ends TLS."""


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket.

    Raises:
        SettingsError: The port is in use or not allowed, or the host is no address of this machine.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family, backlog=2048)
    except OSError as error:
        raise SettingsError(_why(error, host, port)) from error


def run(app: Starlette, listener: socket.socket, ready: str, **known: logs.Member) -> None:
    """Serve until SIGINT or SIGTERM; say the sentence `ready` when requests are answered.

    A log for programs has what is `known` of the server beside the sentence.

    What is under way at the end is answered, and the application's own end waited for.
    """
    # What is there before the first request stays to the end; to look for garbage in it again and again makes
    # readers wait.
    gc.collect()
    gc.freeze()
    # Each vote under way holds some containers; by default that many would be looked through all the time.
    gc.set_threshold(100_000, 50, 100)
    # The writer's thread needs Python's lock for moments, and should not wait 5 ms for each: see sqlite.py.
    sys.setswitchinterval(0.0005)
    server = _Server(_config(app), lambda: logs.say_started(ready, **known))
    for number in (signal.SIGINT, signal.SIGTERM):
        # uvicorn puts its own handlers in place of these, and at its end raises the signal once more.
        signal.signal(number, server.handle_exit)
    server.run(sockets=[listener])


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, say_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._say_ready = say_ready
        self._begun = time.monotonic()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._say_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        _LOG.info("Stopping: what is under way is answered first.", extra=event("stopping"))
        await super().shutdown(sockets)
        seconds = round(time.monotonic() - self._begun, 3)
        if self.force_exit:
            _LOG.warning("Stopped at once, as asked twice.", extra=event("cut-off", seconds=seconds))
        else:
            _LOG.info("Stopped; every vote is answered.", extra=event("stopped", seconds=seconds))


def _config(app: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        guarded(app),
        http=VoteProtocol,
        headers=HEADERS,
        limit_concurrency=_most_connections(),
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,  # it would hold readers' addresses
        proxy_headers=False,  # a client could give itself any address
        server_header=False,
        timeout_graceful_shutdown=_GRACE,
    )


def _most_connections() -> int:
    """Ask the system for enough file descriptors; return for how many connections there are."""
    wanted = _CONNECTIONS + _FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return _CONNECTIONS if soft == resource.RLIM_INFINITY else min(_CONNECTIONS, max(1, soft - _FILES))


def _why(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use. Choose another: make serve PORT={port + 1 if port < 65_535 else 8000}"
    if error.errno == errno.EACCES:
        return f"Port {port} is kept for the system. Choose one above 1023: make serve PORT=8000"
    return f'"{host}" is no address of this machine. Choose another: votebox serve --host 127.0.0.1'
