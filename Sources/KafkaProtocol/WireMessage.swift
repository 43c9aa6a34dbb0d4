/// The body of a request or a response. Client and broker use the same types: each reads what the other writes.
public protocol WireMessage: Sendable, Equatable {
    /// Reads a body of this version, to its end.
    init(from reader: inout WireReader, version: Int16) throws(WireError)
    /// Writes a body of this version.
    func write(to writer: inout WireWriter, version: Int16)
}

/// The body of a request.
public protocol WireRequest: WireMessage {
    /// What answers it.
    associatedtype Response: WireMessage
    /// Its kind.
    static var key: APIKey { get }
    /// The versions that this code knows.
    static var versions: ClosedRange<Int16> { get }
    /// From this version on, lengths are compact and there are tagged fields.
    static var firstFlexibleVersion: Int16 { get }
}

extension WireRequest {
    /// Whether a version has compact lengths and tagged fields.
    public static func isFlexible(_ version: Int16) -> Bool { version >= firstFlexibleVersion }
}
