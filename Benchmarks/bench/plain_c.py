"""The plain C program: built, run as a system under test, and used as a tool on topics."""

import json
import subprocess

from .failure import BenchmarkError
from .settings import PLAIN_C_CONSUMER, PLAIN_C_PRODUCER, ROOT


def options(properties):
    return [word for name, value in properties.items() for word in ("-X", f"{name}={value}")]


class PlainC:
    """The program at one broker."""

    def __init__(self, binary, broker):
        self.binary = binary
        self.broker = broker

    @staticmethod
    def build(directory):
        binary = directory / "plain-c"
        sources = sorted((ROOT / "Benchmarks/plain-c").glob("*.c"))
        command = ["cc", "-std=gnu11", "-O2", "-Wall", "-Wextra", "-o", binary, *sources, "-lrdkafka"]
        if subprocess.run(command).returncode:
            raise BenchmarkError("Benchmarks/plain-c does not compile; run scripts/setup and look at cc's messages.")
        return binary

    def command(self, properties, *words):
        return [self.binary, "-b", self.broker, *options(properties), *map(str, words)]

    def run(self, properties, *words, patience=300):
        result = subprocess.run(self.command(properties, *words), capture_output=True, text=True, timeout=patience)
        if result.returncode:
            raise BenchmarkError(f"plain-c {' '.join(map(str, words))}: {result.stderr.strip()}")
        return json.loads(result.stdout) if result.stdout else {}

    def create_topic(self, topic):
        self.run({}, "create", topic, 1)

    def delete_topic(self, topic):
        self.run({}, "delete", topic)

    def wait_for(self, topic, count):
        self.run({}, "wait", topic, count)

    def fill(self, topic, path):
        self.create_topic(topic)
        self.run(PLAIN_C_PRODUCER, "produce", path, topic)

    def producer_command(self, path, topic, mode="produce"):
        return self.command(PLAIN_C_PRODUCER, mode, path, topic)

    def consumer_command(self, topic, path, group, *count):
        return self.command({**PLAIN_C_CONSUMER, "group.id": group}, "consume", topic, path, *count)
