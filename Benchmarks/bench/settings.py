"""What is the same for every system that is measured."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

LINE_BYTES = 100  # the newline included

# Millrace's defaults for producers, in librdkafka's words: the plain C program gets exactly these.
PLAIN_C_PRODUCER = {
    "acks": "all",
    "enable.idempotence": "true",
    "max.in.flight.requests.per.connection": "5",
    "linger.ms": "5",
    "batch.size": "1000000",
    "compression.type": "none",
    "partitioner": "murmur2_random",
}

SESSION_TIMEOUT_MS = 6000
PLAIN_C_CONSUMER = {"session.timeout.ms": str(SESSION_TIMEOUT_MS), "isolation.level": "read_uncommitted"}

STRING = "org.apache.kafka.connect.storage.StringConverter"
JSON = "org.apache.kafka.connect.json.JsonConverter"

_TRANSFORM = "org.apache.kafka.connect.transforms."
SOURCE_CHAIN = {
    "transforms": "h,i,r",
    "transforms.h.type": f"{_TRANSFORM}HoistField$Value",
    "transforms.h.field": "line",
    "transforms.i.type": f"{_TRANSFORM}InsertField$Value",
    "transforms.i.static.field": "host",
    "transforms.i.static.value": "host-1",
    "transforms.i.timestamp.field": "ts",
    "transforms.r.type": f"{_TRANSFORM}ReplaceField$Value",
    "transforms.r.renames": "line:text",
}
SINK_CHAIN = {
    "transforms": "r,e",
    "transforms.r.type": f"{_TRANSFORM}ReplaceField$Value",
    "transforms.r.exclude": "ts",
    "transforms.e.type": f"{_TRANSFORM}ExtractField$Value",
    "transforms.e.field": "text",
}
ROUTING_CHAIN = {
    "transforms": "route",
    "transforms.route.type": f"{_TRANSFORM}RegexRouter",
    "transforms.route.regex": "(.*)-in",
    "transforms.route.replacement": "$1",
}


@dataclass(frozen=True)
class Plan:
    """How much is measured."""

    records: int
    rounds: int
    warm_ups: int  # unmeasured repetitions that make a JVM warm
    probes: int  # records of a latency run
    routed: int  # records of each run that shows what routing costs
    pairs: int  # of runs with and without routing


FULL = Plan(records=1_000_000, rounds=3, warm_ups=3, probes=300, routed=10_000_000, pairs=10)
QUICK = Plan(records=200_000, rounds=1, warm_ups=1, probes=50, routed=1_000_000, pairs=3)
