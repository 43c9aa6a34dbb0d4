"""Fills the broker's disk, and frees it again: full_disk.py ADDRESS BALLAST-FILE

The ballast is a file on the same disk, which the program removes to make room."""

import os
import sys

from confluent_kafka import Consumer, KafkaError, Producer, TopicPartition

from checks import equal, eventually

address, ballast = sys.argv[1:]
topic = "full"
acknowledged, failures = [], []


def delivered(error, message):
    if error is None:
        acknowledged.append(int(message.value()[:8]))
    else:
        failures.append(error)


def producer():
    return Producer({
        "bootstrap.servers": address, "acks": "all", "linger.ms": 0, "retries": 0, "message.timeout.ms": 30000,
        "log_level": 0})


def send(client, number):
    client.produce(topic, b"%08d" % number + os.urandom(20_000), on_delivery=delivered)
    client.flush(30)


def read():
    consumer = Consumer({
        "bootstrap.servers": address, "group.id": "full", "enable.partition.eof": True, "enable.auto.commit": False})
    consumer.assign([TopicPartition(topic, 0, 0)])
    values = []
    while True:
        for message in consumer.consume(100, 1):
            if message.error():
                equal("the end", message.error().code(), KafkaError._PARTITION_EOF)
                consumer.close()
                return values
            values.append(int(message.value()[:8]))


first, number = producer(), 0
while not failures and number < 5000:
    send(first, number)
    number += 1
equal("the producer is told", failures[0].name() if failures else "nothing", "KAFKA_STORAGE_ERROR")
equal("what was acknowledged can be read", read(), acknowledged)
os.remove(ballast)
del failures[:]


def writes():
    send(first, number)
    if failures:
        del failures[:]
        return False
    return True


eventually("there is room again", writes)
send(first, number + 1)
equal("writing goes on", failures, [])
equal("all of it can be read", read(), acknowledged)
equal("some were written before the disk was full", len(acknowledged) > 20, True)
print("done", len(acknowledged), flush=True)
