"""Records a second, CPU and memory of sources and sinks, one round after the other, the systems taking turns."""

import contextlib
import os
import subprocess
import time
from dataclasses import dataclass, field

from .movers import ConnectorMover, PlainCMover, await_end
from .plain_c import PlainC
from .processes import PeakMemory, end
from .samples import Sample
from .settings import JSON, SINK_CHAIN, SOURCE_CHAIN, STRING
from .workers import kafka_connect, millrace

MILLRACE = "Millrace"
PLAIN_C = "plain C"
JVM_COLD = "Kafka Connect, cold"
JVM_WARM = "Kafka Connect, warm"


@dataclass(frozen=True)
class Case:
    """A direction, a converter, and the transformations between file and topic.

    `values` is the kind of the values in the topic: the plain C program, which knows neither converters nor
    transformations, moves values of the same bytes.
    """

    direction: str
    converter: str
    values: str
    transforms: dict = field(default_factory=dict, hash=False)

    @property
    def name(self):
        transforms = " and transformations" if self.transforms else ""
        return f"{self.direction}, {self.converter.rpartition('.')[2]}{transforms}"

    @property
    def config(self):
        return {"value.converter": self.converter, **self.transforms}

    @property
    def systems(self):
        jvm = [JVM_COLD, JVM_WARM] if os.environ.get("KAFKA_CONNECT") else []
        return [MILLRACE, PLAIN_C, *jvm]


CASES = [
    Case(direction, converter, values, transforms)
    for direction, chain in (("source", SOURCE_CHAIN), ("sink", SINK_CHAIN))
    for converter, values, transforms in ((STRING, "lines", {}), (JSON, "texts", {}), (JSON, "structs", chain))
]


def size_of(path):
    try:
        return os.stat(path).st_size
    except OSError:
        return 0


class Throughput:
    """Runs the cases. `values` has a file of lines for each kind of values."""

    def __init__(self, plan, brokers, binary, directory, values, say):
        self.plan = plan
        self.brokers = brokers
        self.binary = binary
        self.directory = directory
        self.values = values
        self.say = say
        self.broker_names = {}
        self._runs = 0

    def run(self, case):
        with self.brokers.start() as broker, contextlib.ExitStack() as stack:
            self.broker_names[case.name] = broker.name
            tool = PlainC(self.binary, broker.address)
            self._warm_up(tool, case)
            workers = self._long_lived(stack, case, broker, tool)
            samples = []
            for round_number in range(self.plan.rounds):
                turn = round_number % len(case.systems)
                for system in case.systems[turn:] + case.systems[:turn]:
                    samples.append(self._sample(case, system, workers, broker, tool))
            return samples

    def _warm_up(self, tool, case):
        """A broker that was just started is slow at first."""
        self.say(f"{case.name}: warming the broker up")
        for number in range(2):
            tool.fill(f"warm-up-{number}", self.values["lines"])
            tool.delete_topic(f"warm-up-{number}")
        if case.direction == "sink":
            tool.fill("full", self.values[case.values])

    def _long_lived(self, stack, case, broker, tool):
        """Millrace's worker, and the JVM's that has done the same work before."""
        workers = {MILLRACE: stack.enter_context(millrace(self._fresh("millrace"), broker.address))}
        if JVM_WARM in case.systems:
            workers[JVM_WARM] = stack.enter_context(kafka_connect(self._fresh("connect"), broker.address))
            for _ in range(self.plan.warm_ups):
                self._measure(case, "a JVM's warm-up", ConnectorMover(workers[JVM_WARM]), tool)
        return workers

    def _sample(self, case, system, workers, broker, tool):
        if system == PLAIN_C:
            return self._measure(case, system, PlainCMover(tool, records=self.plan.records), tool)
        if system == JVM_COLD:
            with kafka_connect(self._fresh("connect"), broker.address) as worker:
                return self._measure(case, system, ConnectorMover(worker), tool)
        return self._measure(case, system, ConnectorMover(workers[system]), tool)

    def _measure(self, case, system, mover, tool):
        run = self._fresh("run")
        measure = self._source if case.direction == "source" else self._sink
        # What stands in the file: a worker's lines, or the plain C program's values as they are.
        file = self.values[case.values if system == PLAIN_C else "lines"]
        try:
            seconds, rate, cpu, peak = measure(mover, run, file, case.config, tool)
        finally:
            mover.stop()
        self.say(f"{case.name}: {system}: {rate:,.0f} records/s, {cpu:.2f} CPU s, {peak / 2**20:.0f} MiB")
        return Sample(case.name, system, self.plan.records, seconds, rate, cpu, peak)

    def _source(self, mover, run, file, config, tool):
        tool.create_topic(run.name)
        waiter = subprocess.Popen(tool.command({}, "wait", run.name, self.plan.records), stdout=subprocess.DEVNULL)
        try:
            before, started = mover.cpu(), time.monotonic()
            mover.start_source(run.name, file, run.name, config)
            with PeakMemory(mover.pid) as memory:
                await_end(mover, lambda: waiter.poll() is not None)
                seconds = time.monotonic() - started
            cpu = mover.cpu() - before
        finally:
            end(waiter)
            tool.delete_topic(run.name)
        return seconds, self.plan.records / seconds, cpu, memory.peak

    def _sink(self, mover, run, file, config, _tool):
        """The rate is that from the first line in the file on: the broker decides when a group gets to work."""
        target, size = self.directory / f"{run.name}.out", size_of(file)
        before, started = mover.cpu(), time.monotonic()
        mover.start_sink(run.name, "full", target, config)
        with PeakMemory(mover.pid) as memory:
            await_end(mover, lambda: size_of(target) > 0)
            first, first_size = time.monotonic(), size_of(target)
            await_end(mover, lambda: size_of(target) >= size)
            done = time.monotonic()
        cpu = mover.cpu() - before
        subprocess.run(["cmp", file, target], check=True)
        target.unlink()
        rate = self.plan.records * (1 - first_size / size) / (done - first)
        return done - started, rate, cpu, memory.peak

    def _fresh(self, kind):
        self._runs += 1
        return self.directory / f"{kind}-{self._runs}"
