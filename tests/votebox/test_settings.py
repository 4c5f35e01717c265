import re
from ipaddress import ip_network
from pathlib import Path

import pytest

from votebox.errors import SettingsError
from votebox.limits import Rate
from votebox.logs import Form
from votebox.retention import Retention
from votebox.settings import DEFAULTS, Settings, read, variable


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "other").mkdir()
    monkeypatch.chdir(tmp_path)


def test_defaults() -> None:
    assert read({}, {}) == Settings(
        site=Path("site"),
        database=Path("votes.db"),
        host="127.0.0.1",
        port=8000,
        origins=frozenset(),
        queue=1024,
        proxies=(),
        rate=(Rate(10, 60), Rate(1_000, 86_400)),
        metrics_token="",
        log=Form.TEXT,
        burst=(Rate(20, 3_600),),
        signals=False,
        keep=Retention(comments=365, votes=730),
        dashboard_token="",
        dashboard_header="",
    )


def test_the_environment_and_flags_over_it() -> None:
    environment = {
        "VOTEBOX_SITE": "other",
        "VOTEBOX_DATABASE": "site/v.db",
        "VOTEBOX_HOST": "::1",
        "VOTEBOX_PORT": "9000",
        "VOTEBOX_ORIGINS": "https://a.example, http://b.example:8080",
        "VOTEBOX_QUEUE": "",
        "VOTEBOX_PROXIES": "127.0.0.1 10.0.0.0/8, 2001:db8::/32",
        "VOTEBOX_RATE": "5/60",
        "VOTEBOX_METRICS_TOKEN": "0123456789abcdef",
        "VOTEBOX_LOG": "json",
        "VOTEBOX_BURST": "off",
        "VOTEBOX_SIGNALS": "on",
        "VOTEBOX_KEEP_COMMENTS": "30",
        "VOTEBOX_KEEP_VOTES": "forever",
        "VOTEBOX_DASHBOARD_TOKEN": "fedcba9876543210",
        "VOTEBOX_DASHBOARD_HEADER": "X-Forwarded-User",
    }
    found = read({"port": "9001", "host": None}, environment)
    assert found == Settings(
        site=Path("other"),
        database=Path("site/v.db"),
        host="::1",
        port=9001,
        origins=frozenset({"https://a.example", "http://b.example:8080"}),
        queue=1024,
        proxies=(ip_network("127.0.0.1"), ip_network("10.0.0.0/8"), ip_network("2001:db8::/32")),
        rate=(Rate(5, 60),),
        metrics_token="0123456789abcdef",
        log=Form.JSON,
        burst=(),
        signals=True,
        keep=Retention(comments=30, votes=None),
        dashboard_token="fedcba9876543210",
        dashboard_header="x-forwarded-user",
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://Help.Example", "https://help.example"),
        ("https://help.example/", "https://help.example"),
        ("https://help.example:443", "https://help.example"),
        ("http://help.example:80", "http://help.example"),
        ("http://help.example:443", "http://help.example:443"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_origins_as_browsers_write_them(written: str, meant: str) -> None:
    assert read({"origins": written}, {}).origins == {meant}


def test_no_limit() -> None:
    assert read({"rate": "off"}, {}).rate == ()


def test_a_token_is_not_shown() -> None:
    for name in ("metrics_token", "dashboard_token"):
        assert "0123456789abcdef" not in repr(read({name: "0123456789abcdef"}, {}))


FLAGS = {
    "origins": "--origin",
    "proxies": "--proxy",
    "keep_comments": "--keep-comments",
    "keep_votes": "--keep-votes",
    "metrics_token": "VOTEBOX_METRICS_TOKEN",
    "dashboard_token": "VOTEBOX_DASHBOARD_TOKEN",
    "dashboard_header": "--dashboard-header",
}
NO_PROXIES = "is no list of proxies. Give addresses or networks, such as 127.0.0.1 or 10.0.0.0/8"
NO_RATE = "is no rate. Give votes/seconds, such as 10/60; several are all kept to; or off"
NO_TOKEN = "is no token. Give 16 or more letters, digits and signs, such as: openssl rand -hex 32"
NO_DAYS = "is no time to keep something. Give days, 30 or more, or forever"

WRONG = [
    *(("keep_votes", text, NO_DAYS) for text in ("29", "1 year", "-40", "never")),
    ("keep_comments", "0", NO_DAYS),
    ("burst", "20", NO_RATE),
    ("signals", "yes", "is neither on nor off"),
    ("dashboard_token", "short", NO_TOKEN),
    (
        "dashboard_header",
        "X User",
        "is no name of a header. Give the one of your login proxy, such as X-Forwarded-User",
    ),
    *(("proxies", text, NO_PROXIES) for text in ("proxy.example", "10.0.0.1/8", "*", "127.0.0.1:80")),
    *(("rate", text, NO_RATE) for text in (" ", "10", "0/60", "10/0", "10/60 x", "-1/60", "none", "٥/60")),
    *(("metrics_token", text, NO_TOKEN) for text in ("short", "with a space in it", "ключключключключ")),
    ("site", "missing", "is no folder. Build the site first: make build"),
    (
        "database",
        "missing/v.db",
        "is no place for a file. Give a file in a folder that exists, such as votes.db",
    ),
    ("database", "site", "is no place for a file. Give a file in a folder that exists, such as votes.db"),
    ("host", " ", "is no address. Give one of this machine, such as 127.0.0.1"),
    ("port", "http", "is no port. Give a number from 1 to 65535, or 0 for a free port"),
    ("port", "65536", "is no port. Give a number from 1 to 65535, or 0 for a free port"),
    ("port", "-1", "is no port. Give a number from 1 to 65535, or 0 for a free port"),
    ("port", "٨٠", "is no port. Give a number from 1 to 65535, or 0 for a free port"),
    (
        "origins",
        "help.example",
        "is no list of origins. Give scheme and host of each, such as https://help.example",
    ),
    (
        "origins",
        "https://a/b",
        "is no list of origins. Give scheme and host of each, such as https://help.example",
    ),
    ("origins", "null", "is no list of origins. Give scheme and host of each, such as https://help.example"),
    ("log", "xml", "is no form of a log. Give text or json"),
    ("queue", "0", "is no length of a queue. Give a number of votes from 1 to 999999"),
    ("queue", "many", "is no length of a queue. Give a number of votes from 1 to 999999"),
]


@pytest.mark.parametrize(("name", "text", "why"), WRONG)
def test_wrong_settings(name: str, text: str, why: str) -> None:
    found = "what it holds" if why is NO_TOKEN else f'"{text}"'
    with pytest.raises(SettingsError) as error:
        read({name: text}, {})
    flag = FLAGS.get(name, f"--{name}")
    assert str(error.value) == f"{flag}: {found} {why}"
    with pytest.raises(SettingsError) as error:
        read({}, {variable(name): text})
    assert str(error.value) == f"{variable(name)}: {found} {why}"


def test_a_setting_in_a_file() -> None:
    Path("token").write_text("0123456789abcdef\n")
    files = {"METRICS_TOKEN": "token", "DATABASE": "", "LOG": "missing"}
    files = {f"VOTEBOX_{name}_FILE": file for name, file in files.items()}
    found = read({}, {**files, "VOTEBOX_LOG": "json"})
    assert (found.metrics_token, found.database, found.log) == (
        "0123456789abcdef",
        Path("votes.db"),
        Form.JSON,
    )
    assert read({"log": "text"}, files).log is Form.TEXT


def test_a_wrong_setting_in_a_file() -> None:
    Path("url").write_text("mysql://votebox:secret@db/votes")
    with pytest.raises(SettingsError) as error:
        read({}, {"VOTEBOX_DATABASE_FILE": "url"})
    assert str(error.value) == (
        'VOTEBOX_DATABASE_FILE: "mysql://votebox:***@db/votes" is no database of votes. '
        "Give a file, or postgresql://USER:PASSWORD@HOST/NAME"
    )


@pytest.mark.parametrize(
    ("name", "why"), [("missing", "No such file or directory"), ("picture", "it is no text")]
)
def test_a_file_of_a_setting_that_cannot_be_read(name: str, why: str) -> None:
    Path("picture").write_bytes(b"\x89PNG")
    with pytest.raises(SettingsError) as error:
        read({}, {"VOTEBOX_DATABASE_FILE": name})
    assert str(error.value) == (
        f'VOTEBOX_DATABASE_FILE: "{name}" cannot be read: {why}. '
        "Give the path of a file that holds the setting"
    )


@pytest.mark.parametrize("database", ["site/votes.db", "other/../site/votes.db"])
def test_a_database_that_everybody_could_read(database: str) -> None:
    with pytest.raises(SettingsError) as error:
        read({"database": database}, {})
    assert str(error.value) == (
        f'--database: "{Path(database)}" is in the site, where everybody can read it. '
        "Give a file outside of the site, such as votes.db"
    )


def test_a_header_that_nobody_is_named_to_send() -> None:
    with pytest.raises(SettingsError) as error:
        read({"dashboard_header": "X-Forwarded-User"}, {})
    assert str(error.value) == (
        '--dashboard-header: "x-forwarded-user" is believed when a named proxy sends it, '
        "and none is named. Name the login proxy, such as --proxy 127.0.0.1"
    )
    found = read({"dashboard_header": "X-Forwarded-User", "proxies": "127.0.0.1"}, {})
    assert found.dashboard_header == "x-forwarded-user"


def test_every_wrong_setting_at_once() -> None:
    wrong = {"queue": "0", "origins": "a b", "port": "x", "database": "no/v.db", "site": "no"}
    with pytest.raises(SettingsError) as error:
        read(wrong, {"VOTEBOX_HOST": " "})
    assert [line.partition(":")[0] for line in str(error.value).splitlines()] == [
        *("--site", "--database", "VOTEBOX_HOST", "--port", "--origin", "--queue"),
    ]


ROW = re.compile(r"^\| (?:`--[a-z-]+`|–) \| `(VOTEBOX_[A-Z_]+)` \| (?:`([^`]*)`|–) \|", re.MULTILINE)


def test_every_setting_is_in_the_guide_with_its_default() -> None:
    guide = (Path(__file__).parents[2] / "guides" / "operate.md").read_text(encoding="utf-8")
    assert dict(ROW.findall(guide)) == {variable(name): default for name, default in DEFAULTS.items()}
