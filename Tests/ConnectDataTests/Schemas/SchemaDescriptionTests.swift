import CMillrace
import ConnectData
import Testing

/// A description that is no schema is refused, with words for whoever wrote it.
@Suite struct SchemaDescriptionTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let says: String
        let describe: @Sendable (Making) throws -> millrace_schema
        var testDescription: String { says }

        init(_ says: String, _ describe: @escaping @Sendable (Making) throws -> millrace_schema) {
            self.says = says
            self.describe = describe
        }
    }

    @Test(arguments: [
        Case("type 0") { $0.description(.null) },
        Case("type 13") { $0.description(.dateTime) },
        Case("type 14") { $0.description(.decimal) },
        Case("type 200") { _ in millrace_schema_of(200) },
        Case("name of a schema is not UTF-8") { make in
            var schema = make.description(.string)
            schema.name = Text(make.bytes([0xFF]).rawBytes)
            return schema
        },
        Case("doc of a schema is not UTF-8") { make in
            var schema = make.description(.string)
            schema.doc = Text(make.bytes([0xC3]).rawBytes)
            return schema
        },
        Case("says that it has fields") { make in
            var schema = make.description(.structure)
            schema.field_count = 3
            schema.fields = nil
            return schema
        },
        Case("field f of a struct schema has no schema") { $0.description(.structure, fields: [("f", nil)]) },
        Case("two fields of one name") { make in
            let text = try make.schema(.string)
            return make.description(.structure, fields: [("f", text), ("g", text), ("f", text)])
        },
        Case("has a key or value schema") { $0.description(.string, value: try $0.schema(.string)) },
        Case("has fields") { $0.description(.int8, fields: [("f", try $0.schema(.string))]) },
        Case("another type") { $0.description(.int8, defaultValue: .int64(1)) },
        Case("another type") {
            $0.description(.array, defaultValue: $0.array([.int64(1)]), value: try $0.schema(.string))
        },
        Case("another type") {
            $0.description(.array, defaultValue: $0.array([.null]), value: try $0.schema(.string))
        },
        Case("is not UTF-8") {
            var value = $0.bytes([0xC0, 0x80])
            value.type = ValueType.string.rawValue
            return $0.description(.string, defaultValue: value)
        },
        Case("another number of fields") {
            let text = try $0.schema(.string)
            let narrow = try $0.struct_([("a", text)])
            return $0.description(
                .structure, defaultValue: $0.structure(narrow, [$0.string("x")]), fields: [("a", text), ("b", text)])
        },
    ])
    func aWrongDescriptionIsRefused(_ wrong: Case) throws {
        let make = Making()
        let description = try wrong.describe(make)
        let error = #expect(throws: ConnectError.self) { try make.table.intern(description) }
        #expect(error?.code == .badData)
        #expect(error?.message.contains(wrong.says) == true, "\(error?.message ?? "")")
    }

    @Test func defaultsThatFitAreTaken() throws {
        let make = Making()
        let text = try make.schema(.string)
        let optional = try make.schema(.string, optional: true)
        let list = make.array([make.string("a"), .null])
        #expect(throws: Never.self) {
            _ = try make.schema(make.description(.array, defaultValue: list, value: optional))
            _ = try make.schema(make.description(.array, defaultValue: make.array([]), value: text))
            _ = try make.schema(make.description(.string, optional: true, defaultValue: .null))
            let inner = try make.struct_([("a", text)])
            let value = make.structure(inner, [make.string("x")])
            _ = try make.schema(make.description(.structure, defaultValue: value, fields: [("a", text)]))
        }
    }
}
