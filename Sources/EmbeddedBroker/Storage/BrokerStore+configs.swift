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

    /// The broker's dynamic configs.
    func brokerConfigs() throws(StorageError) -> [String: String] {
        try dictionary("SELECT name, value FROM broker_configs")
    }

    /// Sets a config of the broker, or takes it back where the value is nil.
    func setBrokerConfig(_ name: String, to value: String?) throws(StorageError) {
        if let value {
            try change("INSERT OR REPLACE INTO broker_configs (name, value) VALUES (?1, ?2)", name, value)
        } else {
            try change("DELETE FROM broker_configs WHERE name = ?1", name)
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
