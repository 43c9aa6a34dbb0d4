"""What moves a file to a topic or a topic to a file: a connector of a worker, or the plain C program."""

import json
import subprocess
import time

from .failure import BenchmarkError
from .processes import cpu_seconds


class ConnectorMover:
    """One connector at a time in a running worker."""

    def __init__(self, worker):
        self.worker = worker
        self.name = None

    @property
    def pid(self):
        return self.worker.pid

    def start_source(self, name, path, topic, config):
        self._start(name, "FileStreamSource", config, file=str(path), topic=topic)

    def start_sink(self, name, topic, path, config):
        self._start(name, "FileStreamSink", config, file=str(path), topics=topic)

    def _start(self, name, plugin, config, **own):
        self.name = name
        self.worker.create(name, {"connector.class": plugin, "tasks.max": "1", **config, **own})

    def check(self):
        self.worker.check(self.name)

    def cpu(self):
        return cpu_seconds(self.pid)

    def stop(self):
        self.worker.delete(self.name)


class PlainCMover:
    """The plain C program, which knows no converters: it moves the bytes of the lines."""

    def __init__(self, tool, records=None, follow=False):
        self.tool = tool
        self.process = None
        self._count = [records] if records else []
        self._mode = "follow" if follow else "produce"

    @property
    def pid(self):
        return self.process.pid

    def start_source(self, _name, path, topic, _config):
        self._start(self.tool.producer_command(path, topic, self._mode))

    def start_sink(self, name, topic, path, _config):
        self._start(self.tool.consumer_command(topic, path, name, *self._count))

    def _start(self, command):
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    def check(self):
        if self.process.poll() not in (None, 0):
            raise BenchmarkError(f"plain-c ended with {self.process.returncode}")

    def cpu(self):
        """What the program reports at its end; nothing before it was started."""
        if not self.process:
            return 0
        return json.loads(self.process.communicate(timeout=60)[0])["cpu_seconds"]

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait()
        self.process = None


def await_end(mover, finished, patience=300, step=0.002):
    """Waits until `finished()`; looks once a second whether the mover has failed."""
    started = looked = time.monotonic()
    while not finished():
        now = time.monotonic()
        if now - started > patience:
            raise BenchmarkError(f"{mover.__class__.__name__} was not done after {patience} s")
        if now - looked > 1:
            mover.check()
            looked = now
        time.sleep(step)
