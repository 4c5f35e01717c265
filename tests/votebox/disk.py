"""A small disk of the tests' own, which fills up, fails, or loses its power when it is told to."""

import errno
import fcntl
import os
import shutil
import signal
import struct
import subprocess
import tempfile
import time
from pathlib import Path

_SHUTDOWN = 0x8004587D
"""EXT4_IOC_SHUTDOWN: the file system takes and writes nothing more."""

_NOTHING = struct.pack("I", 2)
"""EXT4_GOING_FLAGS_NOLOGFLUSH: and what was written and not synced is not written out before."""


class Disk:
    """An ext4 file system in a file; root alone may have one."""

    def __init__(self, megabytes: int) -> None:
        """Make and mount it.

        Raises:
            OSError, CalledProcessError: That is not allowed here, or not possible.
        """
        # Not pytest's folder, which PostgreSQL's user cannot reach.
        self._folder = Path(tempfile.mkdtemp(prefix="disk-"))
        self._folder.chmod(0o755)
        self._image = self._folder / "image"
        self.path = self._folder / "disk"
        self.path.mkdir()
        self._device = ""
        with self._image.open("wb") as image:
            image.truncate(megabytes * 2**20)
        try:
            _run("mkfs.ext4", "-q", "-F", "-m", "0", str(self._image))  # nothing is kept back for root
            self.mount()
        except BaseException:
            shutil.rmtree(self._folder)
            raise
        self.path.chmod(0o777)

    def mount(self) -> None:
        """Mount it; whatever it did not finish writing is put in order first, as after a loss of power."""
        self._device = _run("losetup", "--find", "--show", str(self._image)).strip()
        _run("mount", "-o", "errors=remount-ro", self._device, str(self.path))

    def unmount(self) -> None:
        """Unmount it; no process may have a file of it."""
        _run("umount", str(self.path))
        _run("losetup", "--detach", self._device)
        # A process in a namespace of its own (a browser's, say) may have it mounted yet, and Linux would find
        # the file system that has ended; when that is let go of, it writes what it had left.
        copy = self._image.with_name("copy")
        _run("cp", "--sparse=always", str(self._image), str(copy))
        copy.replace(self._image)

    def remove(self) -> None:
        """Unmount and delete it, whoever still has a file of it."""
        for command in (["umount", "--lazy", str(self.path)], ["losetup", "--detach", self._device]):
            subprocess.run(command, check=False, stderr=subprocess.DEVNULL)
        shutil.rmtree(self._folder)

    def fill(self) -> None:
        """Leave no room on it."""
        with (self.path / "filling").open("ab", buffering=0) as filling:
            for size in (2**16, 2**12):
                try:
                    while filling.write(bytes(size)) == size:
                        pass
                except OSError as error:
                    if error.errno != errno.ENOSPC:
                        raise

    def clear(self) -> None:
        """Give the room back."""
        (self.path / "filling").unlink()

    def sync(self) -> None:
        """Write out whatever is on it so far."""
        _run("sync", "--file-system", str(self.path))

    def fail(self) -> None:
        """Have the system find an error on it, after which it is read-only until it is mounted anew."""
        Path("/sys/fs/ext4", Path(self._device).name, "trigger_fs_error").write_text("a test")

    def cut_power(self, *users: int) -> None:
        """Lose what was not synced; until it is mounted anew, everything that is asked of it fails.

        The processes that use it stand still from then on, and have to be killed: without power none would go
        on, and here it might be told that a sync is done which never was (jbd2 aborts without an error).
        """
        for user in users:
            os.kill(user, signal.SIGSTOP)
        for user in users:
            _wait_until_stopped(user)
        descriptor = os.open(self.path, os.O_RDONLY)
        try:
            fcntl.ioctl(descriptor, _SHUTDOWN, _NOTHING)
        finally:
            os.close(descriptor)


def _wait_until_stopped(process: int) -> None:
    """Wait until no thread can say anything any more; one that waits for a disk stops when it has waited."""
    tasks = Path(f"/proc/{process}/task")
    while any((task / "stat").read_text().rpartition(")")[2].split()[0] in "RS" for task in tasks.iterdir()):
        time.sleep(0.001)


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
