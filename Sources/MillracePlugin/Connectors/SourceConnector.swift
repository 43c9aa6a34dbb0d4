import ConnectData

/// A connector that brings data from another system into Kafka.
///
/// It may also be an ``ExactlyOnceSource`` and an ``OffsetAlteringSource``.
public protocol SourceConnector: Connector {
    /// The tasks that do the work.
    associatedtype Task: SourceTask
}

/// A source connector that knows whether it supports exactly-once (KIP-618). Of one that is none, Connect says that it
/// is unknown.
public protocol ExactlyOnceSource: SourceConnector {
    /// Whether it supports exactly-once under this configuration. Called on an instance that is not started.
    func supportsExactlyOnce(_ properties: [String: String]) throws -> Bool

    /// Whether its tasks can define transaction boundaries under this configuration. False by default.
    func canDefineTransactionBoundaries(_ properties: [String: String]) throws -> Bool
}

extension ExactlyOnceSource {
    /// False.
    public func canDefineTransactionBoundaries(_ properties: [String: String]) throws -> Bool { false }
}

/// A source connector that takes a look at offsets before an operator changes them (KIP-875).
public protocol OffsetAlteringSource: SourceConnector {
    /// Checks offsets that an operator wants to write; a nil offset is a reset. Throws if they make no sense; true if
    /// the connector has taken care of them, as Connect's `alterOffsets`. Called on an instance that is not started.
    func alterOffsets(_ properties: [String: String], _ offsets: [AlteredOffset]) throws -> Bool
}

/// One source partition and the offset that an operator wants it to have.
public struct AlteredOffset: Equatable, Sendable {
    /// The source partition; nil if the operator gave none.
    public var partition: OffsetMap?
    /// The offset; nil for a reset.
    public var offset: OffsetMap?

    /// A partition and its offset.
    public init(partition: OffsetMap?, offset: OffsetMap?) {
        self.partition = partition
        self.offset = offset
    }
}
