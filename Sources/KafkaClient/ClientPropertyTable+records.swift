extension ClientPropertyTable {
    /// What only producers have.
    static let producing: [ClientProperty] = [
        .init("acks", .producer, .oneOf(["all", "-1", "0", "1"]), .translated("acks")),
        .init("batch.size", .producer, .count, .translated("batch.size", 1...2_147_483_647)),
        .init("buffer.memory", .producer, .long, .derived("queue.buffering.max.kbytes")),
        .init("compression.gzip.level", .producer, .integer(-1...9), .derived("compression.level")),
        .init("compression.lz4.level", .producer, .integer(1...17), .derived("compression.level")),
        .init("compression.zstd.level", .producer, .integer(-131_072...22), .derived("compression.level")),
        .init(
            "compression.type", .producer, .oneOf(["none", "gzip", "snappy", "lz4", "zstd"]),
            .translated("compression.codec")
        ),
        .init("delivery.timeout.ms", .producer, .count, .derived("message.timeout.ms; 2147483647 is without end")),
        .init(
            "enable.idempotence", .producer, .boolean,
            .derived(
                "enable.idempotence; as in Java, off where acks, retries or max.in.flight.requests.per.connection rule it out and it was not asked for"
            )),
        .init("key.serializer", .producer, .text, .ignored("converters make the bytes")),
        .init("linger.ms", .producer, .long, .translated("linger.ms", 0...900_000)),
        .init(
            "max.block.ms", .producer, .long,
            .ours("how long a send may wait for room; without end by default, as in Connect")),
        .init(
            "max.in.flight.requests.per.connection", .producer, .positive,
            .translated("max.in.flight.requests.per.connection", 1...1_000_000)),
        .init("max.request.size", .producer, .count, .translated("message.max.bytes", 1000...1_000_000_000)),
        .init("metadata.max.idle.ms", .producer, .long, .ignored("librdkafka remembers the topics that were used")),
        .init(
            "partitioner.adaptive.partitioning.enable", .producer, .boolean,
            .ignored("records without a key stay with a partition for two linger.ms, whatever its load")),
        .init(
            "partitioner.availability.timeout.ms", .producer, .long,
            .ignored("records without a key go to partitions with a leader", silently: ["0"])),
        .init(
            "partitioner.class", .producer, .text,
            .derived(
                "partitioner: Java's hash of the key unless RoundRobinPartitioner (random); other classes are refused")),
        .init("partitioner.ignore.keys", .producer, .boolean, .derived("partitioner=random where true")),
        .init("retries", [.producer, .admin], .count, .derived("retries (producer)")),
        .init("transaction.timeout.ms", .producer, .count, .translated("transaction.timeout.ms", 1000...2_147_483_647)),
        .init(
            "transaction.two.phase.commit.enable", .producer, .boolean,
            .refused("librdkafka has no two-phase commit", except: ["false"])),
        .init("transactional.id", .producer, .nonEmptyText, .translated("transactional.id")),
        .init("value.serializer", .producer, .text, .ignored("converters make the bytes")),
    ]

    /// What only consumers have.
    static let consuming: [ClientProperty] = [
        .init("allow.auto.create.topics", .consumer, .boolean, .translated("allow.auto.create.topics")),
        .init(
            "auto.commit.interval.ms", .consumer, .count,
            .ignored("offsets are committed when the sink is done, every offset.flush.interval.ms")),
        .init(
            "auto.offset.reset", .consumer, .text,
            .derived(
                "auto.offset.reset: earliest, latest, none (error); by_duration is refused, librdkafka 2.0.2 cannot")),
        .init("check.crcs", .consumer, .boolean, .translated("check.crcs")),
        .init("client.rack", .consumer, .text, .translated("client.rack")),
        .init(
            "enable.auto.commit", .consumer, .boolean,
            .ignored("offsets are committed when the sink is done", silently: ["false"])),
        .init("exclude.internal.topics", .consumer, .boolean, .ours("whether a topics.regex matches internal topics")),
        .init(
            "fetch.max.bytes", .consumer, .count,
            .derived("fetch.max.bytes, and receive.message.max.bytes where it has to be larger")),
        .init("fetch.max.wait.ms", .consumer, .count, .translated("fetch.wait.max.ms", 0...300_000)),
        .init("fetch.min.bytes", .consumer, .count, .translated("fetch.min.bytes", 1...100_000_000)),
        .init("group.id", .consumer, .text, .translated("group.id")),
        .init("group.instance.id", .consumer, .nonEmptyText, .translated("group.instance.id")),
        .init(
            "group.protocol", .consumer, .oneOfIgnoringCase(["classic", "consumer"]),
            .refused("librdkafka 2.0.2 has no KIP-848; use classic", except: ["classic"])),
        .init(
            "group.remote.assignor", .consumer, .text,
            .refused("it needs group.protocol=consumer, which librdkafka 2.0.2 does not have", except: [""])),
        .init("heartbeat.interval.ms", .consumer, .positive, .translated("heartbeat.interval.ms", 1...3_600_000)),
        .init(
            "internal.throw.on.fetch.stable.offset.unsupported", .consumer, .boolean,
            .ignored("internal to Kafka Streams", silently: ["false"])),
        .init(
            "isolation.level", .consumer, .oneOf(["read_committed", "read_uncommitted"]), .translated("isolation.level")
        ),
        .init("key.deserializer", .consumer, .text, .ignored("converters read the bytes")),
        .init(
            "max.partition.fetch.bytes", .consumer, .count, .translated("max.partition.fetch.bytes", 1...1_000_000_000)),
        .init(
            "max.poll.interval.ms", .consumer, .positive, .derived("max.poll.interval.ms; at least session.timeout.ms")),
        .init("max.poll.records", .consumer, .positive, .ours("the size of a batch")),
        .init(
            "partition.assignment.strategy", .consumer, .text,
            .derived(
                "partition.assignment.strategy: range, roundrobin or cooperative-sticky; where Java's default mixes eager and cooperative ones, the eager ones; StickyAssignor and other classes are refused"
            )),
        .init("session.timeout.ms", .consumer, .positive, .translated("session.timeout.ms", 1...3_600_000)),
        .init(
            "share.acknowledgement.mode", .consumer, .oneOfIgnoringCase(["implicit", "explicit"]),
            .ignored("for share groups only", silently: ["implicit"])),
        .init(
            "share.acquire.mode", .consumer, .oneOfIgnoringCase(["batch_optimized", "record_limit"]),
            .ignored("for share groups only", silently: ["batch_optimized"])),
        .init("value.deserializer", .consumer, .text, .ignored("converters read the bytes")),
    ]
}
