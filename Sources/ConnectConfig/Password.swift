/// A secret in a configuration. Printing, interpolating or reflecting it shows `[hidden]`.
public struct Password: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// What is shown in place of every secret.
    public static let hidden = "[hidden]"

    /// The secret itself: only for the place that hands it to the system it opens.
    public let value: String

    /// Wraps a secret.
    public init(_ value: String) {
        self.value = value
    }

    /// Always `[hidden]`.
    public var description: String { Password.hidden }

    /// Always `[hidden]`.
    public var debugDescription: String { Password.hidden }

    /// A mirror without children, so that `dump` shows nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
