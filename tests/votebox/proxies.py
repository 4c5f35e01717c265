"""Runs nginx and Caddy with the files of `deploy/`, on 127.0.0.1, in front of votebox.

Of the files only addresses, ports, paths and the certificate are changed. Caddy comes with the other tools of
the tests. `python -m tests.votebox.proxies` unpacks Debian's nginx into `.cache/` and installs nothing: the
package would start a server of its own, open to everybody.
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

from tests.project import ROOT

NAME = "help.example.com"
MISSING = "There is no nginx. Install it: sudo apt-get install nginx"
_UNPACKED = ROOT / ".cache/debian"
_PATIENCE = 60  # seconds


def find_nginx() -> Path | None:
    """Return nginx: the one that is installed, else the one that was unpacked."""
    installed = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    unpacked = _UNPACKED / "usr/sbin/nginx"
    return Path(installed) if installed else unpacked if unpacked.exists() else None


def unpack_nginx() -> None:
    """Download Debian's package and unpack it; without it the tests of nginx are skipped."""
    print("Downloading nginx for the tests …", flush=True)
    packages = ["nginx", "nginx-common"]
    _UNPACKED.mkdir(parents=True, exist_ok=True)  # dpkg-deb makes one folder, and no other above it
    with tempfile.TemporaryDirectory() as folder:
        download = ["apt-get", "download", "-qq", *packages]
        if subprocess.run(download, cwd=folder, check=False, capture_output=True).returncode:
            as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
            subprocess.run([*as_root, "apt-get", "update", "-qq"], check=True)
            subprocess.run(download, cwd=folder, check=True, stderr=subprocess.DEVNULL)
        for package in Path(folder).glob("*.deb"):
            subprocess.run(["dpkg-deb", "-x", package, _UNPACKED], check=True)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


def replace(text: str, *pairs: tuple[str, str]) -> str:
    """Replace what stands in a text; it has to stand there."""
    for old, new in pairs:
        assert old in text, f"{old!r} is not in the file any more"
        text = text.replace(old, new)
    return text


@dataclass(frozen=True, kw_only=True)
class Answer:
    """An answer, read to its end."""

    status: int
    headers: Message
    body: bytes


class Proxy(ABC):
    """A web server with a folder of its own, which other users can read, and a certificate that it made."""

    def __init__(self, site: Path, votebox: Sequence[int], login: int | None = None) -> None:
        """Take the folder of the site, the port of each votebox, and that of a login proxy if any."""
        self.login = login
        self.folder = Path(tempfile.mkdtemp(prefix="proxy-"))
        self.folder.chmod(0o755)  # nginx's workers are another user
        shutil.copytree(site, self.folder / "site")
        (self.folder / "site").chmod(0o755)
        self.certificate, self.key = self.folder / "certificate.pem", self.folder / "key.pem"
        _certify(self.certificate, self.key)
        self.port, self.plain_port = free_port(), free_port()
        self.votebox = votebox
        self.process: subprocess.Popen[bytes] | None = None

    @abstractmethod
    def command(self) -> list[str]:
        """Write the configuration; return the command that runs the server in the foreground."""

    def start(self) -> None:
        """Start it, and return when it takes connections."""
        command = self.command()
        environment = {**os.environ, "HOME": str(self.folder), "XDG_DATA_HOME": str(self.folder)}
        with (self.folder / "log").open("wb") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
        end = time.monotonic() + _PATIENCE
        while True:
            try:
                self.connect().close()
                return
            except OSError:
                assert self.process.poll() is None, self.log()
                assert time.monotonic() < end, self.log()
                time.sleep(0.05)

    def stop(self) -> None:
        """Stop it, and remove all that it has written."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(_PATIENCE)
        shutil.rmtree(self.folder, ignore_errors=True)

    def log(self) -> str:
        """Return all that it has logged, wherever."""
        logs = [self.folder / "log", *self.folder.glob("*.log")]
        return "".join(path.read_text(errors="replace") for path in logs)

    def connect(
        self, source: str = "127.0.0.2", name: str = NAME, protocol: str = "http/1.1"
    ) -> ssl.SSLSocket:
        """Connect as a reader with this address does, by HTTPS."""
        context = ssl.create_default_context(cafile=str(self.certificate))
        context.set_alpn_protocols([protocol])
        address = ("127.0.0.1", self.port)
        raw = socket.create_connection(address, timeout=_PATIENCE, source_address=(source, 0))
        try:
            return context.wrap_socket(raw, server_hostname=name)
        except BaseException:
            raw.close()
            raise

    def ask(
        self, method: str, path: str, body: bytes = b"", *headers: str, source: str = "127.0.0.2"
    ) -> Answer:
        """Send a request over a connection of its own; return the answer."""
        head = [f"{method} {path} HTTP/1.1", f"host: {NAME}", "connection: close", *headers]
        if body:
            head.append(f"content-length: {len(body)}")
        with self.connect(source) as connection:
            connection.sendall("\r\n".join([*head, "", ""]).encode() + body)
            return read_answer(connection)


class Nginx(Proxy):
    """nginx with `deploy/nginx.conf`."""

    def command(self) -> list[str]:
        program = find_nginx()
        assert program, MISSING
        (self.folder / "nginx.conf").write_text(self._configuration(), encoding="utf-8")
        return [str(program), "-c", str(self.folder / "nginx.conf"), "-g", "daemon off;"]

    def _configuration(self) -> str:
        text = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
        if self.login:
            dashboard = r"^        location ~ \^/dashboard\(.*?^        }$"
            (found,) = re.findall(dashboard, text, re.MULTILINE | re.DOTALL)
            text = replace(text, (found, _guide("nginx", self.login)))
        types = Path("/etc/nginx/mime.types")
        temporary = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        places = "".join(f"    {name}_temp_path {self.folder}/{name};\n" for name in temporary)
        return replace(
            text,
            ("user www-data;\n", "user nobody nogroup;\n" if os.geteuid() == 0 else ""),
            ("pid /run/", f"pid {self.folder}/"),
            ("/var/log/nginx/", f"{self.folder}/"),
            ("http {\n", f"http {{\n{places}"),
            ("/etc/nginx/mime.types", str(types if types.exists() else _UNPACKED / "etc/nginx/mime.types")),
            ("listen 80 ", f"listen 127.0.0.1:{self.plain_port} "),
            ("        listen [::]:80 default_server;\n", ""),
            ("listen 443 ", f"listen 127.0.0.1:{self.port} "),
            ("        listen [::]:443 ssl http2 default_server;\n", ""),
            ("        listen [::]:443 ssl http2;\n", ""),
            ("/etc/letsencrypt/live/help.example.com/fullchain.pem", str(self.certificate)),
            ("/etc/letsencrypt/live/help.example.com/privkey.pem", str(self.key)),
            ("/srv/help-centre/site", str(self.folder / "site")),
            ("127.0.0.1:8001", f"127.0.0.1:{self.votebox[0]}"),
            ("127.0.0.1:8002", f"127.0.0.1:{self.votebox[1]}"),
        )


class Caddy(Proxy):
    """Caddy with `deploy/Caddyfile`."""

    def command(self) -> list[str]:
        (self.folder / "Caddyfile").write_text(self._configuration(), encoding="utf-8")
        return [
            str(Path(sys.executable).with_name("caddy")),
            *("run", "--adapter", "caddyfile", "--config", str(self.folder / "Caddyfile")),
        ]

    def _configuration(self) -> str:
        text = (ROOT / "deploy/Caddyfile").read_text(encoding="utf-8")
        if self.login:
            text = replace(text, ("error @elsewhere 404", _guide("caddyfile", self.login)))
        here = f"default_bind 127.0.0.1\n\thttp_port {self.plain_port}\n\thttps_port {self.port}"
        site = "root * {$SITE:/srv/help-centre/site}\n"
        return replace(
            text,
            ("\tadmin off\n", f"\tadmin off\n\t{here}\n"),
            (site, f"{site}\ttls {self.certificate} {self.key}\n"),
            ("/srv/help-centre/site", str(self.folder / "site")),
            ("127.0.0.1:8001", f"127.0.0.1:{self.votebox[0]}"),
            ("127.0.0.1:8002", f"127.0.0.1:{self.votebox[1]}"),
        )


def read_answer(connection: socket.socket) -> Answer:
    """Read the answer that comes next on a connection."""
    response = http.client.HTTPResponse(connection)
    response.begin()
    return Answer(status=response.status, headers=response.headers, body=response.read())


def _guide(language: str, login: int) -> str:
    """Return what the guide has for a login proxy."""
    guide = (ROOT / "guides/cluster.md").read_text(encoding="utf-8")
    (block,) = re.findall(rf"^```{language}\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL)
    return replace(block, ("127.0.0.1:4180", f"127.0.0.1:{login}"))


def _certify(certificate: Path, key: Path) -> None:
    """Make a certificate of its own for the name, valid for a day."""
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
    ]
    command += ["-days", "1", "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
    command += ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__" and find_nginx() is None:
    try:
        unpack_nginx()
    except (OSError, subprocess.CalledProcessError):
        print(f"{MISSING} (its tests are skipped)", file=sys.stderr)
