/// A configuration that is not acceptable: the counterpart of Kafka's `ConfigException`, with the same texts.
///
/// The message names the key and the value. A value of type PASSWORD is never part of it.
public struct ConfigError: Error, Equatable, Hashable, CustomStringConvertible {
    /// The sentence that an operator reads.
    public let message: String

    /// An error with a sentence of its own.
    public init(_ message: String) {
        self.message = message
    }

    /// An error about one value of one key, worded as Kafka words it.
    ///
    /// - Parameters:
    ///   - value: the value, as it may be shown (`ConfigDef.Value.description` hides passwords).
    ///   - key: the key that has this value.
    ///   - reason: what is expected instead.
    public init(value: String, key: String, reason: String) {
        self.message = "Invalid value \(value) for configuration \(key): \(reason)"
    }

    /// The message.
    public var description: String { message }
}
