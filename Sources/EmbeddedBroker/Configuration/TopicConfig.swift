internal import KafkaProtocol

/// What is configured for one topic: Kafka 4.3's topic configurations, with its defaults.
struct TopicConfig: Sendable, Equatable {
    /// What becomes of records that are old.
    struct CleanupPolicy: OptionSet, Sendable {
        let rawValue: Int
        /// Retention by time and size.
        static let delete = CleanupPolicy(rawValue: 1)
        /// The last record of each key stays.
        static let compact = CleanupPolicy(rawValue: 2)
    }

    /// What was set for this topic; everything else is as the broker has it.
    private(set) var overrides: [String: String]
    private(set) var cleanupPolicy: CleanupPolicy
    /// In milliseconds; -1 for ever.
    private(set) var retentionMilliseconds: Int64
    /// -1 without a limit.
    private(set) var retentionBytes: Int64
    /// The largest batch.
    private(set) var maximumMessageBytes: Int
    /// LogAppendTime rather than CreateTime.
    private(set) var stampsOnAppend: Bool
    /// How far before now a record's timestamp may be, in milliseconds.
    private(set) var timestampBeforeMaximum: Int64
    /// How far after now a record's timestamp may be, in milliseconds.
    private(set) var timestampAfterMaximum: Int64
    /// How long a tombstone stays, in milliseconds.
    private(set) var deleteRetentionMilliseconds: Int64
    private(set) var minimumCleanableDirtyRatio: Double
    private(set) var minimumCompactionLagMilliseconds: Int64
    private(set) var maximumCompactionLagMilliseconds: Int64

    /// - Parameters:
    ///   - overrides: what was set for the topic. Checked values.
    ///   - defaults: what the broker has for topics where nothing was set. Checked values.
    init(overrides: [String: String] = [:], defaults: [String: String] = [:]) {
        func value(_ name: String) -> String {
            overrides[name] ?? defaults[name] ?? Self.byName[name]?.defaultValue ?? ""
        }
        func number(_ name: String) -> Int64 { Int64(value(name).trimmingSpaces()) ?? 0 }
        self.overrides = overrides
        var policy: CleanupPolicy = []
        for name in ConfigDefinition.items(of: value("cleanup.policy")) {
            policy.insert(name == "compact" ? .compact : .delete)
        }
        cleanupPolicy = policy
        retentionMilliseconds = number("retention.ms")
        retentionBytes = number("retention.bytes")
        maximumMessageBytes = Int(number("max.message.bytes"))
        stampsOnAppend = value("message.timestamp.type").trimmingSpaces() == "LogAppendTime"
        timestampBeforeMaximum = number("message.timestamp.before.max.ms")
        timestampAfterMaximum = number("message.timestamp.after.max.ms")
        deleteRetentionMilliseconds = number("delete.retention.ms")
        minimumCleanableDirtyRatio = Double(value("min.cleanable.dirty.ratio").trimmingSpaces()) ?? 0.5
        minimumCompactionLagMilliseconds = number("min.compaction.lag.ms")
        maximumCompactionLagMilliseconds = number("max.compaction.lag.ms")
    }

    /// Fails unless these may be set for a topic.
    static func check(_ overrides: [String: String], defaults: [String: String]) throws(Refusal) {
        if let unknown = overrides.keys.sorted().first(where: { byName[$0] == nil }) {
            throw Refusal(.invalidConfig, "Unknown topic config name: \(unknown)")
        }
        for definition in definitions {
            if let problem = overrides[definition.name].flatMap(definition.problem) {
                throw Refusal(.invalidConfig, problem)
            }
        }
        if overrides["remote.storage.enable"]?.trimmingSpaces().lowercased() == "true" {
            throw Refusal(
                .invalidConfig,
                "Tiered Storage functionality is disabled in the broker. Topic cannot be configured with remote log "
                    + "storage.")
        }
        let config = TopicConfig(overrides: overrides, defaults: defaults)
        guard config.minimumCompactionLagMilliseconds <= config.maximumCompactionLagMilliseconds else {
            throw Refusal(
                .invalidConfig,
                "conflict topic config setting min.compaction.lag.ms (\(config.minimumCompactionLagMilliseconds)) > "
                    + "max.compaction.lag.ms (\(config.maximumCompactionLagMilliseconds))")
        }
    }

    /// Every configuration that a topic may have, in the order of their names. Those that speak of segments, replicas
    /// and remote storage are accepted and kept, and have no effect here.
    static let definitions: [ConfigDefinition] = [
        ConfigDefinition("cleanup.policy", .list(["compact", "delete"]), "delete"),
        ConfigDefinition("compression.gzip.level", .gzipLevel, "-1"),
        ConfigDefinition("compression.lz4.level", .int(1...17), "9"),
        ConfigDefinition(
            "compression.type", .choice(["uncompressed", "zstd", "lz4", "snappy", "gzip", "producer"]), "producer"),
        ConfigDefinition("compression.zstd.level", .int(-131072...22), "3"),
        ConfigDefinition("delete.retention.ms", .long(0 ... .max), "86400000"),
        ConfigDefinition("file.delete.delay.ms", .long(0 ... .max), "60000"),
        ConfigDefinition("flush.messages", .long(1 ... .max), "9223372036854775807"),
        ConfigDefinition("flush.ms", .long(0 ... .max), "9223372036854775807"),
        ConfigDefinition("follower.replication.throttled.replicas", .throttledReplicas, ""),
        ConfigDefinition("index.interval.bytes", .int(0 ... .max), "4096"),
        ConfigDefinition("leader.replication.throttled.replicas", .throttledReplicas, ""),
        ConfigDefinition("local.retention.bytes", .long(-2 ... .max), "-2"),
        ConfigDefinition("local.retention.ms", .long(-2 ... .max), "-2"),
        ConfigDefinition("max.compaction.lag.ms", .long(1 ... .max), "9223372036854775807"),
        ConfigDefinition("max.message.bytes", .int(0 ... .max), "1048588"),
        ConfigDefinition("message.downconversion.enable", .boolean, "true"),
        ConfigDefinition("message.timestamp.after.max.ms", .long(0 ... .max), "3600000"),
        ConfigDefinition("message.timestamp.before.max.ms", .long(0 ... .max), "9223372036854775807"),
        ConfigDefinition("message.timestamp.type", .choice(["CreateTime", "LogAppendTime"]), "CreateTime"),
        ConfigDefinition("min.cleanable.dirty.ratio", .double(0...1), "0.5"),
        ConfigDefinition("min.compaction.lag.ms", .long(0 ... .max), "0"),
        ConfigDefinition("min.insync.replicas", .int(1 ... .max), "1"),
        ConfigDefinition("preallocate", .boolean, "false"),
        ConfigDefinition("remote.log.copy.disable", .boolean, "false"),
        ConfigDefinition("remote.log.delete.on.disable", .boolean, "false"),
        ConfigDefinition("remote.storage.enable", .boolean, "false"),
        ConfigDefinition("retention.bytes", .long(.min ... .max), "-1"),
        ConfigDefinition("retention.ms", .long(-1 ... .max), "604800000"),
        ConfigDefinition("segment.bytes", .int(1024 * 1024 ... .max), "1073741824"),
        ConfigDefinition("segment.index.bytes", .int(4 ... .max), "10485760"),
        ConfigDefinition("segment.jitter.ms", .long(0 ... .max), "0"),
        ConfigDefinition("segment.ms", .long(1 ... .max), "604800000"),
        ConfigDefinition("unclean.leader.election.enable", .boolean, "false"),
    ]

    /// The definitions by their names.
    static let byName = Dictionary(uniqueKeysWithValues: definitions.map { ($0.name, $0) })
}
