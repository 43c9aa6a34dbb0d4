import CMillrace
import ConnectData
import Testing

@testable import Transforms

@Suite struct InsertHeaderTests {
    private static let className = "org.apache.kafka.connect.transforms.InsertHeader"

    @Test("A literal that is too deep is refused when the transformation is made, by the setting's name")
    func refusesWhatIsTooDeep() {
        let literal = String(repeating: "[", count: 5000)
        let error = #expect(throws: ConnectError.self) {
            try BuiltinTransformations.transformation(Self.className, ["header": "h", "value.literal": literal])
        }
        #expect(error?.code == .badConfig)
        #expect(error?.message.contains("value.literal") == true)
    }

    @Test("The header of a record outlives the transformation that inserted it")
    func outlivesTheTransformation() throws {
        let batch = Batch(records: 2)
        for _ in 0..<2 { _ = batch.append() }
        do {
            let config = ["header": "list", "value.literal": "[2019-08-23, 2019-08-24]"]
            let transformation = try #require(try BuiltinTransformations.transformation(Self.className, config))
            var index = 0
            try transformation.apply(to: batch, from: &index)
        }
        for record in batch.records {
            let header = try #require(record.headerList.first)
            let schema = try #require(header.schema.map(Schema.init))
            #expect(header.name.string == "list")
            #expect(schema.valueSchema?.name.string == "org.apache.kafka.connect.data.Date")
            #expect(header.value.elements.map(\.as.integer) == [18131, 18132])
        }
    }
}
