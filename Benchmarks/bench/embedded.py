"""What the embedded broker itself takes and needs, with the plain C program as its client."""

import contextlib
import socket
import struct
import time
from pathlib import Path
from statistics import median

from .brokers import Embedded
from .plain_c import PlainC
from .processes import TICKS, memory
from .settings import PLAIN_C_CONSUMER, PLAIN_C_PRODUCER

STARTS = 10
LARGE = 10  # topics of a million messages, which are 1 GB
SETTLING = 3  # seconds until a broker counts as idle
IDLE = 10  # seconds over which an idle broker's processor time is taken
MIB = 2**20


def peak_resident(pid):
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


def processor_seconds(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def await_answer(address):
    """Asks which requests the broker serves, and reads the beginning of what it says."""
    host, port = address.rsplit(":", 1)
    with contextlib.closing(socket.create_connection((host, int(port)), 10)) as client:
        request = struct.pack(">hhih", 18, 0, 1, -1)
        client.sendall(struct.pack(">i", len(request)) + request)
        client.recv(4)


class EmbeddedBroker:
    """Starts brokers of its own, whatever cluster the other parts are measured on."""

    def __init__(self, plan, binary, directory, lines, say):
        self.plan = plan
        self.binary = binary
        self.directory = directory
        self.lines = lines
        self.say = say

    def run(self):
        result = {**self._throughput(), **self._latency(), **self._start_and_idle(), **self._large()}
        self.say(", ".join(f"{name} {value:,.1f}" for name, value in result.items()))
        return result

    def _throughput(self):
        produced, consumed, peaks = [], [], []
        for number in range(self.plan.rounds):
            with Embedded(self.directory / f"throughput-{number}") as broker:
                tool = PlainC(self.binary, broker.address)
                tool.create_topic("t")
                figures = tool.run(PLAIN_C_PRODUCER, "produce", self.lines, "t")
                produced.append(figures["records_per_second"])
                out = self.directory / "consumed"
                figures = tool.run(PLAIN_C_CONSUMER, "consume", "t", out, self.plan.records)
                consumed.append(figures["records_per_second"])
                out.unlink()
                peaks.append(peak_resident(broker.pid))
        return {
            "produce_per_second": median(produced),
            "consume_per_second": median(consumed),
            "peak_mib": max(peaks) / MIB,
        }

    def _latency(self):
        with Embedded(self.directory / "latency") as broker:
            tool = PlainC(self.binary, broker.address)
            tool.create_topic("t")
            figures = tool.run({"acks": "all", "linger.ms": "0"}, "probe-broker", "t", self.plan.probes)
        return {"wait_p50_ms": figures["p50_ms"], "wait_p99_ms": figures["p99_ms"]}

    def _start_and_idle(self):
        starts = [self._start(self.directory / f"start-{number}") for number in range(STARTS)]
        with Embedded(self.directory / "idle") as broker:
            time.sleep(SETTLING)
            before = processor_seconds(broker.pid)
            time.sleep(IDLE)
            used = processor_seconds(broker.pid) - before
            resident = memory(broker.pid).get("Rss", 0)
        return {"start_ms": median(starts), "idle_rss_mib": resident / MIB, "idle_cpu_ms_per_s": 1000 * used / IDLE}

    @staticmethod
    def _start(directory, keep=False):
        started = time.monotonic()
        with Embedded(directory, keep) as broker:
            await_answer(broker.address)
            return (time.monotonic() - started) * 1000

    def _large(self):
        directory = self.directory / "large"
        with Embedded(directory, keep=True) as broker:
            tool = PlainC(self.binary, broker.address)
            for number in range(LARGE):
                tool.fill(f"t{number}", self.lines)
            peak = peak_resident(broker.pid)
        starts = [self._start(directory, keep=True) for _ in range(STARTS)]
        with Embedded(directory) as broker:
            time.sleep(SETTLING)
            resident = memory(broker.pid).get("Rss", 0)
        return {"large_peak_mib": peak / MIB, "large_start_ms": median(starts), "large_idle_rss_mib": resident / MIB}
