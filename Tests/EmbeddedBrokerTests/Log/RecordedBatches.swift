import Foundation
import NIOCore

@testable import EmbeddedBroker

/// The batches that Kafka's Java client and librdkafka write, all of the same hundred records: Tests/Oracle.
struct RecordedBatch: CustomStringConvertible, Sendable {
    let description: String
    let bytes: ByteBuffer

    static let all: [RecordedBatch] = {
        guard let table = Bundle.module.url(forResource: "batches", withExtension: "tsv", subdirectory: "Recorded"),
            let text = try? String(contentsOf: table, encoding: .utf8)
        else { return [] }
        return text.split(separator: "\n").map { line in
            let columns = line.split(separator: "\t")
            return RecordedBatch(description: String(columns[0]), bytes: bytes(ofHex: columns[1]))
        }
    }()

    /// Those that are not markers.
    static let ofRecords = all.filter { !$0.description.hasSuffix("commit") && !$0.description.hasSuffix("abort") }

    static func named(_ name: String) throws -> RecordBatch {
        try RecordBatch(all.first { $0.description == name }?.bytes ?? ByteBuffer())
    }

    private static func bytes(ofHex digits: Substring) -> ByteBuffer {
        var bytes = ByteBuffer()
        var rest = digits.utf8[...]
        while let high = rest.popFirst(), let low = rest.popFirst() {
            bytes.writeInteger(value(high) << 4 | value(low))
        }
        return bytes
    }

    private static func value(_ digit: UInt8) -> UInt8 {
        digit < UInt8(ascii: "a") ? digit - UInt8(ascii: "0") : digit - UInt8(ascii: "a") + 10
    }
}
