import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.votebox.sharing import Server, Start, make_submission, make_vote
from votebox.cli import main
from votebox.sqlite import SqliteStore

WRONG = """\
--site: "site" is no folder. Build the site first: make build
--port: "http" is no port. Give a number from 1 to 65535, or 0 for a free port
VOTEBOX_QUEUE: "-1" is no length of a queue. Give a number of votes from 1 to 999999
"""

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def votebox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("VOTEBOX_")]:
        monkeypatch.delenv(name)

    def run(*arguments: str, **environment: str) -> tuple[int, str, str]:
        result = CliRunner().invoke(main, arguments, env=environment)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result.exit_code, result.stdout, result.stderr

    return run


def test_serve_says_where_in_one_line(start: Start) -> None:
    running = start()
    assert running.ready == f"Serving site/ at http://127.0.0.1:{running.port} – votes go to votes.db\n"
    assert running.process.poll() is None
    assert running.stop(signal.SIGTERM) == (0, "")


def test_flags_win_over_the_environment(start: Start, tmp_path: Path) -> None:
    running = start("--database", "flag.db", VOTEBOX_DATABASE="variable.db", VOTEBOX_HOST="127.0.0.2")
    assert running.ready == f"Serving site/ at http://127.0.0.2:{running.port} – votes go to flag.db\n"
    running.stop(signal.SIGTERM)
    assert [path.name for path in tmp_path.glob("*.db")] == ["flag.db"]


def test_origins_from_flags_and_from_the_environment(start: Start) -> None:
    def status(running: Server, origin: str) -> int:
        body = json.dumps(make_vote()).encode()
        with running.connect() as connection:
            connection.sendall(
                f"POST /votes HTTP/1.1\r\nhost: x\r\norigin: {origin}\r\ncontent-type: application/json\r\n"
                f"content-length: {len(body)}\r\n\r\n".encode()
                + body
            )
            return int(connection.recv(4_096)[9:12])

    flags = start("--origin", "https://a.example", "--origin", "https://b.example")
    assert [status(flags, f"https://{name}.example") for name in "abc"] == [201, 201, 403]
    flags.stop(signal.SIGTERM)
    variables = start(VOTEBOX_ORIGINS="https://a.example https://c.example")
    assert [status(variables, f"https://{name}.example") for name in "abc"] == [201, 403, 201]


def test_a_wrong_setting(votebox: Run) -> None:
    assert votebox("serve", "--port", "http", VOTEBOX_QUEUE="-1") == (
        2,
        "",
        WRONG,
    )


def test_a_site_that_was_not_built(votebox: Run, site: Path) -> None:
    (site / "pages.json").unlink()
    assert votebox("serve") == (2, "", "site/pages.json does not exist. Build the site first: make build\n")


def test_a_port_in_use(votebox: Run, site: Path) -> None:
    assert site.is_dir()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, out, errors = votebox("serve", "--port", str(port))
    assert (code, out) == (2, "")
    assert errors == f"Port {port} is in use. Choose another: make serve PORT={port + 1}\n"


def test_a_file_that_is_no_database(votebox: Run, site: Path) -> None:
    (site.parent / "votes.db").write_text("a letter" * 100)
    assert votebox("serve") == (
        2,
        "",
        "votes.db cannot be opened as a database of votes: file is not a database.\n",
    )
    assert votebox("report") == (2, "", "votes.db cannot be read: file is not a database.\n")


def test_a_report_without_a_database(votebox: Run, tmp_path: Path) -> None:
    def said(name: str) -> tuple[int, str, str]:
        return (2, "", f"There is no database {name}. Collect votes first: make serve\n")

    assert votebox("report") == said("votes.db")
    assert votebox("report", VOTEBOX_DATABASE="variable.db") == said("variable.db")
    assert votebox("report", "--database", "flag.db", VOTEBOX_DATABASE="variable.db") == said("flag.db")
    (tmp_path / "address").write_text("file.db\n")
    assert votebox("report", VOTEBOX_DATABASE_FILE="address") == said("file.db")
    (tmp_path / "address").unlink()
    assert list(tmp_path.iterdir()) == []


def test_a_report_without_votes(votebox: Run, store: SqliteStore) -> None:
    store.close()
    assert votebox("report") == (0, "There are no votes yet.\n", "")


def test_a_report_of_a_file_without_tables(votebox: Run, database: Path) -> None:
    database.touch()
    said = "votes.db holds no votes yet. Collect votes first: votebox serve\n"
    assert votebox("report") == (2, "", said)


@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_reports(votebox: Run, store: SqliteStore, form: str) -> None:
    store.save([make_submission(helpful="no", reason="wrong", comment="Why?")])
    code, out, errors = votebox("report", "--format", form)
    assert (code, errors) == (0, "")
    assert "5f2c9a1b03de" in out
    assert "Why?" in out
    if form == "json":
        assert json.loads(out)["pages"][0]["reasons"] == {"wrong": 1}


def test_a_report_while_votes_come_in(votebox: Run, store: SqliteStore) -> None:
    assert votebox("report")[1] == "There are no votes yet.\n"
    store.save([make_submission()])
    assert "5f2c9a1b03de" in votebox("report")[1]
    assert votebox("digest")[1].startswith("# ")


def test_another_format(votebox: Run) -> None:
    code, _, errors = votebox("report", "--format", "xml")
    assert code == 2
    assert "'xml' is not one of 'text', 'json', 'csv'." in errors


def test_help_names_every_setting(votebox: Run) -> None:
    _, text, _ = votebox("serve", "--help")
    for name in (
        "SITE",
        "DATABASE",
        "HOST",
        "PORT",
        "QUEUE",
        "ORIGINS",
        "LOG",
        "BURST",
        "SIGNALS",
        "KEEP_COMMENTS",
        "KEEP_VOTES",
        "DASHBOARD_HEADER",
    ):
        assert f"VOTEBOX_{name}" in text


def test_the_command_is_installed() -> None:
    command = Path(sys.executable).with_name("votebox")
    done = subprocess.run([command, "--help"], capture_output=True, text=True, check=True)
    assert "Give out the built site and take votes" in done.stdout
