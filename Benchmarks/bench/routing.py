"""What a chain that only routes costs: processor time of the task with it less that without, in alternating pairs."""

import subprocess
from statistics import mean, stdev

from .movers import ConnectorMover, await_end
from .plain_c import PlainC
from .processes import end, task_cpu_seconds
from .settings import LINE_BYTES, ROUTING_CHAIN, STRING
from .workers import millrace

# Student's t for 95%, by the degrees of freedom that the plans have.
_T95 = {2: 4.303, 9: 2.262}


class Routing:
    """The same file through a source, with RegexRouter and without, one after the other."""

    def __init__(self, plan, brokers, binary, directory, say):
        self.plan = plan
        self.brokers = brokers
        self.binary = binary
        self.directory = directory
        self.say = say

    def run(self):
        path = self._write()
        with self.brokers.start() as broker, millrace(self.directory / "routing-worker", broker.address) as worker:
            tool = PlainC(self.binary, broker.address)
            self._measure(worker, tool, path, "routing-warm-up", {})
            differences = []
            for pair in range(self.plan.pairs):
                order = [{}, ROUTING_CHAIN] if pair % 2 == 0 else [ROUTING_CHAIN, {}]
                seconds = {bool(chain): self._measure(worker, tool, path, f"pair-{pair}", chain) for chain in order}
                differences.append((seconds[True] - seconds[False]) / self.plan.routed * 1e9)
                self.say(f"pair {pair + 1}: {seconds[False]:.2f} and {seconds[True]:.2f} CPU s")
        path.unlink()
        half = _T95[len(differences) - 1] * stdev(differences) / len(differences) ** 0.5
        middle = mean(differences)
        return {
            "mean_ns": middle,
            "interval_ns": [middle - half, middle + half],
            "pairs": len(differences),
            "records": self.plan.routed,
        }

    def _measure(self, worker, tool, path, name, chain):
        """The processor time of the task's process for the whole file."""
        tool.create_topic(name)
        waiter = subprocess.Popen(tool.command({}, "wait", name, self.plan.routed), stdout=subprocess.DEVNULL)
        mover = ConnectorMover(worker)
        try:
            topic = f"{name}-in" if chain else name
            # A name of its own: a connector that is made again goes on where its last run ended.
            mover.start_source(topic, path, topic, {"value.converter": STRING, **chain})
            await_end(mover, lambda: waiter.poll() is not None)
            return task_cpu_seconds(worker.pid)
        finally:
            mover.stop()
            end(waiter)
            tool.delete_topic(name)

    def _write(self):
        path = self.directory / "routed-lines"
        filler = "abcdefghijklmnopqrstuvwxyz0123456789 " * 3
        with path.open("w") as lines:
            for number in range(self.plan.routed):
                lines.write(f"{number:010} {filler}"[: LINE_BYTES - 1] + "\n")
        return path
