import ConnectConfig

extension WorkerConfig {
    /// What is odd about a worker's file: keys that nothing reads, and keys that come twice.
    static func warnings(about properties: JavaProperties, place: (String) -> String) -> [String] {
        var warnings: [String] = []
        var seen: Set<String> = []
        for key in properties.entries.map(\.key) where !seen.insert(key).inserted {
            warnings.append("\(place(key)): '\(key)' is set more than once; the last value counts.")
        }
        for key in seen.sorted() {
            guard let reason = reasonToIgnore(key) else { continue }
            warnings.append("\(place(key)): '\(key)' \(reason)")
        }
        return warnings
    }

    private static func reasonToIgnore(_ key: String) -> String? {
        if key == "offset.flush.timeout.ms" {
            return
                "has no effect: tasks do not wait for a commit of offsets, and one that is late or fails is repeated."
        }
        if standaloneDefinition[key] != nil || clientKeys.contains(key) { return nil }
        if key.hasPrefix("internal.key.converter") || key.hasPrefix("internal.value.converter") {
            return "is ignored, as in Kafka Connect since 3.0: internal data is always JSON."
        }
        if distributedKeys.contains(key) || distributedPrefixes.contains(where: key.hasPrefix) {
            return "has no effect in standalone mode."
        }
        if knownPrefixes.contains(where: key.hasPrefix) { return nil }
        let names = standaloneDefinition.keys.map(\.name) + clientKeys.sorted()
        let hint = KeySpelling.closest(to: key, in: names).map { " Did you mean '\($0)'?" } ?? ""
        return "is not a known configuration and is ignored.\(hint)"
    }

    private static let knownPrefixes = [
        "producer.", "consumer.", "admin.", "key.converter.", "value.converter.", "header.converter.",
        "config.providers.", "metrics.context.", "listeners.https.", "admin.listeners.https.", "sasl.",
    ]

    private static let distributedPrefixes = [
        "inter.worker.", "config.storage.", "status.storage.", "offset.storage.",
    ]

    private static let distributedKeys: Set<String> = [
        "group.id", "session.timeout.ms", "rebalance.timeout.ms", "heartbeat.interval.ms",
        "exactly.once.source.support", "worker.sync.timeout.ms", "worker.unsync.backoff.ms", "connect.protocol",
        "scheduled.rebalance.max.delay.ms",
    ]

    /// Settings of Kafka's clients that stand in a worker's file without a prefix, for the worker's own clients.
    private static let clientKeys: Set<String> = [
        "bootstrap.controllers", "client.id", "client.rack", "connections.max.idle.ms", "default.api.timeout.ms",
        "enable.metrics.push", "metadata.max.age.ms", "metadata.recovery.rebootstrap.trigger.ms",
        "metadata.recovery.strategy", "receive.buffer.bytes", "reconnect.backoff.max.ms", "reconnect.backoff.ms",
        "request.timeout.ms", "retries", "retry.backoff.max.ms", "retry.backoff.ms", "security.protocol",
        "security.providers", "send.buffer.bytes", "socket.connection.setup.timeout.max.ms",
        "socket.connection.setup.timeout.ms",
    ]
}

extension WorkerConfig {
    /// The client settings that the file has without a prefix: for the worker's own clients and for admin clients.
    public var unprefixedClientSettings: [String: String] {
        values.originals.compactMapValues { $0 }.filter { key, _ in
            WorkerConfig.clientKeys.contains(key) || key.hasPrefix("sasl.") || key.hasPrefix("ssl.")
        }
    }
}
