import CMillrace
import ConnectData

/// A schema in the making: owned parts, from which a description is lent to the schema table.
final class SchemaParts {
    let type: ValueType
    var isOptional = false
    var name: String?
    var doc: String?
    var version: Int32?
    var parameters: [(name: String, value: String)] = []
    var fields: [(name: String, schema: SchemaReference?)] = []
    var keySchema: SchemaReference?
    var valueSchema: SchemaReference?

    init(_ type: ValueType) {
        self.type = type
    }

    /// Sets a parameter; one that is there already keeps its place.
    func setParameter(_ name: String, _ value: String) {
        if let place = parameters.firstIndex(where: { $0.name == name }) {
            parameters[place].value = value
        } else {
            parameters.append((name, value))
        }
    }

    /// The interned schema of the parts.
    func intern(defaultValue: Value?) throws(ConnectError) -> SchemaReference {
        // The texts live as long as this batch, which is long enough: the table copies them.
        let memory = Batch(records: 1)
        var description = millrace_schema_of(type.rawValue)
        description.optional = isOptional ? 1 : 0
        description.name = memory.text(name)
        description.doc = memory.text(doc)
        if let version {
            description.has_version = 1
            description.version = version
        }
        let parameterList = memory.allocate(parameters.count, of: millrace_parameter.self)
        for (place, parameter) in parameters.enumerated() {
            (parameterList + place).initialize(
                to: millrace_parameter(name: memory.text(parameter.name), value: memory.text(parameter.value)))
        }
        description.parameters = UnsafePointer(parameterList)
        description.parameter_count = UInt32(parameters.count)
        let fieldList = memory.allocate(fields.count, of: millrace_field.self)
        for (place, field) in fields.enumerated() {
            (fieldList + place).initialize(
                to: millrace_field(name: memory.text(field.name), schema: field.schema?.schema.pointer))
        }
        description.fields = UnsafePointer(fieldList)
        description.field_count = UInt32(fields.count)
        description.key_schema = keySchema?.schema.pointer
        description.value_schema = valueSchema?.schema.pointer
        if let defaultValue {
            description.has_default = 1
            description.default_value = defaultValue
        }
        return SchemaReference(owning: try SchemaTable.shared.intern(description))
    }
}

extension Batch {
    fileprivate func text(_ text: String?) -> Text {
        guard var text else { return .absent }
        return text.withUTF8 { Text(copy(UnsafeRawBufferPointer($0))) }
    }
}
