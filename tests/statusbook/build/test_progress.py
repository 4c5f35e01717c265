"""How far a build is."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from threading import Thread

from statusbook.build.crew import Crew
from statusbook.build.progress import Count

WATCHED = """
import time
from statusbook.build.progress import Count, shown
count = Count(1)
with shown("Building", count, 4):
    for _ in range(4):
        count.step(0)
        time.sleep(0.2)
print("done")
"""


class Walker:
    def __init__(self, count: Count, number: int) -> None:
        self.count, self.number = count, number

    def walk(self, steps: int) -> None:
        for _ in range(steps):
            self.count.step(self.number)


def test_the_steps_of_all_processes_count() -> None:
    count = Count(2)
    with Crew(2, lambda number: Walker(count, number)) as crew:
        crew.ask(Walker.walk, [(30,), (12,)])
        assert int(count) == 42


def test_whoever_watches_sees_how_far_it_is_and_then_nothing_of_it_is_left() -> None:
    ours, theirs = pty.openpty()
    said = bytearray()

    def listen() -> None:
        while True:
            try:
                said.extend(os.read(ours, 4096))
            except OSError:  # nobody is at the other end any more
                return

    listener = Thread(target=listen)
    listener.start()
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "80"}
    done = subprocess.run(
        [sys.executable, "-c", WATCHED], stderr=theirs, stdout=subprocess.PIPE, check=True, env=environment
    )
    os.close(theirs)
    listener.join()
    os.close(ours)
    told = said.decode()
    assert "Building" in told
    assert re.search("(25|50|75)%", told), "a busy machine may draw none of the others"
    assert told.rstrip().endswith(("\x1b[2K", "\x1b[?25h")), "the line is empty in the end"
    assert done.stdout == b"done\n"


def test_where_nobody_watches_nothing_is_said_and_nothing_loaded() -> None:
    probe = WATCHED + "import sys\nprint('rich' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"done\nFalse\n", b"")
