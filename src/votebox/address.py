"""The address of a database server; whoever prints it sees no password."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

_SCHEME = re.compile(r"postgres(?:ql)?://", re.IGNORECASE)
# Up to the last @: a password that holds one and should have had %40 there is a secret all the same.
_SECRETS = re.compile(
    r"(?<=://)(?P<user>[^:@/?]*):(?P<password>.*)@|(?P<name>\b(?:ssl)?password)=(?P<value>[^&]*)"
)

_ENDS = set("@/?#")


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where a PostgreSQL database is; as text it has `***` in place of its password."""

    url: str = field(repr=False)
    """A connection URI of libpq, with its password."""

    def __str__(self) -> str:
        """Return the URI as it may be shown."""
        return _SECRETS.sub(_mask, self.url)

    def hide(self, text: str) -> str:
        """Return a text that others wrote without the passwords of this address."""
        for found in _SECRETS.finditer(self.url):
            secret = found["password"] or found["value"]
            for written in filter(None, (secret, unquote(secret or ""))):
                text = text.replace(written, "***")
        return text


Place = Path | Address
"""Where votes are: a SQLite file, or a PostgreSQL database."""


def place(text: str) -> Place:
    """Return the place that a setting names.

    Raises:
        ValueError: It names a database of another make, or has signs in its password that end it.
    """
    if _SCHEME.match(text):
        if any(_ENDS & set(found["password"] or "") for found in _SECRETS.finditer(text)):
            # libpq would take the rest of the password for a host or a name, and quote it in its messages.
            raise ValueError(
                "cannot be read. In the password write %40 for @, %2F for /, %3F for ? and %23 for #"
            )
        return Address(url=text)
    if "://" in text:
        raise ValueError("is no database of votes. Give a file, or postgresql://USER:PASSWORD@HOST/NAME")
    return Path(text)


def masked(text: str) -> str:
    """Return a setting as it may be shown."""
    return str(Address(url=text)) if "://" in text else text


def _mask(found: re.Match[str]) -> str:
    return f"{found['name']}=***" if found["name"] else f"{found['user']}:***@"
