"""One record at a time: how long from the file to the topic, and from the topic to the file."""

import contextlib
import os
import time

from .movers import ConnectorMover, PlainCMover
from .plain_c import PlainC
from .processes import until
from .settings import PLAIN_C_CONSUMER, STRING
from .throughput import MILLRACE, PLAIN_C
from .workers import kafka_connect, millrace

JVM = "Kafka Connect"
JVM_PROBES = 30  # its source looks at an idle file twice a second


class Latency:
    """Probes with the plain C program whatever moves the records."""

    def __init__(self, plan, brokers, binary, directory, say):
        self.plan = plan
        self.brokers = brokers
        self.binary = binary
        self.directory = directory
        self.say = say
        self.broker_name = ""

    def run(self):
        """{direction: {system: {p50_ms, p99_ms, max_ms}}}"""
        results = {"source": {}, "sink": {}}
        with self.brokers.start() as broker:
            self.broker_name = broker.name
            tool = PlainC(self.binary, broker.address)
            for system in self._systems():
                with contextlib.ExitStack() as stack:
                    mover, probes = self._mover(stack, system, broker, tool)
                    for direction, probe in (("source", self._source), ("sink", self._sink)):
                        figures = probe(mover, system, tool, probes)
                        results[direction][system] = figures
                        self.say(f"{direction}: {system}: p50 {figures['p50_ms']} ms, p99 {figures['p99_ms']} ms")
        return results

    def _systems(self):
        return [PLAIN_C, MILLRACE, *([JVM] if os.environ.get("KAFKA_CONNECT") else [])]

    def _mover(self, stack, system, broker, tool):
        if system == PLAIN_C:
            return PlainCMover(tool, follow=True), self.plan.probes
        start = millrace if system == MILLRACE else kafka_connect
        directory = self.directory / f"latency-{system.split()[0]}"
        worker = stack.enter_context(start(directory, broker.address))
        return ConnectorMover(worker), self.plan.probes if system == MILLRACE else JVM_PROBES

    def _source(self, mover, system, tool, probes):
        topic = f"latency-source-{system.split()[0]}"
        path = self.directory / f"{topic}.txt"
        path.touch()
        tool.create_topic(topic)
        mover.start_source(topic, path, topic, STRING)
        try:
            self._await_running(mover, topic)
            return tool.run(PLAIN_C_CONSUMER, "probe-source", path, topic, probes)
        finally:
            mover.stop()

    def _sink(self, mover, system, tool, probes):
        topic = f"latency-sink-{system.split()[0]}"
        path = self.directory / f"{topic}.txt"
        tool.create_topic(topic)
        mover.start_sink(topic, topic, path, STRING)
        try:
            self._await_running(mover, topic)
            return tool.run({"acks": "all", "linger.ms": "0"}, "probe-sink", topic, path, probes)
        finally:
            mover.stop()

    @staticmethod
    def _await_running(mover, name):
        if isinstance(mover, ConnectorMover):
            until(lambda: mover.worker.is_running(name), 30, f"RUNNING of {name}", step=0.05)
            time.sleep(0.5)
