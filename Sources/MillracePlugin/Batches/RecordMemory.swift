public import CMillrace
public import ConnectData

/// Where the values of a batch's records are built: memory that lives as long as the batch.
///
/// A value points to what it is made of, so everything in a record must be made here, be attached, or be copied. Used by
/// the one thread that fills the batch, before it is handed over. A process that has no more memory ends.
public struct RecordMemory {
    /// The ABI's batch.
    public let pointer: UnsafeMutablePointer<millrace_batch>

    /// The memory of a batch that the caller may fill.
    @inlinable
    public init(_ pointer: UnsafeMutablePointer<millrace_batch>) {
        self.pointer = pointer
    }

    // MARK: - Memory

    /// Memory for `bytes` bytes, aligned to 8, not zeroed.
    @inlinable
    public func allocate(_ bytes: Int) -> UnsafeMutableRawPointer {
        guard let memory = millrace_batch_allocate(pointer, bytes) else { outOfMemory() }
        return memory
    }

    /// Memory for `count` elements of a trivial type, not initialised.
    @inlinable
    public func allocate<Element>(
        _ count: Int, of type: Element.Type
    ) -> UnsafeMutablePointer<Element> {
        allocate(count * MemoryLayout<Element>.stride).bindMemory(to: Element.self, capacity: count)
    }

    /// Copies bytes.
    @inlinable
    public func copy(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        let target = allocate(max(1, bytes.count))
        if let source = bytes.baseAddress { target.copyMemory(from: source, byteCount: bytes.count) }
        return UnsafeRawBufferPointer(start: target, count: bytes.count)
    }

    /// Puts a value into memory, for what takes a pointer to one: a record's source partition and offset.
    @inlinable
    public func place(_ value: Value) -> UnsafePointer<Value> {
        let target = allocate(1, of: Value.self)
        target.initialize(to: value)
        return UnsafePointer(target)
    }

    /// Holds a schema, so that records may point to it and to the schemas that it contains.
    @inlinable
    public func hold(_ schema: Schema) throws(ConnectError) {
        guard millrace_batch_hold(pointer, schema.pointer) == ConnectError.ok else {
            throw ConnectError(
                .fatal, "the host does not know a schema that a record uses: build schemas with HeldSchema")
        }
    }

    // MARK: - Values

    /// Text, copied.
    public func text(_ string: String) -> Text {
        var string = string
        return string.withUTF8 { Text(copy(UnsafeRawBufferPointer($0))) }
    }

    /// A STRING, copied.
    public func string(_ string: String) -> Value {
        .string(text(string).bytes)
    }

    /// A STRING over UTF-8 that is copied.
    @inlinable
    public func string(copying utf8: UnsafeRawBufferPointer) -> Value {
        .string(copy(utf8))
    }

    /// BYTES, copied.
    @inlinable
    public func bytes(copying bytes: UnsafeRawBufferPointer) -> Value {
        .bytes(copy(bytes))
    }

    /// An ARRAY of elements that are in this memory already.
    @inlinable
    public func array(_ elements: some Collection<Value>) -> Value {
        let target = allocate(elements.count, of: Value.self)
        for (index, element) in elements.enumerated() { (target + index).initialize(to: element) }
        return .array(UnsafeBufferPointer(start: target, count: elements.count))
    }

    /// A MAP of keys and values that are in this memory already, in this order.
    @inlinable
    public func map(_ entries: some Collection<(Value, Value)>) -> Value {
        let target = allocate(entries.count, of: Entry.self)
        for (index, entry) in entries.enumerated() {
            (target + index).initialize(to: Entry(key: entry.0, value: entry.1))
        }
        return .map(UnsafeBufferPointer(start: target, count: entries.count))
    }

    /// A MAP of one entry.
    @inlinable
    public func map(_ key: Value, _ value: Value) -> Value {
        let target = allocate(1, of: Entry.self)
        target.initialize(to: Entry(key: key, value: value))
        return .map(UnsafeBufferPointer(start: target, count: 1))
    }

    /// A STRUCT with a value for each field of the schema, in the schema's order; the values are in this memory already.
    ///
    /// - Precondition: there are as many values as the schema has fields, and a record's schema holds `schema`.
    @inlinable
    public func structure(_ schema: Schema, _ values: some Collection<Value>) -> Value {
        precondition(values.count == schema.fields.count, "a struct needs one value for each field of its schema")
        let fields = allocate(values.count, of: Value.self)
        for (index, value) in values.enumerated() { (fields + index).initialize(to: value) }
        let structure = allocate(1, of: millrace_struct.self)
        structure.initialize(to: millrace_struct(schema: schema.pointer, fields: fields))
        return .structure(structure, fieldCount: values.count)
    }

    /// A DECIMAL for data without a schema: `unscaled` is two's complement, big-endian, and copied.
    public func decimal(unscaled: UnsafeRawBufferPointer, scale: Int32) -> Value {
        let bytes = copy(unscaled)
        let decimal = allocate(1, of: millrace_decimal.self)
        decimal.initialize(
            to: millrace_decimal(
                scale: scale, length: UInt32(bytes.count),
                unscaled: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)))
        return .decimal(decimal)
    }
}

@usableFromInline
func outOfMemory() -> Never {
    fatalError("the task's process has no more memory")
}
