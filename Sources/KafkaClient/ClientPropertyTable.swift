/// The one table of Java client properties: every name of Kafka 4.3's producer, consumer and admin client.
enum ClientPropertyTable {
    static let entries: [ClientProperty] = connection + security + producing + consuming

    static let byName: [String: ClientProperty] = {
        var result: [String: ClientProperty] = [:]
        for entry in entries { result[entry.name] = entry }
        return result
    }()

    private static let noMetrics = "Millrace has metrics of its own"
    static let noJVM = "belongs to the JVM"

    /// What all three clients share, except security.
    static let connection: [ClientProperty] = [
        .init("bootstrap.servers", .all, .text, .derived("bootstrap.servers")),
        .init(
            "bootstrap.controllers", .admin, .text,
            .refused("the client speaks to brokers; write their addresses into bootstrap.servers", except: [""])),
        .init("client.id", .all, .text, .translated("client.id")),
        .init(
            "client.dns.lookup", .all, .oneOf(["use_all_dns_ips", "resolve_canonical_bootstrap_servers_only"]),
            .ignored("every address of a name is tried", silently: ["use_all_dns_ips"])),
        .init("config.providers", .all, .text, .ignored("the worker resolves placeholders itself", silently: [""])),
        .init(
            "connections.max.idle.ms", .all, .integer(Int64.min...Int64.max),
            .translated("connections.max.idle.ms", 0...2_147_483_647)),
        .init(
            "default.api.timeout.ms", [.consumer, .admin], .count, .ours("the deadline of calls that wait for a broker")
        ),
        .init("enable.metrics.push", .all, .boolean, .ignored(noMetrics, silently: ["false"])),
        .init(
            "interceptor.classes", [.producer, .consumer], .text,
            .ignored("Java classes cannot be loaded", silently: [""])),
        .init("metadata.max.age.ms", .all, .long, .translated("topic.metadata.refresh.interval.ms", 1...3_600_000)),
        .init(
            "metadata.recovery.rebootstrap.trigger.ms", .all, .long,
            .ignored("librdkafka always falls back to bootstrap.servers")),
        .init(
            "metadata.recovery.strategy", .all, .oneOfIgnoringCase(["rebootstrap", "none"]),
            .ignored("librdkafka always falls back to bootstrap.servers", silently: ["rebootstrap"])),
        .init("metric.reporters", .all, .text, .ignored(noMetrics, silently: [""])),
        .init("metrics.num.samples", .all, .positive, .ignored(noMetrics)),
        .init(
            "metrics.recording.level", .all, .oneOf(["INFO", "DEBUG", "TRACE"]), .ignored(noMetrics, silently: ["INFO"])
        ),
        .init("metrics.sample.window.ms", .all, .long, .ignored(noMetrics)),
        .init(
            "receive.buffer.bytes", .all, .integer(-1...Int64(Int32.max)),
            .translated("socket.receive.buffer.bytes", 0...100_000_000)),
        .init(
            "reconnect.backoff.max.ms", .all, .long, .translated("reconnect.backoff.max.ms", 0...3_600_000)),
        .init("reconnect.backoff.ms", .all, .long, .translated("reconnect.backoff.ms", 0...3_600_000)),
        .init("request.timeout.ms", .all, .count, .derived("request.timeout.ms (producer), socket.timeout.ms")),
        .init(
            "retry.backoff.max.ms", .all, .long, .ignored("librdkafka 2.0.2 retries at one interval, retry.backoff.ms")),
        .init(
            "retry.backoff.ms", .all, .long, .derived("retry.backoff.ms (producer), fetch.error.backoff.ms (consumer)")),
        .init(
            "send.buffer.bytes", .all, .integer(-1...Int64(Int32.max)),
            .translated("socket.send.buffer.bytes", 0...100_000_000)),
        .init(
            "socket.connection.setup.timeout.max.ms", .all, .integer(Int64.min...Int64.max),
            .ignored("librdkafka does not lengthen socket.connection.setup.timeout.ms")),
        .init(
            "socket.connection.setup.timeout.ms", .all, .integer(Int64.min...Int64.max),
            .translated("socket.connection.setup.timeout.ms", 1000...2_147_483_647)),
    ]
}
