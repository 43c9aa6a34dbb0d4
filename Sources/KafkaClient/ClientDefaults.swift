/// The one table of client defaults: where librdkafka's own would break a promise or differ from Connect's.
///
/// Every default can be overridden by the operator.
public struct ClientDefault: Sendable {
    /// librdkafka's name.
    public let name: String
    /// The value.
    public let value: String
    /// The clients that it is for.
    public let kinds: Set<ClientKind>
    /// Why it is not librdkafka's.
    public let reason: String
}

/// The one table of client defaults.
public enum ClientDefaults {
    private static let producer: Set<ClientKind> = [.producer]
    private static let consumer: Set<ClientKind> = [.consumer]
    private static let all: Set<ClientKind> = [.producer, .consumer, .admin]

    /// The table.
    public static let table: [ClientDefault] = [
        .init(
            name: "partitioner", value: "murmur2_random", kinds: producer,
            reason: "Java's partitioner: the compacted topics of a JVM worker depend on the same key hash"),
        .init(
            name: "message.timeout.ms", value: "0", kinds: producer,
            reason: "Connect's producers never give a record up (delivery.timeout.ms=2147483647)"),
        .init(name: "acks", value: "all", kinds: producer, reason: "an offset is committed only for a durable record"),
        .init(
            name: "enable.idempotence", value: "true", kinds: producer,
            reason:
                "a retry neither duplicates nor reorders; Connect itself turns it off and sends one request at a time"
        ),
        .init(
            name: "max.in.flight.requests.per.connection", value: "5", kinds: producer,
            reason: "the most that idempotence allows"),
        .init(
            name: "linger.ms", value: "5", kinds: producer,
            reason: "Kafka 4's default; a full batch is sent at once"),
        .init(
            name: "batch.size", value: "1000000", kinds: producer,
            reason: "a batch is bounded by linger.ms and not by Java's 16 KiB, which costs a request per 160 records"),
        .init(
            name: "message.max.bytes", value: "1048576", kinds: producer,
            reason: "Java's max.request.size; librdkafka would refuse records above 1000000 bytes"),
        .init(
            name: "queue.buffering.max.kbytes", value: "32768", kinds: producer,
            reason: "Java's buffer.memory; librdkafka would take 1 GiB"),
        .init(
            name: "queue.buffering.max.messages", value: "50000", kinds: producer,
            reason: "bounds what the queue's byte count leaves out: keys, headers and about 200 bytes a record"),
        .init(
            name: "partition.assignment.strategy", value: "range", kinds: consumer,
            reason: "the first of Java's default strategies, and the one that a mixed group agrees on"),
        .init(
            name: "enable.auto.commit", value: "false", kinds: consumer,
            reason: "an offset is committed only after the sink says that it is done"),
        .init(
            name: "enable.auto.offset.store", value: "false", kinds: consumer,
            reason: "as above: what was read is not what was done"),
        .init(
            name: "auto.offset.reset", value: "earliest", kinds: consumer,
            reason: "Connect's sinks read a topic from its beginning"),
        .init(
            name: "isolation.level", value: "read_uncommitted", kinds: consumer,
            reason: "Java's default; librdkafka's is read_committed"),
        .init(
            name: "allow.auto.create.topics", value: "true", kinds: consumer,
            reason: "Java's default: a sink may name a topic before it exists"),
        .init(
            name: "allow.auto.create.topics", value: "false", kinds: [.admin],
            reason: "asking for a topic does not create it"),
        .init(
            name: "queued.max.messages.kbytes", value: "16384", kinds: consumer,
            reason: "bounds what is fetched ahead of the sink; librdkafka would take 64 MiB"),
        .init(
            name: "queued.min.messages", value: "20000", kinds: consumer,
            reason: "bounds small records, which cost about 300 bytes each beyond their own; still 40 polls ahead"),
        .init(
            name: "fetch.error.backoff.ms", value: "100", kinds: consumer,
            reason: "Java's retry.backoff.ms; librdkafka would pause a partition for 500 ms"),
        .init(
            name: "reconnect.backoff.ms", value: "50", kinds: all, reason: "Java's default"),
        .init(
            name: "reconnect.backoff.max.ms", value: "1000", kinds: all,
            reason: "Java's default; librdkafka would wait up to 10 s for a broker that is back"),
        .init(
            name: "connections.max.idle.ms", value: "540000", kinds: all,
            reason: "Java's default: a load balancer that drops silent connections is not noticed otherwise"),
        .init(
            name: "socket.nagle.disable", value: "true", kinds: all,
            reason: "as Java's clients; a small request is not held back for the acknowledgement of the last one"),
        .init(
            name: "topic.metadata.refresh.interval.ms", value: "300000", kinds: all,
            reason: "Java's metadata.max.age.ms"),
        .init(
            name: "log.connection.close", value: "false", kinds: all,
            reason: "brokers close idle connections; that is no news"),
    ]

    /// The defaults of one kind of client, in the table's order.
    public static func properties(for kind: ClientKind) -> [(String, String)] {
        table.filter { $0.kinds.contains(kind) }.map { ($0.name, $0.value) }
    }
}
