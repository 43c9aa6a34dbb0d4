import NIOCore

@testable import EmbeddedBroker

/// Batches as texts, so that tables of logs can be read. A batch is records with spaces between, `key=value`; `=value`
/// has no key and `key=-` is a tombstone. `T7` before them makes them part of a transaction of producer 7; `commit7` and
/// `abort7` are its markers. A log begins at offset 0, and all of it is of the time 1000.
struct LogNotation {
    private(set) var batches: [RecordBatch] = []
    private(set) var aborted: [AbortedTransaction] = []
    private(set) var nextOffset: Int64 = 0
    private var open: [Int64: Int64] = [:]

    init(_ batches: [String], at timestamp: Int64 = 1_000) {
        for batch in batches { append(batch, at: timestamp) }
    }

    mutating func append(_ text: String, at timestamp: Int64 = 1_000) {
        var words = text.split(separator: " ").map(String.init)
        var batch: RecordBatch
        if text.hasPrefix("commit") || text.hasPrefix("abort") {
            let producer = Int64(text.drop { $0.isLetter }) ?? 0
            batch = .endTransactionMarker(
                commit: text.hasPrefix("c"), producerId: producer, producerEpoch: 0, timestamp: timestamp)
            if let first = open.removeValue(forKey: producer), text.hasPrefix("a") {
                aborted.append(.init(producerID: producer, firstOffset: first, lastOffset: nextOffset))
            }
        } else {
            var header = BatchHeader()
            if words[0].hasPrefix("T") {
                header.producerId = Int64(words.removeFirst().dropFirst()) ?? 0
                (header.producerEpoch, header.baseSequence) = (0, Int32(nextOffset))
                header.attributes = [.transactional]
                open[header.producerId] = open[header.producerId] ?? nextOffset
            }
            batch = RecordBatch(of: words.map { Self.record($0, timestamp) }, header: header)
        }
        batch.assign(baseOffset: nextOffset)
        nextOffset = batch.lastOffset + 1
        batches.append(batch)
    }

    private static func record(_ text: String, _ timestamp: Int64) -> NewRecord {
        let parts = text.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
        return NewRecord(parts[0].isEmpty ? nil : parts[0], parts[1] == "-" ? nil : parts[1], at: timestamp)
    }
}

extension RecordBatch {
    /// The records as they are written, each with its offset: `4:a=1 6:b=-`. A delete horizon follows as `until 2000`.
    var notation: String {
        get throws {
            var words: [String] = []
            var records = try Records(of: self)
            while let record = try records.next() {
                let key = records.key(of: record)
                if attributes.contains(.control) {
                    let type = key.flatMap { $0.getInteger(at: $0.readerIndex + 2, as: Int16.self) }
                    words.append("\(record.offset):\(type == 1 ? "commit" : "abort")\(producerId)")
                } else {
                    let value = records.value(of: record).map { String(buffer: $0) } ?? "-"
                    words.append("\(record.offset):\(key.map { String(buffer: $0) } ?? "")=\(value)")
                }
            }
            if let deleteHorizon { words.append("until \(deleteHorizon)") }
            return words.joined(separator: " ")
        }
    }
}

extension Records {
    /// The key of a record of these; nil for a null.
    func key(of record: Record) -> ByteBuffer? { record.layout.key.map { self[$0] } }
    /// The value of a record of these; nil for a null.
    func value(of record: Record) -> ByteBuffer? { record.layout.value.map { self[$0] } }
}
