import CMillrace
import ConnectData
import Foundation
import Testing

@testable import Converters

/// Text read as Connect's `Values` reads it, and shown again; `Tests/Oracle/record-values.sh` records the cases.
@Suite struct RecordedValuesTests {
    init() {
        // The recorded dates are in this zone.
        setenv("TZ", "UTC", 1)
    }

    @Test func readsAndShowsWhatConnectDoes() throws {
        let cases = ConverterCase.table("values")
        #expect(cases.count > 5000)
        let parser = try ValuesParser()
        let writers = try [("json", "JsonConverter"), ("string", "StringConverter")].map { member, name in
            (member, try BuiltinConverters.make(try #require(BuiltinConverters.descriptor(name)), [:], type: "header"))
        }
        var counts: [String: Int] = [:]
        for recorded in cases {
            guard let text = recorded.row["in"] as? String else { continue }
            let batch = Batch(records: 1)
            let (schema, value) = try Array(text.utf8).withUnsafeBytes { try parser.parse(batch.copy($0), in: batch) }
            let notation = ConverterCase.text(FlatData.withoutSchema(value, schema))
            // Of a text of which Connect reads the beginning nothing is lost here.
            if recorded.row["rest"] != nil {
                #expect(notation == ConverterCase.text(["string": text]), "\(text)")
                counts["read in part by Connect", default: 0] += 1
                continue
            }
            #expect(notation == recorded.text("value"), "\(text)")
            if recorded.row["conflict"] != nil {
                #expect(isOf(value, schema), "\(text)")
            } else {
                #expect(try Notation.schema(schema) == recorded.text("schema"), "\(text)")
            }
            if let shown = recorded.row["text"] as? String {
                var output = OutputBuffer()
                output.appendLiteral(value, schema: schema, embedded: false)
                #expect(String(decoding: output.bytes, as: UTF8.self) == shown, "\(text)")
            }
            if let message = recorded.row["error"] as? String {
                let error = #expect(throws: ConnectError.self) {
                    try writers[0].1.payload(of: value, schema: schema, in: batch)
                }
                #expect(error?.message == message, "\(text)")
            }
            for (member, writer) in writers {
                guard let written = recorded.row[member] as? String else { continue }
                let payload = try writer.payload(of: value, schema: schema, in: batch)
                #expect(String(decoding: payload.rawBytes, as: UTF8.self) == written, "\(text)")
                counts["written by \(member) converter", default: 0] += 1
            }
            counts[recorded.row["conflict"] != nil ? "with a schema that fits" : "as in Connect", default: 0] += 1
        }
        print("values: \(cases.count) cases:", counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" })
    }

    /// What Connect's thread would not survive, or would take minutes for.
    @Test func staysWithinBoundsWhateverTheText() throws {
        let parser = try ValuesParser()
        let batch = Batch(records: 1)
        func parse(_ text: String) throws -> Value {
            try Array(text.utf8).withUnsafeBytes { try parser.parse(batch.copy($0), in: batch).value }
        }
        let deepest = String(repeating: "[", count: 1000) + String(repeating: "]", count: 1000)
        #expect(try parse(deepest).valueType == .array)
        for open in ["[", "{1:", "{[1]:["] {
            let error = #expect(throws: ConnectError.self) { try parse(String(repeating: open, count: 100_000)) }
            #expect(error?.code == .badData)
        }
        #expect(try parse(String(repeating: "1", count: 1000)).valueType == .bytes)
        #expect(try parse(String(repeating: "1", count: 1001)).valueType == .string)
        let list = "[" + String(repeating: "1,", count: 300_000) + "\"a\\\"b\"]"
        #expect(try parse(list).elements.count == 300_001)
        let keys = "{" + (0..<100_000).map { "\($0):[]" }.joined(separator: " ") + "}"
        #expect(try parse(keys).entries.count == 100_000)
    }

    /// Months and days of any width may lie beyond what milliseconds of 64 bits hold.
    @Test(arguments: [
        "187999999-2E9-1T1:1:1.1Z", "18E7-∞-01T001:01:01.001Z", "187999999-∞-∞T1:01:01.1Z",
        "-18E7--∞-1T01:01:01.001Z",
    ]) func readsDatesBeyondMillisecondsAsText(_ text: String) throws {
        #expect(text.utf16.count == 24)
        let batch = Batch(records: 1)
        let value = try Array(text.utf8).withUnsafeBytes {
            try ValuesParser().parse(batch.copy($0), in: batch).value
        }
        #expect(value.valueType == .string)
    }

    /// Whether a value is what its schema says, so that a plugin that goes by the schema reads what is there.
    private func isOf(_ value: Value, _ schema: Schema?) -> Bool {
        guard let schema else { return true }
        guard value.valueType == schema.type else { return false }
        return switch schema.type {
        case .array: value.elements.allSatisfy { isOf($0, schema.valueSchema) }
        case .map: value.entries.allSatisfy { isOf($0.key, schema.keySchema) && isOf($0.value, schema.valueSchema) }
        default: true
        }
    }
}
