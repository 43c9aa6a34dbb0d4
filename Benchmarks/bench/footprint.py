"""How long the worker takes to start, and what it and its tasks need while there is nothing to do."""

import shutil
import time
from pathlib import Path
from statistics import median

from .processes import memory, private_bytes, tree, until
from .settings import ROOT, STRING
from .workers import millrace

INSTALLED = 20
STARTS = 10
TASKS = 3
SETTLING = 3  # seconds until a process counts as idle


def install(plugin_path, count):
    """The bundled plugins again and again, each copy a file of its own."""
    files = sorted((ROOT / "plugin-path").glob("*/*.so"))
    for number in range(count):
        source = files[number % len(files)]
        directory = plugin_path / f"{number:02}-{source.parent.name}"
        directory.mkdir(parents=True)
        shutil.copy(source, directory)


def command_of(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
    except OSError:
        return []


def runs_a_task(pid):
    words = command_of(pid)
    return len(words) > 1 and Path(words[0]).name == "millrace-task" and words[1] == "task"


class Footprint:
    """Starts workers with many plugins, then one with idle tasks."""

    def __init__(self, brokers, directory, say):
        self.brokers = brokers
        self.directory = directory
        self.say = say

    def run(self):
        plugin_path = self.directory / "twenty-plugins"
        install(plugin_path, INSTALLED)
        with self.brokers.start() as broker:
            starts = []
            for number in range(STARTS):
                with millrace(self.directory / f"start-{number}", broker.address, plugin_path) as worker:
                    starts.append(worker.start_seconds * 1000)
            result = {"start_ms": median(starts), "start_ms_max": max(starts)}
            with millrace(self.directory / "idle", broker.address, plugin_path) as worker:
                result.update(self._idle(worker))
        self.say(", ".join(f"{name} {value:,.0f}" for name, value in result.items()))
        return result

    def _idle(self, worker):
        time.sleep(SETTLING)
        daemon = memory(worker.pid)
        for number in range(TASKS):
            path = self.directory / f"idle-{number}.txt"
            path.touch()
            self._start(worker, f"idle-source-{number}", "FileStreamSource", file=str(path), topic="idle")
            self._start(worker, f"idle-sink-{number}", "FileStreamSink", file=f"{path}.out", topics="idle")
        time.sleep(SETTLING)
        tasks = [private_bytes(pid) for pid in tree(worker.pid) if runs_a_task(pid)]
        return {
            "daemon_rss_bytes": daemon.get("Rss", 0),
            "daemon_pss_bytes": daemon.get("Pss", 0),
            "task_private_bytes": median(tasks) if tasks else None,
            "task_private_bytes_max": max(tasks, default=None),
            "tasks": len(tasks),
        }

    @staticmethod
    def _start(worker, name, plugin, **config):
        worker.create(name, {"connector.class": plugin, "value.converter": STRING, **config})
        until(lambda: worker.is_running(name), 30, f"RUNNING of {name}", step=0.05)
