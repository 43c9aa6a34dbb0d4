"""Sends malformed bytes to the broker: fuzz.py ADDRESS SECONDS SEED

Random bytes, requests of a real client cut or with bits flipped, and lengths that are too large or negative, while that
client goes on with its work. The requests are recorded by a relay between the client and the broker.
"""

import random
import socket
import sys
import threading
import time

from confluent_kafka import Consumer, Producer

from checks import equal, eventually

address, seconds, seed = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
host, port = address.rsplit(":", 1)
random.seed(seed)
recorded = []


def receive(peer, count):
    data = b""
    while len(data) < count:
        more = peer.recv(count - len(data))
        if not more:
            raise ConnectionError
        data += more
    return data


def record():
    """Takes one connection's requests, and answers them with what the broker says."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        peer, _ = listener.accept()
        with peer, socket.create_connection((host, port)) as broker:
            try:
                while True:
                    size = receive(peer, 4)
                    request = size + receive(peer, int.from_bytes(size, "big"))
                    recorded.append(request)
                    broker.sendall(request)
                    size = receive(broker, 4)
                    peer.sendall(size + receive(broker, int.from_bytes(size, "big")))
            except OSError:
                pass

    threading.Thread(target=serve, daemon=True).start()
    return listener.getsockname()[1]


def raw_requests():
    """A client's own first requests, and one of each kind with a body of zeros: all fields empty or null."""
    through = Producer({"bootstrap.servers": f"127.0.0.1:{record()}", "log_level": 0})
    through.list_topics(timeout=10)
    eventually("requests of a real client", lambda: len(recorded) >= 2)
    for key in range(70):
        for version in range(12):
            header = key.to_bytes(2, "big") + version.to_bytes(2, "big") + (7).to_bytes(4, "big") + b"\0\4fuzz"
            body = header + bytes(random.randrange(80))
            recorded.append(len(body).to_bytes(4, "big") + body)


def malformed():
    kind = random.randrange(5)
    if kind == 0:
        return random.randbytes(random.randrange(1, 400))
    if kind == 1:
        length = random.choice([-1, -2**31, 2**31 - 1, 100 * 1024 * 1024, 0, 1])
        return length.to_bytes(4, "big", signed=True) + random.randbytes(random.randrange(64))
    data = bytearray(random.choice(recorded))
    if kind == 2:
        return bytes(data[:random.randrange(len(data))])
    for _ in range(random.randrange(1, 8)):
        data[random.randrange(4 if kind == 3 else 0, len(data))] ^= 1 << random.randrange(8)
    return bytes(data)


def attack(counts, deadline):
    # However slow the machine is, some have to be sent and refused.
    while time.monotonic() < deadline or (counts["closed"] == 0 and time.monotonic() < deadline + 60):
        with socket.create_connection((host, port)) as peer:
            peer.settimeout(0.05)
            try:
                peer.sendall(malformed())
                answer = peer.recv(65536)
                counts["answered" if answer else "closed"] += 1
            except TimeoutError:
                counts["waiting"] += 1
            except OSError:
                counts["closed"] += 1


raw_requests()
producer = Producer({"bootstrap.servers": address, "acks": "all", "log_level": 0})
consumer = Consumer({
    "bootstrap.servers": address, "group.id": "fuzz-reader", "auto.offset.reset": "earliest", "log_level": 0,
    "topic.metadata.refresh.interval.ms": 500})
consumer.subscribe(["fuzz-bystander"])
counts = {"answered": 0, "closed": 0, "waiting": 0}
deadline = time.monotonic() + seconds
attackers = [threading.Thread(target=attack, args=(counts, deadline)) for _ in range(3)]
for attacker in attackers:
    attacker.start()
failures, sent, values = [], 0, []
while time.monotonic() < deadline:
    producer.produce("fuzz-bystander", str(sent), on_delivery=lambda error, _: error and failures.append(error))
    sent += 1
    producer.poll(0.005)
    values += [m.value() for m in consumer.consume(100, 0) if not m.error()]
for attacker in attackers:
    attacker.join()
equal("another client's records", (producer.flush(30), failures), (0, []))
eventually("another client's reading", lambda: values.extend(
    m.value() for m in consumer.consume(100, 0.1) if not m.error()) or len(values) >= sent)
equal("each once and in order", values == [str(n).encode() for n in range(sent)], True)
equal("some were refused", counts["closed"] > 0, True)
print("done seed", seed, "bystander", sent, *(word for pair in counts.items() for word in pair), flush=True)
