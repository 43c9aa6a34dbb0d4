import CMillrace

extension BatchCheck {
    /// As deep as Connect's JSON reader goes.
    private static var deepest: Int { 1000 }

    @inline(__always)
    mutating func value(_ value: UnsafePointer<Value>, _ schema: Schema?, depth: Int) throws(Fault) {
        let type = value.pointee.type
        if let schema, schema.pointer.pointee.type != type { return try Self.misfit(value.pointee, schema) }
        let number = value.pointee.as.integer
        switch type {
        case ValueType.null.rawValue, ValueType.int64.rawValue, ValueType.float32.rawValue,
            ValueType.float64.rawValue, ValueType.dateTime.rawValue:
            break
        case ValueType.string.rawValue:
            try string(value)
        case ValueType.bytes.rawValue:
            try counted(value, stride: 1)
        case ValueType.int32.rawValue:
            guard Int64(Int32(truncatingIfNeeded: number)) == number else { throw .range(.int32) }
        case ValueType.int16.rawValue:
            guard Int64(Int16(truncatingIfNeeded: number)) == number else { throw .range(.int16) }
        case ValueType.int8.rawValue:
            guard Int64(Int8(truncatingIfNeeded: number)) == number else { throw .range(.int8) }
        case ValueType.boolean.rawValue:
            guard value.pointee.as.boolean <= 1 else { throw .range(.boolean) }
        case ValueType.structure.rawValue:
            try structure(value, schema, depth: depth)
        default:
            try compound(value, schema, depth: depth)
        }
    }

    /// A value whose type is not its schema's: null may be right.
    private static func misfit(_ value: Value, _ schema: Schema) throws(Fault) {
        guard let type = value.valueType else { throw .tag(value.type) }
        guard type == .null else { throw .wrongType(is: type, schema: schema.type) }
        guard schema.isOptional || schema.defaultValue != nil else { throw .nullNotAllowed }
    }

    private mutating func compound(_ value: UnsafePointer<Value>, _ schema: Schema?, depth: Int) throws(Fault) {
        let length = value.pointee.length
        switch value.pointee.valueType {
        case .array:
            try container(length, depth: depth)
            try counted(value, stride: MemoryLayout<Value>.stride)
            guard let elements = value.pointee.as.elements else { return }
            let elementSchema = schema?.valueSchema
            for index in 0..<Int(length) { try self.value(elements + index, elementSchema, depth: depth + 1) }
        case .map:
            try container(length, depth: depth)
            try counted(value, stride: MemoryLayout<Entry>.stride)
            guard let entries = value.pointee.as.entries else { return }
            let (keySchema, valueSchema) = (schema?.keySchema, schema?.valueSchema)
            for index in 0..<Int(length) {
                try self.value(member(entries + index, \.key), keySchema, depth: depth + 1)
                try self.value(member(entries + index, \.value), valueSchema, depth: depth + 1)
            }
        case .decimal:
            try decimal(value.pointee)
        default:
            throw .tag(value.pointee.type)
        }
    }

    /// What holds for all that contains values.
    @inline(__always)
    mutating func container(_ length: UInt32, depth: Int) throws(Fault) {
        guard depth < Self.deepest else { throw .tooDeep }
        guard length <= UInt32(Int32.max) else { throw .length }
        valuesLeft -= Int(length)
        guard valuesLeft >= 0 else { throw .tooMany }
    }

    private mutating func structure(
        _ value: UnsafePointer<Value>, _ schema: Schema?, depth: Int
    ) throws(Fault) {
        let (pointer, length) = (value.pointee.as.structure, value.pointee.length)
        try container(length, depth: depth)
        try array(of: millrace_struct.self, pointer, 1)
        guard let own = pointer?.pointee.schema else { throw .structWithoutSchema }
        if let schema {
            guard own == schema.pointer else { throw .otherStructSchema }
        } else {
            try held(own)
            guard own.pointee.type == ValueType.structure.rawValue else { throw .otherStructSchema }
        }
        guard length == own.pointee.field_count else { throw .fieldCount }
        let fields = pointer?.pointee.fields
        try array(of: Value.self, fields, length)
        guard let fields, let schemas = own.pointee.fields else { return }
        for index in 0..<Int(length) {
            try self.value(fields + index, schemas[index].schema.map(Schema.init), depth: depth + 1)
        }
    }

    private mutating func decimal(_ value: Value) throws(Fault) {
        try array(of: millrace_decimal.self, value.as.decimal, 1)
        guard let decimal = value.as.decimal?.pointee, decimal.length > 0, decimal.length <= UInt32(Int32.max) else {
            throw .length
        }
        try memory.find(decimal.unscaled, Int(decimal.length))
    }

    @inline(__always)
    mutating func string(_ value: UnsafePointer<Value>) throws(Fault) {
        try counted(value, stride: 1)
        try utf8(value.pointee.rawBytes)
    }

    /// An absent text is not one.
    @inline(__always)
    mutating func text(_ text: Text) throws(Fault) {
        // A length above 2^63 is negative here.
        guard text.isPresent, (0...Int(Int32.max)).contains(text.length) else { throw .length }
        guard text.length > 0 else { return }
        try memory.find(text.data, text.length)
        try utf8(text.bytes)
    }

    /// Most texts of structured records are short, and a call would cost more than the look at them.
    @inline(__always)
    private func utf8(_ bytes: UnsafeRawBufferPointer) throws(Fault) {
        if let base = bytes.baseAddress, (8...16).contains(bytes.count) {
            let both = word(base, 0) | word(base, bytes.count - 8)
            if both & 0x8080_8080_8080_8080 == 0 { return }
        }
        guard isValidUTF8(bytes) else { throw .notUTF8 }
    }

    /// What a counted value points to: `length` items of `stride` bytes, aligned to 8 where they are more than bytes.
    @inline(__always)
    mutating func counted(_ value: UnsafePointer<Value>, stride: Int) throws(Fault) {
        let (pointer, length) = (value.pointee.as.bytes, value.pointee.length)
        guard length <= UInt32(Int32.max) else { throw .length }
        guard length > 0 else { return }
        if stride > 1 { guard UInt(bitPattern: pointer) & 7 == 0 else { throw .misaligned } }
        try memory.find(pointer, Int(length) * stride)
    }

    @inline(__always)
    mutating func array<T>(of type: T.Type, _ pointer: UnsafePointer<T>?, _ count: UInt32) throws(Fault) {
        guard count <= UInt32(Int32.max) else { throw .length }
        guard count > 0 else { return }
        guard UInt(bitPattern: pointer) & 7 == 0 else { throw .misaligned }
        try memory.find(pointer, Int(count) * MemoryLayout<T>.stride)
    }
}
