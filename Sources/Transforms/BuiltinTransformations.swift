public import ConnectConfig
public import ConnectData

/// The transformations that need no plugin, under the class names of Connect, Debezium and Confluent.
public enum BuiltinTransformations {
    /// What the worker says of a built-in class, and how an instance is made.
    public struct Descriptor: Sendable {
        /// The class name, with `$Key` or `$Value` where there is one class for each side.
        public let className: String
        /// What the class does, in a sentence or more.
        public let documentation: String
        /// What it can be configured with.
        public let configDef: ConfigDef

        package typealias Making = @Sendable (ParsedConfig) throws(ConnectError) -> any BatchTransformation
        package let make: Making

        package init(_ className: String, _ documentation: String, _ configDef: ConfigDef, make: @escaping Making) {
            self.className = className
            self.documentation = documentation
            self.configDef = configDef
            self.make = make
        }

        /// The `$Key` and `$Value` classes of a transformation that works on one side of records.
        @inline(__always)
        static func sides<Operation: SideOperation>(
            _ className: String, _ documentation: String, _ configDef: ConfigDef,
            operation: @escaping @Sendable (ParsedConfig) throws(ConnectError) -> Operation
        ) -> [Descriptor] {
            [(RecordSide.key, "$Key"), (.value, "$Value")].map { side, suffix in
                Descriptor(className + suffix, documentation, configDef) { config throws(ConnectError) in
                    SideTransformation(try operation(config), side)
                }
            }
        }
    }

    /// Every built-in class.
    public static let descriptors: [Descriptor] =
        Cast.descriptors + [DropHeaders.descriptor] + ExtractField.descriptors + [Filter.descriptor]
        + Flatten.descriptors
        + HeaderFrom.descriptors + HoistField.descriptors + InsertField.descriptors + MaskField.descriptors
        + ReplaceField.descriptors + SetSchemaMetadata.descriptors + [InsertHeader.descriptor, ValueToKey.descriptor]
        + [RegexRouter.descriptor, TimestampRouter.descriptor] + TimestampConverter.descriptors
        + Drop.descriptors + ExtractTopic.descriptors + [MessageTimestampRouter.descriptor]
        + [ExtractNewRecordState.descriptor, EventRouter.descriptor]

    /// A transformation of that class; nil if there is no built-in class of that name.
    ///
    /// - Parameter config: the settings without their prefix (`transforms.<alias>.`). Throws `.badConfig` for a wrong one.
    public static func transformation(
        _ name: String, _ config: [String: String]
    ) throws(ConnectError) -> (any BatchTransformation)? {
        guard let descriptor = byName[name] else { return nil }
        return try descriptor.make(try descriptor.configDef.settings(config))
    }

    private static let byName = Dictionary(uniqueKeysWithValues: descriptors.map { ($0.className, $0) })
}

extension ConfigDef {
    /// The typed settings of a built-in class. Throws `.badConfig` for the first one that is wrong.
    package func settings(_ config: [String: String]) throws(ConnectError) -> ParsedConfig {
        do {
            return try parse(config.mapValues { $0 })
        } catch {
            throw ConnectError(.badConfig, error.message)
        }
    }
}
