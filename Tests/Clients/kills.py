"""Writes to a broker that is killed at random instants, and reads what each kill has left on the disk.

    kills.py BROKER-EXECUTABLE DIRECTORY KILLS [SEED]

An idempotent producer writes numbers, two transactional producers write groups of records over several partitions and
commit or abort them together with a group's offsets, and a consumer commits offsets. After each kill a second broker
opens a copy of the directory, in which nothing moves any more: each acknowledged number is there once and in order, and
so is each that a reader had seen; a transaction is there with all its records and offsets or not at all. Each line that
begins with "wrong" is a promise that was broken; the last line has the counts.
"""

import json
import os
import random
import statistics
import sys
import threading
import time

from confluent_kafka import Consumer, KafkaError, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic

from broker import Broker

PARTITIONS = 3
API_TIMEOUT = 5
FAST_RETRIES = {
    "reconnect.backoff.ms": 5, "reconnect.backoff.max.ms": 20, "retry.backoff.ms": 10, "retry.backoff.max.ms": 50,
    # Without brokers librdkafka 2.16.1 forgets them and bootstraps again: then a transactional request that waited for
    # one is never sent nor failed.
    "metadata.recovery.strategy": "none",
    "log_level": 0, "socket.timeout.ms": 10000, "broker.address.family": "v4",
}
stopping = threading.Event()
wrongs = []


def wrong(text):
    wrongs.append(text)
    print("wrong:", text, flush=True)


def client(broker, **settings):
    named = {name.replace("_", "."): value for name, value in settings.items()}
    return {"bootstrap.servers": broker.address, **FAST_RETRIES, **named}


class Numbers(threading.Thread):
    """Numbers from 0 on in each partition. `acknowledged` is the last that was, by partition."""

    def __init__(self, broker):
        super().__init__(daemon=True)
        self.acknowledged = [-1] * PARTITIONS
        self.producer = Producer(
            client(broker, enable_idempotence=True, acks="all", linger_ms=1, message_timeout_ms=0))

    def run(self):
        next_number = [0] * PARTITIONS
        while not stopping.is_set():
            for _ in range(random.randint(1, 30)):
                partition = random.randrange(PARTITIONS)
                self.producer.produce(
                    "numbers", str(next_number[partition]), partition=partition, on_delivery=self.delivered)
                next_number[partition] += 1
            self.producer.poll(random.choice([0, 0.001, 0.01]))
            while len(self.producer) > 2000 and not stopping.is_set():
                self.producer.poll(0.01)

    def delivered(self, error, message):
        if error is not None:
            wrong(f"number {message.value()} of partition {message.partition()} was not taken: {error}")
            return
        number = int(message.value())
        if number != self.acknowledged[message.partition()] + 1:
            wrong(f"number {number} acknowledged after {self.acknowledged[message.partition()]}")
        self.acknowledged[message.partition()] = number


class Transactions(threading.Thread):
    """Transactions 0, 1, 2 and so on of one transactional id, each with an offset of a group as its number."""

    def __init__(self, broker, name):
        super().__init__(daemon=True)
        self.broker = broker
        self.transactional_id = name
        self.to_commit = set()  # everything else is to be aborted
        self.committed = set()
        self.former = []
        self.aborted = 0
        self.group = Consumer(client(broker, group_id=name))
        self.producer = None

    def run(self):
        number = 0
        while not stopping.is_set():
            try:
                if self.producer is None:
                    producer = Producer(client(
                        self.broker, transactional_id=self.transactional_id, transaction_timeout_ms=60000, linger_ms=1))
                    producer.init_transactions(API_TIMEOUT)
                    self.producer = producer
                self.write(number)
            except KafkaException as exception:
                self.begin_again(exception.args[0])
            number += 1

    def write(self, number):
        self.producer.begin_transaction()
        records = [random.randrange(PARTITIONS) for _ in range(random.randint(2, 6))]
        for index, partition in enumerate(records):
            value = json.dumps([self.transactional_id, number, index, len(records)])
            self.producer.produce("transactions", value, partition=partition)
            if random.random() < 0.2:
                self.producer.poll(0.002)
        self.producer.send_offsets_to_transaction(
            [TopicPartition("numbers", 0, number)], self.group.consumer_group_metadata(), API_TIMEOUT)
        if random.random() < 0.3:
            self.retrying(self.producer.abort_transaction)
            self.aborted += 1
            return
        self.to_commit.add(number)
        self.retrying(self.producer.commit_transaction)
        self.committed.add(number)

    def retrying(self, call):
        while True:
            try:
                return call(API_TIMEOUT)
            except KafkaException as exception:
                if not exception.args[0].retriable() or stopping.is_set():
                    raise

    def begin_again(self, error):
        """With a new epoch. Librdkafka 2.16.1 would go on, but after a time-out it gives the sequence numbers of
        records that may have been stored to others, which the broker, as Kafka's, takes for those."""
        self.former.append(self.producer)
        self.producer = None
        print(f"note: {self.transactional_id} begins again: {error}", flush=True)


class Offsets(threading.Thread):
    """Commits growing offsets of a group. `acknowledged` is the last that was, `tried` the last that was sent."""

    def __init__(self, broker):
        super().__init__(daemon=True)
        self.acknowledged = 0
        self.tried = 0
        self.consumer = Consumer(client(broker, group_id="offsets"))

    def run(self):
        while not stopping.is_set():
            self.tried += 1
            try:
                self.consumer.commit(
                    offsets=[TopicPartition("numbers", 0, self.tried)], asynchronous=False)
                self.acknowledged = self.tried
            except KafkaException:
                pass
            time.sleep(0.002)


class Reader(threading.Thread):
    """Reads along with read_committed: what it has seen is as good as acknowledged."""

    def __init__(self, broker):
        super().__init__(daemon=True)
        self.seen = [-1] * PARTITIONS
        self.transactions = set()
        self.consumer = Consumer(client(
            broker, group_id="reader", isolation_level="read_committed", enable_auto_commit=False))
        self.consumer.assign([TopicPartition(t, p, 0) for t in ("numbers", "transactions") for p in range(PARTITIONS)])

    def run(self):
        while not stopping.is_set():
            for message in self.consumer.consume(500, 0.05):
                if message.error():
                    if message.error().code() in (KafkaError._ALL_BROKERS_DOWN, KafkaError._TRANSPORT):
                        continue
                    wrong(f"the reader was told {message.error()}")
                elif message.topic() == "numbers":
                    number = int(message.value())
                    if number != self.seen[message.partition()] + 1:
                        wrong(f"the reader saw {number} after {self.seen[message.partition()]}")
                    self.seen[message.partition()] = number
                else:
                    name, number, _, _ = json.loads(message.value())
                    self.transactions.add((name, number))


class Check:
    """What copies of the directory hold. Numbers are read on from where they ended in the copy before.

    Transactions are read from the beginning: what was open in a copy has been aborted there and nowhere else.
    """

    def __init__(self, numbers, writers, offsets, reader):
        self.numbers, self.writers, self.offsets, self.reader = numbers, writers, offsets, reader
        self.missing = self.duplicates = self.half = self.visible_aborts = self.lost_offsets = 0
        self.forget()

    def forget(self):
        self.position = {("numbers", p): 0 for p in range(PARTITIONS)}
        self.next_number = [0] * PARTITIONS

    def expect(self):
        """What must be there if the broker dies after now: taken when it is dead."""
        return (
            [max(a, s) for a, s in zip(self.numbers.acknowledged, self.reader.seen)],
            {(w.transactional_id, n): "acknowledged" for w in self.writers for n in list(w.committed)}
            | dict.fromkeys(list(self.reader.transactions), "read"),
            {w.transactional_id: set(w.to_commit) for w in self.writers},
            self.offsets.acknowledged, self.offsets.tried)

    def run(self, broker, expected):
        numbers, transactions, to_commit, acknowledged, tried = expected
        self.position |= {("transactions", p): 0 for p in range(PARTITIONS)}
        self.records = {}  # indexes by transaction
        self.sizes = {}
        self.abort_open_transactions(broker)
        for message in self.read(broker):
            if message.topic() == "numbers":
                self.number(message)
            else:
                self.record(message)
        for partition, last in enumerate(numbers):
            if last >= self.next_number[partition]:
                self.missing += last + 1 - self.next_number[partition]
                wrong(f"numbers {self.next_number[partition]} to {last} of partition {partition} are missing")
        for transaction in transactions.keys() - self.records.keys():
            self.missing += 1
            wrong(f"transaction {transaction} was {transactions[transaction]} and is missing")
        for transaction, indexes in self.records.items():
            if len(indexes) != self.sizes[transaction]:
                self.half += 1
                wrong(f"{len(indexes)} of {self.sizes[transaction]} records of transaction {transaction} are there")
            if transaction[1] not in to_commit[transaction[0]]:
                self.visible_aborts += 1
                wrong(f"transaction {transaction} was not committed and is visible")
        self.check_offsets(broker, acknowledged, tried)

    def abort_open_transactions(self, broker):
        """As a writer that starts again would: they keep readers of committed records from those behind them."""
        producers = [Producer(client(broker, transactional_id=w.transactional_id)) for w in self.writers]
        for producer in producers:
            producer.init_transactions(30)

    def check_offsets(self, broker, acknowledged, tried):
        found = max(0, committed_offset(broker, "offsets"))
        if not acknowledged <= found <= tried:
            self.lost_offsets += 1
            wrong(f"the group's offset is {found}: {acknowledged} was acknowledged, {tried} tried")
        for writer in self.writers:
            name = writer.transactional_id
            last = max((number for owner, number in self.records if owner == name), default=-1001)
            found = committed_offset(broker, name)
            if found != last:
                self.lost_offsets += 1
                wrong(f"the offset of {name} is {found}, its last transaction {last}")

    def read(self, broker):
        consumer = Consumer(client(
            broker, group_id="check", isolation_level="read_committed", enable_partition_eof=True,
            enable_auto_commit=False, fetch_wait_max_ms=10))
        consumer.assign([TopicPartition(t, p, o) for (t, p), o in self.position.items()])
        ended, deadline = set(), time.monotonic() + 60
        while len(ended) < len(self.position):
            if time.monotonic() > deadline:
                wrong(f"only {ended} could be read to the end: {broker.log_text()}")
                break
            for message in consumer.consume(1000, 0.02):
                place = (message.topic(), message.partition())
                if not message.error():
                    self.position[place] = message.offset() + 1
                    yield message
                elif message.error().code() == KafkaError._PARTITION_EOF:
                    ended.add(place)
                else:
                    wrong(f"reading {place}: {message.error()}")
        consumer.close()

    def number(self, message):
        number, expected = int(message.value()), self.next_number[message.partition()]
        if number < expected:
            self.duplicates += 1
            wrong(f"number {number} of partition {message.partition()} is there again, after {expected - 1}")
            return
        if number > expected:
            self.missing += number - expected
            wrong(f"numbers {expected} to {number - 1} of partition {message.partition()} are missing")
        self.next_number[message.partition()] = number + 1

    def record(self, message):
        name, number, index, size = json.loads(message.value())
        indexes = self.records.setdefault((name, number), set())
        self.sizes[name, number] = size
        if index in indexes:
            self.duplicates += 1
            wrong(f"record {index} of transaction {name, number} is there twice")
        indexes.add(index)


def committed_offset(broker, group):
    consumer = Consumer(client(broker, group_id=group))
    try:
        return consumer.committed([TopicPartition("numbers", 0)], 30)[0].offset
    finally:
        consumer.close()


def main():
    executable, directory, kills = sys.argv[1], sys.argv[2], int(sys.argv[3])
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else random.randrange(1 << 32)
    random.seed(seed)
    print("seed", seed, flush=True)
    broker = Broker(executable, directory + "/broker")
    broker.start()
    admin = AdminClient(client(broker))
    for future in admin.create_topics([NewTopic(t, PARTITIONS, 1) for t in ("numbers", "transactions")]).values():
        future.result()

    numbers, offsets, reader = Numbers(broker), Offsets(broker), Reader(broker)
    writers = [Transactions(broker, f"writer-{n}") for n in range(2)]
    threads = [numbers, offsets, reader, *writers]
    check = Check(numbers, writers, offsets, reader)
    for thread in threads:
        thread.start()
    starts, killed, began = [], 0, time.monotonic()
    while killed < kills:
        time.sleep(random.uniform(0.05, 0.25))
        broker.kill()
        killed += 1
        expected = check.expect()
        copy = broker.copy(directory + "/copy")
        if random.random() < 0.2:
            # Once more, while it opens the log.
            broker.spawn()
            time.sleep(random.uniform(0, 0.05))
            broker.kill()
            killed += 1
        starts += [broker.start(), copy.start()]
        check.run(copy, expected)
        copy.kill()
        if len(wrongs) > 50:
            break
    stopping.set()
    for thread in threads:
        thread.join(60)
        if thread.is_alive():
            wrong(f"{type(thread).__name__} does not end")
    numbers.producer.flush(30)
    check.forget()
    check.run(broker, check.expect())
    broker.kill()
    print(
        "kills", killed, "acknowledged", sum(numbers.acknowledged) + PARTITIONS, "missing", check.missing,
        "duplicates", check.duplicates, "committed", sum(len(w.committed) for w in writers),
        "aborted", sum(w.aborted for w in writers), "half", check.half, "visible-aborts", check.visible_aborts,
        "offsets", offsets.acknowledged, "lost-offsets", check.lost_offsets, "median-start-ms",
        round(statistics.median(starts) * 1000), "slowest-start-ms", round(max(starts) * 1000),
        "seconds", round(time.monotonic() - began), "wrong", len(wrongs), flush=True)
    os._exit(1 if wrongs else 0)


main()
