"""scripts/bench prepares what this needs and runs it."""

import argparse
import os
import signal
import sys
import tempfile
from pathlib import Path

from . import report
from .brokers import Brokers
from .embedded import EmbeddedBroker
from .failure import BenchmarkError
from .footprint import Footprint
from .latency import Latency
from .plain_c import PlainC
from .routing import Routing
from .settings import FULL, LINE_BYTES, QUICK, ROOT
from .throughput import CASES, Throughput

PARTS = ("throughput", "latency", "footprint", "broker", "routing")


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer records and one round: a look, not a measurement")
    parser.add_argument("--only", choices=PARTS, action="append", help="this part only; may be given several times")
    parser.add_argument("--case", action="append", help="only cases whose name contains this, such as 'sink, String'")
    parser.add_argument("--bootstrap", metavar="HOST:PORT", help="measure on this cluster, not on the embedded broker")
    parser.add_argument("--output", type=Path, default=ROOT / ".build/bench", help="where results.json and .md go")
    return parser.parse_args()


def say(text):
    print(f"    {text}", flush=True)


def announce(text):
    print(f"==> {text}", flush=True)


# What JsonConverter writes before a line and behind it: as a text, and as the struct that the source's chain makes.
TEXT = ('{"schema":{"type":"string","optional":false},"payload":"', '"}')
STRUCT = (
    '{"schema":{"type":"struct","fields":[{"type":"string","optional":false,"field":"text"},'
    '{"type":"int64","optional":true,"name":"org.apache.kafka.connect.data.Timestamp","version":1,"field":"ts"},'
    '{"type":"string","optional":true,"field":"host"}],"optional":false},"payload":{"text":"',
    '","ts":1795000000000,"host":"host-1"}}',
)


def write_values(directory, records):
    """Files of numbered lines, and of the same as JsonConverter writes them with schemas."""
    filler = "abcdefghijklmnopqrstuvwxyz0123456789 " * 3
    files = {kind: directory / kind for kind in ("lines", "texts", "structs")}
    with files["lines"].open("w") as lines, files["texts"].open("w") as texts, files["structs"].open("w") as structs:
        for number in range(records):
            line = f"{number:010} {filler}"[: LINE_BYTES - 1]
            lines.write(line + "\n")
            texts.write(TEXT[0] + line + TEXT[1] + "\n")
            structs.write(STRUCT[0] + line + STRUCT[1] + "\n")
    return files


def run(options, directory):
    plan = QUICK if options.quick else FULL
    parts = options.only or PARTS
    cases = [case for case in CASES if not options.case or any(word in case.name for word in options.case)]
    brokers = Brokers(directory, options.bootstrap)
    load = os.getloadavg()[0]
    binary = PlainC.build(directory)
    if not os.environ.get("KAFKA_CONNECT"):
        announce("Kafka Connect on the JVM is left out: KAFKA_CONNECT names no launcher (see docs/performance.md)")

    values = write_values(directory, plan.records)
    samples, throughput = [], None
    if "throughput" in parts:
        throughput = Throughput(plan, brokers, binary, directory, values, say)
        for case in cases:
            announce(f"Throughput: {case.name}")
            samples += throughput.run(case)
    latency = Latency(plan, brokers, binary, directory, say)
    latencies = {}
    if "latency" in parts:
        announce("Latency, one record at a time")
        latencies = latency.run()
    footprint = {}
    if "footprint" in parts:
        announce("Start and idle memory")
        footprint = Footprint(brokers, directory, say).run()
    broker = {}
    if "broker" in parts:
        announce("The embedded broker")
        broker = EmbeddedBroker(plan, binary, directory, values["lines"], say).run()
    routing = {}
    if "routing" in parts:
        announce("What routing costs")
        routing = Routing(plan, brokers, binary, directory, say).run()
    names = throughput.broker_names if throughput else {}
    return report.collect(plan, load, samples, names, latencies, latency.broker_name, footprint, broker, routing)


def main():
    options = arguments()
    # As Ctrl-C does: the blocks that started processes and made directories are left in order.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="millrace-bench.") as directory:
        try:
            result = run(options, Path(directory))
        except BenchmarkError as error:
            sys.exit(f"scripts/bench: {error}")
    report.write(result, options.output)
    print()
    print(report.markdown(result))
    announce(f"Written to {options.output}/results.md and results.json")


if __name__ == "__main__":
    main()
