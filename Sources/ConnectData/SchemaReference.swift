internal import CMillrace

/// A reference to an interned schema that is given back with the object. May be used from any thread.
public final class SchemaReference: Sendable {
    /// The schema, alive as long as the object.
    public let schema: Schema

    /// Takes over a reference that the caller holds.
    public init(owning schema: Schema) {
        self.schema = schema
    }

    /// Takes a reference of its own to a schema that the caller, or something that it keeps alive, holds.
    public init(retaining schema: Schema) {
        SchemaTable.shared.retain(schema)
        self.schema = schema
    }

    /// A primitive schema with nothing but its type.
    public convenience init(_ type: ValueType, optional: Bool = false) throws(ConnectError) {
        var description = millrace_schema_of(type.rawValue)
        description.optional = optional ? 1 : 0
        self.init(owning: try SchemaTable.shared.intern(description))
    }

    deinit { SchemaTable.shared.release(schema) }
}
