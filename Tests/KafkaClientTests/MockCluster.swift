import CRdkafka
import Testing

@testable import KafkaClient

/// librdkafka's own cluster in this process, for the faults that no broker makes on demand. The producer that started
/// it is its first client.
struct MockCluster {
    let producer: KafkaProducer
    let pointer: OpaquePointer
    var address: String { String(cString: rd_kafka_mock_cluster_bootstraps(pointer)) }

    init(_ properties: [String: String] = [:], brokers: Int = 1) throws {
        let mock = ["test.mock.num.brokers": "\(brokers)"]
        producer = try KafkaProducer(
            properties: ClientProperties.translate(properties.merging(mock) { old, _ in old }, for: .producer))
        pointer = try #require(rd_kafka_handle_mock_cluster(producer.handle.pointer))
    }

    /// The next requests of a kind fail with these errors, one each.
    func fail(_ request: Int16, _ errors: [rd_kafka_resp_err_t]) {
        var errors = errors
        rd_kafka_mock_push_request_errors_array(pointer, request, errors.count, &errors)
    }

    func setDown(_ broker: Int32) { rd_kafka_mock_broker_set_down(pointer, broker) }
    func setUp(_ broker: Int32) { rd_kafka_mock_broker_set_up(pointer, broker) }

    static let produce: Int16 = 0
    static let initProducerId: Int16 = 22
}
