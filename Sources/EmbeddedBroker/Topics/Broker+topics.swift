internal import KafkaProtocol
internal import Logging

extension Broker {
    /// Fails when nothing is served any more.
    func checkOpen() throws(Refusal) {
        guard !isClosed else { throw Refusal(.kafkaStorageError, "The broker is ending") }
    }

    /// What was asked of the store, with its failure as a client has to be told of it.
    ///
    /// What failed may have changed one half of something, in memory or in the store: all that is not committed yet is
    /// undone then.
    func stored<Result>(_ body: () throws(StorageError) -> Result) throws(Refusal) -> Result {
        try checkOpen()
        do {
            return try body()
        } catch {
            store.abandon(because: error)
            scheduleCommit()
            throw Refusal(.kafkaStorageError, error.description)
        }
    }

    /// What was looked up in the store, nothing of which was changed.
    func found<Result>(_ body: () throws(StorageError) -> Result) throws(Refusal) -> Result {
        do {
            return try body()
        } catch {
            throw Refusal(.kafkaStorageError, error.description)
        }
    }

    /// A partition that a client names.
    ///
    /// - Parameter leaderEpoch: the epoch that the client knows, -1 for none; there is one, 0.
    func partition(_ topic: String, _ number: Int32, leaderEpoch: Int32 = -1) throws(Refusal) -> Partition {
        try checkOpen()
        guard let topic = topics[topic], topic.partitions.indices.contains(Int(number)) else {
            throw Refusal(.unknownTopicOrPartition)
        }
        guard leaderEpoch <= 0 else { throw Refusal(.unknownLeaderEpoch) }
        return topic.partitions[Int(number)]
    }

    /// Fails unless a topic may be made with this name.
    func checkNewTopic(_ name: String, among names: TopicNames) throws(Refusal) {
        try checkOpen()
        try TopicName.check(name)
        guard topics[name] == nil else {
            throw Refusal(.topicAlreadyExists, "Topic '\(name)' already exists.")
        }
        if let other = names.collision(with: name) {
            throw Refusal(.invalidTopicException, "Topic '\(name)' collides with existing topic: \(other)")
        }
    }

    /// Makes a topic. It is on disk after `durable()`.
    ///
    /// - Parameters:
    ///   - config: checked values.
    ///   - names: those of all topics; the new one's comes to them.
    func createTopic(
        _ name: String, partitions count: Int32, config: [String: String], among names: inout TopicNames
    ) throws(Refusal) -> Topic {
        try checkNewTopic(name, among: names)
        let row = try stored { () throws(StorageError) in
            try store.createTopic(
                name: name, uuid: .random(), createdMs: Clock.milliseconds, partitions: count, configs: config)
        }
        let topic = Topic(row, defaults: settings.topicDefaults)
        topics[name] = topic
        names.insert(name)
        for partition in topic.partitions { partitions[partition.id] = partition }
        logger.info("Created topic \(name) with \(count) partitions\(config.isEmpty ? "" : " and \(config)")")
        return topic
    }

    /// Adds partitions to a topic until there are so many. They are on disk after `durable()`.
    func addPartitions(to topic: Topic, count: Int32) throws(Refusal) {
        let rows = try stored { () throws(StorageError) in
            try store.createPartitions(Int32(topic.partitions.count)..<count, topic: topic.id)
        }
        for row in rows {
            let partition = Partition(row, topic: topic.name)
            topic.partitions.append(partition)
            partitions[partition.id] = partition
        }
        logger.info("Topic \(topic.name) has \(count) partitions now")
    }

    /// Deletes a topic, its part in transactions and the offsets that groups committed for it. It is gone from the disk
    /// after `durable()`, but for its records, which are deleted little by little.
    func deleteTopic(_ topic: Topic) throws(Refusal) {
        try stored { () throws(StorageError) in try store.deleteTopic(id: topic.id, name: topic.name) }
        topics[topic.name] = nil
        for partition in topic.partitions { partitions[partition.id] = nil }
        let ids = Set(topic.partitions.map(\.id))
        for transaction in transactions.values { transaction.forget(topic: topic.name, partitions: ids) }
        // Their fetches find that it is gone.
        for partition in topic.partitions { partition.endWaiting() }
        logger.info("Deleted topic \(topic.name)")
    }
}
