import ConnectConfig
import ConnectData

/// How a JsonConverter is configured.
struct JSONConverterSettings {
    enum DecimalFormat {
        /// The unscaled value's bytes in base 64.
        case base64
        /// A JSON number.
        case numeric
    }

    /// Whether each document is an envelope of a schema and a payload.
    let schemasEnabled: Bool
    /// How many schemas are kept in each direction.
    let schemaCacheSize: Int
    /// The JSON text of the schema of all documents, in place of their envelopes (KIP-1054).
    let schemaContent: String?
    let decimalFormat: DecimalFormat
    /// Whether a null becomes the default value of its schema.
    let replacesNullWithDefault: Bool

    init(_ config: ParsedConfig) {
        schemasEnabled = config["schemas.enable"].boolean ?? true
        schemaCacheSize = config["schemas.cache.size"].integer ?? 1000
        schemaContent = config["schema.content"].string
        decimalFormat = config["decimal.format"].string?.uppercased() == "NUMERIC" ? .numeric : .base64
        replacesNullWithDefault = config["replace.null.with.default"].boolean ?? true
    }

    static let configDef = ConfigDef([
        .converterType,
        ConfigDef.Key(
            "schemas.enable", .boolean, default: true, importance: .high,
            documentation: "Include schemas within each of the serialized values and keys.", group: "Schemas", order: 0,
            width: .medium, displayName: "Enable Schemas"),
        ConfigDef.Key(
            "schemas.cache.size", .int, default: 1000, importance: .high,
            documentation: "The maximum number of schemas that can be cached in this converter instance.",
            group: "Schemas", order: 1, width: .medium, displayName: "Schema Cache Size"),
        ConfigDef.Key(
            "schema.content", .string, default: .null, importance: .high,
            documentation: "When set, this is used as the schema for all messages, and the schemas within each of the "
                + "message will be ignored.Otherwise, the schema will be included in the content of each message. "
                + "This configuration applies only 'schemas.enable' is true, and it exclusively affects the sink "
                + "connector.",
            group: "Schemas", order: 2, width: .medium, displayName: "Schema Content"),
        ConfigDef.Key(
            "decimal.format", .string, default: "BASE64", validator: .oneOf(ignoringCase: ["BASE64", "NUMERIC"]),
            importance: .low,
            documentation: "Controls which format this converter will serialize decimals in. This value is case "
                + "insensitive and can be either 'BASE64' (default) or 'NUMERIC'",
            group: "Serialization", order: 0, width: .medium, displayName: "Decimal Format"),
        ConfigDef.Key(
            "replace.null.with.default", .boolean, default: true, importance: .low,
            documentation: "Whether to replace fields that have a default value and that are null to the default "
                + "value. When set to true, the default value is used, otherwise null is used.",
            group: "Serialization", order: 1, width: .medium, displayName: "Replace null with default"),
    ])
}
