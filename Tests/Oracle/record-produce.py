"""Records the batches that librdkafka produces: a broker of one partition that notes what it is sent.

Used by record-batches.sh. Prints a line for each codec: its name, a tab, the batch in hexadecimal digits."""
import socket
import struct
import sys
import threading

import confluent_kafka

API_VERSIONS, METADATA, PRODUCE = 18, 3, 0
# Without version 0 of Produce and FindCoordinator librdkafka sends what it could compress uncompressed.
SERVED = {PRODUCE: (0, 7), 1: (4, 11), METADATA: (1, 1), 10: (0, 1), API_VERSIONS: (0, 3)}


def text(value):
    return struct.pack(">h", len(value)) + value.encode()


class Broker:
    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.batches = []
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            connection, _ = self.listener.accept()
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        stream = connection.makefile("rb")
        while prefix := stream.read(4):
            request = stream.read(struct.unpack(">i", prefix)[0])
            key, version, correlation, client = struct.unpack_from(">hhih", request)
            body = request[10 + max(client, 0):]
            answer = struct.pack(">i", correlation) + self.answer(key, version, body)
            connection.sendall(struct.pack(">i", len(answer)) + answer)

    def answer(self, key, version, body):
        if key == API_VERSIONS:
            entries = b"".join(struct.pack(">hhh", k, *v) + (b"\0" if version == 3 else b"") for k, v in SERVED.items())
            if version == 3:
                return struct.pack(">hB", 0, len(SERVED) + 1) + entries + struct.pack(">iB", 0, 0)
            return struct.pack(">hi", 0, len(SERVED)) + entries + struct.pack(">i", 0)[: 4 * (version > 0)]
        if key == METADATA:
            brokers = struct.pack(">ii", 1, 1) + text("127.0.0.1") + struct.pack(">ih", self.port, -1)
            partition = struct.pack(">hiiiiii", 0, 0, 1, 1, 1, 1, 1)
            topic = struct.pack(">h", 0) + text("t") + struct.pack(">Bi", 0, 1) + partition
            return brokers + struct.pack(">ii", 1, 1) + topic
        if key == PRODUCE:
            # transactional_id (null), acks, timeout, one topic "t" with one partition 0 and its records
            start = 2 + 2 + 4 + 4 + 3 + 4 + 4
            size = struct.unpack_from(">i", body, start)[0]
            self.batches.append(body[start + 4 : start + 4 + size])
            log_start = struct.pack(">q", 0) if version >= 5 else b""
            return struct.pack(">i", 1) + text("t") + struct.pack(">iihqq", 1, 0, 0, 0, -1) + log_start + bytes(4)
        raise ValueError(f"API key {key}")


for codec in ["none", "gzip", "snappy", "lz4", "zstd"]:
    broker = Broker()
    producer = confluent_kafka.Producer(
        {"bootstrap.servers": f"127.0.0.1:{broker.port}", "compression.type": codec, "linger.ms": 500})
    for i in range(100):
        producer.produce(
            "t", partition=0, key=None if i % 7 == 6 else f"key-{i}",
            value=None if i % 11 == 10 else f"value-{i} " * 20, timestamp=1_700_000_000_000 + 10 * i - 25 * (i % 2),
            headers=[("trace", f"{i}".encode()), ("empty", None)] if i % 3 == 0 else None)
    if producer.flush(30):
        sys.exit(f"{codec}: not everything was taken")
    assert len(broker.batches) == 1, f"{codec}: {len(broker.batches)} batches"
    print(f"librdkafka {codec}\t{broker.batches[0].hex()}")
