internal import KafkaClient
internal import KafkaProtocol

/// Speaks to the coordinators of consumer groups.
public struct KafkaConsumerGroups: ConsumerGroups {
    private let patience: Duration

    /// - Parameter patience: how long one request is tried.
    public init(patience: Duration = .seconds(5)) {
        self.patience = patience
    }

    /// See `ConsumerGroups`.
    public func leave(group: String, member: String, settings: [String: String]) async throws {
        let translated = try ClientProperties.translate(settings, for: .consumer)
        let client = GroupClient(
            bootstrap: try brokers(settings["bootstrap.servers"] ?? ""),
            security: try ClientSecurity(librdkafka: translated.librdkafka))
        try await client.leave(group: group, memberId: member, timeout: patience)
    }

    private func brokers(_ list: String) throws -> [BrokerAddress] {
        try list.split(separator: ",").map { try BrokerAddress(parsing: $0.filter { $0 != " " }) }
    }
}
