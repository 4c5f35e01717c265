"""What a running process asks of the system: read along, or answered with an error, by strace."""

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

MISSING = "strace is not there, or may not be used. Install it: sudo apt-get install strace"


@contextmanager
def traced(pid: int, *options: str) -> Iterator[None]:
    """Trace a process and its threads while the block runs; strace(1) says what the options are.

    Raises:
        OSError: There is no strace, or it may not be used.
    """
    tracer = subprocess.Popen(["strace", "-f", "-p", str(pid), *options], stderr=subprocess.PIPE, text=True)
    assert tracer.stderr
    try:
        if " attached" not in (said := tracer.stderr.readline()):
            raise PermissionError(said.strip())
        yield
    finally:
        tracer.send_signal(signal.SIGINT)  # it lets go of the process, which goes on
        tracer.communicate()


def unusable() -> str:
    """Return why processes cannot be traced here; empty where they can."""
    with subprocess.Popen(["sleep", "60"]) as process:
        try:
            with traced(process.pid, "-o", "/dev/null"):
                return ""
        except OSError as error:
            return f"{MISSING} ({error})"
        finally:
            process.kill()
