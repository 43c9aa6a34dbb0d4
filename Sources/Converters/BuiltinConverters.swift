public import ConnectConfig
public import ConnectData

/// The converters that need no plugin, by Connect's class names and the short forms that Connect takes.
public enum BuiltinConverters {
    /// What the worker says of a built-in class.
    public struct Descriptor: Sendable {
        /// The class name of Connect.
        public let className: String
        /// The short forms of the name.
        public let aliases: [String]
        /// Whether it converts keys and values; each of them converts headers.
        public let isConverter: Bool
        /// What it can be configured with.
        public let configDef: ConfigDef
    }

    /// Every built-in class.
    public static let descriptors: [Descriptor] = [json, string, byteArray, simpleHeader]

    private static let json = Descriptor(
        className: "org.apache.kafka.connect.json.JsonConverter", aliases: ["JsonConverter", "Json"], isConverter: true,
        configDef: JSONConverterSettings.configDef)
    private static let string = Descriptor(
        className: "org.apache.kafka.connect.storage.StringConverter", aliases: ["StringConverter", "String"],
        isConverter: true, configDef: StringConverter.configDef)
    private static let byteArray = Descriptor(
        className: "org.apache.kafka.connect.converters.ByteArrayConverter",
        aliases: ["ByteArrayConverter", "ByteArray"], isConverter: true, configDef: ConfigDef([.converterType]))
    private static let simpleHeader = Descriptor(
        className: "org.apache.kafka.connect.storage.SimpleHeaderConverter",
        aliases: ["SimpleHeaderConverter", "Simple"], isConverter: false, configDef: ConfigDef())

    /// The converter of that class for one side of records; nil if there is no built-in class of that name.
    ///
    /// - Parameter config: the settings without their prefix (`value.converter.`). Throws `.badConfig` for a wrong one.
    public static func converter(
        _ name: String, _ config: [String: String], _ side: RecordSide
    ) throws(ConnectError) -> (any BatchConverter)? {
        let type = side == .key ? "key" : "value"
        return switch descriptor(name)?.className {
        case json.className: SideConverter(try JSONConverter(try parse(config, json, type)), side)
        case string.className: SideConverter(try StringConverter(try parse(config, string, type)), side)
        case byteArray.className: SideConverter(try ByteArrayConverter(), side)
        default: nil
        }
    }

    /// The header converter of that class; nil if there is no built-in class of that name.
    ///
    /// - Parameter config: the settings without their prefix (`header.converter.`). Throws `.badConfig` for a wrong one.
    public static func headerConverter(
        _ name: String, _ config: [String: String]
    ) throws(ConnectError) -> (any BatchHeaderConverter)? {
        switch descriptor(name)?.className {
        case json.className: HeaderConverter(try JSONConverter(try parse(config, json, "header")))
        case string.className: HeaderConverter(try StringConverter(try parse(config, string, "header")))
        case byteArray.className: HeaderConverter(try ByteArrayConverter())
        case simpleHeader.className: HeaderConverter(try SimpleHeaderConverter())
        default: nil
        }
    }

    private static func descriptor(_ name: String) -> Descriptor? {
        descriptors.first { $0.className == name || $0.aliases.contains(name) }
    }

    private static func parse(
        _ config: [String: String], _ descriptor: Descriptor, _ type: String
    ) throws(ConnectError) -> ParsedConfig {
        var config: [String: String?] = config.mapValues { $0 }
        config["converter.type"] = type
        do {
            return try descriptor.configDef.parse(config)
        } catch {
            throw ConnectError(.badConfig, "\(descriptor.aliases[0]): \(error.message)")
        }
    }
}

extension ConfigDef.Key {
    /// `converter.type`, which the worker sets.
    static let converterType = ConfigDef.Key(
        "converter.type", .string, validator: .oneOf(["key", "value", "header"]), importance: .low,
        documentation: "How this converter will be used.")
}
