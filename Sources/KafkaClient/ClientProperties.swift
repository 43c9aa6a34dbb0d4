internal import CRdkafka

/// Turns the Java client's properties, as operators write them, into librdkafka's.
public enum ClientProperties {
    /// Translates what is left of a client's properties when prefixes such as `producer.` are stripped.
    ///
    /// - Throws: for a value that is wrong or cannot be honoured. Secrets are not in the error.
    public static func translate(
        _ java: [String: String], for kind: ClientKind
    ) throws(ClientPropertyError) -> TranslatedProperties {
        var result = TranslatedProperties(kind: kind)
        for (name, value) in ClientDefaults.properties(for: kind) { result.set(name, value) }
        for (name, value) in java.sorted(by: { $0.key < $1.key }) { result.set(name, value) }
        return result
    }
}
