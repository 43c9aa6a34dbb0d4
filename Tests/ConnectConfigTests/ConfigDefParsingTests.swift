import ConnectConfig
import Testing

@Suite struct ConfigDefParsingTests {
    @Test(arguments: RecordedRow.table("parse"))
    func readsEveryTypeAsKafkaDoes(row: RecordedRow) throws {
        let type = try #require(row.text("type").flatMap(ConfigDef.ValueType.init))
        let read = Result { try ConfigDef.Value(parsing: row.text("input"), as: type, key: "key") }
        if type == .class, let error = row.text("error") {
            // Whether a class exists is not this room's knowledge, so its name is all that is read.
            #expect(error.hasSuffix("could not be found."))
            return
        }
        switch read {
        case .success(let value):
            #expect(!row.has("error"))
            #expect(value.text == row.text("text"))
            if let list = value.list { #expect(row["value"] == .list(list)) }
            if let password = value.password { #expect(row.text("value") == password.value) }
        case .failure(let error):
            #expect((error as? ConfigError)?.message == row.text("error"))
        }
    }

    @Test func tablesAreThere() {
        #expect(RecordedRow.table("parse").count > 200)
        #expect(RecordedRow.table("validators").count > 80)
        #expect(RecordedRow.table("properties").count > 90)
    }

    static let validators: [String: ConfigDef.Validator] = [
        "atLeast 1": .atLeast(1),
        "between 0 10": .between(0, 10),
        "between 0.0 1.0": .between(0.0, 1.0),
        "in a b": .oneOf(["a", "b"]),
        "in a b, ignoring case": .oneOf(ignoringCase: ["a", "b"]),
        "non-empty": .nonEmpty,
        "non-empty, no control characters": .nonEmptyWithoutControlCharacters,
        "non-null": .nonNull,
        "at most 2 elements": .atMost(elements: 2),
        "list in a b": .someOf(["a", "b"]),
        "list, no duplicates": .uniqueElements(allowsEmpty: false),
        "list, no duplicates, empty or null": .uniqueElements(allowsNull: true),
        "non-null and non-empty": .all([.nonNull, .nonEmpty]),
    ]

    @Test(arguments: RecordedRow.table("validators"))
    func validatorsSpeakAsKafkaDoes(row: RecordedRow) throws {
        let validator = try #require(row.text("validator").flatMap { Self.validators[$0] })
        let type = try #require(row.text("type").flatMap(ConfigDef.ValueType.init))
        #expect(validator.description == row.text("text"))
        let value = try ConfigDef.Value(parsing: row.text("input"), as: type, key: "key")
        do throws(ConfigError) {
            try validator.check(value, of: "key")
            #expect(row.text("error") == nil)
        } catch {
            #expect(error.message == row.text("error"))
        }
    }

    @Test func defaultsApplyWhereTheConfigurationIsSilent() throws {
        let definition = ConfigDef([
            .init("tasks.max", .int, default: 1, validator: .atLeast(1), importance: .high, documentation: ""),
            .init("file", .string, default: .null, importance: .high, documentation: ""),
            .init("ratio", .double, default: 2, importance: .low, documentation: ""),
            .init("names", .list, default: ["a", "b"], importance: .low, documentation: ""),
            .init("secret", .password, default: "s", importance: .low, documentation: ""),
        ])
        let config = try definition.parse(["unknown": "x", "connect.unknown": nil])
        #expect(config["tasks.max"] == .int(1))
        #expect(config["file"] == .null)
        #expect(try config.double("ratio") == 2)
        #expect(try config.list("names") == ["a", "b"])
        #expect(try config.password("secret").value == "s")
        #expect(config.originals(withPrefix: "connect.").isEmpty)
        #expect(throws: ConfigError("Unknown configuration 'none'")) { try config.integer("none") }
    }

    @Test func parsingStopsAtTheFirstError() {
        let definition = ConfigDef([
            .init("topic", .string, validator: .nonEmpty, importance: .high, documentation: ""),
            .init("tasks.max", .int, default: 1, validator: .atLeast(1), importance: .high, documentation: ""),
        ])
        #expect(throws: ConfigError("Missing required configuration \"topic\" which has no default value.")) {
            try definition.parse([:])
        }
        #expect(throws: ConfigError("Invalid value 0 for configuration tasks.max: Value must be at least 1")) {
            try definition.parse(["topic": "t", "tasks.max": "0"])
        }
    }

    @Test func aKeyDefinedTwiceIsRefused() throws {
        var definition = ConfigDef()
        let key = ConfigDef.Key("a", .int, default: 1, importance: .low, documentation: "")
        try definition.add(key)
        #expect(throws: ConfigError("Configuration a is defined twice.")) { try definition.add(key) }
    }

    @Test func aDefaultOfTheWrongTypeIsRefused() {
        var definition = ConfigDef()
        let key = ConfigDef.Key("a", .short, default: 70000, importance: .low, documentation: "")
        #expect(throws: ConfigError("Invalid value 70000 for configuration a: Not a number of type SHORT")) {
            try definition.add(key)
        }
    }
}
