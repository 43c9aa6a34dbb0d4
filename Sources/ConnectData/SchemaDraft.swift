public import CMillrace

/// A schema in the making: owned parts, from which a description is lent to the schema table; Connect's SchemaBuilder.
public struct SchemaDraft {
    /// The type of the schema's values.
    public var type: ValueType
    /// Whether its values may be null.
    public var isOptional = false
    /// Its name, if it has one.
    public var name: String?
    /// Its documentation, if it has one.
    public var doc: String?
    /// Its version, if it has one.
    public var version: Int32?
    /// Its parameters, in order.
    public private(set) var parameters: [(name: String, value: String)] = []
    /// The fields of a struct, in order.
    public var fields: [(name: String, schema: SchemaReference?)] = []
    /// The key schema of a map.
    public var keySchema: SchemaReference?
    /// The value schema of a map, the element schema of an array.
    public var valueSchema: SchemaReference?

    /// A draft of a type, with nothing else set.
    public init(_ type: ValueType) {
        self.type = type
    }

    /// A draft with another schema's name, version, documentation and parameters: Connect's
    /// `SchemaUtil.copySchemaBasics`, which leaves out whether the schema is optional, its default and its fields.
    public init(_ type: ValueType, basicsOf other: Schema) {
        self.type = type
        name = other.name.stringIfPresent
        doc = other.doc.stringIfPresent
        version = other.version
        parameters = other.parameters.map { ($0.name.string, $0.value.string) }
    }

    /// Sets a parameter; one that is there already keeps its place.
    public mutating func setParameter(_ name: String, _ value: String) {
        if let place = parameters.firstIndex(where: { $0.name == name }) {
            parameters[place].value = value
        } else {
            parameters.append((name, value))
        }
    }

    /// Adds a field whose schema something else keeps alive.
    public mutating func addField(_ name: String, _ schema: Schema) {
        fields.append((name, SchemaReference(retaining: schema)))
    }

    /// The interned schema of the parts.
    ///
    /// - Parameter defaultValue: its default, possibly the null value; nil for none. It is copied.
    /// - Throws: `.badData` if the parts are no valid schema, such as a struct with two fields of one name.
    public func intern(defaultValue: Value? = nil) throws(ConnectError) -> SchemaReference {
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
