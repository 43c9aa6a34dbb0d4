/// Whether a connector brings records into Kafka or takes them out.
public enum ConnectorType: String, Sendable, Hashable, CaseIterable {
    /// From another system into Kafka.
    case source
    /// From Kafka into another system.
    case sink
}
