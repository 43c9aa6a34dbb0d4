import CMillrace
import ConnectConfig
import ConnectData
import PluginHost
import TestSupport
import Testing

@Suite struct DatagenTests {
    private static let orders = ["topic": "orders", "template": "orders", "rate": "0", "key.field": "order_id"]

    @Test func theSameSeedMakesTheSameData() throws {
        func prices(seed: String) throws -> [Double] {
            let config = Self.orders.merging(["seed": seed]) { $1 }
            return try poll(startSource("Datagen", config), atLeast: 1000) { $0.value.fields[4].as.float64 }
        }
        let first = try prices(seed: "7")
        #expect(try prices(seed: "7") == first)
        #expect(try prices(seed: "8") != first)
        #expect(first.allSatisfy { (1...500).contains($0) })
    }

    @Test func aTaskGoesOnAfterTheCommittedOffset() throws {
        let config = Self.orders.merging(["fields": "id:int64:sequence,x:int32:uniform(1..1000000)", "key.field": "id"])
        { $1 }
        let whole = try poll(startSource("Datagen", config), atLeast: 1000) { $0.value.fields[1].as.integer }
        let rest = try poll(startSource("Datagen", config, offsets: FixedOffsets([0: 300])), atLeast: 500) {
            ($0.source_offset.pointee["sequence"]?.as.integer, $0.value.fields[1].as.integer)
        }
        #expect(rest.first?.0 == 301)
        #expect(rest.map(\.1).prefix(500) == whole[300..<800])
    }

    @Test func tasksShareTheSequenceAndTheLimit() throws {
        let config = Self.orders.merging(["limit": "101"]) { $1 }
        var all: [Int64] = []
        for number in 0..<3 {
            let task = try startSource("Datagen", config, tasks: 3, number: number)
            let batch = try #require(try task.poll())
            all += batch.records.map { $0.value.fields[0].as.integer }
            #expect(batch.records[0].source_partition.pointee["task"]?.as.integer == Int64(number))
            try task.stop()
            #expect(try task.poll() == nil)
        }
        #expect(all.sorted() == Array(1...101))
    }

    @Test func recordsCarryTheirSchemaAndKey() throws {
        let task = try startSource("Datagen", Self.orders)
        let batch = try #require(try task.poll())
        let record = batch.records[0]
        let schema = try #require(record.valueSchema)
        #expect(schema.pointer.pointee.name.string == "io.millrace.datagen.orders")
        #expect(
            schema.fields.map(\.name.string) == [
                "order_id", "customer", "item", "quantity", "price", "express", "ordered_at",
            ])
        #expect(record.keySchema?.pointer.pointee.type == ValueType.int64.rawValue)
        #expect(record.key.as.integer == 1)
    }

    @Test func textsHaveTheSizeThatIsAskedFor() throws {
        let task = try startSource("Datagen", ["topic": "t", "rate": "0", "record.size": "333"])
        #expect(try poll(task, atLeast: 500) { $0.value.length }.allSatisfy { $0 == 333 })
    }

    @Test func theRateIsKept() throws {
        let task = try startSource("Datagen", ["topic": "t", "rate": "2000", "record.size": "1"])
        let clock = ContinuousClock()
        let taken = try clock.measure { _ = try poll(task, atLeast: 400) { _ in } }
        #expect(taken >= .milliseconds(195))
    }

    /// Configurations, and the errors of validation by key.
    static let invalid: [([String: String], String, String)] = [
        ([:], "topic", "Missing required configuration \"topic\" which has no default value."),
        (["rate": "-1"], "rate", "Invalid value -1.0 for configuration rate: Value must be at least 0.0"),
        (["limit": "-1"], "limit", "Invalid value -1 for configuration limit: Value must be at least 0"),
        (["limit": "many"], "limit", "Invalid value many for configuration limit: Not a number of type LONG"),
        (
            ["template": "cats"], "template",
            "Invalid value cats for configuration template: String must be one of: text, orders, users, pageviews"
        ),
        (
            ["fields": "id:int64"], "fields",
            "Invalid value id:int64 for configuration fields: 'id:int64' is not name:type:generator with a type of "
                + "int8, int16, int32, int64, float32, float64, boolean, string, timestamp and a generator for it of "
                + "sequence, uniform, uniform(1..10), name, text(20), oneof(a|b|c), now"
        ),
    ]

    @Test(arguments: invalid) func aWrongConfigurationIsExplained(
        config: [String: String], key: String, message: String
    ) throws {
        let connector = try HostedConnector(load("Datagen"), services: RecordedServices())
        let result = try #require(try connector.validate(config).first { $0.name == key })
        #expect(result.errors == [message])
    }

    @Test(arguments: [
        "a:int8:uniform(0..127)", "a:int64:sequence , b:string:oneof(x|y)", "a:boolean:uniform,b:timestamp:now",
        "a:float32:uniform(-1.5..1.5),b:string:text(5),c:string:name,d:string:sequence",
    ])
    func fieldsCanBeDescribed(fields: String) throws {
        let connector = try HostedConnector(load("Datagen"), services: RecordedServices())
        let config = ["topic": "t", "fields": fields, "rate": "0"]
        #expect(try connector.validate(config).allSatisfy(\.errors.isEmpty))
        #expect(try poll(startSource("Datagen", config), atLeast: 500) { $0.value.length }.count >= 500)
    }

    @Test(arguments: ["a:int8:uniform(0..128)", "a:string:uniform(1..2)", "a:int32:sequence", ":int8:uniform(0..1)"])
    func fieldsThatDoNotFitAreRefused(fields: String) throws {
        let connector = try HostedConnector(load("Datagen"), services: RecordedServices())
        let result = try connector.validate(["topic": "t", "fields": fields]).first { $0.name == "fields" }
        #expect(result?.errors.count == 1)
    }

    @Test func aKeyFieldThatIsNotThereIsRefused() throws {
        #expect(throws: ConnectError(.badConfig, "key.field: no field is called nothing")) {
            try startSource("Datagen", ["topic": "t", "template": "users", "key.field": "nothing"])
        }
    }
}
