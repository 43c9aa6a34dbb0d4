import CMillrace
import Synchronization

/// The host's side of an interned schema: one block that holds a header, the ABI's struct, and all that it points to.
struct InternedSchema {
    private struct Header: ~Copyable {
        let references: Atomic<Int>
        let hash: Int
        var next: Schema?
    }

    /// The header is 24 bytes; the schema behind it stays aligned to 8.
    private static let headerSize = rounded(MemoryLayout<Header>.stride)

    let schema: Schema

    init(_ schema: Schema) {
        self.schema = schema
    }

    private var base: UnsafeMutableRawPointer {
        UnsafeMutableRawPointer(mutating: schema.pointer) - Self.headerSize
    }

    private var header: UnsafeMutablePointer<Header> { base.assumingMemoryBound(to: Header.self) }

    var hash: Int { header.pointee.hash }

    /// The next in the table's chain; touched under the table's lock.
    var next: Schema? {
        get { header.pointee.next }
        nonmutating set { header.pointee.next = newValue }
    }

    func retain() {
        header.pointee.references.wrappingAdd(1, ordering: .relaxed)
    }

    /// Gives back a reference that is not the last; false, with nothing done, if it is the last.
    func releaseUnlessLast() -> Bool {
        var count = header.pointee.references.load(ordering: .relaxed)
        while count > 1 {
            let (exchanged, original) = header.pointee.references.weakCompareExchange(
                expected: count, desired: count - 1, ordering: .releasing)
            if exchanged { return true }
            count = original
        }
        return false
    }

    /// Gives a reference back under the table's lock; true if nobody holds the schema any more.
    func releaseLast() -> Bool {
        header.pointee.references.wrappingSubtract(1, ordering: .acquiringAndReleasing).newValue == 0
    }

    func free() {
        header.deinitialize(count: 1)
        base.deallocate()
    }

    /// Copies a description, with one reference for the caller, and takes references to the schemas that it names.
    static func make(from description: millrace_schema, hash: Int) -> InternedSchema {
        let size = headerSize + rounded(MemoryLayout<millrace_schema>.stride) + contentSize(description)
        let base = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
        base.bindMemory(to: Header.self, capacity: 1)
            .initialize(to: Header(references: Atomic(1), hash: hash, next: nil))
        let target = (base + headerSize).bindMemory(to: millrace_schema.self, capacity: 1)
        var cursor = UnsafeMutableRawPointer(target) + rounded(MemoryLayout<millrace_schema>.stride)
        target.initialize(to: copyContent(of: description, to: &cursor))
        let made = InternedSchema(Schema(target))
        for held in made.heldSchemas() { InternedSchema(held).retain() }
        return made
    }

    /// The schemas that this one holds a reference to: of fields, keys, values, and structs in the default value.
    func heldSchemas() -> [Schema] {
        var held = schema.fields.compactMap { $0.schema.map(Schema.init) }
        if let key = schema.keySchema { held.append(key) }
        if let value = schema.valueSchema { held.append(value) }
        if let value = schema.defaultValue { collectSchemas(of: value, into: &held) }
        return held
    }
}

private func collectSchemas(of value: Value, into schemas: inout [Schema]) {
    switch value.valueType {
    case .array:
        for element in value.elements { collectSchemas(of: element, into: &schemas) }
    case .map:
        for entry in value.entries {
            collectSchemas(of: entry.key, into: &schemas)
            collectSchemas(of: entry.value, into: &schemas)
        }
    case .structure:
        if let schema = value.structSchema { schemas.append(schema) }
        for field in value.fields { collectSchemas(of: field, into: &schemas) }
    default:
        break
    }
}

private func contentSize(_ description: millrace_schema) -> Int {
    let schema = description
    var size = rounded(schema.name.bytes.count) + rounded(schema.doc.bytes.count)
    size += Int(schema.parameter_count) * MemoryLayout<millrace_parameter>.stride
    size += Int(schema.field_count) * MemoryLayout<millrace_field>.stride
    for parameter in UnsafeBufferPointer(start: schema.parameters, count: Int(schema.parameter_count)) {
        size += rounded(parameter.name.bytes.count) + rounded(parameter.value.bytes.count)
    }
    for field in UnsafeBufferPointer(start: schema.fields, count: Int(schema.field_count)) {
        size += rounded(field.name.bytes.count)
    }
    return schema.has_default != 0 ? size + schema.default_value.copySize : size
}

private func copyContent(of description: millrace_schema, to cursor: inout UnsafeMutableRawPointer) -> millrace_schema {
    var copy = description
    copy.size = UInt32(MemoryLayout<millrace_schema>.size)
    copy.optional = description.optional != 0 ? 1 : 0
    copy.name = copyText(description.name, to: &cursor)
    copy.doc = copyText(description.doc, to: &cursor)
    let parameters = cursor.bindMemory(to: millrace_parameter.self, capacity: Int(description.parameter_count))
    cursor += Int(description.parameter_count) * MemoryLayout<millrace_parameter>.stride
    for index in 0..<Int(description.parameter_count) {
        let source = description.parameters[index]
        let name = copyText(source.name, to: &cursor)
        (parameters + index).initialize(
            to: millrace_parameter(name: name, value: copyText(source.value, to: &cursor)))
    }
    copy.parameters = UnsafePointer(parameters)
    let fields = cursor.bindMemory(to: millrace_field.self, capacity: Int(description.field_count))
    cursor += Int(description.field_count) * MemoryLayout<millrace_field>.stride
    for index in 0..<Int(description.field_count) {
        let source = description.fields[index]
        (fields + index).initialize(
            to: millrace_field(name: copyText(source.name, to: &cursor), schema: source.schema))
    }
    copy.fields = UnsafePointer(fields)
    copy.default_value = description.has_default != 0 ? description.default_value.copied(to: &cursor) : .null
    return copy
}

private func copyText(_ text: Text, to cursor: inout UnsafeMutableRawPointer) -> Text {
    guard text.isPresent else { return .absent }
    let target = take(text.bytes, at: &cursor)
    return Text(UnsafeRawBufferPointer(start: target, count: text.length))
}
