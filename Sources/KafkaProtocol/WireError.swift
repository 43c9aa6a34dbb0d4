/// Bytes that are not what the protocol says.
package struct WireError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What was expected, and what was found.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
