/// The tables of `broker.db`; `docs/embedded-broker.md` describes them.
enum BrokerSchema {
    /// "Mlrc": what makes a SQLite file ours.
    static let applicationID: Int64 = 0x4D6C_7263
    /// Counts the changes of the schema.
    static let version: Int64 = 1

    static let pageSize = 8192

    static let pragmas = """
        PRAGMA page_size = \(pageSize);
        PRAGMA auto_vacuum = INCREMENTAL;
        PRAGMA application_id = \(applicationID);
        PRAGMA user_version = \(version);
        """

    /// Every table and index by name.
    static let tables: [(name: String, sql: String)] = [
        ("properties", "name TEXT PRIMARY KEY, value TEXT NOT NULL"),
        (
            "topics",
            "id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, uuid BLOB NOT NULL, created_ms INTEGER NOT NULL"
        ),
        ("topic_configs", "topic INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (topic, name)"),
        (
            "broker_configs",
            "broker TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (broker, name)"
        ),
        (
            "partitions",
            """
            id INTEGER PRIMARY KEY AUTOINCREMENT, topic INTEGER, number INTEGER NOT NULL, \
            log_start INTEGER NOT NULL DEFAULT 0, next_offset INTEGER NOT NULL DEFAULT 0, \
            size INTEGER NOT NULL DEFAULT 0
            """
        ),
        (
            "batches",
            """
            id INTEGER PRIMARY KEY, partition INTEGER NOT NULL, base_offset INTEGER NOT NULL, \
            last_offset INTEGER NOT NULL, max_timestamp INTEGER NOT NULL, data BLOB NOT NULL
            """
        ),
        (
            "producers",
            """
            partition INTEGER NOT NULL, producer_id INTEGER NOT NULL, epoch INTEGER NOT NULL, \
            last_timestamp INTEGER NOT NULL, recent TEXT NOT NULL, PRIMARY KEY (partition, producer_id)
            """
        ),
        (
            "aborted_transactions",
            """
            partition INTEGER NOT NULL, last_offset INTEGER NOT NULL, producer_id INTEGER NOT NULL, \
            first_offset INTEGER NOT NULL, PRIMARY KEY (partition, last_offset)
            """
        ),
        (
            "transactions",
            """
            transactional_id TEXT PRIMARY KEY, producer_id INTEGER NOT NULL, epoch INTEGER NOT NULL, \
            timeout_ms INTEGER NOT NULL, state TEXT NOT NULL, started_ms INTEGER, updated_ms INTEGER NOT NULL
            """
        ),
        (
            "transaction_partitions",
            """
            transactional_id TEXT NOT NULL, partition INTEGER NOT NULL, first_offset INTEGER, \
            PRIMARY KEY (transactional_id, partition)
            """
        ),
        (
            "transaction_groups",
            "transactional_id TEXT NOT NULL, group_id TEXT NOT NULL, PRIMARY KEY (transactional_id, group_id)"
        ),
        (
            "transaction_offsets",
            """
            transactional_id TEXT NOT NULL, group_id TEXT NOT NULL, topic TEXT NOT NULL, partition INTEGER NOT NULL, \
            offset INTEGER NOT NULL, leader_epoch INTEGER NOT NULL, metadata TEXT, \
            PRIMARY KEY (transactional_id, group_id, topic, partition)
            """
        ),
        (
            "offsets",
            """
            group_id TEXT NOT NULL, topic TEXT NOT NULL, partition INTEGER NOT NULL, offset INTEGER NOT NULL, \
            leader_epoch INTEGER NOT NULL, metadata TEXT, committed_ms INTEGER NOT NULL, \
            PRIMARY KEY (group_id, topic, partition)
            """
        ),
        (
            "groups",
            """
            group_id TEXT PRIMARY KEY, protocol_type TEXT NOT NULL, generation INTEGER NOT NULL, protocol TEXT, \
            leader TEXT, state_changed_ms INTEGER NOT NULL
            """
        ),
        (
            "group_members",
            """
            group_id TEXT NOT NULL, member_id TEXT NOT NULL, instance_id TEXT, client_id TEXT NOT NULL, \
            client_host TEXT NOT NULL, rebalance_timeout_ms INTEGER NOT NULL, session_timeout_ms INTEGER NOT NULL, \
            protocols BLOB NOT NULL, assignment BLOB NOT NULL, PRIMARY KEY (group_id, member_id)
            """
        ),
    ]

    /// Tables that SQLite finds by their number alone; the others are kept in the order of their key.
    private static let withRowID: Set = ["topics", "partitions", "batches"]

    private static let indexes: [(name: String, sql: String)] = [
        ("batches_by_offset", "batches (partition, last_offset, max_timestamp)"),
        ("partitions_by_topic", "partitions (topic, number)"),
    ]

    /// What makes each table and index, by name.
    static let statements: [String: String] = {
        var statements: [String: String] = [:]
        for (name, columns) in tables {
            let order = withRowID.contains(name) ? "" : " WITHOUT ROWID"
            statements[name] = "CREATE TABLE \(name) (\(columns))\(order)"
        }
        for (name, columns) in indexes { statements[name] = "CREATE INDEX \(name) ON \(columns)" }
        return statements
    }()

    /// Tables first, for their indexes.
    static var inOrder: [String] {
        (tables.map(\.name) + indexes.map(\.name)).compactMap { statements[$0] }
    }
}
