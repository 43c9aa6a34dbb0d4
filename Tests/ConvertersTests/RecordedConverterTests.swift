import CMillrace
import ConnectConfig
import ConnectData
import Foundation
import Testing

@testable import Converters

/// The converters against what Connect's own do, case by case; `Tests/Oracle/record-converters.sh` records them again.
@Suite struct RecordedConverterTests {
    init() {
        // The recorded dates are in this zone.
        setenv("TZ", "UTC", 1)
    }

    @Test(arguments: [("from-connect", 600), ("from-connect-generated", 2000)])
    func writesWhatConnectWrites(table: String, least: Int) throws {
        let cases = ConverterCase.table(table)
        #expect(cases.count > least)
        for recorded in cases {
            let batch = Batch(records: 1)
            var schema: SchemaReference?
            if let notation = recorded.row["schema"] { schema = try Notation.schema(of: ConverterCase.text(notation)) }
            let value = FlatData.value(recorded.row["value"], schema?.schema, in: batch)
            let outcome = Result { () throws(ConnectError) in
                try self.converter(recorded).payload(of: value, schema: schema?.schema, in: batch)
            }
            switch outcome {
            case .success(let payload):
                #expect(recorded.error == nil, "\(recorded.description)")
                let bytes = payload.isNull ? nil : Array(payload.rawBytes)
                #expect(bytes.map(latin1) == recorded.bytes("payload").map(latin1), "\(recorded.description)")
            case .failure(let error):
                expectSame(error, recorded)
            }
        }
        ConverterCase.report(table, cases)
    }

    @Test(arguments: [("to-connect", 700), ("to-connect-generated", 3000)])
    func readsWhatConnectReads(table: String, least: Int) throws {
        let cases = ConverterCase.table(table)
        #expect(cases.count > least)
        for recorded in cases {
            let batch = Batch(records: 1)
            let input = recorded.bytes("input").map { $0.withUnsafeBytes { Value.bytes(batch.copy($0)) } } ?? .null
            let made = Result { () throws(ConnectError) in try self.converter(recorded) }
            // The second time the schema is known by its bytes.
            for _ in 0..<2 {
                let outcome = made.flatMap { converter in
                    Result { () throws(ConnectError) in try converter.value(of: input, in: batch) }
                }
                if let difference = Self.differences[latin1(recorded.bytes("input") ?? [])] {
                    let value = (try? outcome.get().value).map { ConverterCase.text(FlatData.notation($0)) }
                    #expect(value == difference.value, "\(recorded.description)")
                    continue
                }
                switch outcome {
                case .success(let (schema, value)):
                    #expect(recorded.error == nil, "\(recorded.description)")
                    #expect(try Notation.schema(schema) == recorded.text("resultSchema"), "\(recorded.description)")
                    #expect(
                        ConverterCase.text(FlatData.notation(value)) == recorded.text("result"),
                        "\(recorded.description)")
                case .failure(let error):
                    // Connect ignores what follows a document.
                    if error.message.contains("text follows the end of the JSON value") { continue }
                    expectSame(error, recorded)
                }
            }
        }
        ConverterCase.report(table, cases)
    }

    /// Where the converters part from Connect's, by the input: the value in place of Connect's, nil for bad data.
    private static let differences: [String: (value: String?, why: String)] = [
        "1e99999999999": (#"{"double":"Infinity"}"#, "Connect fails where an exponent needs more than 32 bits"),
        "1,2": (#"{"string":"1,2"}"#, "Connect reads a header up to the comma"),
        "12,34": (#"{"string":"12,34"}"#, "Connect reads a header up to the comma"),
        "12:34": (#"{"string":"12:34"}"#, "Connect reads a header up to the colon"),
    ]

    private func expectSame(_ error: ConnectError, _ recorded: ConverterCase) {
        #expect(recorded.error != nil, "\(error): \(recorded.description)")
        #expect(
            error.className.split(separator: ".").last.map(String.init) == recorded.error, "\(recorded.description)")
        guard recorded.error == "DataException", let message = recorded.message else { return }
        // Connect's text for an empty document depends on the type that it does not find.
        if message.hasSuffix("MISSING") { return }
        // The class that the recorder's maps have is one choice of many.
        let expected = message.replacing("java.util.LinkedHashMap", with: "java.util.HashMap")
        #expect(error.message.hasPrefix(expected), "\(recorded.description)")
    }

    private func converter(_ recorded: ConverterCase) throws(ConnectError) -> any PayloadConverter {
        guard let descriptor = BuiltinConverters.descriptor(recorded.converter) else {
            throw ConnectError(.badConfig, "no converter \(recorded.converter)")
        }
        return try BuiltinConverters.make(descriptor, recorded.config, type: "value")
    }

    private func latin1(_ bytes: [UInt8]) -> String {
        String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }
}
