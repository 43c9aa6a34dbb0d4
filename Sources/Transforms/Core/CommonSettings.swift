package import ConnectConfig

extension ConfigDef.Key {
    /// `replace.null.with.default` (KIP-1040).
    package static let replaceNullWithDefault = ConfigDef.Key(
        "replace.null.with.default", .boolean, default: true, importance: .medium,
        documentation: "Whether to replace fields that have a default value and that are null to the default value. "
            + "When set to true, the default value is used, otherwise null is used.")
}

extension ParsedConfig {
    /// Whether a field that is null and has a default value is read as its default.
    package var replacesNullWithDefault: Bool { self["replace.null.with.default"].boolean ?? true }
}

extension ConfigDef.Validator {
    /// Connect's NonEmptyListValidator of transformations.
    static let nonEmptyFieldList = ConfigDef.Validator("non-empty list") { key, value throws(ConfigError) in
        if value.list?.isEmpty ?? true { throw ConfigError(value: value.description, key: key, reason: "Empty list") }
    }
}
