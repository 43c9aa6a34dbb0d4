internal import CRdkafka
internal import Glibc

/// A producer's topic handles by name. A name that was seen before is found without allocating; the one of the last
/// call costs a comparison.
struct TopicCache {
    private let client: OpaquePointer
    private var topics: [OpaquePointer] = []
    private var names: [UnsafeRawBufferPointer] = []
    private var byHash: [UInt64: Int] = [:]
    private var last = -1

    init(client: OpaquePointer) {
        self.client = client
    }

    mutating func find(_ name: UnsafeRawBufferPointer) throws(KafkaError) -> TopicHandle {
        if last >= 0, Self.equal(names[last], name) { return TopicHandle(pointer: topics[last]) }
        var hash = Self.hash(name)
        while let index = byHash[hash] {
            if Self.equal(names[index], name) {
                last = index
                return TopicHandle(pointer: topics[index])
            }
            hash &+= 1
        }
        let topic = try make(name)
        // The name lives as long as the handle does.
        let text = UnsafeRawPointer(rd_kafka_topic_name(topic))
        topics.append(topic)
        names.append(UnsafeRawBufferPointer(start: text, count: name.count))
        byHash[hash] = topics.count - 1
        last = topics.count - 1
        return TopicHandle(pointer: topic)
    }

    func destroyAll() {
        for topic in topics { rd_kafka_topic_destroy(topic) }
    }

    private func make(_ name: UnsafeRawBufferPointer) throws(KafkaError) -> OpaquePointer {
        let topic = withUnsafeTemporaryAllocation(of: CChar.self, capacity: name.count + 1) { text in
            for (index, byte) in name.enumerated() { text[index] = CChar(bitPattern: byte) }
            text[name.count] = 0
            return text.baseAddress.flatMap { rd_kafka_topic_new(client, $0, nil) }
        }
        let legal = !name.contains(0) && !name.isEmpty
        guard let topic, legal else {
            if let topic { rd_kafka_topic_destroy(topic) }
            throw KafkaError(
                RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION, "topic name \"\(String(decoding: name, as: UTF8.self))\"")
        }
        return topic
    }

    private static func equal(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
        guard left.count == right.count else { return false }
        guard let first = left.baseAddress, let second = right.baseAddress else { return true }
        return memcmp(first, second, left.count) == 0
    }

    /// FNV-1a.
    private static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return hash
    }
}
