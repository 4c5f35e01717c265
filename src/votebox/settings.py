"""The settings of the server: from flags, else from the environment, else their defaults."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Final

from votebox.address import Address, Place, masked, place
from votebox.clients import Network
from votebox.errors import SettingsError
from votebox.limits import Rate
from votebox.logs import Form
from votebox.retention import Retention

DEFAULTS: Final = {
    "site": "site",
    "database": "votes.db",
    "host": "127.0.0.1",
    "port": "8000",
    "origins": "",
    "queue": "1024",
    "proxies": "",
    "rate": "10/60 1000/86400",
    "metrics_token": "",
    "log": "text",
    "burst": "20/3600",
    "signals": "off",
    "keep_comments": "365",
    "keep_votes": "730",
    "dashboard_token": "",
    "dashboard_header": "",
}

# What is given once for each; and a secret, which has no flag, since everybody sees those of a process.
_SECRETS = {"metrics_token", "dashboard_token"}
_FLAGS = {
    "origins": "--origin",
    "proxies": "--proxy",
    "keep_comments": "--keep-comments",
    "keep_votes": "--keep-votes",
    "dashboard_header": "--dashboard-header",
    "metrics_token": "VOTEBOX_METRICS_TOKEN",
    "dashboard_token": "VOTEBOX_DASHBOARD_TOKEN",
}


_FEWEST_DAYS: Final = 30
"""Votes of days that may still be counted again are kept."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """All that the server is told."""

    site: Path
    """The folder of the built site, with `pages.json` in it."""
    database: Place
    """The SQLite file, or the PostgreSQL database, with the votes."""
    host: str
    port: int
    """The TCP port; 0 takes a free one."""
    origins: frozenset[str]
    """Origins beside the server's own whose pages may send votes, in small letters: `https://help.example`."""
    queue: int
    """The most votes that may wait for their commit; one more is answered 503."""
    proxies: tuple[Network, ...] = ()
    """The addresses whose word is taken for whom they pass on, by X-Forwarded-For, -Proto and -Host."""
    rate: tuple[Rate, ...] = ()
    """How many votes a network may send; without any it is not limited."""
    metrics_token: str = field(default="", repr=False)
    """The secret with which metrics are read; empty gives them to this machine alone."""
    log: Form = Form.TEXT
    """How the server writes its log."""
    burst: tuple[Rate, ...] = ()
    """How many votes of one network on one page with one answer count; without any all of them do."""
    signals: bool = False
    """Whether votes with Do Not Track or Global Privacy Control are not recognised as a reader's second."""
    keep: Retention = field(default_factory=Retention)
    """How long comments and votes are kept."""
    dashboard_token: str = field(default="", repr=False)
    """The password of the dashboard; without it and without a header the dashboard is closed."""
    dashboard_header: str = ""
    """The header, in small letters, in which a named proxy says who has logged in."""


def variable(name: str) -> str:
    """Return the environment variable of a setting: `port` is read from `VOTEBOX_PORT`."""
    return f"VOTEBOX_{name.upper()}"


def read(flags: Mapping[str, str | None], environment: Mapping[str, str]) -> Settings:
    """Return the settings. A flag that is None was not given; a variable that is empty counts as not set.

    Raises:
        SettingsError: With one line for each wrong setting: where it is, what was found, how to mend it.
            Or with one for a file that a variable names and that cannot be read.
    """
    values: dict[str, Any] = {}
    wrong: list[str] = []
    for name, default in DEFAULTS.items():
        where, text = _FLAGS.get(name, f"--{name}"), flags.get(name)
        if text is None:
            where, text = from_environment(name, environment) or (where, default)
        try:
            values[name] = _PARSERS[name](text)
        except ValueError as error:
            # What stands in a wrong token may be the right one with a mistake.
            found = "what it holds" if name in _SECRETS else f'"{masked(text)}"'
            wrong.append(f"{where}: {found} {error}")
    if wrong:
        raise SettingsError("\n".join(wrong))
    keep = Retention(comments=values.pop("keep_comments"), votes=values.pop("keep_votes"))
    settings = Settings(**values, keep=keep)
    _check_together(settings)
    return settings


def _check_together(settings: Settings) -> None:
    database = settings.database
    if isinstance(database, Path) and database.resolve().is_relative_to(settings.site.resolve()):
        raise SettingsError(
            f'--database: "{database}" is in the site, where everybody can read it. '
            "Give a file outside of the site, such as votes.db"
        )
    if settings.dashboard_header and not settings.proxies:
        raise SettingsError(
            f'--dashboard-header: "{settings.dashboard_header}" is believed when a named proxy sends it, '
            "and none is named. Name the login proxy, such as --proxy 127.0.0.1"
        )


def from_environment(name: str, environment: Mapping[str, str]) -> tuple[str, str] | None:
    """Return the variable that gives a setting, and the setting; None where no variable does.

    `VOTEBOX_DATABASE_FILE` names a file with the text of `VOTEBOX_DATABASE`, for a secret that is not to be
    in the environment.

    Raises:
        SettingsError: The file cannot be read.
    """
    if text := environment.get(variable(name)):
        return variable(name), text
    where = f"{variable(name)}_FILE"
    if not (file := environment.get(where)):
        return None
    try:
        return where, Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no text"
        raise SettingsError(
            f'{where}: "{file}" cannot be read: {why}. Give the path of a file that holds the setting'
        ) from error


def _site(text: str) -> Path:
    if not Path(text).is_dir():
        raise ValueError("is no folder. Build the site first: make build")
    return Path(text)


def _database(text: str) -> Place:
    path = place(text)
    if isinstance(path, Address):
        return path
    if path.is_dir() or not path.parent.is_dir():
        raise ValueError("is no place for a file. Give a file in a folder that exists, such as votes.db")
    return path


def _host(text: str) -> str:
    if not text.strip():
        raise ValueError("is no address. Give one of this machine, such as 127.0.0.1")
    return text


def _port(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,5}", text) or int(text) > 65_535:
        raise ValueError("is no port. Give a number from 1 to 65535, or 0 for a free port")
    return int(text)


def _origins(text: str) -> frozenset[str]:
    return frozenset(_origin(part) for part in re.split(r"[\s,]+", text) if part)


def _origin(text: str) -> str:
    # As a browser writes it (RFC 6454, section 6.2): small letters, no path, no default port.
    found = re.fullmatch(r"(https?)://([a-z0-9.-]+|\[[0-9a-f:.]+\])(?::([0-9]{1,5}))?/?", text.lower())
    if found is None:
        raise ValueError("is no list of origins. Give scheme and host of each, such as https://help.example")
    scheme, host, port = found.groups()
    default = {"http": "80", "https": "443"}[scheme]
    return f"{scheme}://{host}" if port in (None, default) else f"{scheme}://{host}:{port}"


def _proxies(text: str) -> tuple[Network, ...]:
    try:
        return tuple(ip_network(part) for part in re.split(r"[\s,]+", text) if part)
    except ValueError as error:
        raise ValueError(
            "is no list of proxies. Give addresses or networks, such as 127.0.0.1 or 10.0.0.0/8"
        ) from error


def _rate(text: str) -> tuple[Rate, ...]:
    if text == "off":
        return ()
    found = [re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", part) for part in re.split(r"[\s,]+", text.strip())]
    rates = tuple(Rate(int(one[1]), int(one[2])) for one in found if one and int(one[1]) and int(one[2]))
    if len(rates) < len(found):
        raise ValueError("is no rate. Give votes/seconds, such as 10/60; several are all kept to; or off")
    return rates


def _token(text: str) -> str:
    if text and not re.fullmatch(r"[!-~]{16,}", text):
        raise ValueError(
            "is no token. Give 16 or more letters, digits and signs, such as: openssl rand -hex 32"
        )
    return text


def _signals(text: str) -> bool:
    if text not in {"off", "on"}:
        raise ValueError("is neither on nor off")
    return text == "on"


def _days(text: str) -> int | None:
    if text == "forever":
        return None
    if not re.fullmatch(r"[0-9]{1,5}", text) or int(text) < _FEWEST_DAYS:
        raise ValueError(f"is no time to keep something. Give days, {_FEWEST_DAYS} or more, or forever")
    return int(text)


def _header(text: str) -> str:
    if text and not re.fullmatch(r"[A-Za-z0-9-]+", text):
        raise ValueError("is no name of a header. Give the one of your login proxy, such as X-Forwarded-User")
    return text.lower()


def _log(text: str) -> Form:
    if text not in set(Form):
        raise ValueError("is no form of a log. Give text or json")
    return Form(text)


def _queue(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", text) or int(text) == 0:
        raise ValueError("is no length of a queue. Give a number of votes from 1 to 999999")
    return int(text)


_PARSERS = {
    "site": _site,
    "database": _database,
    "host": _host,
    "port": _port,
    "origins": _origins,
    "queue": _queue,
    "proxies": _proxies,
    "rate": _rate,
    "metrics_token": _token,
    "log": _log,
    "burst": _rate,
    "signals": _signals,
    "keep_comments": _days,
    "keep_votes": _days,
    "dashboard_token": _token,
    "dashboard_header": _header,
}
