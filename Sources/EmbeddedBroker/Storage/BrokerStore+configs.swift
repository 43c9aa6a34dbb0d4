extension BrokerStore {
    /// Sets a topic's config, or takes it back where the value is nil.
    func setConfig(_ name: String, to value: String?, topic: Int64) throws(StorageError) {
        if let value {
            try change(
                "INSERT OR REPLACE INTO topic_configs (topic, name, value) VALUES (?1, ?2, ?3)", topic, name, value)
        } else {
            try change("DELETE FROM topic_configs WHERE topic = ?1 AND name = ?2", topic, name)
        }
    }

    /// The dynamic configs of brokers, by broker; those for all brokers have the empty name.
    func brokerConfigs() throws(StorageError) -> [String: [String: String]] {
        var configs: [String: [String: String]] = [:]
        try query {
            _ = try $0.rows("SELECT broker, name, value FROM broker_configs") {
                configs[$0.text(0), default: [:]][$0.text(1)] = $0.text(2)
            }
        }
        return configs
    }

    /// Sets a config of a broker, or of all, or takes it back where the value is nil.
    func setConfig(_ name: String, to value: String?, broker: String) throws(StorageError) {
        if let value {
            try change(
                "INSERT OR REPLACE INTO broker_configs (broker, name, value) VALUES (?1, ?2, ?3)", broker, name, value)
        } else {
            try change("DELETE FROM broker_configs WHERE broker = ?1 AND name = ?2", broker, name)
        }
    }

    /// What the broker keeps of itself: `cluster.id`, `next.producer.id`.
    func properties() throws(StorageError) -> [String: String] {
        try dictionary("SELECT name, value FROM properties")
    }

    /// Sets what the broker keeps of itself.
    func setProperty(_ name: String, to value: String) throws(StorageError) {
        try change("INSERT OR REPLACE INTO properties (name, value) VALUES (?1, ?2)", name, value)
    }

    private func dictionary(_ sql: String) throws(StorageError) -> [String: String] {
        let rows = try query { try $0.rows(sql) { ($0.text(0), $0.text(1)) } }
        return Dictionary(rows, uniquingKeysWith: { first, _ in first })
    }
}
