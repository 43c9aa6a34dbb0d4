/// When our message says what Connect's says.
enum RecordedErrors {
    static func same(_ own: String, _ exception: String, _ connects: String) -> Bool {
        // What the JVM says of a mistake in its own code means nothing here.
        if ["NullPointerException", "ClassCastException", "IndexOutOfBoundsException"].contains(exception) {
            return true
        }
        let connects = normalized(connects)
        if own == connects { return true }
        // What follows is Java's way to print a record.
        if connects.hasPrefix("Timestamp missing on record: ") { return own.hasPrefix("Timestamp missing on record") }
        return false
    }

    /// The classes that the recorder's maps, lists and bytes have are one choice of many.
    private static func normalized(_ message: String) -> String {
        var message = message
        for (java, name) in [
            ("java.util.LinkedHashMap", "java.util.HashMap"),
            ("java.util.ImmutableCollections$ListN", "java.util.ArrayList"),
            ("java.util.ImmutableCollections$List12", "java.util.ArrayList"),
            ("java.util.ImmutableCollections$Map1", "java.util.HashMap"),
            ("java.util.Arrays$ArrayList", "java.util.ArrayList"), ("java.nio.HeapByteBuffer", "[B"),
        ] {
            message = message.replacing(java, with: name)
        }
        return message
    }
}
