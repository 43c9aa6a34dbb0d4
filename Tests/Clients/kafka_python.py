"""kafka-python against the broker: kafka_python.py SCENARIO ADDRESS"""

import os
import signal
import threading

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import ConfigResource, ConfigResourceType, NewPartitions, NewTopic
from kafka.structs import OffsetAndMetadata

from checks import equal, eventually, refused, run, unique

# A poll of kafka-python 3.0.12 that ends while the member joins forgets the assignment that comes afterwards.
POLL = 2000


def create(address, name, partitions=1, **config):
    topic = unique(name)
    admin = KafkaAdminClient(bootstrap_servers=address)
    admin.create_topics([NewTopic(
        name=topic, num_partitions=partitions, replication_factor=1,
        topic_configs={n.replace("_", "."): v for n, v in config.items()})])
    admin.close()
    return topic


def send(address, topic, records, **more):
    producer = KafkaProducer(bootstrap_servers=address, **more)
    futures = [producer.send(topic, **record) for record in records]
    producer.flush(60)
    equal(f"{len(records)} records are acknowledged {more or ''}", [f.get(60).topic for f in futures],
          [topic] * len(records))
    producer.close()


def read(consumer, count):
    messages = []

    def poll():
        for batch in consumer.poll(POLL).values():
            messages.extend(batch)
        return len(messages) >= count

    eventually(f"{count} records", poll)
    return messages


def reader(address, topic, **more):
    consumer = KafkaConsumer(bootstrap_servers=address, auto_offset_reset="earliest", **more)
    consumer.assign([TopicPartition(topic, 0)])
    return consumer


def records(address):
    topic = create(address, "records")
    for codec in [None, "gzip", "snappy", "lz4", "zstd"]:
        send(address, topic, [{"value": f"{codec} {n} {'x' * 100}".encode()} for n in range(200)],
             compression_type=codec, linger_ms=50)
    values = [m.value.decode() for m in read(reader(address, topic), 1000)]
    equal("all codecs, in order", [v.split()[1] for v in values], [str(n) for n in range(200)] * 5)

    topic, partition = create(address, "shapes"), None
    send(address, topic, [
        {"key": b"k", "value": None, "timestamp_ms": 1000, "headers": [("a", b"1"), ("a", b""), ("", b"")]},
        {"key": None, "value": b"v", "timestamp_ms": 2000},
        {"key": b"", "value": b"", "timestamp_ms": 3000},
    ])
    consumer, partition = reader(address, topic), TopicPartition(topic, 0)
    messages = read(consumer, 3)
    equal("keys", [m.key for m in messages], [b"k", None, b""])
    equal("values", [m.value for m in messages], [None, b"v", b""])
    equal("timestamps", [m.timestamp for m in messages], [1000, 2000, 3000])
    equal("headers", [tuple(h) for h in messages[0].headers], [("a", b"1"), ("a", b""), ("", b"")])
    equal("offset by timestamp", consumer.offsets_for_times({partition: 1500})[partition].offset, 1)
    equal("ends", (consumer.beginning_offsets([partition]), consumer.end_offsets([partition])),
          ({partition: 0}, {partition: 3}))


def groups(address):
    topic, group = create(address, "groups", 4), unique("group")
    send(address, topic, [{"value": str(n).encode(), "partition": n % 4} for n in range(400)])
    partitions = [TopicPartition(topic, p) for p in range(4)]
    members = [KafkaConsumer(
        topic, bootstrap_servers=address, group_id=group, auto_offset_reset="earliest", enable_auto_commit=False,
        session_timeout_ms=10000, heartbeat_interval_ms=500) for _ in range(2)]
    values, ending, threads = set(), set(), []

    def work(member):
        while member not in ending:
            for batch in member.poll(POLL).values():
                values.update(m.value for m in batch)
            member.commit()
        member.close()

    def begin(member):
        threads.append(threading.Thread(target=work, args=(member,), daemon=True))
        threads[-1].start()

    def counts():
        return sorted(len(m.assignment()) for m in members)

    def end(member):
        ending.add(member)
        threads[members.index(member)].join(30)

    begin(members[0])
    eventually("the first has all", lambda: counts() == [0, 4])
    begin(members[1])
    eventually("both have two", lambda: counts() == [2, 2])
    looker = KafkaConsumer(bootstrap_servers=address, group_id=group)
    eventually("all is read", lambda: len(values) == 400)
    eventually("all is committed", lambda: [looker.committed(p) for p in partitions] == [100] * 4)
    end(members[1])
    eventually("the first has all again", lambda: len(members[0].assignment()) == 4)
    end(members[0])
    send(address, topic, [{"value": b"later", "partition": 0}])
    after = KafkaConsumer(topic, bootstrap_servers=address, group_id=group)
    equal("a new member goes on where the group was", [m.value for m in read(after, 1)], [b"later"])
    after.close()


def transactions(address):
    topic, source, group = create(address, "transactions"), create(address, "source"), unique("group")
    producer = KafkaProducer(bootstrap_servers=address, transactional_id=unique("id"))
    producer.init_transactions()
    producer.begin_transaction()
    producer.send(topic, b"aborted")
    producer.flush()
    producer.abort_transaction()
    producer.begin_transaction()
    producer.send(topic, b"committed")
    producer.send_offsets_to_transaction({TopicPartition(source, 0): OffsetAndMetadata(7, "", -1)}, group)
    producer.commit_transaction()
    member = KafkaConsumer(bootstrap_servers=address, group_id=group)
    equal("offsets", member.committed(TopicPartition(source, 0)), 7)
    equal("read_committed",
          [m.value for m in read(reader(address, topic, isolation_level="read_committed"), 1)], [b"committed"])
    equal("read_uncommitted", [m.value for m in read(reader(address, topic), 2)], [b"aborted", b"committed"])


def admin(address):
    client, topic = KafkaAdminClient(bootstrap_servers=address), create(address, "admin", 2, retention_ms="3600000")
    equal("listed", topic in client.list_topics(), True)
    equal("cluster", len(client.describe_cluster()["brokers"]), 1)
    configs = client.describe_configs([ConfigResource(ConfigResourceType.TOPIC, topic)])
    equal("retention.ms", configs["topic"][topic]["retention.ms"]["value"], "3600000")
    client.create_partitions({topic: NewPartitions(3)})
    equal("partitions", len(client.describe_topics([topic])[0]["partitions"]), 3)
    refused("the same topic again", lambda: client.create_topics([NewTopic(topic, 1, 1)]), "Exists")

    send(address, topic, [{"value": str(n).encode(), "partition": 0} for n in range(10)])
    client.delete_records({TopicPartition(topic, 0): 4})
    consumer = reader(address, topic)
    equal("after delete_records", consumer.beginning_offsets([TopicPartition(topic, 0)]), {TopicPartition(topic, 0): 4})

    group = unique("group")
    member = KafkaConsumer(topic, bootstrap_servers=address, group_id=group, client_id="me")
    eventually("assigned", lambda: member.poll(POLL) or member.assignment())
    print("described", client.describe_groups([group]))
    member.commit({TopicPartition(topic, 0): OffsetAndMetadata(5, "", -1)})
    member.close(autocommit=False)
    partition = TopicPartition(topic, 0)
    equal("offset", client.list_group_offsets({group: [partition]})[group][partition].offset, 5)
    equal("listed group", group in str(client.list_groups()), True)
    client.delete_groups([group])
    equal("the group is gone", group in str(client.list_groups()), False)
    client.delete_topics([topic])
    eventually("the topic is gone", lambda: topic not in client.list_topics())


def restart(address, pid):
    """Kills the broker while it produces; the test starts it again when it hears of it."""
    topic = create(address, "restart")
    producer = KafkaProducer(bootstrap_servers=address, enable_idempotence=True, delivery_timeout_ms=60000)
    futures = []
    for number in range(5000):
        futures.append(producer.send(topic, str(number).encode()))
        if number == 2000:
            os.kill(int(pid), signal.SIGKILL)
    producer.flush(60)
    equal("all acknowledged", all(f.succeeded() for f in futures), True)
    values = [int(m.value) for m in read(reader(address, topic), 5000)]
    equal("each once and in order", values == list(range(5000)), True)


def sasl(address):
    def client(user, password):
        return KafkaAdminClient(
            bootstrap_servers=address, security_protocol="SASL_PLAINTEXT", sasl_mechanism="PLAIN",
            sasl_plain_username=user, sasl_plain_password=password, bootstrap_timeout_ms=3000)

    equal("the right password", client("alice", "secret").list_topics(), [])
    for user, password in [("alice", "wrong"), ("bob", "secret")]:
        refused(f"{user}, {password}", lambda: client(user, password),
                "NoBrokersAvailable", "Authentication", "Timeout")


run({f.__name__: f for f in [records, groups, transactions, admin, restart, sasl]})
