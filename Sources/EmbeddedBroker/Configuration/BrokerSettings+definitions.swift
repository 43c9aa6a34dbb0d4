extension TopicConfig {
    /// The broker's configurations that say what a topic has where nothing was set for it, and how many of the topic's
    /// units theirs is; the strongest first.
    static let brokerNames: [String: [(name: String, factor: Int64)]] = [
        "cleanup.policy": [("log.cleanup.policy", 1)],
        "compression.gzip.level": [("compression.gzip.level", 1)],
        "compression.lz4.level": [("compression.lz4.level", 1)],
        "compression.type": [("compression.type", 1)],
        "compression.zstd.level": [("compression.zstd.level", 1)],
        "delete.retention.ms": [("log.cleaner.delete.retention.ms", 1)],
        "file.delete.delay.ms": [("log.segment.delete.delay.ms", 1)],
        "flush.messages": [("log.flush.interval.messages", 1)],
        "flush.ms": [("log.flush.interval.ms", 1), ("log.flush.scheduler.interval.ms", 1)],
        "index.interval.bytes": [("log.index.interval.bytes", 1)],
        "local.retention.bytes": [("log.local.retention.bytes", 1)],
        "local.retention.ms": [("log.local.retention.ms", 1)],
        "max.compaction.lag.ms": [("log.cleaner.max.compaction.lag.ms", 1)],
        "max.message.bytes": [("message.max.bytes", 1)],
        "message.downconversion.enable": [("log.message.downconversion.enable", 1)],
        "message.timestamp.after.max.ms": [("log.message.timestamp.after.max.ms", 1)],
        "message.timestamp.before.max.ms": [("log.message.timestamp.before.max.ms", 1)],
        "message.timestamp.type": [("log.message.timestamp.type", 1)],
        "min.cleanable.dirty.ratio": [("log.cleaner.min.cleanable.ratio", 1)],
        "min.compaction.lag.ms": [("log.cleaner.min.compaction.lag.ms", 1)],
        "min.insync.replicas": [("min.insync.replicas", 1)],
        "preallocate": [("log.preallocate", 1)],
        "retention.bytes": [("log.retention.bytes", 1)],
        "retention.ms": [
            ("log.retention.ms", 1), ("log.retention.minutes", 60_000), ("log.retention.hours", 3_600_000),
        ],
        "segment.bytes": [("log.segment.bytes", 1)],
        "segment.index.bytes": [("log.index.size.max.bytes", 1)],
        "segment.jitter.ms": [("log.roll.jitter.ms", 1), ("log.roll.jitter.hours", 3_600_000)],
        "segment.ms": [("log.roll.ms", 1), ("log.roll.hours", 3_600_000)],
        "unclean.leader.election.enable": [("unclean.leader.election.enable", 1)],
    ]
}

extension BrokerSettings {
    /// Every configuration of the broker that is known here, in the order of their names.
    static let definitions: [ConfigDefinition] = (forTopics + inOtherUnits + ofTheBroker).sorted { $0.name < $1.name }

    /// The definitions by their names.
    static let byName = Dictionary(uniqueKeysWithValues: definitions.map { ($0.name, $0) })

    /// Whether it can be changed while the broker runs: what topics take over, by the strongest name.
    static func isDynamic(_ name: String) -> Bool { dynamicNames.contains(name) }

    private static let dynamicNames = Set(TopicConfig.brokerNames.values.compactMap { $0.first?.name })

    /// As the topic's, without a value of its own where there is a name in another unit that has the default.
    private static let forTopics = TopicConfig.definitions.compactMap { definition -> ConfigDefinition? in
        guard let names = TopicConfig.brokerNames[definition.name], let first = names.first else { return nil }
        return ConfigDefinition(first.name, definition.kind, names.count == 1 ? definition.defaultValue : nil)
    }

    private static let inOtherUnits = [
        ConfigDefinition("log.flush.scheduler.interval.ms", .long(0 ... .max), "9223372036854775807"),
        ConfigDefinition("log.retention.hours", .int(-1 ... .max), "168"),
        ConfigDefinition("log.retention.minutes", .int(-1 ... .max), nil),
        ConfigDefinition("log.roll.hours", .int(1 ... .max), "168"),
        ConfigDefinition("log.roll.jitter.hours", .int(0 ... .max), "0"),
    ]

    private static let ofTheBroker = [
        ConfigDefinition("auto.create.topics.enable", .boolean, "true"),
        ConfigDefinition("group.initial.rebalance.delay.ms", .int(0 ... .max), "0"),
        ConfigDefinition("group.max.session.timeout.ms", .int(1 ... .max), "1800000"),
        ConfigDefinition("group.min.session.timeout.ms", .int(1 ... .max), "6000"),
        ConfigDefinition("listeners", .string, "PLAINTEXT://127.0.0.1:0"),
        ConfigDefinition("log.cleaner.backoff.ms", .long(0 ... .max / 1_000_000), "15000"),
        ConfigDefinition("log.retention.check.interval.ms", .long(1 ... .max / 1_000_000), "300000"),
        ConfigDefinition("num.partitions", .int(1 ... .max), "1"),
        ConfigDefinition("offsets.retention.minutes", .int(1 ... .max), "10080"),
        ConfigDefinition("producer.id.expiration.ms", .int(1 ... .max), "86400000"),
        ConfigDefinition("transaction.max.timeout.ms", .int(1 ... .max), "900000"),
        ConfigDefinition("transactional.id.expiration.ms", .int(1 ... .max), "604800000"),
    ]
}
