"""A Connect worker, Millrace's or the JVM's: the same properties, the same REST calls."""

import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request

from .failure import BenchmarkError
from .processes import end, until
from .settings import ROOT, SESSION_TIMEOUT_MS, STRING


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Worker:
    """A standalone worker that ends when the block is left."""

    def __init__(self, launcher, directory, broker, properties=None):
        self.launcher = [str(word) for word in launcher]
        self.directory = directory
        self.properties = {
            "bootstrap.servers": broker,
            "key.converter": STRING,
            "value.converter": STRING,
            "offset.storage.file.filename": directory / "connect.offsets",
            "offset.flush.interval.ms": 10000,
            "consumer.session.timeout.ms": SESSION_TIMEOUT_MS,
            **(properties or {}),
        }
        self.process = None
        self.start_seconds = None

    @property
    def pid(self):
        return self.process.pid

    def __enter__(self):
        self.directory.mkdir(parents=True)
        self.url = f"http://127.0.0.1:{free_port()}"
        path = self.directory / "worker.properties"
        lines = {**self.properties, "listeners": self.url}
        path.write_text("".join(f"{name}={value}\n" for name, value in lines.items()))
        started = time.monotonic()
        with (self.directory / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [*self.launcher, "standalone", path], stdout=log, stderr=subprocess.STDOUT
            )
        try:
            until(self._answers, 60, f"the start of {self.launcher[0]}", step=0.001)
        except BaseException:
            self.__exit__()
            raise
        self.start_seconds = time.monotonic() - started
        return self

    def __exit__(self, *_):
        end(self.process)

    def _answers(self):
        if self.process.poll() is not None:
            raise BenchmarkError(f"{self.launcher[0]} ended at its start: {self.last_words()}")
        try:
            self.call("GET", "/")
            return True
        except OSError:
            return False

    def last_words(self):
        return "\n".join((self.directory / "log").read_text(errors="replace").splitlines()[-10:])

    def call(self, method, path, body=None):
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(
            self.url + path, data, {"Content-Type": "application/json"}, method=method
        )
        with urllib.request.urlopen(request, timeout=30) as response:
            text = response.read()
        return json.loads(text) if text else None

    def create(self, name, config):
        self.call("POST", "/connectors", {"name": name, "config": config})

    def delete(self, name):
        self.call("DELETE", f"/connectors/{name}")

    def check(self, name):
        """A task that failed ends the benchmark with its trace."""
        try:
            status = self.call("GET", f"/connectors/{name}/status")
        except urllib.error.HTTPError:
            return
        for task in [status["connector"], *status["tasks"]]:
            if task["state"] == "FAILED":
                raise BenchmarkError(f"{name} failed: {task.get('trace')}")

    def is_running(self, name):
        self.check(name)
        try:
            status = self.call("GET", f"/connectors/{name}/status")
        except urllib.error.HTTPError:
            return False
        return bool(status["tasks"]) and all(task["state"] == "RUNNING" for task in status["tasks"])


def millrace(directory, broker, plugin_path=ROOT / "plugin-path"):
    return Worker([ROOT / ".build/release/millrace"], directory, broker, {"plugin.path": plugin_path})


def kafka_connect(directory, broker):
    """The JVM's worker, with the discovery of plugins that starts fastest and needs the least memory."""
    return Worker([os.environ["KAFKA_CONNECT"]], directory, broker, {"plugin.discovery": "service_load"})
