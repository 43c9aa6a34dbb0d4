internal import CMillrace
internal import ConnectData
internal import KafkaClient

/// A poll's records as the pipeline takes them: a batch whose keys and values lie in librdkafka's memory.
final class SinkBatch {
    let batch: Batch
    /// For each run of records of one partition, in order: the partition, the offset behind its last record, and that
    /// of its first.
    private(set) var ends: [(partition: TopicPartition, offset: Int64, first: Int64)] = []
    private let messages: ConsumedMessages

    /// Plugins' steps have their batches checked, and librdkafka's memory is not the batch's: then payloads are copied.
    init(_ messages: ConsumedMessages, copiesPayloads: Bool) throws(KafkaError) {
        self.messages = messages
        batch = Batch(records: messages.count)
        // The messages live as long as the batch, which the plugin may retain beyond this object.
        batch.attach(
            UnsafeRawBufferPointer(start: nil, count: 0),
            release: { if let messages = $0 { Unmanaged<ConsumedMessages>.fromOpaque(messages).release() } },
            context: Unmanaged.passRetained(messages).toOpaque())
        try fill(copiesPayloads: copiesPayloads)
    }

    /// The message that a record was made from.
    func message(of record: Record) -> ConsumedMessage? {
        for index in 0..<messages.count {
            let message = messages[index]
            if message.offset == record.original_offset, message.partition == record.original_partition,
                Text(message.topicName).equals(record.original_topic)
            {
                return message
            }
        }
        return nil
    }

    /// Takes the records of partitions out that are the task's no longer.
    func dropRecords(of partitions: [TopicPartition]) {
        for index in batch.records.indices {
            let record = batch.records[index]
            let partition = TopicPartition(
                topic: record.original_topic.string, partition: record.original_partition)
            if partitions.contains(partition) { batch.records[index].isDropped = true }
        }
        batch.removeDropped()
        ends.removeAll { partitions.contains($0.partition) }
    }

    private func fill(copiesPayloads: Bool) throws(KafkaError) {
        var topic: (identity: UnsafeRawPointer, text: Text)?
        var run: (identity: UnsafeRawPointer, partition: Int32)?
        for index in 0..<messages.count {
            let message = messages[index]
            if message.topicIdentity != topic?.identity {
                topic = (message.topicIdentity, Text(batch.copy(message.topicName)))
            }
            if message.topicIdentity != run?.identity || message.partition != run?.partition {
                run = (message.topicIdentity, message.partition)
                ends.append((TopicPartition(topic: message.topic, partition: message.partition), 0, message.offset))
            }
            ends[ends.count - 1].offset = message.offset + 1
            try append(message, topic?.text ?? .absent, copies: copiesPayloads)
        }
    }

    private func append(_ message: ConsumedMessage, _ topic: Text, copies: Bool) throws(KafkaError) {
        let record = batch.append()
        record.pointee.topic = topic
        record.pointee.original_topic = topic
        record.pointee.partition = message.partition
        record.pointee.original_partition = message.partition
        record.pointee.offset = message.offset
        record.pointee.original_offset = message.offset
        record.pointee.flags = UInt32(MILLRACE_RECORD_HAS_PARTITION)
        let timestamp = message.timestamp
        if timestamp.type != .none {
            record.pointee.flags |= UInt32(MILLRACE_RECORD_HAS_TIMESTAMP)
            record.pointee.timestamp = timestamp.milliseconds
            record.pointee.timestamp_type = UInt8(timestamp.type.rawValue + 1)
        }
        record.pointee.key = payload(message.key, copies)
        record.pointee.value = payload(message.value, copies)
        if let headers = try message.headers() { append(headers, to: record, copies) }
    }

    private func append(_ headers: ConsumedHeaders, to record: UnsafeMutablePointer<Record>, _ copies: Bool) {
        let list = batch.allocate(headers.count, of: Header.self)
        for index in 0..<headers.count {
            let (name, value) = headers[index]
            (list + index).initialize(
                to: Header(
                    name: text(name, copies), schema: nil, value: payload(value, copies)))
        }
        record.pointee.headers = UnsafePointer(list)
        record.pointee.header_count = UInt32(headers.count)
    }

    /// Names are text to all that follows: what is not UTF-8 is replaced, as Java's client does.
    private func text(_ name: UnsafeRawBufferPointer, _ copies: Bool) -> Text {
        if isValidUTF8(name) { return Text(copies ? batch.copy(name) : name) }
        let room = UnsafeMutableRawBufferPointer(start: batch.allocate(3 * name.count), count: 3 * name.count)
        return Text(UnsafeRawBufferPointer(rebasing: room.prefix(replaceInvalidUTF8(name, into: room))))
    }

    @inline(__always)
    private func payload(_ bytes: UnsafeRawBufferPointer?, _ copies: Bool) -> Value {
        guard let bytes else { return .null }
        return .bytes(copies ? batch.copy(bytes) : bytes)
    }
}
