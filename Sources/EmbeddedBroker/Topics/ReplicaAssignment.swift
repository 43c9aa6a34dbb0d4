internal import KafkaProtocol

/// Which brokers a client wants to have a partition. There is one broker, so there is little to choose.
enum ReplicaAssignment {
    /// Fails unless the partition can be on these brokers.
    static func check(_ brokers: [Int32]) throws(Refusal) {
        guard !brokers.isEmpty else { throw refusal("an empty replica list.") }
        if let unknown = brokers.sorted().first(where: { $0 != Broker.id }) {
            throw refusal("broker \(unknown), but no such broker is registered.")
        }
        guard brokers.count == 1 else { throw refusal("the broker \(Broker.id) more than once.") }
    }

    private static func refusal(_ what: String) -> Refusal {
        Refusal(.invalidReplicaAssignment, "The manual partition assignment includes \(what)")
    }
}
