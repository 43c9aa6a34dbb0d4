import Foundation
import TestSupport
import Testing

@testable import KafkaClient

extension Broker {
    func properties(_ kind: ClientKind, _ more: [String: String] = [:]) throws -> TranslatedProperties {
        try ClientProperties.translate(more.merging(["bootstrap.servers": address]) { old, _ in old }, for: kind)
    }

    /// A member whose heartbeats are frequent, so that it hears of rebalances at once.
    func consumer(_ group: String, _ more: [String: String] = [:]) throws -> KafkaConsumer {
        let own = ["group.id": group, "session.timeout.ms": "6000", "heartbeat.interval.ms": "100"]
        return try KafkaConsumer(properties: properties(.consumer, more.merging(own) { old, _ in old }))
    }

    /// Creates a topic with a name of its own.
    func topic(partitions: Int32 = 1) throws -> String {
        let name = Self.unique("topic")
        let admin = try KafkaAdmin(properties: properties(.admin))
        let results = try admin.createTopics([NewTopic(name: name, partitions: partitions, replicationFactor: 1)])
        try #require(results.allSatisfy { $0.error == nil })
        return name
    }
}

extension KafkaConsumer {
    /// Polls until `count` records have come and gives each to `body`; fails after 20 seconds.
    func consume(_ count: Int, capacity: Int = 500, _ body: (ConsumedMessage) throws -> Void) throws {
        let batch = ConsumedMessages(capacity: capacity)
        let deadline = MonotonicClock.milliseconds + 20_000
        var seen = 0
        while seen < count {
            try #require(MonotonicClock.milliseconds < deadline, "\(seen) of \(count) records came")
            poll(into: batch, timeoutMilliseconds: 100)
            for index in 0..<batch.count { try body(batch[index]) }
            seen += batch.count
            batch.release()
        }
    }

    /// Polls until a condition holds; fails after 20 seconds.
    func poll(until condition: () -> Bool) throws {
        let batch = ConsumedMessages(capacity: 1)
        let deadline = MonotonicClock.milliseconds + 20_000
        while !condition() {
            try #require(MonotonicClock.milliseconds < deadline, "the condition did not come true")
            poll(into: batch, timeoutMilliseconds: 20)
            batch.release()
        }
    }
}

extension KafkaProducer {
    /// Sends text, waiting for room.
    func send(
        _ topic: String, partition: Int32 = -1, key: String? = nil, value: String?, timestamp: Int64? = nil,
        headers: MessageHeaders? = nil, opaque: UInt = 0
    ) throws {
        let handle = try self.topic(topic)
        let outcome = withBytes(key) { key in
            withBytes(value) { value in
                send(
                    topic: handle, partition: partition, key: key, value: value, timestamp: timestamp, headers: headers,
                    opaque: opaque)
            }
        }
        guard case .queued = outcome else { throw KafkaError(code: -1, detail: "\(outcome)", isRetriable: false) }
    }

    func flushAll() throws {
        var failure: KafkaError?
        let done = flush(timeoutMilliseconds: 20_000) { _, error, _, _ in if let error { failure = error } }
        if let failure { throw failure }
        try #require(done, "not everything was delivered")
    }
}

func withBytes<Result>(_ text: String?, _ body: (UnsafeRawBufferPointer?) -> Result) -> Result {
    guard let text else { return body(nil) }
    return Array(text.utf8).withUnsafeBytes { body($0) }
}

extension UnsafeRawBufferPointer {
    var text: String { String(decoding: self, as: UTF8.self) }
}
