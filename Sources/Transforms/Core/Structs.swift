import CMillrace
import ConnectData

extension Batch {
    /// A struct value over `fields`, which lie in the batch. The batch holds the schema from here on.
    @inline(__always)
    func structure(_ schema: Schema, _ fields: UnsafeMutablePointer<Value>, count: Int) -> Value {
        hold(schema)
        let structure = allocate(1, of: millrace_struct.self)
        structure.initialize(to: millrace_struct(schema: schema.pointer, fields: UnsafePointer(fields)))
        return .structure(UnsafePointer(structure), fieldCount: count)
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

extension Schema {
    /// Whether a field of the struct has a default value that is not null.
    var hasFieldDefaults: Bool {
        fields.contains { $0.schema.map { $0.pointee.has_default != 0 && !$0.pointee.default_value.isNull } ?? false }
    }

    /// The schema of the field at a place.
    func fieldSchema(_ index: Int) -> Schema? { fields[index].schema.map(Schema.init) }

    /// Whether it is a logical type of that name.
    func isLogical(_ name: StaticString) -> Bool { self.name.equals(name) }
}
