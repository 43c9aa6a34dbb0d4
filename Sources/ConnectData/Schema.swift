public import CMillrace

/// An interned schema: equal schemas are one pointer, so `==` compares pointers.
///
/// The wrapper holds no reference of its own. It is valid while someone does: the batch or the schema that it was read
/// from, or whoever called ``SchemaTable/retain(_:)``.
public struct Schema: Hashable, @unchecked Sendable {  // Sound: an interned schema is never written to again.
    /// The ABI's struct.
    public let pointer: UnsafePointer<millrace_schema>

    /// Wraps an interned schema.
    @inlinable
    public init(_ pointer: UnsafePointer<millrace_schema>) {
        self.pointer = pointer
    }

    /// The type of its values.
    @inlinable
    public var type: ValueType { ValueType(tag: pointer.pointee.type) ?? .null }

    /// Whether its values may be null.
    @inlinable
    public var isOptional: Bool { pointer.pointee.optional != 0 }

    /// The name, absent if it has none. Logical types are told by their names.
    @inlinable
    public var name: Text { pointer.pointee.name }

    /// The documentation, absent if it has none.
    @inlinable
    public var doc: Text { pointer.pointee.doc }

    /// The version, if it has one.
    @inlinable
    public var version: Int32? { pointer.pointee.has_version != 0 ? pointer.pointee.version : nil }

    /// The default value, if it has one.
    @inlinable
    public var defaultValue: Value? { pointer.pointee.has_default != 0 ? pointer.pointee.default_value : nil }

    /// The parameters, in the order in which they were given.
    @inlinable
    public var parameters: UnsafeBufferPointer<millrace_parameter> {
        UnsafeBufferPointer(start: pointer.pointee.parameters, count: Int(pointer.pointee.parameter_count))
    }

    /// The fields of a struct schema.
    @inlinable
    public var fields: UnsafeBufferPointer<millrace_field> {
        UnsafeBufferPointer(start: pointer.pointee.fields, count: Int(pointer.pointee.field_count))
    }

    /// The key schema of a map schema.
    @inlinable
    public var keySchema: Schema? { pointer.pointee.key_schema.map(Schema.init) }

    /// The value schema of a map schema, the element schema of an array schema.
    @inlinable
    public var valueSchema: Schema? { pointer.pointee.value_schema.map(Schema.init) }

    /// The index of the field of that name.
    public func fieldIndex(_ name: Text) -> Int? {
        fields.firstIndex { $0.name.equals(name) }
    }

    /// The parameter of that name.
    public func parameter(_ name: StaticString) -> Text? {
        parameters.first { $0.name.equals(name) }?.value
    }

    /// The names that Connect reserves for its logical types.
    public enum LogicalName {
        /// BYTES: the unscaled value, with the parameter `scale`.
        public static let decimal: StaticString = "org.apache.kafka.connect.data.Decimal"
        /// INT32: days since 1970-01-01.
        public static let date: StaticString = "org.apache.kafka.connect.data.Date"
        /// INT32: milliseconds since midnight.
        public static let time: StaticString = "org.apache.kafka.connect.data.Time"
        /// INT64: milliseconds since 1970-01-01T00:00Z.
        public static let timestamp: StaticString = "org.apache.kafka.connect.data.Timestamp"
    }
}
