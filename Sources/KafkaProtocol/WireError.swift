/// Bytes that are not what the protocol says.
public struct WireError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What was expected, and what was found.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
