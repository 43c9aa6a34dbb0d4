internal import ConnectData
internal import KafkaClient
internal import TaskProtocol

/// The properties of a task's own Kafka clients, from the worker's and the connector's configuration, as Connect's
/// Worker puts them together: defaults, then `producer.*` of the worker, then `producer.override.*` of the connector.
struct ClientSettings {
    private let start: ProcessStart

    init(_ start: ProcessStart) {
        self.start = start
    }

    func producer() throws(ConnectError) -> TranslatedProperties {
        try translate(
            defaults: ["client.id": "connector-producer-\(start.connector)-\(start.task)"],
            prefix: "producer.", for: .producer)
    }

    func deadLetterProducer() throws(ConnectError) -> TranslatedProperties {
        try translate(
            defaults: ["client.id": "connector-dlq-producer-\(start.connector)-\(start.task)"],
            prefix: "producer.", for: .producer)
    }

    func consumer() throws(ConnectError) -> TranslatedProperties {
        let defaults = [
            "client.id": "connector-consumer-\(start.connector)-\(start.task)",
            "group.id": "connect-\(start.connector)",
        ]
        return try translate(defaults: defaults, prefix: "consumer.", for: .consumer)
    }

    func admin() throws(ConnectError) -> TranslatedProperties {
        try translate(
            defaults: ["client.id": "connector-adminclient-\(start.connector)-\(start.task)"],
            prefix: "admin.", for: .admin)
    }

    private func translate(
        defaults: [String: String], prefix: String, for kind: ClientKind
    ) throws(ConnectError) -> TranslatedProperties {
        var properties = defaults
        if let servers = start.workerConfig["bootstrap.servers"] { properties["bootstrap.servers"] = servers }
        properties.merge(start.workerConfig.under(prefix)) { $1 }
        properties.merge(start.connectorConfig.under(prefix + "override.")) { $1 }
        do {
            return try ClientProperties.translate(properties, for: kind)
        } catch {
            throw ConnectError(.badConfig, "The \(prefix)* settings of connector \(start.connector): \(error)")
        }
    }
}
