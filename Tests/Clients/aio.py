"""aiokafka against the broker: aio.py SCENARIO ADDRESS"""

import asyncio
import contextlib
import os
import signal

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewPartitions, NewTopic, RecordsToDelete
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from checks import equal, run, unique


async def eventually(what, condition, seconds=60):
    for _ in range(seconds * 20):
        if condition():
            return
        await asyncio.sleep(0.05)
    equal(what, "never", "in time")


async def refused(what, call, name):
    try:
        await call
    except Exception as exception:
        equal(what, name in f"{type(exception).__name__} {exception}" or exception, True)
        return
    equal(what, "no error", name)


@contextlib.asynccontextmanager
async def administrator(address, **more):
    client = AIOKafkaAdminClient(bootstrap_servers=address, **more)
    await client.start()
    try:
        yield client
    finally:
        await client.close()


async def create(address, name, partitions=1, **config):
    topic = unique(name)
    async with administrator(address) as admin:
        await admin.create_topics([NewTopic(
            topic, partitions, 1, topic_configs={n.replace("_", "."): v for n, v in config.items()})])
    return topic


async def send(address, topic, records, **more):
    async with AIOKafkaProducer(bootstrap_servers=address, **more) as producer:
        answers = [await producer.send(topic, **record) for record in records]
        equal(f"{len(records)} records are acknowledged {more or ''}",
              {(await answer).topic for answer in answers}, {topic})


async def read(consumer, count):
    messages = []
    while len(messages) < count:
        messages.append(await asyncio.wait_for(consumer.getone(), 60))
    return messages


async def reader(address, topic, **more):
    consumer = AIOKafkaConsumer(bootstrap_servers=address, auto_offset_reset="earliest", **more)
    await consumer.start()
    consumer.assign([TopicPartition(topic, 0)])
    return consumer


async def records(address):
    topic = await create(address, "records")
    for codec in [None, "gzip", "snappy", "lz4", "zstd"]:
        await send(address, topic, [{"value": f"{codec} {n} {'x' * 100}".encode()} for n in range(200)],
                   compression_type=codec, linger_ms=20)
    values = [m.value.decode() for m in await read(await reader(address, topic), 1000)]
    equal("all codecs, in order", [v.split()[1] for v in values], [str(n) for n in range(200)] * 5)

    topic = await create(address, "shapes")
    await send(address, topic, [
        {"key": b"k", "value": None, "timestamp_ms": 1000, "headers": [("a", b"1"), ("a", b""), ("", b"")]},
        {"key": None, "value": b"v", "timestamp_ms": 2000},
        {"key": b"", "value": b"", "timestamp_ms": 3000},
    ])
    consumer, partition = await reader(address, topic), TopicPartition(topic, 0)
    messages = await read(consumer, 3)
    equal("keys", [m.key for m in messages], [b"k", None, b""])
    equal("values", [m.value for m in messages], [None, b"v", b""])
    equal("timestamps", [m.timestamp for m in messages], [1000, 2000, 3000])
    equal("headers", list(messages[0].headers), [("a", b"1"), ("a", b""), ("", b"")])
    equal("offset by timestamp", (await consumer.offsets_for_times({partition: 1500}))[partition].offset, 1)
    equal("ends", (await consumer.beginning_offsets([partition]), await consumer.end_offsets([partition])),
          ({partition: 0}, {partition: 3}))


async def groups(address):
    topic, group = await create(address, "groups", 4), unique("group")
    await send(address, topic, [{"value": str(n).encode(), "partition": n % 4} for n in range(400)])
    partitions, values = [TopicPartition(topic, p) for p in range(4)], set()

    async def begin():
        member = AIOKafkaConsumer(
            topic, bootstrap_servers=address, group_id=group, auto_offset_reset="earliest", enable_auto_commit=False,
            session_timeout_ms=10000, heartbeat_interval_ms=300)
        await member.start()
        return member, asyncio.create_task(work(member))

    async def work(member):
        async for message in member:
            values.add(message.value)

    first, first_task = await begin()
    await eventually("the first has all", lambda: len(first.assignment()) == 4)
    second, second_task = await begin()
    await eventually("both have two", lambda: len(first.assignment()) == len(second.assignment()) == 2)
    await eventually("all is read", lambda: len(values) == 400)
    second_task.cancel()
    await second.stop()
    await eventually("the first has all again", lambda: len(first.assignment()) == 4)
    await first.commit({partition: 100 for partition in partitions})
    equal("committed", [await first.committed(p) for p in partitions], [100] * 4)
    first_task.cancel()
    await first.stop()
    await send(address, topic, [{"value": b"later", "partition": 0}])
    after = AIOKafkaConsumer(topic, bootstrap_servers=address, group_id=group)
    await after.start()
    equal("a new member goes on where the group was", [m.value for m in await read(after, 1)], [b"later"])
    await after.stop()


async def transactions(address):
    topic, source = await create(address, "transactions"), TopicPartition(await create(address, "source"), 0)
    group = unique("group")
    producer = AIOKafkaProducer(bootstrap_servers=address, transactional_id=unique("id"))
    await producer.start()
    await producer.begin_transaction()
    await producer.send_and_wait(topic, b"aborted")
    await producer.abort_transaction()
    async with producer.transaction():
        await producer.send_and_wait(topic, b"committed")
        await producer.send_offsets_to_transaction({source: 7}, group)
    member = AIOKafkaConsumer(bootstrap_servers=address, group_id=group)
    await member.start()
    equal("offsets", await member.committed(source), 7)
    committed = await reader(address, topic, isolation_level="read_committed")
    equal("read_committed", [m.value for m in await read(committed, 1)], [b"committed"])
    equal("read_uncommitted",
          [m.value for m in await read(await reader(address, topic), 2)], [b"aborted", b"committed"])


async def admin(address):
    topic = await create(address, "admin", 2, retention_ms="3600000")
    async with administrator(address) as client:
        equal("listed", topic in await client.list_topics(), True)
        equal("cluster", len((await client.describe_cluster())["brokers"]), 1)
        configs = await client.describe_configs([ConfigResource(ConfigResourceType.TOPIC, topic)])
        entries = {entry[0]: entry[1] for answer in configs for entry in answer.resources[0][4]}
        equal("retention.ms", entries["retention.ms"], "3600000")
        await client.create_partitions({topic: NewPartitions(3)})
        equal("partitions", len((await client.describe_topics([topic]))[0]["partitions"]), 3)

        await send(address, topic, [{"value": str(n).encode(), "partition": 0} for n in range(10)])
        partition = TopicPartition(topic, 0)
        await client.delete_records({partition: RecordsToDelete(before_offset=4)})
        consumer = await reader(address, topic)
        equal("after delete_records", await consumer.beginning_offsets([partition]), {partition: 4})

        group = unique("group")
        member = AIOKafkaConsumer(topic, bootstrap_servers=address, group_id=group, client_id="me")
        await member.start()
        await eventually("assigned", member.assignment)
        await member.commit({partition: 5})
        described = (await client.describe_consumer_groups([group]))[0].groups[0]
        equal("group", (described[2], described[5][0][1]), ("Stable", "me"))
        await member.stop()
        equal("offset", (await client.list_consumer_group_offsets(group))[partition].offset, 5)
        equal("listed group", (group, "consumer") in await client.list_consumer_groups(), True)
        await client.delete_topics([topic])
        equal("the topic is gone", topic in await client.list_topics(), False)


async def restart(address, pid):
    """Kills the broker while it produces; the test starts it again when it hears of it."""
    topic, answers = await create(address, "restart"), []
    async with AIOKafkaProducer(bootstrap_servers=address, enable_idempotence=True) as producer:
        for number in range(5000):
            answers.append(await producer.send(topic, str(number).encode()))
            if number == 2000:
                os.kill(int(pid), signal.SIGKILL)
        equal("all acknowledged", {(await answer).topic for answer in answers}, {topic})
    values = [int(m.value) for m in await read(await reader(address, topic), 5000)]
    equal("each once and in order", values == list(range(5000)), True)


async def sasl(address):
    async def topics(user, password):
        async with administrator(
                address, security_protocol="SASL_PLAINTEXT", sasl_mechanism="PLAIN",
                sasl_plain_username=user, sasl_plain_password=password) as client:
            return await client.list_topics()

    equal("the right password", await topics("alice", "secret"), [])
    for user, password in [("alice", "wrong"), ("bob", "secret")]:
        await refused(f"{user}, {password}", topics(user, password), "bootstrap")


def scenario(function):
    return lambda *arguments: asyncio.run(function(*arguments))


run({f.__name__: scenario(f) for f in [records, groups, transactions, admin, restart, sasl]})
