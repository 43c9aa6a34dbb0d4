import CMillrace
import ConnectData
import Converters
import Transforms

/// Measures the pieces of the record path one after the other, and prints a line for each.
struct Report {
    private let schemas: Schemas
    private let batch = Batch(records: Shape.records)

    init() throws { schemas = try Schemas() }

    func run() throws {
        let (lines, structs) = (Shape.lines(schemas), Shape.structs(schemas))
        print("Nanoseconds and allocations a record, \(Shape.records) records a batch\n\nThe batch check")
        for shape in [lines, structs] + Shape.others(schemas) {
            shape.fill(batch)
            try measure(shape.name) { try BatchCheck.check(batch) }
        }
        print("\nFilling, check and both converters")
        try measurePath(lines, "StringConverter")
        try measurePath(lines, "JsonConverter")
        try measurePath(structs, "JsonConverter")
        print("\nJSON with schemas, a payload of 544 bytes in 10 fields")
        try measureJSON(Shape.documents(schemas))
        print("\nTransformations")
        for chain in Chain.all { try measureChain(chain) }
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

    private func measureJSON(_ shape: Shape) throws {
        let converter = try converter("JsonConverter", .value)
        try measure("write", prepare: { shape.fill(batch) }) {
            var index = 0
            try converter.fromConnect(batch, from: &index)
        }
        let written = UnsafeRawBufferPointer.copied(batch.records[0].value.rawBytes)
        let payload = UnsafeRawBufferPointer.payload(of: written)
        precondition(payload.count == 544, "the payload has \(payload.count) bytes")
        let read = Shape("JSON with schemas", nil) { batch, index in
            if index == 0 { batch.attach(written, release: nil, context: nil) }
            return .bytes(written)
        }
        try measure("parse", prepare: { read.fill(batch) }) {
            var index = 0
            try converter.toConnect(batch, from: &index)
        }
    }

    private func measureChain(_ chain: Chain) throws {
        let steps = try chain.transformations()
        let shape = chain.isOfLines ? Shape.lines(schemas) : Shape.structs(schemas)
        try measure("\(shape.name), \(chain.name)", prepare: { shape.fill(batch) }) {
            for step in steps {
                var index = 0
                try step.apply(to: batch, from: &index)
            }
        }
    }

    private func converter(_ name: String, _ side: RecordSide) throws -> any BatchConverter {
        guard let converter = try BuiltinConverters.converter(name, [:], side) else {
            throw ConnectError(.badConfig, "There is no built-in converter \(name)")
        }
        return converter
    }

    private func measure(_ name: String, prepare: () throws -> Void = {}, _ body: () throws -> Void) rethrows {
        let measurement = try Measurement(records: Shape.records, prepare: prepare, body)
        let columns = [tenths(measurement.nanoseconds), hundredths(measurement.allocations)]
        let width = max(1, 90 - name.count - columns[0].count)
        print(name + String(repeating: " ", count: width) + columns[0] + "   " + columns[1])
    }

    private func tenths(_ number: Double) -> String {
        let rounded = Int((number * 10).rounded())
        return "\(rounded / 10).\(rounded % 10)"
    }

    private func hundredths(_ number: Double) -> String {
        let rounded = Int((number * 100).rounded())
        return "\(rounded / 100)." + (rounded % 100 < 10 ? "0" : "") + "\(rounded % 100)"
    }
}

extension UnsafeRawBufferPointer {
    /// A copy that lives as long as the process.
    fileprivate static func copied(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 8)
        copy.copyMemory(from: bytes)
        return UnsafeRawBufferPointer(copy)
    }

    /// The part of an envelope behind `"payload":`.
    fileprivate static func payload(of envelope: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        let text = String(decoding: envelope, as: UTF8.self)
        guard let start = text.firstRange(of: "\"payload\":") else { return envelope }
        let offset = text.utf8.distance(from: text.startIndex, to: start.upperBound)
        return UnsafeRawBufferPointer(rebasing: envelope[offset..<(envelope.count - 1)])
    }
}
