"""Sees to it that the tests have a PostgreSQL, and starts private servers of it.

A server has a folder, a port and a superuser of its own; it can be killed with all of its processes.
`python -m tests.votebox.postgres_server` installs Debian's package where there is none.
"""

from __future__ import annotations

import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg

from tests.debian import install
from votebox.address import Address

MISSING = "There is no PostgreSQL server. Install it: sudo apt-get install postgresql"
_PATIENCE = 60  # seconds


def find() -> Path | None:
    """Return the folder of the newest server's programs: Debian's, else that of the PATH."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda found: int(found.parts[-3]))
    other = shutil.which("initdb")
    return debian[-1].parent if debian else Path(other).resolve().parent if other else None


class PostgresServer:
    """A server on a free port of 127.0.0.1, as durable as PostgreSQL's defaults make it."""

    def __init__(self, parent: Path | None = None) -> None:
        """Make the folder of a server, in `parent` or where temporary files are; `start` starts it."""
        programs = find()
        if programs is None:
            raise FileNotFoundError(MISSING)
        self._programs = programs
        # PostgreSQL refuses to run as root.
        self._user: dict[str, Any] = {"user": _nobody(), "extra_groups": []} if os.geteuid() == 0 else {}
        # Not pytest's folder, which another user cannot reach; and a socket's path has to be short.
        self._folder = Path(tempfile.mkdtemp(prefix="postgres-", dir=parent))
        self.password = secrets.token_hex(8)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None
        try:
            self._initialize()
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise

    @property
    def address(self) -> Address:
        """The address of its first database."""
        return Address(url=f"postgresql://owner:{self.password}@127.0.0.1:{self.port}/postgres")

    def new_place(self) -> Address:
        """Make an empty schema, which takes a moment where a database takes a second; return its address."""
        name = f"votes_{secrets.token_hex(6)}"
        with psycopg.connect(self.address.url, autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {name}".encode())
        return Address(url=f"{self.address.url}?options=-csearch_path%3D{name}")

    def start(self) -> None:
        """Start it, and return when it takes connections."""
        end = time.monotonic() + _PATIENCE
        while True:
            # A server refuses to start as long as a process of the one that was killed lives.
            if self._process is None or self._process.poll() is not None:
                self._process = self._run()
            try:
                psycopg.connect(self.address.url, connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)

    def processes(self) -> list[int]:
        """Return the ids of its processes, first that of the one that starts the others."""
        assert self._process
        pid = self._process.pid
        file = Path(f"/proc/{pid}/task/{pid}/children")
        return [pid, *map(int, file.read_text().split() if file.exists() else [])]

    def kill(self) -> None:
        """Kill every process of it with SIGKILL, at once."""
        assert self._process
        for number in self.processes():
            try:
                os.kill(number, signal.SIGKILL)
            except ProcessLookupError:
                continue
        self._process.wait(_PATIENCE)

    def stop(self) -> None:
        """Stop it, and remove all that it has written."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)  # to PostgreSQL: end without waiting for clients
            self._process.wait(_PATIENCE)
        shutil.rmtree(self._folder, ignore_errors=True)

    def log(self) -> str:
        """Return what the server has written to its log."""
        return (self._folder / "log").read_text(errors="replace")

    def _initialize(self) -> None:
        secret = self._folder / "password"
        secret.write_text(self.password)
        if self._user:
            for path in (self._folder, secret):
                shutil.chown(path, self._user["user"])
        command = [
            str(self._programs / "initdb"),
            "-D",
            str(self._folder / "data"),
            "-U",
            "owner",
            "--no-sync",
        ]
        options = ["--auth=scram-sha-256", f"--pwfile={secret}", "--encoding=UTF8", "--locale=C.UTF-8"]
        done = subprocess.run([*command, *options], check=False, cwd="/", capture_output=True, **self._user)
        if done.returncode:
            raise RuntimeError(re.sub(r"\s+", " ", done.stderr.decode(errors="replace")))

    def _run(self) -> subprocess.Popen[bytes]:
        command = [str(self._programs / "postgres"), "-D", str(self._folder / "data")]
        command += ["-h", "127.0.0.1", "-p", str(self.port), "-k", str(self._folder)]
        with (self._folder / "log").open("ab") as log:
            return subprocess.Popen(command, stdout=log, stderr=log, cwd="/", **self._user)


def _nobody() -> str:
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody") if name in known)


if __name__ == "__main__" and find() is None:
    print("Installing PostgreSQL for the tests …", flush=True)
    if not install("postgresql"):
        print(f"{MISSING} (its tests are skipped)", file=sys.stderr)
