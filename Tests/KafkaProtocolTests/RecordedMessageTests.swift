import NIOCore
import Testing

@testable import KafkaProtocol

/// Every version of every message, against what Kafka 4.3's own classes write when their fields are random.
@Suite struct RecordedMessageTests {
    static let messages = APIKey.requestTypes.flatMap { ["\($0.key)Request", "\($0.key)Response"] }
    private static let rows = Dictionary(grouping: RecordedMessage.all, by: \.message)

    @Test func allVersionsAreRecorded() {
        for request in APIKey.requestTypes {
            for message in ["\(request.key)Request", "\(request.key)Response"] {
                #expect(Set(rows(of: message).map(\.version)) == Set(request.versions), "\(message)")
            }
        }
    }

    @Test(arguments: messages) func fieldsAreThoseThatKafkaWrote(_ message: String) throws {
        for row in rows(of: message) {
            let read = RecordedField(try row.read(row.bytes), like: row.description)
            let isTagged = row.tagged == true
            #expect(
                read == (isTagged ? row.description.keeping(fieldsOf: read) : row.description),
                "version \(row.version)")
        }
    }

    @Test(arguments: messages) func bytesAreThoseThatKafkaWrote(_ message: String) throws {
        for row in rows(of: message) where row.tagged != true {
            #expect(hex(try row.write(try row.read(row.bytes))) == hex(row.bytes), "version \(row.version)")
        }
    }

    @Test(arguments: messages) func tornMessagesAreErrors(_ message: String) throws {
        for row in rows(of: message) {
            for length in 0..<row.bytes.readableBytes {
                let torn = try #require(row.bytes.getSlice(at: 0, length: length))
                if (try? row.read(torn)) != nil { Issue.record("version \(row.version), torn after \(length) bytes") }
            }
        }
    }

    /// What is read of a damaged message is a message nonetheless: it can be written and read again.
    @Test(arguments: messages) func damagedMessagesAreErrorsOrMessages(_ message: String) throws {
        var random = Linear(state: 1)
        for row in rows(of: message) where row.bodyIndex < row.bytes.readableBytes {
            for _ in 0..<8 {
                var damaged = row.bytes
                for _ in 0..<Int.random(in: 1...3, using: &random) {
                    let index = Int.random(in: row.bodyIndex..<damaged.writerIndex, using: &random)
                    // Lengths that lie most: null, and the longest.
                    let byte = [0xFF, 0x7F, UInt8.random(in: 0...255, using: &random)].randomElement(using: &random)
                    damaged.setInteger(try #require(byte), at: index)
                }
                guard let read = try? row.read(damaged) else { continue }
                let written = try row.write(read)
                #expect(try row.write(try row.read(written)) == written)
            }
        }
    }

    /// What a message holds in fields that its version lacks, and what a new one holds.
    @Test func defaultsAreKafkas() throws {
        let recorded: [RecordedDefaults] = RecordedMessage.rows(of: "defaults")
        let fields = Dictionary(
            uniqueKeysWithValues: recorded.map { ($0.structure, RecordedField.structure($0.fields)) })
        var structures: [String: any WireStructure.Type] = [:]
        for row in RecordedMessage.all { RecordedField.collect(typesOf: try row.read(row.bytes), into: &structures) }
        #expect(Set(structures.keys) == Set(fields.keys))
        for (name, structure) in structures {
            let expected = try #require(fields[name])
            #expect(RecordedField(structure.init(), like: expected) == expected, "\(name)")
        }
    }

    private struct RecordedDefaults: Decodable {
        let structure: String
        let fields: [String: RecordedField]
    }

    private func rows(of message: String) -> [RecordedMessage] { Self.rows[message] ?? [] }
}

/// The names of Kafka's errors and requests.
@Suite struct NameTests {
    private struct Row: Decodable {
        var error: Int16?
        var key: Int16?
        var name: String
    }

    @Test func namesAreKafkas() {
        let rows: [Row] = RecordedMessage.rows(of: "names")
        #expect(rows.count > 200)
        for row in rows {
            if let error = row.error { #expect("\(ErrorCode(rawValue: error))" == row.name) }
            if let key = row.key { #expect("\(APIKey(rawValue: key))" == row.name) }
        }
        #expect("\(ErrorCode(rawValue: 9999)), \(APIKey(rawValue: -1))" == "error 9999, request -1")
    }

    @Test(
        arguments: [
            (.unknownServerError, "UNKNOWN_SERVER_ERROR"), (.none, "NONE"),
            (.unknownTopicOrPartition, "UNKNOWN_TOPIC_OR_PARTITION"), (.unsupportedVersion, "UNSUPPORTED_VERSION"),
            (.transactionAbortable, "TRANSACTION_ABORTABLE"),
            (.shareSessionLimitReached, "SHARE_SESSION_LIMIT_REACHED"),
        ] as [(ErrorCode, String)]) func errors(_ error: ErrorCode, _ name: String)
    {
        #expect(error.description == name)
    }
}

/// The numbers of a damaged message are the same in each run.
private struct Linear: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ state >> 29
    }
}
