import ConnectData

/// When our answer is as good as an error of Connect's.
enum ConnectsErrors {
    /// An error of Connect's that we part from on purpose.
    private struct Intended {
        let className: String
        /// How Connect's message begins.
        let connects: String
        /// Whether we give an answer where Connect fails; else we fail too, in words of our own.
        var weSucceed = false
        let why: String
    }

    private static let intended = [
        Intended(
            className: "ExtractField", connects: "fromIndex(0) > toIndex(-1)",
            why: "an empty path, told in the operator's terms"),
        Intended(
            className: "Cast", connects: "Invalid value java.lang.IllegalArgumentException: No enum constant",
            why: "an unknown type, without Java's words"),
        Intended(
            className: "Cast", connects: "Invalid value [a:b:c] for configuration renames",
            why: "Connect names the setting of another class"),
        Intended(
            className: "InsertField", connects: "Invalid value null for configuration static.value",
            why: "Connect shows the identity of a Java object in the place of the field's name"),
        Intended(
            className: "InsertHeader", connects: "Cannot invoke \"org.apache.kafka.connect.data.Schema.schema()\"",
            weSucceed: true,
            why: "Connect fails at every record for an array or map without a schema for its elements, as of []"),
        Intended(
            className: "MaskField", connects: "Decimal value has mismatching scale for given Decimal schema",
            weSucceed: true,
            why: "Connect's mask has the scale 0, at which the converter fails; ours has the scale of the schema"),
        Intended(
            className: "SetSchemaMetadata", connects: "Cannot list fields on non-struct type", weSucceed: true,
            why: "Connect fails at every schema that is not a struct's, which its documentation does not say"),
        Intended(
            className: "TimestampConverter", connects: "Invalid value java.lang.IllegalArgumentException: ",
            why: "what is wrong with the format, without Java's words"),
        Intended(
            className: "EventRouter", connects: "Unexpected update message received",
            why: "Debezium shows the key, which is data"),
    ]

    private static func intention(_ className: String, _ message: String) -> Intended? {
        intended.first { message.hasPrefix($0.connects) && className.contains(".\($0.className)") }
    }

    /// Whether an answer may take the place of Connect's error.
    static func mayBeAnswered(_ className: String, _ message: String) -> Bool {
        intention(className, message)?.weSucceed ?? false
    }

    /// Whether our error says what Connect's says, and is of its class. A configuration that is refused shows no class.
    static func same(_ error: ConnectError, _ className: String, _ exception: String, _ connects: String) -> Bool {
        if error.code == .badData, !error.className.hasSuffix("." + exception),
            intention(className, connects) == nil
        {
            return false
        }
        let own = error.message
        // What the JVM says of a mistake in its own code means nothing here.
        let mistakes = ["NullPointerException", "ClassCastException"]
        if mistakes.contains(exception) || exception.hasSuffix("IndexOutOfBoundsException") { return true }
        if own == normalized(connects) || intention(className, connects) != nil { return true }
        // What follows is Java's way to print a record.
        let prefix = "Timestamp missing on record"
        return connects.hasPrefix(prefix) && own.hasPrefix(prefix)
    }

    /// The classes that the recorder's maps, lists and bytes have are one choice of many.
    private static func normalized(_ message: String) -> String {
        let classes = [
            ("java.util.LinkedHashMap", "java.util.HashMap"),
            ("java.util.ImmutableCollections$Map1", "java.util.HashMap"),
            ("java.util.ImmutableCollections$ListN", "java.util.ArrayList"),
            ("java.util.ImmutableCollections$List12", "java.util.ArrayList"),
            ("java.util.Arrays$ArrayList", "java.util.ArrayList"), ("java.nio.HeapByteBuffer", "[B"),
        ]
        return classes.reduce(message) { $0.contains($1.0) ? $0.replacing($1.0, with: $1.1) : $0 }
    }
}
