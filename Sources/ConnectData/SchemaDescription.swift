import CMillrace

/// What a schema description must be before it is interned, and when two are equal.
///
/// The rules are Connect's ConnectSchema: a struct has named fields with schemas, a map may have a key and a value schema,
/// an array a value schema, and names and documentation are text.
func checkDescription(_ schema: millrace_schema) throws(ConnectError) {
    guard let type = ValueType(rawValue: schema.type), type != .null, type != .dateTime, type != .decimal else {
        throw ConnectError(.badData, "a schema of type \(schema.type): the types are INT8 (1) to STRUCT (12)")
    }
    for (what, text) in [("name", schema.name), ("doc", schema.doc)] where !isValidUTF8(text.bytes) {
        throw ConnectError(.badData, "the \(what) of a schema is not UTF-8")
    }
    for parameter in UnsafeBufferPointer(start: schema.parameters, count: Int(schema.parameter_count)) {
        guard parameter.name.isPresent, isValidUTF8(parameter.name.bytes), isValidUTF8(parameter.value.bytes) else {
            throw ConnectError(.badData, "a parameter of a schema has no name or is not UTF-8")
        }
    }
    try checkChildren(schema, type)
    if schema.has_default != 0, !schema.default_value.isNull { try checkDefault(schema.default_value, schema) }
}

/// Whoever meets the schema reads its default as a value that fits. That what it points to is there is the word of
/// whoever describes the schema.
private func checkDefault(_ value: Value, _ schema: millrace_schema, depth: Int = 0) throws(ConnectError) {
    func check(_ value: Value, _ schema: UnsafePointer<millrace_schema>?) throws(ConnectError) {
        guard let schema = schema?.pointee else { return }
        if value.isNull, schema.optional != 0 || schema.has_default != 0 { return }
        try checkDefault(value, schema, depth: depth + 1)
    }
    guard value.type == schema.type, let type = value.valueType, depth < 1000 else {
        throw ConnectError(.badData, "the default value of a schema is of another type than the schema says")
    }
    guard value.length == 0 || value.as.bytes != nil, value.length <= UInt32(Int32.max) else {
        throw ConnectError(.badData, "the default value of a schema has a length and no data")
    }
    switch type {
    case .string:
        guard isValidUTF8(value.rawBytes) else {
            throw ConnectError(.badData, "the default value of a schema is not UTF-8")
        }
    case .array:
        for element in value.elements { try check(element, schema.value_schema) }
    case .map:
        for entry in value.entries {
            try check(entry.key, schema.key_schema)
            try check(entry.value, schema.value_schema)
        }
    case .structure:
        let fields = value.structSchema?.fields ?? UnsafeBufferPointer(start: nil, count: 0)
        guard let structure = value.as.structure, value.length == schema.field_count, fields.count == value.length,
            value.length == 0 || structure.pointee.fields != nil
        else {
            throw ConnectError(.badData, "the default value of a struct schema has another number of fields")
        }
        for (index, field) in value.fields.enumerated() { try check(field, schema.fields[index].schema) }
    default:
        break
    }
}

private func checkChildren(_ schema: millrace_schema, _ type: ValueType) throws(ConnectError) {
    switch type {
    case .structure:
        guard schema.field_count == 0 || schema.fields != nil else {
            throw ConnectError(.badData, "a struct schema says that it has fields and gives none")
        }
        let fields = UnsafeBufferPointer(start: schema.fields, count: Int(schema.field_count))
        for field in fields {
            guard field.name.isPresent, isValidUTF8(field.name.bytes) else {
                throw ConnectError(.badData, "a field of a struct schema has no name or one that is not UTF-8")
            }
            guard field.schema != nil else {
                throw ConnectError(.badData, "field \(field.name.string) of a struct schema has no schema")
            }
        }
        guard Set(fields.map { ExactText($0.name.string) }).count == fields.count else {
            throw ConnectError(.badData, "a struct schema has two fields of one name", as: .schemaBuilder)
        }
    default:
        guard type == .array || type == .map || (schema.value_schema == nil && schema.key_schema == nil) else {
            throw ConnectError(.badData, "a schema of type \(type.name) has a key or value schema")
        }
        guard schema.field_count == 0 else {
            throw ConnectError(.badData, "a schema of type \(type.name) has fields")
        }
    }
}

func hashDescription(_ schema: millrace_schema, into hasher: inout Hasher) {
    hasher.combine(schema.type)
    hasher.combine(schema.optional != 0)
    hasher.combine(schema.has_version != 0 ? schema.version : -1)
    hasher.combine(bytes: schema.name.bytes)
    hasher.combine(bytes: schema.doc.bytes)
    hasher.combine(schema.key_schema)
    hasher.combine(schema.value_schema)
    for parameter in UnsafeBufferPointer(start: schema.parameters, count: Int(schema.parameter_count)) {
        hasher.combine(bytes: parameter.name.bytes)
        hasher.combine(bytes: parameter.value.bytes)
    }
    for field in UnsafeBufferPointer(start: schema.fields, count: Int(schema.field_count)) {
        hasher.combine(bytes: field.name.bytes)
        hasher.combine(field.schema)
    }
    if schema.has_default != 0 { schema.default_value.hashDeeply(into: &hasher) }
}

func equalDescriptions(_ left: millrace_schema, _ right: millrace_schema) -> Bool {
    guard left.type == right.type, (left.optional != 0) == (right.optional != 0),
        (left.has_version != 0) == (right.has_version != 0), left.has_version == 0 || left.version == right.version,
        left.name.equals(right.name), left.doc.equals(right.doc),
        left.key_schema == right.key_schema, left.value_schema == right.value_schema,
        left.field_count == right.field_count, left.parameter_count == right.parameter_count,
        (left.has_default != 0) == (right.has_default != 0)
    else { return false }
    let sameParameters = (0..<Int(left.parameter_count)).allSatisfy {
        left.parameters[$0].name.equals(right.parameters[$0].name)
            && left.parameters[$0].value.equals(right.parameters[$0].value)
    }
    let sameFields = (0..<Int(left.field_count)).allSatisfy {
        left.fields[$0].schema == right.fields[$0].schema && left.fields[$0].name.equals(right.fields[$0].name)
    }
    return sameParameters && sameFields
        && (left.has_default == 0 || left.default_value.equals(right.default_value))
}
