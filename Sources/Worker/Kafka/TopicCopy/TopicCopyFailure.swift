internal import KafkaClient

/// Why topics were not copied, or not to their end.
public struct TopicCopyFailure: Error, CustomStringConvertible {
    /// What was wrong, where, and what to do.
    public let description: String

    init(_ description: String) {
        self.description = description
    }

    /// A request to a cluster failed. What its client met meanwhile, such as a failed authentication, says more than a
    /// timeout.
    init(_ error: KafkaError, asking admin: KafkaAdmin, at servers: String) {
        var cause: KafkaError?
        while let event = admin.nextEvent() {
            if case .error(let error) = event, error.name != "_ALL_BROKERS_DOWN" { cause = error }
        }
        self.init("\(servers): \(error)" + (cause.map { "; \($0)" } ?? ""))
    }
}
