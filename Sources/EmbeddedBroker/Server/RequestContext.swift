internal import KafkaProtocol

/// Who asks, and in which version.
struct RequestContext: Sendable {
    /// The version of the request's body, and of its answer's.
    let version: Int16
    /// The name that the client gives itself; empty if it gives none.
    let clientId: String
    /// The client's address, as Kafka writes it: `/127.0.0.1`.
    let clientHost: String
    /// Where this client reaches the broker.
    let address: BrokerAddress
}
