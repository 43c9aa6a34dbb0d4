/// A text that is another one only if it has the same code points, as in Java. Swift's `String` takes a letter with its
/// accent for one and as two code points to be equal.
public struct ExactText: Hashable, Sendable {
    /// The text.
    public let string: String

    /// A text that is compared exactly.
    public init(_ string: String) { self.string = string }

    /// Whether the code points are the same.
    public static func == (left: Self, right: Self) -> Bool { left.string.isExactly(right.string) }

    /// Hashes the code points.
    public func hash(into hasher: inout Hasher) {
        for byte in string.utf8 { hasher.combine(byte) }
        hasher.combine(UInt8.max)
    }
}

extension String {
    /// Whether the other text has the same code points.
    public func isExactly(_ other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
