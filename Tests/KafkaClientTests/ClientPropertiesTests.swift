import Foundation
import Testing

@testable import KafkaClient

private func translate(
    _ java: [String: String], for kind: ClientKind = .producer
) throws(ClientPropertyError) -> TranslatedProperties {
    try ClientProperties.translate(java.merging(["bootstrap.servers": "k:9092"]) { old, _ in old }, for: kind)
}

@Suite struct ClientPropertiesTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var kind: ClientKind
        var java: [String: String]
        var native: [String: String]
        var warning: String?
        var testDescription: String { java.map { "\($0)=\($1)" }.joined(separator: " ") }

        init(_ kind: ClientKind, _ java: [String: String], _ native: [String: String], warning: String? = nil) {
            self.kind = kind
            self.java = java
            self.native = native
            self.warning = warning
        }
    }

    @Test(arguments: [
        Case(.producer, ["acks": " 1 "], ["acks": "1", "enable.idempotence": "false"], warning: "acks"),
        Case(.producer, ["acks": "-1"], ["acks": "-1", "enable.idempotence": "true"]),
        Case(.producer, ["acks": "0", "enable.idempotence": "FALSE"], ["enable.idempotence": "false"]),
        Case(.producer, ["retries": "0"], ["retries": "0", "enable.idempotence": "false"], warning: "retries"),
        Case(
            .producer, ["max.in.flight.requests.per.connection": "6"], ["enable.idempotence": "false"],
            warning: "max.in.flight.requests.per.connection"),
        Case(.producer, ["linger.ms": "20", "batch.size": "16384"], ["linger.ms": "20", "batch.size": "16384"]),
        Case(.producer, ["linger.ms": "1000000"], ["linger.ms": "900000"], warning: "900000"),
        Case(.producer, ["buffer.memory": "33554433"], ["queue.buffering.max.kbytes": "32769"]),
        Case(.producer, ["max.request.size": "5242880"], ["message.max.bytes": "5242880"]),
        Case(.producer, ["delivery.timeout.ms": "2147483647"], ["message.timeout.ms": "0"]),
        Case(.producer, ["delivery.timeout.ms": "35005"], ["message.timeout.ms": "35005"]),
        Case(.producer, ["request.timeout.ms": "5000"], ["request.timeout.ms": "5000"]),
        Case(.consumer, ["request.timeout.ms": "5000"], ["socket.timeout.ms": "5000"]),
        Case(
            .producer, ["compression.type": "zstd", "compression.zstd.level": "19", "compression.gzip.level": "1"],
            ["compression.codec": "zstd", "compression.level": "12"], warning: "compression.zstd.level"),
        Case(.producer, ["partitioner.ignore.keys": "true"], ["partitioner": "random"]),
        Case(
            .producer, ["partitioner.class": "org.apache.kafka.clients.producer.RoundRobinPartitioner"],
            ["partitioner": "random"], warning: "partitioner.class"),
        Case(.producer, ["key.serializer": "x.Y"], [:], warning: "key.serializer has no effect"),
        Case(.producer, ["metadata.max.age.ms": "60000"], ["topic.metadata.refresh.interval.ms": "60000"]),
        Case(.producer, ["send.buffer.bytes": "-1"], ["socket.send.buffer.bytes": "0"]),
        Case(.producer, ["connections.max.idle.ms": "-1"], ["connections.max.idle.ms": "0"]),
        Case(
            .producer, ["reconnect.backoff.ms": "5000"],
            ["reconnect.backoff.ms": "5000", "reconnect.backoff.max.ms": "5000"]),
        Case(.consumer, ["auto.offset.reset": "none"], ["auto.offset.reset": "error"]),
        Case(
            .consumer, ["fetch.max.wait.ms": "50", "fetch.min.bytes": "0"],
            ["fetch.wait.max.ms": "50", "fetch.min.bytes": "1"], warning: "fetch.min.bytes"),
        Case(
            .consumer, ["fetch.max.bytes": "200000000"],
            ["fetch.max.bytes": "200000000", "receive.message.max.bytes": "200000512"]),
        Case(.consumer, ["isolation.level": "read_committed"], ["isolation.level": "read_committed"]),
        Case(
            .consumer,
            [
                "partition.assignment.strategy":
                    "org.apache.kafka.clients.consumer.RangeAssignor, org.apache.kafka.clients.consumer.CooperativeStickyAssignor"
            ], ["partition.assignment.strategy": "range"], warning: "mixes"),
        Case(
            .consumer,
            ["partition.assignment.strategy": "org.apache.kafka.clients.consumer.CooperativeStickyAssignor"],
            ["partition.assignment.strategy": "cooperative-sticky"]),
        Case(.consumer, ["enable.auto.commit": "true"], ["enable.auto.commit": "false"], warning: "enable.auto.commit"),
        Case(.consumer, ["enable.auto.commit": "false"], ["enable.auto.commit": "false"]),
        Case(.consumer, ["group.protocol": "CLASSIC"], [:]),
        Case(.consumer, ["retry.backoff.ms": "250"], ["fetch.error.backoff.ms": "250"]),
        Case(.consumer, ["group.instance.id": "a"], ["group.instance.id": "a"]),
        Case(.producer, ["statistics.interval.ms": "1000"], ["statistics.interval.ms": "1000"]),
        Case(.producer, ["max.poll.records": "3"], [:], warning: "max.poll.records is unknown"),
        Case(.admin, ["no.such.property": "x"], [:], warning: "no.such.property is unknown"),
        Case(
            .admin, ["config.providers": "file", "config.providers.file.class": "x"], [:], warning: "config.providers"),
    ]) func translates(_ example: Case) throws {
        let result = try translate(example.java, for: example.kind)
        for (name, value) in example.native { #expect(result[name] == value, "\(name)") }
        if let warning = example.warning {
            #expect(result.warnings.count == 1)
            #expect(result.warnings.first?.contains(warning) == true, "\(result.warnings)")
        } else {
            #expect(result.warnings == [])
        }
    }

    @Test(arguments: [
        (ClientKind.producer, ["acks": "2"], "acks", "all, -1, 0, 1"),
        (.producer, ["acks": "1", "enable.idempotence": "true"], "acks", "must be all"),
        (.producer, ["acks": "1", "transactional.id": "t"], "acks", "must be all"),
        (.producer, ["transactional.id": "t", "enable.idempotence": "false"], "enable.idempotence", "true"),
        (.producer, ["linger.ms": "5ms"], "linger.ms", "whole number"),
        (.producer, ["batch.size": "-1"], "batch.size", "0"),
        (.producer, ["delivery.timeout.ms": "30000"], "delivery.timeout.ms", "30005"),
        (.producer, ["compression.type": "brotli"], "compression.type", "zstd"),
        (.producer, ["enable.idempotence": "yes"], "enable.idempotence", "true or false"),
        (.producer, ["partitioner.class": "com.acme.P"], "partitioner.class", "Java classes"),
        (.producer, ["statistics.interval.ms": "often"], "statistics.interval.ms", "Invalid value"),
        (.producer, ["bootstrap.servers": ""], "bootstrap.servers", "host:port"),
        (.producer, ["bootstrap.servers": "kafka"], "bootstrap.servers", "\"kafka\""),
        (.producer, ["bootstrap.servers": "a:1,b:70000"], "bootstrap.servers", "\"b:70000\""),
        (.consumer, ["auto.offset.reset": "newest"], "auto.offset.reset", "earliest, latest or none"),
        (.consumer, ["auto.offset.reset": "by_duration:PT1H"], "auto.offset.reset", "cannot"),
        (.consumer, ["group.protocol": "consumer"], "group.protocol", "classic"),
        (.consumer, ["isolation.level": "READ_COMMITTED"], "isolation.level", "read_committed"),
        (.consumer, ["max.poll.records": "0"], "max.poll.records", "1"),
        (.consumer, ["max.poll.interval.ms": "10000"], "max.poll.interval.ms", "45000"),
        (.consumer, ["session.timeout.ms": "400000"], "session.timeout.ms", "300000"),
        (
            .consumer, ["partition.assignment.strategy": "org.apache.kafka.clients.consumer.StickyAssignor"],
            "partition.assignment.strategy", "RangeAssignor"
        ),
        (.consumer, ["enable.auto.offset.store": "true"], "enable.auto.offset.store", "cannot be set"),
        (.admin, ["bootstrap.controllers": "c:1"], "bootstrap.controllers", "bootstrap.servers"),
    ]) func refuses(_ kind: ClientKind, _ java: [String: String], _ key: String, _ reason: String) {
        let error = #expect(throws: ClientPropertyError.self) { try translate(java, for: kind) }
        #expect(error?.key == key)
        #expect(error?.value == java[key])
        #expect(error?.reason.contains(reason) == true, "\(error?.reason ?? "")")
    }

    @Test func keepsWhatLibrdkafkaDoesNotDo() throws {
        let consumer = try translate(
            ["max.poll.records": "7", "default.api.timeout.ms": "9", "exclude.internal.topics": "false"], for: .consumer
        )
        #expect(consumer.handled.maxPollRecords == 7)
        #expect(consumer.handled.defaultAPITimeoutMilliseconds == 9)
        #expect(!consumer.handled.excludesInternalTopics)
        #expect(try translate(["max.block.ms": "100"]).handled.maxBlockMilliseconds == 100)
        #expect(try translate(["max.block.ms": "9223372036854775807"]).handled.maxBlockMilliseconds == nil)
    }

    @Test(arguments: ClientKind.allCases) func everyDefaultIsOneThatLibrdkafkaTakes(_ kind: ClientKind) throws {
        let properties = try translate([:], for: kind)
        #expect(properties.warnings == [])
        for (name, value) in ClientDefaults.properties(for: kind) { #expect(properties[name] == value) }
        switch kind {
        case .producer: _ = try KafkaProducer(properties: properties)
        case .consumer:
            var properties = properties
            properties.set("group.id", "g")
            _ = try KafkaConsumer(properties: properties)
        case .admin: _ = try KafkaAdmin(properties: properties)
        }
    }
}

@Suite struct ClientDefaultsTests {
    @Test(arguments: [
        (ClientKind.producer, "partitioner", "murmur2_random"), (.producer, "message.timeout.ms", "0"),
        (.producer, "acks", "all"), (.producer, "enable.idempotence", "true"),
        (.producer, "max.in.flight.requests.per.connection", "5"), (.producer, "linger.ms", "5"),
        (.producer, "queue.buffering.max.kbytes", "32768"), (.producer, "message.max.bytes", "1048576"),
        (.consumer, "partition.assignment.strategy", "range"), (.consumer, "enable.auto.commit", "false"),
        (.consumer, "enable.auto.offset.store", "false"), (.consumer, "auto.offset.reset", "earliest"),
        (.consumer, "isolation.level", "read_uncommitted"), (.consumer, "allow.auto.create.topics", "true"),
        (.consumer, "queued.max.messages.kbytes", "16384"), (.admin, "allow.auto.create.topics", "false"),
    ]) func promises(_ kind: ClientKind, _ name: String, _ value: String) throws {
        #expect(try translate([:], for: kind)[name] == value)
    }

    @Test func everyLineSaysWhy() {
        for entry in ClientDefaults.table {
            #expect(!entry.reason.isEmpty)
            #expect(!entry.kinds.isEmpty)
        }
    }
}
