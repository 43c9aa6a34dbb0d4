import CMillrace
import ConnectConfig
import ConnectData

/// Leaves fields out of a side of records: those that a list in a header names.
final class FieldDropper {
    private let names: [OwnedText]
    private let onlyOptional: Bool
    /// For what has no schema, and for any schema if required fields go too.
    private let operation: ReplaceField
    /// What leaves the optional ones of a schema's fields out; nil if there are none.
    private let plans = SchemaPlans<ReplaceField?>()

    /// - Parameter onlyOptional: leaves out only fields that the schema lets be absent.
    init(_ names: UnsafeBufferPointer<Value>, onlyOptional: Bool) throws(ConnectError) {
        var texts: [String] = []
        for name in names {
            guard name.valueType == .string else {
                throw ConnectError(
                    .badData, "The header that names fields to drop has a value of type \(name.javaClassName(nil))",
                    as: .classCast)
            }
            texts.append(Text(name.rawBytes).string)
        }
        self.names = texts.map(OwnedText.init)
        self.onlyOptional = onlyOptional
        operation = try ReplaceField(exclude: texts)
    }

    /// Whether it was made of a list of these names.
    @inline(__always)
    func isOf(_ list: UnsafeBufferPointer<Value>) -> Bool {
        guard list.count == names.count else { return false }
        for place in 0..<list.count where !list[place].isText(names[place].text) { return false }
        return true
    }

    /// Leaves the fields out of a side of the record.
    func drop(from side: RecordSide, of record: inout Record, in batch: Batch) throws(ConnectError) {
        let (schema, value) = (record.schema(side), record.value(side))
        guard onlyOptional else {
            let result = try operation.apply(schema, value, of: &record, in: batch)
            return record.set(side, result.schema, result.value)
        }
        guard let schema else {
            throw ConnectError(
                .badData, "The \(side) has no schema: which of its fields may be dropped is not known",
                as: .nullPointer)
        }
        let plan = try plans.plan(for: schema, onlyOptionalFields(of: schema))
        guard let result = try plan.pointee?.apply(schema, value, of: &record, in: batch) else { return }
        record.set(side, result.schema, result.value)
    }

    private func onlyOptionalFields(of schema: Schema) throws(ConnectError) -> ReplaceField? {
        guard schema.type == .structure else { throw ConnectError(.badData, "Cannot list fields on non-struct type") }
        let optional = schema.fields.filter { field in
            field.schema.map { Schema($0).isOptional } ?? false
                && names.contains { $0.text.sameBytes(as: field.name) }
        }
        return optional.isEmpty ? nil : try ReplaceField(exclude: optional.map(\.name.string))
    }
}
