import CMillrace
package import ConnectData

/// Memory of a batch for a struct and its fields, in one piece: the fields are to be set.
package struct NewStruct {
    package let fields: UnsafeMutablePointer<Value>
    package let count: Int
    fileprivate let structure: UnsafeMutablePointer<millrace_struct>
}

extension Batch {
    /// Room for a struct of `count` fields.
    @inline(__always)
    package func newStruct(_ count: Int) -> NewStruct {
        let memory = allocate(MemoryLayout<millrace_struct>.stride + count * MemoryLayout<Value>.stride)
        let fields = memory + MemoryLayout<millrace_struct>.stride
        return NewStruct(
            fields: fields.bindMemory(to: Value.self, capacity: count), count: count,
            structure: memory.bindMemory(to: millrace_struct.self, capacity: 1))
    }

    /// A struct value over fields that are set. The batch holds the schema from here on.
    @inline(__always)
    package func structure(_ schema: Schema, _ made: NewStruct) -> Value {
        hold(schema)
        made.structure.initialize(to: millrace_struct(schema: schema.pointer, fields: UnsafePointer(made.fields)))
        return .structure(UnsafePointer(made.structure), fieldCount: made.count)
    }

    /// A value as `Struct.get` gives it: the schema's default in the place of null.
    ///
    /// The default is copied, because only the batch's own memory may be pointed to.
    @inline(__always)
    func substitutingDefault(_ value: Value, _ schema: Schema?) -> Value {
        if !value.isNull { return value }
        guard let standard = schema?.defaultValue, !standard.isNull else { return value }
        return copy(standard)
    }
}

extension Batch {
    /// A field's value on its way from one struct to another, as Connect's `Struct.get` (or `getWithoutDefault`) and `put`
    /// treat it: null may become the old field's default, and is refused where the new field has to have a value.
    @inline(__always)
    func carried(
        _ value: Value, _ old: Schema?, to new: millrace_field, replacingNull: Bool
    ) throws(ConnectError) -> Value {
        value.isNull ? try carriedNull(old, to: new, replacingNull: replacingNull) : value
    }

    @inline(never)
    private func carriedNull(
        _ old: Schema?, to new: millrace_field, replacingNull: Bool
    ) throws(ConnectError) -> Value {
        let value = replacingNull ? substitutingDefault(.null, old) : .null
        if value.isNull { try new.checkOptional() }
        return value
    }
}

extension millrace_field {
    /// Throws, in Connect's words, unless the field may be null.
    func checkOptional() throws(ConnectError) {
        guard let schema = schema.map(Schema.init), !schema.isOptional else { return }
        throw ConnectError(
            .badData,
            "Invalid value: null used for required field: \"\(name.string)\", schema type: \(schema.type.name)")
    }
}

extension Schema {
    /// Whether a field of the struct has a default value that is not null.
    var hasFieldDefaults: Bool {
        fields.contains { $0.schema.map { $0.pointee.has_default != 0 && !$0.pointee.default_value.isNull } ?? false }
    }

    /// The schema of the field at a place.
    package func fieldSchema(_ index: Int) -> Schema? { fields[index].schema.map(Schema.init) }

    /// As `ConnectSchema.toString` shows it between its braces.
    var javaDescription: String { (name.isPresent ? name.string + ":" : "") + type.name }

    /// Whether it is a logical type of that name.
    package func isLogical(_ name: StaticString) -> Bool { self.name.equals(name) }
}
