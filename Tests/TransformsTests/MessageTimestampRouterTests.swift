import CMillrace
import ConnectData
import Testing

@testable import Transforms

/// Confluent's router, by its documentation.
@Suite struct MessageTimestampRouterTests {
    @Test(arguments: [
        (["time": "2019-08-06"], "foo-bar-2019.08.06"),
        (["ts": "1969-12-31", "time": "2019-08-06"], "foo-bar-2019.08.06"),
        (["ts": "1969-12-31 and more"], "foo-bar-1969.12.31"),
    ]) func makesTheTimeInTheValuePartOfTheTopic(_ value: [String: String], _ topic: String) throws {
        let batch = Batch(records: 1)
        append(value, to: batch)
        var index = 0
        try router().apply(to: batch, from: &index)
        #expect(batch.records[0].topic.string == topic)
    }

    @Test(arguments: [
        (
            ["other": "2019-08-06"],
            "The value has none of the fields that message.timestamp.keys names: timestamp, time, ts"
        ),
        (["ts": "06.08.2019"], "Could not parse timestamp: value (06.08.2019) does not match pattern (yyyy-MM-dd)"),
    ]) func leavesARecordWithoutATime(_ value: [String: String], _ message: String) throws {
        let batch = Batch(records: 1)
        append(value, to: batch)
        var index = 0
        let error = #expect(throws: ConnectError.self) { try router().apply(to: batch, from: &index) }
        #expect(error == ConnectError(.badData, message))
        #expect(index == 0)
        #expect(batch.records[0].topic.string == "bar")
    }

    @Test func refusesAFormatThatIsNone() {
        let error = #expect(throws: ConnectError.self) {
            try router(["message.timestamp.format": "yyyy-bb"])
        }
        #expect(
            error?.message
                == "Invalid value yyyy-bb for configuration message.timestamp.format: Illegal pattern character 'b'")
    }

    private func router(_ settings: [String: String] = [:]) throws -> any BatchTransformation {
        let config = [
            "topic.format": "foo-${topic}-${timestamp}", "message.timestamp.format": "yyyy-MM-dd",
            "topic.timestamp.format": "yyyy.MM.dd", "message.timestamp.keys": "timestamp,time,ts",
        ]
        let name = "io.confluent.connect.transforms.MessageTimestampRouter"
        return try #require(try BuiltinTransformations.transformation(name, config.merging(settings) { $1 }))
    }

    private func append(_ value: [String: String], to batch: Batch) {
        let entries = batch.allocate(value.count, of: Entry.self)
        for (place, entry) in value.enumerated() {
            (entries + place).initialize(
                to: Entry(key: text(entry.key, in: batch), value: text(entry.value, in: batch)))
        }
        let record = batch.append()
        record.pointee.topic = Text(text("bar", in: batch).rawBytes)
        record.pointee.value = .map(UnsafeBufferPointer(start: entries, count: value.count))
    }

    private func text(_ text: String, in batch: Batch) -> Value {
        Array(text.utf8).withUnsafeBytes { .string(batch.copy($0)) }
    }
}
