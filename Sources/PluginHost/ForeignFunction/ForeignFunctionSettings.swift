import ConnectConfig
import ConnectData
import Transforms

/// What the transformation and the predicate are configured with.
enum ForeignFunctionSettings {
    static let predicate = ConfigDef(keys)

    static let transformation = ConfigDef(
        keys + [
            ConfigDef.Key(
                "result", .string, default: .null, validator: .nonEmpty, importance: .high,
                documentation:
                    "The field that gets the result, a new one or one that is replaced. Without it the result "
                    + "takes the place of the whole key or value.")
        ])

    private static let keys = [
        ConfigDef.Key(
            "library", .string, validator: library, importance: .high,
            documentation:
                "The shared library that has the function: an absolute path, or a name that the system's loader "
                + "finds, such as libm.so.6."),
        ConfigDef.Key(
            "symbol", .string, validator: .nonEmpty, importance: .high,
            documentation: "The function's name in the library."),
        ConfigDef.Key(
            "signature", .string, validator: signature, importance: .high,
            documentation:
                "The function's type, such as double(double, double). Types are bool, int8 to int64, uint8 to "
                + "uint64, float, double, string (const char * that ends with NUL) and bytes (a pointer and a size_t)."),
        ConfigDef.Key(
            "arguments", .string, default: "", validator: arguments, importance: .high,
            documentation: "What is passed, separated by commas: fields (dots lead to nested ones, names with other "
                + "characters stand in backticks), * for the whole key or value, 'text', x'00ff', numbers, true, false "
                + "or null."),
        ConfigDef.Key(
            "null.arguments", .string, default: "null", validator: .oneOf(["null", "fail"]), importance: .medium,
            documentation:
                "What becomes of a record in which an argument's field is null: null calls nothing and makes "
                + "the result null (false, for a predicate), fail is an error of the record."),
        .replaceNullWithDefault,
    ]

    private static let library = ConfigDef.Validator(
        "absolute path or name of a shared library that can be loaded"
    ) { key, value throws(ConfigError) in
        try rule(key, value) { text throws(ConnectError) in _ = try ForeignLibrary(text) }
    }

    private static let signature = ConfigDef.Validator(
        "result(parameter, parameter, ...)"
    ) { key, value throws(ConfigError) in
        do throws(SignatureError) {
            _ = try Signature(value.string ?? "")
        } catch {
            throw ConfigError(value: value.description, key: key, reason: error.description)
        }
    }

    private static let arguments = ConfigDef.Validator(
        "fields and constants, separated by commas"
    ) { key, value throws(ConfigError) in
        try rule(key, value) { text throws(ConnectError) in _ = try ForeignArgument.parse(text) }
    }

    private static func rule(
        _ key: String, _ value: ConfigDef.Value, _ check: (String) throws(ConnectError) -> Void
    ) throws(ConfigError) {
        do throws(ConnectError) {
            try check(value.string ?? "")
        } catch {
            throw ConfigError(value: value.description, key: key, reason: error.message)
        }
    }
}
