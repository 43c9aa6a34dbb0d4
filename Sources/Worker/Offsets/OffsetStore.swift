public import TaskProtocol

/// Where the offsets of source connectors are kept.
public protocol OffsetStore: Sendable {
    /// The committed offsets of source partitions (JSON objects), in their order; nil where there is none.
    func offsets(of partitions: [[UInt8]], connector: String) async throws(OffsetStoreError) -> [[UInt8]?]

    /// Makes offsets durable: when it returns, they survive a loss of power.
    func commit(_ offsets: [SourceOffset], connector: String) async throws(OffsetStoreError)
}

/// Offsets that could not be read or made durable.
public struct OffsetStoreError: Error, Equatable, CustomStringConvertible {
    /// What was wrong, where, and what to do.
    public let description: String
}
