internal import CMillrace
internal import ConnectData
internal import KafkaClient

extension TaskLog {
    /// Logs what librdkafka's threads met, at the level that syslog's number stands for.
    func client(_ event: ClientEvent) {
        switch event {
        // A failed connection comes as an error too.
        case .log(...3, "FAIL", _): break
        case .log(let level, let facility, let message):
            switch level {
            case ...3: error("\(facility): \(message)")
            case 4: warn("\(facility): \(message)")
            case 5, 6: info("\(facility): \(message)")
            default: debug("\(facility): \(message)")
            }
        case .error(let problem): warn("Kafka client: \(problem)")
        case .partitionError(let partition, let problem): warn("Kafka client, partition \(partition): \(problem)")
        case .endOfPartition: break
        }
    }
}

extension millrace_value {
    /// What goes into Kafka for a converted value: nil for NULL, else its bytes.
    @inline(__always)
    var payload: UnsafeRawBufferPointer? { isNull ? nil : rawBytes }
}
