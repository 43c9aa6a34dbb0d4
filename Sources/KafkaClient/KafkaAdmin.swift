internal import CRdkafka

/// Requests to the cluster as such. Every call waits for its answer, up to its timeout (by default
/// `default.api.timeout.ms`); calls may come from any thread, also at the same time.
public final class KafkaAdmin: Sendable {
    let client: SharedClient
    let defaultTimeoutMilliseconds: Int32

    /// Makes a client; it connects with the first request.
    public init(properties: TranslatedProperties) throws(KafkaError) {
        let handle = try ClientHandle(RD_KAFKA_PRODUCER, properties) { configuration in
            rd_kafka_conf_set_events(configuration, Int32(RD_KAFKA_EVENT_ERROR | RD_KAFKA_EVENT_LOG))
        }
        client = SharedClient(handle)
        defaultTimeoutMilliseconds = properties.handled.defaultAPITimeoutMilliseconds
    }

    /// The next log line or error from librdkafka's threads.
    public func nextEvent() -> ClientEvent? {
        client.nextEvent()
    }

    /// The cluster's id, or nil if no broker answers in time.
    public func clusterId(timeoutMilliseconds: Int32? = nil) -> String? {
        guard let text = rd_kafka_clusterid(client.pointer, time(timeoutMilliseconds)) else { return nil }
        defer { rd_kafka_mem_free(client.pointer, text) }
        return String(cString: text)
    }

    /// All brokers and topics.
    public func metadata(timeoutMilliseconds: Int32? = nil) throws(KafkaError) -> ClusterMetadata {
        try ClusterMetadata.load(client.pointer, topic: nil, timeoutMilliseconds: time(timeoutMilliseconds))
    }

    /// One topic, or nil if it does not exist; asking does not create it.
    public func describeTopic(
        _ name: String, timeoutMilliseconds: Int32? = nil
    ) throws(KafkaError) -> ClusterMetadata.Topic? {
        guard let topic = rd_kafka_topic_new(client.pointer, name, nil) else {
            throw KafkaError(rd_kafka_last_error(), "topic \(name)")
        }
        defer { rd_kafka_topic_destroy(topic) }
        let metadata = try ClusterMetadata.load(
            client.pointer, topic: topic, timeoutMilliseconds: time(timeoutMilliseconds))
        guard let found = metadata.topics.first(where: { $0.name == name }) else { return nil }
        if let error = found.error {
            if error.isUnknownTopicOrPartition { return nil }
            throw error
        }
        return found
    }

    func time(_ timeoutMilliseconds: Int32?) -> Int32 {
        timeoutMilliseconds ?? defaultTimeoutMilliseconds
    }
}

// MARK: - Topics

extension KafkaAdmin {
    /// Creates topics, each by itself: the result of one says nothing about the others.
    public func createTopics(
        _ topics: [NewTopic], timeoutMilliseconds: Int32? = nil
    ) throws(KafkaError) -> [TopicResult] {
        var made: [OpaquePointer?] = []
        defer { for topic in made { rd_kafka_NewTopic_destroy(topic) } }
        for topic in topics { made.append(try topic.make()) }
        let timeout = time(timeoutMilliseconds)
        let request = try AdminRequest(
            client.pointer, RD_KAFKA_ADMIN_OP_CREATETOPICS, "create topics", timeoutMilliseconds: timeout
        ) { options, queue in
            // The answer comes when the topics are there, not when they are only promised.
            rd_kafka_AdminOptions_set_operation_timeout(options, timeout, nil, 0)
            rd_kafka_CreateTopics(client.pointer, &made, made.count, options, queue)
        }
        var count = 0
        let results = rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(request.event), &count)
        return Self.results(results, count)
    }

    /// Deletes topics.
    public func deleteTopics(
        _ names: [String], timeoutMilliseconds: Int32? = nil
    ) throws(KafkaError) -> [TopicResult] {
        var topics: [OpaquePointer?] = names.map { rd_kafka_DeleteTopic_new($0) }
        defer { for topic in topics { rd_kafka_DeleteTopic_destroy(topic) } }
        let timeout = time(timeoutMilliseconds)
        let request = try AdminRequest(
            client.pointer, RD_KAFKA_ADMIN_OP_DELETETOPICS, "delete topics", timeoutMilliseconds: timeout
        ) { options, queue in
            rd_kafka_AdminOptions_set_operation_timeout(options, timeout, nil, 0)
            rd_kafka_DeleteTopics(client.pointer, &topics, topics.count, options, queue)
        }
        var count = 0
        let results = rd_kafka_DeleteTopics_result_topics(rd_kafka_event_DeleteTopics_result(request.event), &count)
        return Self.results(results, count)
    }

    private static func results(_ list: UnsafeMutablePointer<OpaquePointer?>?, _ count: Int) -> [TopicResult] {
        UnsafeBufferPointer(start: list, count: count).map { entry in
            let detail = rd_kafka_topic_result_error_string(entry).map { String(cString: $0) }
            return TopicResult(
                topic: String(cString: rd_kafka_topic_result_name(entry)),
                error: KafkaError(optional: rd_kafka_topic_result_error(entry), detail))
        }
    }

    /// A topic's configuration; values that the broker keeps secret are left out.
    ///
    /// - Parameter withDefaults: false leaves out what was not set for this topic itself.
    public func describeTopicConfigs(
        _ name: String, withDefaults: Bool = true, timeoutMilliseconds: Int32? = nil
    ) throws(KafkaError) -> [String: String] {
        var resources = [rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, name)]
        defer { for resource in resources { rd_kafka_ConfigResource_destroy(resource) } }
        let request = try AdminRequest(
            client.pointer, RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, "describe configs of topic \(name)",
            timeoutMilliseconds: time(timeoutMilliseconds)
        ) { options, queue in
            rd_kafka_DescribeConfigs(client.pointer, &resources, resources.count, options, queue)
        }
        var count = 0
        let result = rd_kafka_event_DescribeConfigs_result(request.event)
        guard let found = rd_kafka_DescribeConfigs_result_resources(result, &count), count > 0 else { return [:] }
        if let error = KafkaError(optional: rd_kafka_ConfigResource_error(found[0]), "configs of topic \(name)") {
            throw error
        }
        let entries = rd_kafka_ConfigResource_configs(found[0], &count)
        var configs: [String: String] = [:]
        for entry in UnsafeBufferPointer(start: entries, count: count) {
            guard let value = rd_kafka_ConfigEntry_value(entry) else { continue }
            let isOwn = rd_kafka_ConfigEntry_source(entry) == RD_KAFKA_CONFIG_SOURCE_DYNAMIC_TOPIC_CONFIG
            guard withDefaults || isOwn else { continue }
            configs[String(cString: rd_kafka_ConfigEntry_name(entry))] = String(cString: value)
        }
        return configs
    }
}
