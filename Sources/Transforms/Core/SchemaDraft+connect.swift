import CMillrace
package import ConnectData

extension SchemaDraft {
    /// A draft of everything that another schema has but its default value.
    init(copying schema: Schema) {
        self.init(schema.type, basicsOf: schema)
        isOptional = schema.isOptional
        addFields(of: schema)
        keySchema = schema.keySchema.map(SchemaReference.init(retaining:))
        valueSchema = schema.valueSchema.map(SchemaReference.init(retaining:))
    }

    /// Adds the fields of another schema.
    package mutating func addFields(of schema: Schema) {
        for (place, field) in schema.fields.enumerated() {
            if let fieldSchema = schema.fieldSchema(place) { addField(field.name.string, fieldSchema) }
        }
    }

    /// Makes the draft one of Connect's logical types of version 1.
    mutating func setLogicalType(_ name: StaticString) {
        self.name = "\(name)"
        version = 1
    }

    /// Adds a field; throws if there is one of that name or the name is empty, as Connect's SchemaBuilder does.
    mutating func addNewField(_ name: String, _ schema: SchemaReference) throws(ConnectError) {
        if name.isEmpty { throw ConnectError(.badData, "fieldName cannot be null.", as: .schemaBuilder) }
        if fields.contains(where: { $0.name.isExactly(name) }) {
            throw ConnectError(
                .badData, "Cannot create field because of field name duplication \(name)", as: .schemaBuilder)
        }
        fields.append((name, schema))
    }
}
