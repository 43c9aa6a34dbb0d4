import ConnectData
import Converters

/// Measures the pieces of the record path one after the other, and prints a line for each.
struct Report {
    private let schemas: Schemas
    private let batch = Batch(records: Shape.records)

    init() throws { schemas = try Schemas() }

    func run() throws {
        let (lines, structs) = (Shape.lines(schemas), Shape.structs(schemas))
        print("Nanoseconds a record, \(Shape.records) records a batch\n\nThe batch check")
        for shape in [lines, structs] + Shape.others(schemas) {
            shape.fill(batch)
            try measure(shape.name) { try BatchCheck.check(batch) }
        }
        print("\nFilling, check and both converters")
        try measurePath(lines, "StringConverter")
        try measurePath(lines, "JsonConverter")
        try measurePath(structs, "JsonConverter")
    }

    /// What a source task does with each poll, but for the producer.
    private func measurePath(_ shape: Shape, _ name: String) throws {
        let (key, value) = (try converter(name, .key), try converter(name, .value))
        try measure("\(shape.name), \(name)") {
            shape.fill(batch)
            try BatchCheck.check(batch)
            for converter in [key, value] {
                var index = 0
                try converter.fromConnect(batch, from: &index)
            }
        }
    }

    private func converter(_ name: String, _ side: RecordSide) throws -> any BatchConverter {
        guard let converter = try BuiltinConverters.converter(name, [:], side) else {
            throw ConnectError(.badConfig, "There is no built-in converter \(name)")
        }
        return converter
    }

    private func measure(_ name: String, _ body: () throws -> Void) rethrows {
        let tenths = Int((try Measurement(records: Shape.records, body).nanoseconds * 10).rounded())
        let time = "\(tenths / 10).\(tenths % 10)"
        print(name + String(repeating: " ", count: max(1, 76 - name.count - time.count)) + time)
    }
}
