import ConnectConfig
import ConnectData
import Testing

@testable import Transforms

/// What the definitions of built-in classes list, and what they refuse before a task starts.
@Suite struct BuiltinDefinitionTests {
    private static let extractTopic = "io.confluent.connect.transforms.ExtractTopic"
    private static let extractState = "io.debezium.transforms.ExtractNewRecordState"

    @Test(arguments: ["$Key", "$Value"], ["$.a[0]", "$..a", "$", "$.*", "a b"])
    func aPathThatDoesNotLeadThroughMembersIsRefused(_ suffix: String, _ path: String) throws {
        let found = try errors(Self.extractTopic + suffix, ["field": path, "field.format": "JSON_PATH"])
        #expect(found.keys.sorted() == ["field"])
        #expect(found["field"]?.first?.hasPrefix("Invalid value \(path) for configuration field: A JSON path") == true)
        #expect(try errors(Self.extractTopic + suffix, ["field": path]).isEmpty)
    }

    @Test(arguments: ["$.a.b", #"$["a"]['b']"#, "$.a"]) func aPathThroughMembersIsTaken(_ path: String) throws {
        let config = ["field": path, "field.format": "JSON_PATH"]
        #expect(try errors(Self.extractTopic + "$Value", config).isEmpty)
    }

    @Test func aHeaderHasAPlainKey() throws {
        let name = Self.extractTopic + "$Header"
        #expect(
            try errors(name, [:])
                == ["field": ["Invalid value  for configuration field: String must be non-empty"]])
        #expect(try errors(name, ["field": "h", "field.format": "JSON_PATH"]).keys.sorted() == ["field.format"])
        #expect(try errors(name, ["field": "h"]).isEmpty)
    }

    @Test func aConnectorNamesTheSettingInFull() throws {
        var connector = ConfigDef([])
        let child = try definition(Self.extractTopic + "$Value")
        try connector.embed(child, prefix: "transforms.t.", group: "Transforms: t")
        let config = ["transforms.t.field": "$..a", "transforms.t.field.format": "JSON_PATH"]
        let wrong = connector.validate(config).filter { !$0.errors.isEmpty }
        #expect(wrong.map(\.name) == ["transforms.t.field"])
    }

    @Test func rowsAreListedAsByDebezium() throws {
        let keys = try definition(Self.extractState).keys
        #expect(
            keys.map(\.name) == [
                "delete.tombstone.handling.mode", "route.by.field", "add.fields.prefix", "add.fields",
                "add.headers.prefix", "add.headers", "drop.fields.header.name", "drop.fields.from.key",
                "drop.fields.keep.schema.compatible",
            ])
        #expect(keys.allSatisfy { $0.orderInGroup == 1 })
    }

    @Test(arguments: ["true", " FALSE ", "maybe", ""]) func whatIsNotListedIsNotChecked(_ value: String) throws {
        let config = ["replace.null.with.default": value]
        #expect(try errors(Self.extractState, config).isEmpty)
        _ = try #require(try BuiltinTransformations.transformation(Self.extractState, config))
    }

    private func definition(_ name: String) throws -> ConfigDef {
        try #require(BuiltinTransformations.descriptors.first { $0.className == name }).configDef
    }

    private func errors(_ name: String, _ config: [String: String]) throws -> [String: [String]] {
        let results = try definition(name).validate(config).filter { !$0.errors.isEmpty }
        return Dictionary(uniqueKeysWithValues: results.map { ($0.name, $0.errors) })
    }
}
