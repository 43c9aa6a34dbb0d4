import ConnectData

extension SchemaDraft {
    /// Makes the draft one of Connect's logical types of version 1.
    mutating func setLogicalType(_ name: StaticString) {
        self.name = "\(name)"
        version = 1
    }

    /// Adds a field; throws if there is one of that name, as Connect's SchemaBuilder does.
    mutating func addNewField(_ name: String, _ schema: SchemaReference) throws(ConnectError) {
        if fields.contains(where: { $0.name == name }) {
            throw ConnectError(.badData, "Cannot create field because of field name duplication \(name)")
        }
        fields.append((name, schema))
    }
}
