public import CMillrace
public import ConnectData

/// A schema that the plugin holds: interned by the host, given back when the last reference to this object is gone.
///
/// Make the schemas of a task once, in `start`, and use them for every record. Any thread.
public final class HeldSchema: Sendable {
    /// The schema; valid while this object lives.
    public let schema: Schema

    /// Has the host intern a description. Throws `.badData` if it is no valid schema.
    public init(interning description: millrace_schema) throws(ConnectError) {
        var description = description
        let host = Host.table
        let interned = try withHostError(.badData) { error in
            host.pointee.intern_schema.flatMap { $0(&description, error) }
        }
        schema = Schema(interned)
    }

    deinit {
        Host.table.pointee.release_schema?(schema.pointer)
    }

    /// A schema of a type without inner schemas, such as `.string`.
    public convenience init(
        _ type: ValueType, optional: Bool = false, name: String? = nil, version: Int32? = nil
    ) throws(ConnectError) {
        try self.init(type, optional, name, version, fields: [], keySchema: nil, valueSchema: nil)
    }

    /// The schema of an array.
    public convenience init(arrayOf element: HeldSchema, optional: Bool = false) throws(ConnectError) {
        try self.init(.array, optional, nil, nil, fields: [], keySchema: nil, valueSchema: element.schema)
    }

    /// The schema of a map.
    public convenience init(
        mapOf key: HeldSchema, to value: HeldSchema, optional: Bool = false
    ) throws(ConnectError) {
        try self.init(.map, optional, nil, nil, fields: [], keySchema: key.schema, valueSchema: value.schema)
    }

    /// The schema of a struct with these fields.
    public convenience init(
        structNamed name: String?, version: Int32? = nil, optional: Bool = false, fields: [(String, HeldSchema)]
    ) throws(ConnectError) {
        let fields = fields.map { ($0.0, $0.1.schema) }
        try self.init(.structure, optional, name, version, fields: fields, keySchema: nil, valueSchema: nil)
    }

    private convenience init(
        _ type: ValueType, _ optional: Bool, _ name: String?, _ version: Int32?, fields: [(String, Schema)],
        keySchema: Schema?, valueSchema: Schema?
    ) throws(ConnectError) {
        let texts = TextMemory()
        var description = millrace_schema_of(type.rawValue)
        description.optional = optional ? 1 : 0
        if let name { description.name = texts.add(name) }
        description.has_version = version == nil ? 0 : 1
        description.version = version ?? 0
        description.key_schema = keySchema?.pointer
        description.value_schema = valueSchema?.pointer
        let list = fields.map { millrace_field(name: texts.add($0.0), schema: $0.1.pointer) }
        let copies = UnsafeMutableBufferPointer<millrace_field>.allocate(capacity: list.count)
        defer { copies.deallocate() }
        _ = copies.initialize(from: list)
        description.fields = UnsafePointer(copies.baseAddress)
        description.field_count = UInt32(list.count)
        defer { withExtendedLifetime(texts) {} }
        try self.init(interning: description)
    }
}
