"""confluent-kafka (librdkafka) against the broker: confluent.py SCENARIO ADDRESS"""

import os
import signal

from confluent_kafka import (
    Consumer, KafkaException, Producer, TopicPartition, OFFSET_BEGINNING, OFFSET_INVALID,
    ConsumerGroupTopicPartitions)
from confluent_kafka.admin import (
    AdminClient, AlterConfigOpType, ConfigEntry, ConfigResource, NewPartitions, NewTopic, OffsetSpec, ResourceType)

from checks import equal, eventually, refused, run, unique


def settings(address, **more):
    named = {name if name == "error_cb" else name.replace("_", "."): value for name, value in more.items()}
    return {"bootstrap.servers": address, "log_level": 0, **named}


def wait_all(futures):
    return {key: future.result(30) for key, future in futures.items()}


def create(address, name, partitions=1, **config):
    topic = unique(name)
    admin = AdminClient(settings(address))
    wait_all(admin.create_topics(
        [NewTopic(topic, partitions, 1, config={n.replace("_", "."): v for n, v in config.items()})]))
    return topic


def send(address, topic, records, **more):
    """Records are the arguments of produce()."""
    producer, failures = Producer(settings(address, **more)), []
    for record in records:
        producer.produce(topic, on_delivery=lambda error, _: error and failures.append(error), **record)
    equal(f"{len(records)} records are acknowledged {more or ''}", (producer.flush(60), failures), (0, []))


def read(consumer, count):
    messages = []

    def poll():
        for message in consumer.consume(count, 0.2):
            if message.error():
                raise KafkaException(message.error())
            messages.append(message)
        return len(messages) >= count

    eventually(f"{count} records", poll)
    return messages


def reader(address, topic, offset=OFFSET_BEGINNING, **more):
    consumer = Consumer(settings(address, group_id=unique("reader"), **more))
    consumer.assign([TopicPartition(topic, 0, offset)])
    return consumer


def records(address):
    topic = create(address, "records")
    for codec in ["none", "gzip", "snappy", "lz4", "zstd"]:
        send(address, topic, [{"value": f"{codec} {n} " + "x" * 100} for n in range(200)],
             compression_type=codec, linger_ms=50)
    values = [m.value().decode() for m in read(reader(address, topic), 1000)]
    equal("all codecs, in order", [v.split()[1] for v in values], [str(n) for n in range(200)] * 5)

    topic = create(address, "shapes")
    send(address, topic, [
        {"key": b"k", "value": None, "timestamp": 1000, "headers": [("a", b"1"), ("a", None), ("", b"")]},
        {"key": None, "value": b"v", "timestamp": 2000},
        {"key": b"", "value": b"", "timestamp": 3000},
    ])
    messages = read(reader(address, topic), 3)
    equal("keys", [m.key() for m in messages], [b"k", None, b""])
    equal("values", [m.value() for m in messages], [None, b"v", b""])
    equal("timestamps", [m.timestamp()[1] for m in messages], [1000, 2000, 3000])
    equal("headers", messages[0].headers(), [("a", b"1"), ("a", None), ("", b"")])
    consumer = reader(address, topic)
    equal("offset by timestamp", consumer.offsets_for_times([TopicPartition(topic, 0, 1500)], 30)[0].offset, 1)
    equal("watermarks", consumer.get_watermark_offsets(TopicPartition(topic, 0), 30), (0, 3))


def groups(address):
    topic, group = create(address, "groups", 4), unique("group")
    send(address, topic, [{"value": str(n), "partition": n % 4} for n in range(400)])

    for strategy in ["range", "cooperative-sticky"]:
        members = [Consumer(settings(
            address, group_id=f"{group}-{strategy}", partition_assignment_strategy=strategy,
            auto_offset_reset="earliest", enable_auto_commit=False, session_timeout_ms=6000)) for _ in range(2)]
        values = []

        def poll(members=members, values=values):
            for member in members:
                values.extend(m.value() for m in member.consume(100, 0.05) if not m.error())

        def assigned(*counts):
            poll()
            return sorted(len(m.assignment()) for m in members) == list(counts)

        members[0].subscribe([topic])
        eventually("the first has all", lambda: assigned(0, 4))
        members[1].subscribe([topic])
        eventually("both have two", lambda: assigned(2, 2))
        eventually("all is read", lambda: poll() or len(set(values)) == 400)
        # A partition that changed hands before a commit is read again by its new owner.
        looker = Consumer(settings(address, group_id=f"{group}-{strategy}"))

        def committed(members=members, looker=looker):
            poll()
            for member in members:
                member.commit(asynchronous=True)
            return [o.offset for o in looker.committed([TopicPartition(topic, p) for p in range(4)], 30)]

        eventually(f"{strategy}: all is committed", lambda: committed() == [100] * 4)
        members[1].close()
        members.pop()
        eventually("the first has all again", lambda: assigned(4))
        members[0].close()
        after = looker
    send(address, topic, [{"value": "later", "partition": 0}])
    after.subscribe([topic])
    equal("a new member goes on where the group was", [m.value() for m in read(after, 1)], [b"later"])
    after.close()


def transactions(address):
    topic, source, group = create(address, "transactions"), create(address, "source"), unique("group")
    send(address, source, [{"value": str(n)} for n in range(10)])
    consumer = reader(address, source)
    producer = Producer(settings(address, transactional_id=unique("id")))
    producer.init_transactions(30)
    producer.begin_transaction()
    producer.produce(topic, b"aborted")
    producer.flush(30)
    producer.abort_transaction(30)
    producer.begin_transaction()
    producer.produce(topic, b"committed")
    member = Consumer(settings(address, group_id=group))
    producer.send_offsets_to_transaction([TopicPartition(source, 0, 7)], member.consumer_group_metadata(), 30)
    producer.commit_transaction(30)
    equal("offsets", member.committed([TopicPartition(source, 0)], 30)[0].offset, 7)
    equal("read_committed", [m.value() for m in read(reader(address, topic), 1)], [b"committed"])
    equal("read_uncommitted",
          [m.value() for m in read(reader(address, topic, isolation_level="read_uncommitted"), 2)],
          [b"aborted", b"committed"])

    first, second = (Producer(settings(address, transactional_id="fenced")) for _ in range(2))
    first.init_transactions(30)
    first.begin_transaction()
    first.produce(topic, b"of one that is fenced")
    first.flush(30)
    second.init_transactions(30)
    refused("a second producer fences the first", lambda: first.commit_transaction(30), "FENCED", "fenced")
    second.begin_transaction()
    second.produce(topic, b"of the second")
    second.commit_transaction(30)
    equal("only the second's are visible",
          [m.value() for m in read(reader(address, topic), 2)], [b"committed", b"of the second"])


def admin(address):
    client, topic = AdminClient(settings(address)), create(address, "admin", 2, retention_ms="3600000")
    resource = ConfigResource(ResourceType.TOPIC, topic)
    equal("cluster", len(client.describe_cluster().result(30).nodes), 1)
    equal("retention.ms", wait_all(client.describe_configs([resource]))[resource]["retention.ms"].value, "3600000")
    wait_all(client.incremental_alter_configs([ConfigResource(ResourceType.TOPIC, topic, incremental_configs=[
        ConfigEntry("cleanup.policy", "compact", incremental_operation=AlterConfigOpType.SET)])]))
    equal("cleanup.policy", wait_all(client.describe_configs([resource]))[resource]["cleanup.policy"].value, "compact")
    wait_all(client.incremental_alter_configs([ConfigResource(ResourceType.TOPIC, topic, incremental_configs=[
        ConfigEntry("cleanup.policy", None, incremental_operation=AlterConfigOpType.DELETE)])]))
    equal("default again", wait_all(client.describe_configs([resource]))[resource]["cleanup.policy"].value, "delete")
    broker = ConfigResource(ResourceType.BROKER, "1")
    equal("broker configs", len(wait_all(client.describe_configs([broker]))[broker]) > 3, True)
    wait_all(client.create_partitions([NewPartitions(topic, 3)]))
    eventually("three partitions", lambda: len(client.list_topics(topic, 30).topics[topic].partitions) == 3)
    refused("the same topic again", lambda: wait_all(client.create_topics([NewTopic(topic, 1, 1)])), "EXISTS")

    send(address, topic, [{"value": str(n), "partition": 0, "timestamp": 1000 + n} for n in range(10)])
    partition = TopicPartition(topic, 0)
    for spec, offset in [(OffsetSpec.earliest(), 0), (OffsetSpec.latest(), 10), (OffsetSpec.for_timestamp(1004), 4),
                         (OffsetSpec.max_timestamp(), 9)]:
        equal(f"{spec}", wait_all(client.list_offsets({partition: spec}))[partition].offset, offset)
    wait_all(client.delete_records([TopicPartition(topic, 0, 4)]))
    equal("after delete_records",
          wait_all(client.list_offsets({partition: OffsetSpec.earliest()}))[partition].offset, 4)

    group = unique("group")
    member = Consumer(settings(address, group_id=group, client_id="me"))
    member.subscribe([topic])
    eventually("assigned", lambda: member.poll(0.05) or member.assignment())
    described = wait_all(client.describe_consumer_groups([group]))[group]
    equal("group", (described.state.name, [m.client_id for m in described.members]), ("STABLE", ["me"]))
    refused("a group with members", lambda: wait_all(client.delete_consumer_groups([group])), "NON_EMPTY")
    member.commit(offsets=[TopicPartition(topic, 0, 5)], asynchronous=False)
    member.close()
    groups = client.list_consumer_groups().result(30)
    equal("listed", (group in [g.group_id for g in groups.valid], groups.errors), (True, []))
    wait_all(client.alter_consumer_group_offsets([ConsumerGroupTopicPartitions(group, [TopicPartition(topic, 0, 6)])]))
    listed = wait_all(client.list_consumer_group_offsets([ConsumerGroupTopicPartitions(group)]))[group]
    equal("offset", [p.offset for p in listed.topic_partitions if p.partition == 0], [6])
    wait_all(client.delete_consumer_groups([group]))
    refused("a group that is gone", lambda: wait_all(client.delete_consumer_groups([group])), "NOT_FOUND")
    wait_all(client.delete_topics([topic]))
    eventually("the topic is gone", lambda: topic not in client.list_topics(timeout=30).topics)


def restart(address, pid):
    """Kills the broker while it produces; the test starts it again when it hears of it."""
    topic = create(address, "restart")
    producer, failures = Producer(settings(address, enable_idempotence=True, reconnect_backoff_max_ms=100)), []
    for number in range(20000):
        producer.produce(topic, str(number), on_delivery=lambda error, m: error and failures.append(error))
        producer.poll(0)
        if number == 5000:
            os.kill(int(pid), signal.SIGKILL)
            print("killed", flush=True)
    equal("all acknowledged", (producer.flush(60), failures), (0, []))
    values = [int(m.value()) for m in read(reader(address, topic), 20000)]
    equal("each once and in order", values == list(range(20000)), True)


def sasl(address):
    def client(user, password, errors):
        return AdminClient(settings(
            address, security_protocol="SASL_PLAINTEXT", sasl_mechanism="PLAIN", sasl_username=user,
            sasl_password=password, error_cb=lambda error: errors.append(error.name())))

    equal("the right password", len(client("alice", "secret", []).list_topics(timeout=30).brokers), 1)
    for user, password in [("alice", "wrong"), ("bob", "secret")]:
        errors = []
        stranger = client(user, password, errors)
        eventually(f"{user}, {password}", lambda: stranger.poll(0.1) or "_AUTHENTICATION" in errors)
    refused("no password", lambda: AdminClient(settings(address)).list_topics(timeout=2), "_TRANSPORT", "_TIMED_OUT")


run({f.__name__: f for f in [records, groups, transactions, admin, restart, sasl]})
