"""The results as a table for people and a file for programs."""

import json
import os
import platform
from pathlib import Path

from .samples import medians
from .throughput import JVM_COLD, JVM_WARM, MILLRACE, PLAIN_C

MIB = 2**20


def machine():
    model = ""
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return f"{os.cpu_count()} cores of {model}, {pages / 2**30:.0f} GiB, Linux {platform.release()}"


def table(header, rows):
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def throughput_rows(results):
    for case, systems in results.items():
        for system, figures in systems.items():
            per_record = figures["cpu_seconds"] / figures["records"] * 1e6
            yield [
                case, system, f"{figures['records_per_second']:,.0f}", f"{figures['cpu_seconds']:.2f}",
                f"{per_record:.2f}", f"{figures['peak_bytes'] / MIB:.0f}",
            ]  # fmt: skip


def ratio_rows(results):
    """Millrace over each of the others: more is better for rates, less for the rest."""
    for case, systems in results.items():
        ours = systems[MILLRACE]
        for other in (PLAIN_C, JVM_COLD, JVM_WARM):
            if other in systems:
                theirs = systems[other]
                rate, cpu, peak = (
                    ours[figure] / theirs[figure] if theirs[figure] else float("nan")
                    for figure in ("records_per_second", "cpu_seconds", "peak_bytes")
                )
                yield [case, other, f"{rate:.2f}", f"{cpu:.2f}", f"{peak:.2f}"]


def latency_rows(latency):
    for direction, systems in latency.items():
        for system, figures in systems.items():
            yield [direction, system, f"{figures['p50_ms']:.2f}", f"{figures['p99_ms']:.2f}", str(figures["records"])]


def footprint_rows(footprint):
    yield ["exec to GET / with 20 plugins, median", f"{footprint['start_ms']:.0f} ms"]
    yield ["idle daemon, resident", f"{footprint['daemon_rss_bytes'] / MIB:.1f} MiB"]
    yield ["idle daemon, proportional", f"{footprint['daemon_pss_bytes'] / MIB:.1f} MiB"]
    if footprint["task_private_bytes"] is not None:
        yield [f"idle task, private, median of {footprint['tasks']}", f"{footprint['task_private_bytes'] / MIB:.1f} MiB"]


def broker_rows(broker):
    yield ["records/s from the plain C producer", f"{broker['produce_per_second']:,.0f}"]
    yield ["records/s to the plain C consumer", f"{broker['consume_per_second']:,.0f}"]
    yield ["peak resident meanwhile", f"{broker['peak_mib']:.1f} MiB"]
    yield ["from an acknowledgement to a waiting consumer, median", f"{broker['wait_p50_ms']:.2f} ms"]
    yield ["the same, p99", f"{broker['wait_p99_ms']:.2f} ms"]
    yield ["exec to the first answer, new directory, median", f"{broker['start_ms']:.0f} ms"]
    yield ["the same, directory with 1 GB", f"{broker['large_start_ms']:.0f} ms"]
    yield ["idle, resident, new directory", f"{broker['idle_rss_mib']:.1f} MiB"]
    yield ["the same, directory with 1 GB", f"{broker['large_idle_rss_mib']:.1f} MiB"]
    yield ["peak resident while 1 GB is written", f"{broker['large_peak_mib']:.1f} MiB"]
    yield ["idle, processor time", f"{broker['idle_cpu_ms_per_s']:.1f} ms a second"]


def routing_rows(routing):
    low, high = routing["interval_ns"]
    yield ["CPU of the task with RegexRouter less that without, a record, mean", f"{routing['mean_ns']:.0f} ns"]
    yield [f"95% interval over {routing['pairs']} pairs", f"{low:.0f} to {high:.0f} ns"]
    yield ["records a run", f"{routing['records']:,}"]


def markdown(result):
    parts = [f"{result['machine']}. Load before the run: {result['load']:.1f}."]
    if result["throughput"]:
        samples = result["medians"]
        parts += [
            "Medians of {rounds} rounds of {records:,} records of 100 bytes. ".format(**result["plan"])
            + " ".join(f"{case} on {broker}." for case, broker in result["brokers"].items()),
            table(["case", "system", "records/s", "CPU s", "CPU µs/record", "peak PSS MiB"], throughput_rows(samples)),
            "Millrace divided by the other:",
            table(["case", "other", "records/s", "CPU", "peak PSS"], ratio_rows(samples)),
        ]
    if result["latency"]:
        parts += [
            f"Latency, one record at a time, on {result['latency_broker']}:",
            table(["direction", "system", "p50 ms", "p99 ms", "records"], latency_rows(result["latency"])),
        ]
    if result["footprint"]:
        parts += [table(["footprint", "figure"], footprint_rows(result["footprint"]))]
    if result["embedded_broker"]:
        parts += [table(["the embedded broker", "figure"], broker_rows(result["embedded_broker"]))]
    if result["routing"]:
        parts += [table(["what routing costs", "figure"], routing_rows(result["routing"]))]
    return "\n\n".join(parts) + "\n"


def collect(plan, load, samples, brokers, latency, latency_broker, footprint, broker, routing):
    return {
        "machine": machine(),
        "load": load,
        "plan": vars(plan),
        "brokers": brokers,
        "throughput": [sample.to_json() for sample in samples],
        "medians": medians(samples),
        "latency": latency,
        "latency_broker": latency_broker,
        "footprint": footprint,
        "embedded_broker": broker,
        "routing": routing,
    }


def write(result, directory):
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "results.json").write_text(json.dumps(result, indent=1) + "\n")
    (directory / "results.md").write_text(markdown(result))
