"""What a process and all its descendants cost: CPU seconds and peak proportional memory."""

import os
import subprocess
import threading
import time
from pathlib import Path

from .failure import BenchmarkError

TICKS = os.sysconf("SC_CLK_TCK")


def _stat(pid):
    """The fields of /proc/PID/stat after the command's name, or None if the process is gone."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    return text.rpartition(")")[2].split()


def tree(pid):
    """The ids of the process and its descendants."""
    parents = {}
    for name in os.listdir("/proc"):
        if name.isdigit() and (fields := _stat(name)):
            parents.setdefault(int(fields[1]), []).append(int(name))
    found, queue = [], [pid]
    while queue:
        found.append(queue.pop())
        queue.extend(parents.get(found[-1], []))
    return found


def cpu_seconds(pid):
    """User and system time of the tree so far, the children that have ended included."""
    ticks = 0
    for member in tree(pid):
        if fields := _stat(member):
            ticks += sum(int(field) for field in fields[11:15])
    return ticks / TICKS


def task_cpu_seconds(worker):
    """User and system time of a worker's plugin processes, without the daemon's own."""
    ticks = 0
    for member in tree(worker):
        if member != worker and (fields := _stat(member)):
            ticks += int(fields[11]) + int(fields[12])
    return ticks / TICKS


def memory(pid):
    """The lines of smaps_rollup in bytes, empty if the process is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    except OSError:
        return {}
    return {line.split(":")[0]: int(line.split()[1]) * 1024 for line in lines}


def private_bytes(pid):
    """What would be given back if only this process ended."""
    sizes = memory(pid)
    return sizes.get("Private_Clean", 0) + sizes.get("Private_Dirty", 0)


class PeakMemory:
    """Samples the tree's proportional memory while it is entered."""

    def __init__(self, pid, interval=0.05):
        self.pid = pid
        self.interval = interval
        self.peak = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._done.set()
        self._thread.join()

    def _run(self):
        while True:
            self.peak = max(self.peak, sum(memory(member).get("Pss", 0) for member in tree(self.pid)))
            if self._done.wait(self.interval):
                return


def end(process, patience=20):
    """Asks a child to end, and makes it end."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def until(condition, patience, what, step=0.002):
    """Waits until `condition()` is true and returns its value."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if value := condition():
            return value
        time.sleep(step)
    raise BenchmarkError(f"{what} did not happen within {patience} s")
