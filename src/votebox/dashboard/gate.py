"""Who may come in: whoever has the password, or has logged in at a proxy; nobody where neither is set."""

import binascii
from base64 import b64decode
from hmac import compare_digest
from typing import Final

from starlette.types import Scope

from votebox.clients import from_proxy
from votebox.dashboard import problems
from votebox.errors import Refused
from votebox.intake import Envelope
from votebox.limits import Limits, Rate
from votebox.settings import Settings

CHALLENGE: Final = 'Basic realm="votebox", charset="UTF-8"'
"""What browsers ask people for a password by (RFC 7617)."""

WRONG: Final = Rate(10, 600)
"""How many wrong passwords one network may give."""

_NOBODY: Final = "(null)"  # what Apache writes for a variable that is not set


class Gate:
    """The one place that lets somebody in."""

    def __init__(self, settings: Settings, *, limits: Limits | None = None) -> None:
        """Take the settings; `limits` counts wrong passwords."""
        self._token = settings.dashboard_token.encode()
        self._header = settings.dashboard_header.encode()
        self._proxies = settings.proxies
        self._limits = limits or Limits([WRONG])

    @property
    def open(self) -> bool:
        """Whether anybody can come in."""
        return bool(self._token or self._header)

    def admit(self, scope: Scope, envelope: Envelope) -> str:
        """Return who came, as the login proxy calls them; empty for whoever has the password.

        Raises:
            Refused: With 401, 403 or 429.
        """
        if not self.open:
            raise Refused(problems.closed())
        if name := self._logged_in(scope):
            return name
        if not self._token:
            raise Refused(problems.without_login())
        self._check_password(envelope)
        return ""

    def _logged_in(self, scope: Scope) -> str:
        if not self._header or not from_proxy(scope, self._proxies):
            return ""
        # A proxy that adds its header beside that of a client has to be mended, not believed.
        names = [value for name, value in scope["headers"] if name == self._header]
        name = names[0].decode("utf-8", "replace").strip() if len(names) == 1 else ""
        return "" if name == _NOBODY else name

    def _check_password(self, envelope: Envelope) -> None:
        given = _password(envelope.headers.get(b"authorization", b""))
        if given is None:
            raise Refused(problems.without_password())
        # Asked first, or the right guess would come through however many went before it.
        if seconds := self._limits.wait(envelope.client.address, take=False):
            raise Refused(problems.guessed(seconds))
        if not compare_digest(given, self._token):
            self._limits.wait(envelope.client.address)
            raise Refused(problems.without_password())


def check_own(envelope: Envelope) -> None:
    """Let through what a page of ours sends.

    A browser says it by Sec-Fetch-Site, which no script can set (Fetch Metadata), and by the Origin.

    Raises:
        Refused: With 403.
    """
    origin, site = envelope.text(b"origin").lower(), envelope.text(b"sec-fetch-site").lower()
    own = f"{envelope.client.scheme}://{envelope.client.host}".lower()
    if site != "same-origin" and (site or origin != own):
        raise Refused(problems.foreign())


def _password(authorization: bytes) -> bytes | None:
    """Return the password of Basic or the token of Bearer; None where the header has neither."""
    scheme, _, value = authorization.strip().partition(b" ")
    if scheme.lower() == b"bearer":
        return value.strip()
    if scheme.lower() != b"basic":
        return None
    try:
        return b64decode(value.strip(), validate=True).partition(b":")[2]
    except binascii.Error:
        return b""
