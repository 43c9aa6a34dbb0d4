import CMillrace
import ConnectData
import JavaText
import Testing

@testable import Transforms

/// Java compares names by their code points; two that only look the same are two.
@Suite struct ExactNameTests {
    private static let composed = "caf\u{E9}"
    private static let decomposed = "cafe\u{301}"

    @Test func bothFieldsOfOneLookAreMasked() throws {
        let batch = try batch()
        try apply("MaskField$Value", ["fields": "\(Self.composed),\(Self.decomposed)"], to: batch)
        #expect(batch.records[0].value.fields.map { $0.rawBytes.count } == [0, 0])
    }

    @Test func oneOfTwoIsRenamed() throws {
        let batch = try batch()
        try apply("ReplaceField$Value", ["renames": "\(Self.decomposed):bar"], to: batch)
        let schema = try #require(batch.records[0].valueSchema)
        #expect(schema.fields.map { Array($0.name.string.utf8) } == [Array(Self.composed.utf8), Array("bar".utf8)])
        #expect(batch.records[0].value.fields.map(\.rawBytes.count) == [1, 2])
    }

    @Test func namesAreOrderedEachForItself() {
        #expect(JavaHashTable().ordered([Self.composed, Self.decomposed, Self.composed]).count == 2)
    }

    @Test func aCombiningMarkDoesNotHideAColon() {
        #expect(javaSplit("a:\u{301}b", at: ":").count == 2)
    }

    /// One record, a struct with two fields of texts of 1 and 2 bytes.
    private func batch() throws -> Batch {
        var draft = SchemaDraft(.structure)
        let text = try SchemaDraft(.string).intern()
        draft.fields = [(Self.composed, text), (Self.decomposed, text)]
        let schema = try draft.intern()
        let batch = Batch(records: 1)
        let made = batch.newStruct(2)
        (made.fields + 0).initialize(to: OwnedText("1").value(in: batch))
        (made.fields + 1).initialize(to: OwnedText("22").value(in: batch))
        let record = batch.append()
        record.pointee.set(.value, schema.schema, batch.structure(schema.schema, made))
        return batch
    }

    private func apply(_ type: String, _ config: [String: String], to batch: Batch) throws {
        let name = "org.apache.kafka.connect.transforms.\(type)"
        let transformation = try #require(try BuiltinTransformations.transformation(name, config))
        var index = 0
        try transformation.apply(to: batch, from: &index)
    }
}
