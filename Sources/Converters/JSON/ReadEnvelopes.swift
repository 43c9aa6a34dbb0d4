import ConnectData
import Glibc

/// The envelopes that were read last, by the bytes before their payload.
struct ReadEnvelopes: ~Copyable {
    private struct Entry {
        let start: [UInt8]
        let reference: SchemaReference?
    }

    /// Few, since each is compared: a topic has one schema, or some while it changes.
    private static let maximum = 8

    private let limit: Int
    private var entries: [Entry] = []

    init(limit: Int) {
        self.limit = min(limit, Self.maximum)
    }

    /// Where the payload begins, and the schema, if the envelope begins with the bytes of one of those before.
    func find(_ bytes: UnsafeRawBufferPointer) -> (payload: Int, schema: Schema?)? {
        guard let base = bytes.baseAddress else { return nil }
        for entry in entries where entry.start.count < bytes.count {
            let isSame = entry.start.withUnsafeBytes { start in
                start.baseAddress.map { memcmp($0, base, start.count) == 0 } ?? false
            }
            if isSame { return (entry.start.count, entry.reference?.schema) }
        }
        return nil
    }

    /// Keeps an envelope in place of the oldest.
    mutating func remember(_ start: UnsafeRawBufferPointer, _ reference: SchemaReference?) {
        guard limit > 0 else { return }
        if entries.count == limit { entries.removeLast() }
        entries.insert(Entry(start: Array(start), reference: reference), at: 0)
    }
}
