public import ConnectConfig
public import ConnectData

/// The converters that need no plugin, by Connect's class names and the short forms that Connect takes.
public enum BuiltinConverters {
    /// What the worker says of a built-in class, and how it is made.
    public struct Descriptor: Sendable {
        /// The class name of Connect.
        public let className: String
        /// Whether it converts keys and values; each of them converts headers.
        public let isConverter: Bool
        /// What it can be configured with.
        public let configDef: ConfigDef
        let make: @Sendable (ParsedConfig) throws(ConnectError) -> any PayloadConverter

        init(
            _ className: String, isConverter: Bool = true, _ configDef: ConfigDef = ConfigDef([.converterType]),
            _ make: @escaping @Sendable (ParsedConfig) throws(ConnectError) -> any PayloadConverter
        ) {
            self.className = "org.apache.kafka.connect." + className
            self.isConverter = isConverter
            self.configDef = configDef
            self.make = make
        }

        /// The short forms of the name: its last part, and that without `Converter` or `HeaderConverter`.
        public var aliases: [String] {
            let last = String(
                className[className.index(after: className.lastIndex(of: ".") ?? className.startIndex)...])
            return [last, String(last.dropLast((isConverter ? "Converter" : "HeaderConverter").count))]
        }
    }

    /// Every built-in class.
    public static let descriptors: [Descriptor] = [
        Descriptor("json.JsonConverter", JSONConverterSettings.configDef) { config throws(ConnectError) in
            try JSONConverter(config)
        },
        Descriptor("storage.StringConverter", StringConverter.configDef) { config throws(ConnectError) in
            try StringConverter(config)
        },
        Descriptor("storage.SimpleHeaderConverter", isConverter: false, ConfigDef()) { _ throws(ConnectError) in
            try SimpleHeaderConverter()
        },
        Descriptor("converters.ByteArrayConverter") { _ throws(ConnectError) in try ByteArrayConverter() },
        Descriptor("converters.BooleanConverter") { _ throws(ConnectError) in try BooleanConverter() },
        Descriptor("converters.ShortConverter") { _ throws(ConnectError) in try NumberConverter("short", .int16) },
        Descriptor("converters.IntegerConverter") { _ throws(ConnectError) in try NumberConverter("integer", .int32) },
        Descriptor("converters.LongConverter") { _ throws(ConnectError) in try NumberConverter("long", .int64) },
        Descriptor("converters.FloatConverter") { _ throws(ConnectError) in try NumberConverter("float", .float32) },
        Descriptor("converters.DoubleConverter") { _ throws(ConnectError) in try NumberConverter("double", .float64) },
    ]

    /// The converter of that class for one side of records; nil if there is no built-in class of that name.
    ///
    /// - Parameter config: the settings without their prefix (`value.converter.`). Throws `.badConfig` for a wrong one.
    public static func converter(
        _ name: String, _ config: [String: String], _ side: RecordSide
    ) throws(ConnectError) -> (any BatchConverter)? {
        guard let descriptor = descriptor(name), descriptor.isConverter else { return nil }
        return sideConverter(try make(descriptor, config, type: side == .key ? "key" : "value"), side)
    }

    /// The header converter of that class; nil if there is no built-in class of that name.
    ///
    /// - Parameter config: the settings without their prefix (`header.converter.`). Throws `.badConfig` for a wrong one.
    public static func headerConverter(
        _ name: String, _ config: [String: String]
    ) throws(ConnectError) -> (any BatchHeaderConverter)? {
        guard let descriptor = descriptor(name) else { return nil }
        return headerConverter(try make(descriptor, config, type: "header"))
    }

    static func descriptor(_ name: String) -> Descriptor? {
        descriptors.first { $0.className == name || $0.aliases.contains(name) }
    }

    /// A payload converter of a class, as the converter of keys, values or headers.
    static func make(
        _ descriptor: Descriptor, _ config: [String: String], type: String
    ) throws(ConnectError) -> any PayloadConverter {
        var config: [String: String?] = config.mapValues { $0 }
        config["converter.type"] = type
        let parsed: ParsedConfig
        do {
            parsed = try descriptor.configDef.parse(config)
        } catch {
            throw ConnectError(.badConfig, "\(descriptor.aliases[0]): \(error.message)")
        }
        return try descriptor.make(parsed)
    }

    // Each class of converter has loops of its own over batches, with no existential in them.

    private static func sideConverter(
        _ converter: some PayloadConverter, _ side: RecordSide
    ) -> any BatchConverter {
        SideConverter(converter, side)
    }

    private static func headerConverter(_ converter: some PayloadConverter) -> any BatchHeaderConverter {
        HeaderConverter(converter)
    }
}

extension ConfigDef.Key {
    /// `converter.type`, which the worker sets.
    static let converterType = ConfigDef.Key(
        "converter.type", .string, validator: .oneOf(["key", "value", "header"]), importance: .low,
        documentation: "How this converter will be used.")
}
