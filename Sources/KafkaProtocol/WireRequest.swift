/// The body of a request.
package protocol WireRequest: WireStructure {
    /// What answers it.
    associatedtype Response: WireStructure
    /// Its kind.
    static var key: APIKey { get }
    /// The versions that this code knows.
    static var versions: ClosedRange<Int16> { get }
    /// From this version on, lengths are compact and there are tagged fields (KIP-482).
    static var firstFlexibleVersion: Int16 { get }
}

extension WireRequest {
    /// Whether a version has compact lengths and tagged fields.
    package static func isFlexible(_ version: Int16) -> Bool { version >= firstFlexibleVersion }
}
