import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.build import memory

ROLLUP = """\
55d0a1e00000-7ffd5c1f2000 ---p 00000000 00:00 0                          [rollup]
Rss:               12000 kB
Pss:                {} kB
Pss_Dirty:          1000 kB
SwapPss:               0 kB
"""


def a_process(proc: Path, id_: int, session: int, kilobytes: int | None) -> None:
    folder = proc / str(id_)
    folder.mkdir(parents=True)
    (folder / "stat").write_text(f"{id_} (a (b) c) S 1 {id_} {session} 0 -1", encoding="utf-8")
    if kilobytes is not None:
        (folder / "smaps_rollup").write_text(ROLLUP.format(kilobytes), encoding="utf-8")


def test_the_pss_is_in_bytes() -> None:
    assert memory.pss(ROLLUP.format(7000)) == 7000 * 1024


def test_a_process_that_is_ending_holds_nothing() -> None:
    assert memory.pss("") == 0


def test_a_name_with_brackets_hides_no_session() -> None:
    assert memory.session_of("41 (a (b) c) S 1 40 39 0 -1") == 39


def test_the_processes_of_a_session_are_added_up(tmp_path: Path) -> None:
    a_process(tmp_path, 40, 40, 1000)
    a_process(tmp_path, 41, 40, 200)
    a_process(tmp_path, 42, 42, 50)  # of another session
    a_process(tmp_path, 43, 40, None)  # ending
    (tmp_path / "44").mkdir()  # gone
    (tmp_path / "uptime").touch()
    assert memory.held(40, tmp_path) == 1200 * 1024


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone tells it")
def test_a_child_counts() -> None:
    child = "held = b'x' * 60_000_000; import time; time.sleep(0.5)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    assert 60 < memory.peak([sys.executable, "-c", parent], os.environ) < 100


def test_a_command_that_fails_says_why() -> None:
    with pytest.raises(SystemExit, match=r"failed:\nno such page\n"):
        memory.peak([sys.executable, "-c", "import sys; sys.exit('no such page')"], os.environ)


def test_nothing_goes_on_after_an_interruption(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_session: int) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(memory, "held", interrupt)
    started = []
    popen = subprocess.Popen

    def start(*args, **kwargs):
        started.append(popen(*args, **kwargs))
        return started[-1]

    monkeypatch.setattr(subprocess, "Popen", start)
    with pytest.raises(KeyboardInterrupt):
        memory.peak([sys.executable, "-c", "import time; time.sleep(60)"], os.environ)
    assert started[0].wait(timeout=10) != 0
