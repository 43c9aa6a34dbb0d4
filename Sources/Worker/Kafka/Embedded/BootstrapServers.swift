internal import ConnectConfig

/// What `bootstrap.servers` names: brokers of a cluster, or the directory of an embedded broker.
enum BootstrapServers {
    private static let scheme = "embedded:"

    /// The directory of `embedded:///DIR`, or nil for `host:port` pairs, which the clients check.
    static func embeddedDirectory(_ servers: [String]) throws(ConfigError) -> String? {
        guard let entry = servers.first(where: isEmbedded) else { return nil }
        let path = entry.dropFirst(scheme.count)
        guard servers.count == 1 else {
            throw refusal(
                servers.joined(separator: ","),
                "An embedded broker stands alone: write embedded:///DIR and nothing else, or the host:port pairs of a "
                    + "Kafka cluster")
        }
        var directory = path.dropFirst(2)
        while directory.hasSuffix("/") { directory.removeLast() }
        guard path.hasPrefix("///"), !directory.isEmpty else {
            throw refusal(
                entry,
                "The directory of an embedded broker is written with its full path behind embedded://, so that three "
                    + "slashes come together: embedded:///var/lib/millrace/broker")
        }
        return String(directory)
    }

    /// Why a client cannot have these servers of its own, or nil if it can: the embedded broker is the whole worker's.
    static func objection(to servers: String?, in key: String) -> String? {
        guard let servers, servers.split(separator: ",").contains(where: { isEmbedded($0.trimmingBlanks()) }) else {
            return nil
        }
        return ConfigError(
            value: servers, key: key,
            reason: "Only a worker as a whole can use an embedded broker: leave this key out, and write "
                + "bootstrap.servers=embedded:///DIR into the worker's file"
        ).message
    }

    private static func isEmbedded(_ entry: some StringProtocol) -> Bool { entry.lowercased().hasPrefix(scheme) }

    private static func refusal(_ value: String, _ reason: String) -> ConfigError {
        ConfigError(value: value, key: "bootstrap.servers", reason: reason)
    }
}
