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
        let client = try GroupClient(librdkafka: translated.librdkafka)
        try await client.leave(group: group, memberId: member, timeout: patience)
    }
}
