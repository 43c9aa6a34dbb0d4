public import ConnectConfig
public import ConnectData

/// The transformations that need no plugin, under the class names of Connect, Debezium and Confluent.
public enum BuiltinTransformations {
    /// A built-in transformation.
    public typealias Descriptor = BuiltinDescriptor<any BatchTransformation>

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
        try byName[name]?.make(config)
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
