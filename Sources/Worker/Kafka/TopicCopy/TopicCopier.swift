internal import KafkaClient
internal import Logging

/// Copies topics from one cluster to another: partitions, keys, values, headers and timestamps stay, what transactions
/// aborted is left out. Offsets are given anew, so they differ where the source has gaps; transactions and the offsets of
/// groups are not copied.
///
/// Used by one thread, which it blocks.
public final class TopicCopier {
    private let source: NamedCluster
    private let target: NamedCluster
    private let replicationFactor: Int32
    private let appends: Bool
    private let sourceAdmin: KafkaAdmin
    private let targetAdmin: KafkaAdmin
    private let consumerProperties: TranslatedProperties
    private let producer: KafkaProducer
    private let logger = Logger(label: "millrace.copy")

    /// Prepares the clients, which connect when they are used.
    ///
    /// - Parameters:
    ///   - replicationFactor: of the topics that are made; -1 is the target's default.
    ///   - appends: whether records may be added to topics that have some.
    /// - Throws: `InvalidConfiguration` or `TopicCopyFailure`.
    public init(from source: NamedCluster, to target: NamedCluster, replicationFactor: Int32, appends: Bool) throws {
        (self.source, self.target) = (source, target)
        (self.replicationFactor, self.appends) = (replicationFactor, appends)
        consumerProperties = try Self.consumerProperties(source)
        let producerProperties = try Self.producerProperties(target)
        for warning in consumerProperties.warnings { logger.warning("--from-config: \(warning)") }
        for warning in producerProperties.warnings { logger.warning("--to-config: \(warning)") }
        // It is asked where partitions end, the records of open transactions included.
        var uncommitted = try source.properties(for: .admin, defaults: Self.patience)
        uncommitted.set("isolation.level", "read_uncommitted")
        sourceAdmin = try KafkaAdmin(properties: uncommitted)
        targetAdmin = try KafkaAdmin(properties: try target.properties(for: .admin, defaults: Self.patience))
        producer = try KafkaProducer(properties: producerProperties)
    }

    /// Who waits at a terminal wants to know sooner than after the minute that is Kafka's default.
    private static let patience = ["default.api.timeout.ms": "30000"]

    private static func consumerProperties(_ source: NamedCluster) throws -> TranslatedProperties {
        var properties = try source.properties(
            for: .consumer, defaults: patience.merging(["group.id": "millrace-copy-topics"]) { $1 },
            decided: [
                "isolation.level": "read_committed", "auto.offset.reset": "earliest", "enable.auto.commit": "false",
                "group.instance.id": String?.none,
            ])
        properties.set("enable.partition.eof", "true")
        return properties
    }

    private static func producerProperties(_ target: NamedCluster) throws -> TranslatedProperties {
        try target.properties(
            for: .producer,
            // The topic's max.message.bytes decides, not the client. A command does not try for ever.
            defaults: ["max.request.size": "16777216", "delivery.timeout.ms": "120000"],
            decided: ["acks": "all", "enable.idempotence": "true", "transactional.id": String?.none])
    }

    /// Copies a topic up to the end that the plan has. Returns the number of records when the target has acknowledged all.
    ///
    /// - Throws: `TopicCopyFailure`; what was acknowledged before stays in the target.
    public func copy(_ plan: TopicCopyPlan) throws -> Int {
        let consumer = try KafkaConsumer(properties: consumerProperties)
        defer { try? consumer.close() }
        var copy = try TopicCopy(plan, from: consumer, to: producer, logger)
        return try copy.run()
    }
}

// MARK: - The plan

extension TopicCopier {
    /// Looks at the topics on both sides, and makes the ones that the target lacks if there is no objection to any.
    ///
    /// - Throws: `TopicCopyFailure`.
    public func prepare(_ topics: [String]) throws -> [TopicCopyPlan] {
        let origin = try identity(sourceAdmin, source)
        if let origin, origin == (try identity(targetAdmin, target)) {
            throw TopicCopyFailure("\(source.servers) and \(target.servers) are the same cluster, \(origin)")
        }
        return try made(topics.map(plan))
    }

    private func identity(_ admin: KafkaAdmin, _ cluster: NamedCluster) throws(TopicCopyFailure) -> String? {
        // Only this says whether the cluster answers.
        _ = try ask(admin, cluster) { admin throws(KafkaError) in try admin.metadata() }
        return admin.clusterId()
    }

    private func plan(_ topic: String) throws(TopicCopyFailure) -> TopicCopyPlan {
        let found = try ask(sourceAdmin, source) { admin throws(KafkaError) in try admin.describeTopic(topic) }
        guard let found else { throw TopicCopyFailure("\(source.servers) has no topic \(topic)") }
        let isMissing = try check(topic, partitions: found.partitionCount)
        let configs = try ask(sourceAdmin, source) { admin throws(KafkaError) in
            try admin.describeTopicConfigs(topic, withDefaults: false)
        }
        return TopicCopyPlan(
            topic: topic, ranges: try ranges(topic, found.partitionCount, sourceAdmin, source), configs: configs,
            isMissing: isMissing)
    }

    /// Whether the target lacks the topic. One that it has must be empty, unless records are to be added.
    private func check(_ topic: String, partitions: Int) throws(TopicCopyFailure) -> Bool {
        let found = try ask(targetAdmin, target) { admin throws(KafkaError) in try admin.describeTopic(topic) }
        guard let found else { return true }
        guard found.partitionCount == partitions else {
            throw TopicCopyFailure(
                "topic \(topic) has \(partitions) partitions at \(source.servers) and \(found.partitionCount) at "
                    + "\(target.servers), where records could not keep theirs: delete it there, and it is made anew")
        }
        if appends { return false }
        let records = try ranges(topic, partitions, targetAdmin, target).map(\.count).reduce(0, +)
        guard records == 0 else {
            throw TopicCopyFailure(
                "topic \(topic) has records at \(target.servers) already: delete it there, or add to them with --append"
            )
        }
        return false
    }

    private func ranges(
        _ topic: String, _ partitions: Int, _ admin: KafkaAdmin, _ cluster: NamedCluster
    ) throws(TopicCopyFailure) -> [Range<Int64>] {
        var ranges: [Range<Int64>] = []
        for partition in 0..<Int32(partitions) {
            let (low, high) = try ask(admin, cluster) { admin throws(KafkaError) in
                try admin.watermarks(TopicPartition(topic: topic, partition: partition))
            }
            ranges.append(low..<max(low, high))
        }
        return ranges
    }

    private func made(_ plans: [TopicCopyPlan]) throws(TopicCopyFailure) -> [TopicCopyPlan] {
        let new = plans.filter(\.isMissing).map {
            NewTopic(
                name: $0.topic, partitions: Int32($0.ranges.count), replicationFactor: replicationFactor,
                configs: $0.configs)
        }
        if new.isEmpty { return plans }
        let results = try ask(targetAdmin, target) { admin throws(KafkaError) in try admin.createTopics(new) }
        for result in results {
            guard let error = result.error else { continue }
            throw TopicCopyFailure("\(target.servers) does not make topic \(result.topic): \(error)")
        }
        return plans
    }

    private func ask<Answer>(
        _ admin: KafkaAdmin, _ cluster: NamedCluster, _ request: (KafkaAdmin) throws(KafkaError) -> Answer
    ) throws(TopicCopyFailure) -> Answer {
        do throws(KafkaError) {
            return try request(admin)
        } catch {
            throw TopicCopyFailure(error, asking: admin, at: cluster.servers)
        }
    }
}
