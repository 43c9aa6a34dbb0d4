@testable import EmbeddedBroker

extension BrokerConfiguration {
    /// As Kafka's, but for what tests would have to wait for.
    static func forTests(in directory: String) -> BrokerConfiguration {
        BrokerConfiguration(directory: directory)
    }
}
