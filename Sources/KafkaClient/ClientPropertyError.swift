/// A client property that cannot be honoured: which, why, and what to write instead.
public struct ClientPropertyError: Error, Sendable, Equatable {
    /// The property's name as the operator wrote it.
    public let key: String
    /// The value, or nil where it is a secret.
    public let value: String?
    /// What is wrong, and what is allowed.
    public let reason: String

    init(_ key: String, _ value: String?, _ reason: String) {
        self.key = key
        self.value = value
        self.reason = reason
    }
}

extension ClientPropertyError: CustomStringConvertible {
    /// Connect's own form: `Invalid value x for configuration y: reason`.
    public var description: String {
        if let value { return "Invalid value \(value) for configuration \(key): \(reason)" }
        return "Invalid value for configuration \(key): \(reason)"
    }
}
