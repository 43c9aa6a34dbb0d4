import CMillrace
import ConnectData
import Testing

@testable import Transforms

/// Payloads of an outbox that are JSON, where the recorded cases have none: what Debezium 3.6.3 makes of them, but for
/// those that it gives a schema they do not fit, which stay texts.
@Suite struct OutboxPayloadTests {
    private static let row = ["id", "aggregatetype", "aggregateid", "payload"]

    @Test(arguments: [
        (#"{"a":"x","a":1}"#, "(int32 1) of struct? payload(a: int32?)"),
        (#"{"a":1,"a":null}"#, "() of struct? payload()"),
        (#"{"a":null,"b":2,"a":1}"#, "(int32 1, int32 2) of struct? payload(a: int32?, b: int32?)"),
        (
            #"{"d":[{"x":1},{"y":"2"}]}"#,
            #"([(int32 1, null), (null, "2")]) of struct? payload(d: array?<struct payload.d(x: int32?, y: string?)>)"#
        ),
        ("[]", #""[]" of -"#), ("[ \n]", "\"[ \n]\" of -"), ("[]x", #""[]x" of -"#), (" []", #"" []" of string?"#),
    ]) func isExpandedAsDebeziumDoes(_ payload: String, _ expected: String) throws {
        let found = try route([payload])
        #expect(found == [expected])
    }

    @Test(arguments: [
        #"[{"a":1},{"a":2}]"#, "[[1]]", #"[{"a":{"b":1}}]"#, #"["x",null]"#, "[1,2]", #"["a"]"#, "[true]", "[null]",
        "[",
        #"{"f":12345678901234567890}"#, #"{"f":[{"x":1},{"x":"a"}]}"#, #"{"f":[[1],["a"]]}"#,
    ]) func staysTextWhereNoStructHasIt(_ payload: String) throws {
        #expect(try route([payload]) == [#""\#(payload)" of string?"#])
    }

    /// The schema of the payload before is not taken for one that has a member twice.
    @Test func payloadsBeforeDoNotMatter() throws {
        let payloads = [#"{"a":1}"#, #"{"a":1,"a":null}"#, #"{"b":2,"a":1}"#, #"{"a":null,"b":2,"a":1}"#]
        #expect(
            try route(payloads) == [
                "(int32 1) of struct? payload(a: int32?)", "() of struct? payload()",
                "(int32 2, int32 1) of struct? payload(b: int32?, a: int32?)",
                "(int32 1, int32 2) of struct? payload(a: int32?, b: int32?)",
            ])
    }

    /// The field `payload` of an envelope has to have a schema.
    @Test func anEmptyArrayInAnEnvelopeIsText() throws {
        let values = try route(["[]"], ["table.fields.additional.placement": "id:envelope"])
        #expect(values == [#"("[]", "1") of struct 2.row(payload: string?, id: string)"#])
    }

    /// The values that the router makes of events with these payloads.
    private func route(_ payloads: [String], _ settings: [String: String] = [:]) throws -> [String] {
        let config = ["table.expand.json.payload": "true"].merging(settings) { $1 }
        let router = try #require(
            try BuiltinTransformations.transformation("io.debezium.transforms.outbox.EventRouter", config))
        let batch = Batch(records: payloads.count)
        for payload in payloads { try append(payload, to: batch) }
        var index = 0
        try router.apply(to: batch, from: &index)
        return payloads.indices.map {
            "\(RecordText.of(batch.records[$0].value)) of \(RecordText.of(batch.records[$0].valueSchema))"
        }
    }

    private func append(_ payload: String, to batch: Batch) throws {
        let text = try SchemaReference(.string)
        var row = SchemaDraft(.structure)
        row.name = "row"
        for name in Self.row {
            row.fields.append((name, name == "payload" ? try SchemaReference(.string, optional: true) : text))
        }
        let rowSchema = try row.intern()
        var event = SchemaDraft(.structure)
        event.name = "row.Envelope"
        event.fields = [("after", rowSchema), ("op", text), ("ts_ms", try SchemaReference(.int64))]
        let schema = try event.intern()
        let columns = batch.newStruct(Self.row.count)
        for (place, column) in ["1", "2", "3", payload].enumerated() {
            (columns.fields + place).initialize(to: OwnedText(column).value(in: batch))
        }
        let made = batch.newStruct(3)
        (made.fields + 0).initialize(to: batch.structure(rowSchema.schema, columns))
        (made.fields + 1).initialize(to: OwnedText("c").value(in: batch))
        (made.fields + 2).initialize(to: .int64(5))
        batch.hold(schema.schema)
        batch.append().pointee.set(.value, schema.schema, batch.structure(schema.schema, made))
    }
}
