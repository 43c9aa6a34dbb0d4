public import ConnectData

/// The converters that need no plugin, by Connect's class names and the short forms that Connect takes.
public enum BuiltinConverters {
    /// The converter of that class for one side of records, configured; nil if there is no built-in class of that name.
    public static func converter(
        _ name: String, _ config: [String: String], _ side: RecordSide
    ) throws(ConnectError) -> (any BatchConverter)? {
        switch name {
        case "org.apache.kafka.connect.storage.StringConverter", "StringConverter", "String":
            try StringConverter(side)
        case "org.apache.kafka.connect.converters.ByteArrayConverter", "ByteArrayConverter", "ByteArray":
            try ByteArrayConverter(side)
        default:
            nil
        }
    }

    /// The header converter of that class, configured; nil if there is no built-in class of that name.
    public static func headerConverter(
        _ name: String, _ config: [String: String]
    ) throws(ConnectError) -> (any BatchHeaderConverter)? {
        switch name {
        case "org.apache.kafka.connect.storage.SimpleHeaderConverter", "SimpleHeaderConverter", "Simple":
            SimpleHeaderConverter()
        default:
            nil
        }
    }
}
