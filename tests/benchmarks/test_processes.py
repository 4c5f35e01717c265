import subprocess
import sys

from benchmarks.votes import processes

BUSY = """
import subprocess, sys, time
if sys.argv[1:]:
    child = subprocess.Popen([sys.executable, "-c", sys.argv[1]], stdout=subprocess.PIPE)
    child.stdout.readline()
held = bytearray(50_000_000)
while time.process_time() < 0.3:
    pass
print("ready", flush=True)
sys.stdin.read()
"""


def test_the_time_of_a_process_and_of_those_below_it() -> None:
    command = [sys.executable, "-c", BUSY, BUSY]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        used = processes.cpu(process.pid)
        memory = processes.memory(process.pid)
        process.communicate()
    assert used >= 0.55  # 0.3 s of each, but for the last tick of each
    assert 50 < memory < 200
