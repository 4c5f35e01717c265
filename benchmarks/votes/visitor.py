"""An editor who opens the dashboard while votes come in."""

import re
import time
import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime

_PATIENCE = 60.0  # seconds


@dataclass(frozen=True, kw_only=True)
class Visit:
    """What came of it."""

    wait: float
    """Milliseconds until the whole page was there."""
    age: float
    """Seconds since its numbers were counted."""


def open_dashboard(port: int, token: str) -> Visit:
    """Open the first page of the dashboard.

    Raises:
        urllib.error.HTTPError: It was refused.
    """
    address = f"http://127.0.0.1:{port}/dashboard/"
    request = urllib.request.Request(address, headers={"authorization": f"Bearer {token}"})
    begun = time.perf_counter()
    with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:
        page = answer.read().decode()
    return Visit(wait=1000 * (time.perf_counter() - begun), age=_age(page))


def wait_until_served(port: int) -> None:
    """Wait until a server that has just been started answers."""
    urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=_PATIENCE).close()


def _age(page: str) -> float:
    counted = re.search(r'<time datetime="([^"]+)"', page)  # the first moment on the page
    if counted is None:
        raise ValueError("The dashboard does not say when its numbers were counted.")
    return (datetime.now(UTC) - datetime.fromisoformat(counted[1])).total_seconds()
