internal import CRdkafka
internal import Glibc

/// A `rd_kafka_topic_partition_list_t` and its lifetime.
struct PartitionList: ~Copyable {
    let pointer: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>

    init(capacity: Int = 8) {
        pointer = rd_kafka_topic_partition_list_new(Int32(capacity))
    }

    /// Takes over a list that librdkafka made.
    init(owning list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>) {
        pointer = list
    }

    init(_ partitions: some Collection<TopicPartition>) {
        self.init(capacity: partitions.count)
        for partition in partitions { add(partition) }
    }

    init(_ offsets: some Collection<PartitionOffset>) {
        self.init(capacity: offsets.count)
        for entry in offsets { add(entry) }
    }

    deinit {
        rd_kafka_topic_partition_list_destroy(pointer)
    }

    @discardableResult
    func add(_ partition: TopicPartition) -> UnsafeMutablePointer<rd_kafka_topic_partition_t> {
        rd_kafka_topic_partition_list_add(pointer, partition.topic, partition.partition)
    }

    func add(_ entry: PartitionOffset) {
        let element = add(entry.partition)
        element.pointee.offset = entry.offset ?? Int64(RD_KAFKA_OFFSET_INVALID)
        guard let metadata = entry.metadata else { return }
        // librdkafka frees it with the list.
        element.pointee.metadata = UnsafeMutableRawPointer(strdup(metadata))
        element.pointee.metadata_size = metadata.utf8.count
    }

    var partitions: [TopicPartition] { Self.partitions(in: pointer) }

    var offsets: [PartitionOffset] { Self.offsets(in: pointer) }

    static func partitions(in list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?) -> [TopicPartition] {
        elements(of: list).map { TopicPartition($0) }
    }

    static func offsets(in list: UnsafePointer<rd_kafka_topic_partition_list_t>?) -> [PartitionOffset] {
        elements(of: list).map { PartitionOffset($0) }
    }

    private static func elements(
        of list: UnsafePointer<rd_kafka_topic_partition_list_t>?
    ) -> UnsafeBufferPointer<rd_kafka_topic_partition_t> {
        UnsafeBufferPointer(start: list?.pointee.elems, count: Int(list?.pointee.cnt ?? 0))
    }
}

extension TopicPartition {
    fileprivate init(_ element: rd_kafka_topic_partition_t) {
        self.init(topic: String(cString: element.topic), partition: element.partition)
    }
}

extension PartitionOffset {
    fileprivate init(_ element: rd_kafka_topic_partition_t) {
        let metadata = UnsafeRawBufferPointer(start: element.metadata, count: element.metadata_size)
        self.init(
            TopicPartition(element), offset: element.offset >= 0 ? element.offset : nil,
            metadata: metadata.isEmpty ? nil : String(decoding: metadata, as: UTF8.self),
            error: KafkaError(optional: element.err))
    }
}
