import KafkaProtocol

/// A topic as it is kept, with its partitions by number.
struct TopicRow: Equatable {
    var id: Int64
    var name: String
    var uuid: WireUUID
    var createdMs: Int64
    /// What was set; the rest are defaults.
    var configs: [String: String]
    var partitions: [PartitionRow]
}

/// A partition as it is kept.
struct PartitionRow: Equatable {
    /// Never given to another one.
    var id: Int64
    var number: Int32
    var logStart: Int64 = 0
    var nextOffset: Int64 = 0
    /// The bytes of its batches, with those that `deleteStep` has not come to yet.
    var size: Int64 = 0
}

extension BrokerStore {
    /// All topics.
    func topics() throws(StorageError) -> [TopicRow] {
        try query { connection in
            var topics: [Int64: TopicRow] = [:]
            _ = try connection.rows("SELECT id, name, uuid, created_ms FROM topics") {
                topics[$0.integer(0)] = TopicRow(
                    id: $0.integer(0), name: $0.text(1), uuid: WireUUID($0.bytes(2)), createdMs: $0.integer(3),
                    configs: [:], partitions: [])
            }
            _ = try connection.rows("SELECT topic, name, value FROM topic_configs") {
                topics[$0.integer(0)]?.configs[$0.text(1)] = $0.text(2)
            }
            _ = try connection.rows(
                """
                SELECT topic, id, number, log_start, next_offset, size FROM partitions WHERE topic NOT NULL \
                ORDER BY topic, number
                """
            ) { topics[$0.integer(0)]?.partitions.append(PartitionRow($0, from: 1)) }
            return Array(topics.values)
        }
    }

    /// Makes a topic with empty partitions.
    func createTopic(
        name: String, uuid: WireUUID, createdMs: Int64, partitions: Int32, configs: [String: String]
    ) throws(StorageError) -> TopicRow {
        let id = try change { connection in
            try connection.run(
                "INSERT INTO topics (name, uuid, created_ms) VALUES (?1, ?2, ?3)", name, uuid.bytes, createdMs)
            return connection.lastInsertedRow
        }
        for (name, value) in configs { try setConfig(name, to: value, topic: id) }
        return TopicRow(
            id: id, name: name, uuid: uuid, createdMs: createdMs, configs: configs,
            partitions: try createPartitions(0..<partitions, topic: id))
    }

    /// Adds empty partitions of these numbers to a topic.
    func createPartitions(_ numbers: Range<Int32>, topic: Int64) throws(StorageError) -> [PartitionRow] {
        try change { connection in
            try numbers.map { number in
                try connection.run("INSERT INTO partitions (topic, number) VALUES (?1, ?2)", topic, number)
                return PartitionRow(id: connection.lastInsertedRow, number: number)
            }
        }
    }

    /// Deletes a topic with its configs, the offsets that groups committed for it and its part in transactions. Its
    /// batches are left to `deleteStep`.
    func deleteTopic(id: Int64, name: String) throws(StorageError) {
        try change { connection in
            try connection.run(
                "DELETE FROM transaction_partitions WHERE partition IN (SELECT id FROM partitions WHERE topic = ?1)",
                id)
            try connection.run("UPDATE partitions SET topic = NULL WHERE topic = ?1", id)
            try connection.run("DELETE FROM topic_configs WHERE topic = ?1", id)
            try connection.run("DELETE FROM topics WHERE id = ?1", id)
            try connection.run("DELETE FROM transaction_offsets WHERE topic = ?1", name)
            try connection.run("DELETE FROM offsets WHERE topic = ?1", name)
        }
    }

    /// A partition as it is now; nil if it is gone.
    func partition(_ id: Int64) throws(StorageError) -> PartitionRow? {
        try query {
            try $0.first("SELECT id, number, log_start, next_offset, size FROM partitions WHERE id = ?1", id) {
                PartitionRow($0, from: 0)
            }
        }
    }
}

extension PartitionRow {
    fileprivate init(_ row: SQLiteStatement, from column: Int32) {
        id = row.integer(column)
        number = row.integer(column + 1, as: Int32.self)
        logStart = row.integer(column + 2)
        nextOffset = row.integer(column + 3)
        size = row.integer(column + 4)
    }
}

extension WireUUID {
    /// Sixteen bytes, the highest first.
    fileprivate var bytes: [UInt8] {
        [high, low].flatMap { half in (0..<8).map { UInt8(truncatingIfNeeded: half >> (56 - 8 * $0)) } }
    }

    fileprivate init(_ bytes: UnsafeRawBufferPointer) {
        let halves = [bytes.prefix(8), bytes.dropFirst(8)].map { $0.reduce(0) { $0 << 8 | UInt64($1) } }
        self.init(high: halves[0], low: halves[1])
    }
}
