import ConnectData
import Transforms

/// Transformations that are measured one after the other.
struct Chain {
    let name: String
    /// Whether it works on lines of text; otherwise on structs of 10 fields.
    let isOfLines: Bool
    private let steps: [(type: String, config: [String: String])]

    func transformations() throws -> [any BatchTransformation] {
        try steps.map { type, config in
            guard
                let made = try BuiltinTransformations.transformation(
                    "org.apache.kafka.connect.transforms.\(type)", config)
            else { throw ConnectError(.badConfig, "There is no built-in transformation \(type)") }
            return made
        }
    }

    static let all: [Chain] = [
        Chain(
            name: "InsertField, ReplaceField, Cast", isOfLines: false,
            steps: [
                insertHost, ("ReplaceField$Value", ["exclude": "digest", "renames": "name:title"]),
                ("Cast$Value", ["spec": "count:int64"]),
            ]),
        Chain(name: "InsertField", isOfLines: false, steps: [insertHost]),
        Chain(
            name: "ReplaceField", isOfLines: false,
            steps: [("ReplaceField$Value", ["exclude": "digest", "renames": "name:title"])]),
        Chain(name: "Cast", isOfLines: false, steps: [("Cast$Value", ["spec": "count:int64"])]),
        Chain(name: "ExtractField", isOfLines: false, steps: [("ExtractField$Value", ["field": "name"])]),
        Chain(
            name: "HoistField, InsertField, ReplaceField", isOfLines: true,
            steps: [
                ("HoistField$Value", ["field": "line"]), insertHost, ("ReplaceField$Value", ["renames": "line:text"]),
            ]),
        Chain(
            name: "RegexRouter", isOfLines: true,
            steps: [("RegexRouter", ["regex": "record-(.*)", "replacement": "routed-$1"])]),
    ]

    private static let insertHost = (
        type: "InsertField$Value",
        config: ["static.field": "host", "static.value": "host-1", "timestamp.field": "ts"]
    )
}
