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
        if standaloneDefinition[key] != nil || clientKeys.contains(key) { return nil }
        if key.hasPrefix("internal.key.converter") || key.hasPrefix("internal.value.converter") {
            return "is ignored, as in Kafka Connect since 3.0: internal data is always JSON."
        }
        if distributedKeys.contains(key) || distributedPrefixes.contains(where: key.hasPrefix) {
            return "has no effect in standalone mode."
        }
        if knownPrefixes.contains(where: key.hasPrefix) { return nil }
        let hint = closestKey(to: key).map { " Did you mean '\($0)'?" } ?? ""
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

    private static func closestKey(to key: String) -> String? {
        let names = standaloneDefinition.keys.map(\.name) + clientKeys.sorted()
        let distances = names.map { (name: $0, distance: editDistance(key, $0)) }
        guard let closest = distances.min(by: { $0.distance < $1.distance }) else { return nil }
        return closest.distance <= max(2, key.count / 6) ? closest.name : nil
    }

    /// How many letters must be added, removed or changed to turn one text into the other.
    private static func editDistance(_ left: String, _ right: String) -> Int {
        let right = Array(right.utf8)
        var previous = Array(0...right.count)
        for (row, letter) in left.utf8.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                current.append(
                    min(previous[column + 1] + 1, current[column] + 1, previous[column] + (letter == other ? 0 : 1)))
            }
            previous = current
        }
        return previous[right.count]
    }
}

extension WorkerConfig {
    /// The client settings that the file has without a prefix: for the worker's own clients and for admin clients.
    public var unprefixedClientSettings: [String: String] {
        values.originals.compactMapValues { $0 }.filter { key, _ in
            WorkerConfig.clientKeys.contains(key) || key.hasPrefix("sasl.") || key.hasPrefix("ssl.")
        }
    }
}
