import CMillrace
import ConnectData

/// The required primitive schemas, and the Decimal schema that was used last.
final class PrimitiveSchemas {
    private let references: [SchemaReference]
    private var lastDecimal: (scale: Int32, reference: SchemaReference)?

    init() throws(ConnectError) {
        var references: [SchemaReference] = []
        for type in ValueType.int8.rawValue...ValueType.bytes.rawValue {
            references.append(try SchemaReference(ValueType(rawValue: type) ?? .bytes))
        }
        self.references = references
    }

    /// The required schema of a type from INT8 to BYTES.
    subscript(type: ValueType) -> Schema {
        references[Int(type.rawValue - ValueType.int8.rawValue)].schema
    }

    /// Connect's `Decimal.schema(scale)`.
    func decimal(scale: Int32) throws(ConnectError) -> SchemaReference {
        if let lastDecimal, lastDecimal.scale == scale { return lastDecimal.reference }
        let digits = String(scale)
        var parameter = millrace_parameter(name: Text("scale"), value: .absent)
        let schema = Array(digits.utf8).withUnsafeBytes { bytes -> Result<Schema, ConnectError> in
            parameter.value = Text(bytes)
            return withUnsafePointer(to: &parameter) { parameter in
                var description = millrace_schema_of(ValueType.bytes.rawValue)
                description.name = Text(Schema.LogicalName.decimal)
                description.has_version = 1
                description.version = 1
                description.parameters = parameter
                description.parameter_count = 1
                do throws(ConnectError) {
                    return .success(try SchemaTable.shared.intern(description))
                } catch {
                    return .failure(error)
                }
            }
        }
        let reference = SchemaReference(owning: try schema.get())
        lastDecimal = (scale, reference)
        return reference
    }
}
