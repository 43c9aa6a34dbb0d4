public import CMillrace

/// A value of the data model: 16 bytes, flat, in memory that a batch or a schema owns.
public typealias Value = millrace_value

/// An entry of a map value.
public typealias Entry = millrace_entry

/// The type of a value or of a schema: the ABI's `millrace_type` under Connect's names. The cases follow each other, in
/// the order of their numbers.
@frozen
public enum ValueType: UInt32, Sendable {
    case null = 0
    case int8 = 1
    case int16 = 2
    case int32 = 3
    case int64 = 4
    case float32 = 5
    case float64 = 6
    case boolean = 7
    case string = 8
    case bytes = 9
    case array = 10
    case map = 11
    case structure = 12
    case dateTime = 13
    case decimal = 14

    /// The type of a tag; nil for one that the ABI does not have.
    ///
    /// As `init(rawValue:)`, which other modules cannot inline: it is asked for several times a record.
    @inlinable @inline(__always)
    public init?(tag: millrace_type) {
        guard tag <= Self.decimal.rawValue else { return nil }
        self = unsafeBitCast(UInt8(truncatingIfNeeded: tag), to: Self.self)  // Sound: cases are stored as their tags.
    }

    /// The name that Connect's `Schema.Type` has for it.
    public var name: String {
        switch self {
        case .null: "null"
        case .int8: "INT8"
        case .int16: "INT16"
        case .int32: "INT32"
        case .int64: "INT64"
        case .float32: "FLOAT32"
        case .float64: "FLOAT64"
        case .boolean: "BOOLEAN"
        case .string: "STRING"
        case .bytes: "BYTES"
        case .array: "ARRAY"
        case .map: "MAP"
        case .structure: "STRUCT"
        case .dateTime: "DATE_TIME"
        case .decimal: "DECIMAL"
        }
    }
}

extension millrace_value {
    /// The type, or nil for a tag that the ABI does not have (never so in a checked batch).
    @inlinable
    public var valueType: ValueType? { ValueType(tag: type) }

    /// Whether this is the null value.
    @inlinable
    public var isNull: Bool { type == ValueType.null.rawValue }

    @inlinable
    init(_ type: ValueType, length: UInt32 = 0) {
        self.init()
        self.type = type.rawValue
        self.length = length
    }

    /// The null value.
    @inlinable
    public static var null: Value { Value(.null) }

    /// An INT8, INT16, INT32, INT64 or DATE_TIME value; `number` must fit the type.
    @inlinable
    public static func integer(_ type: ValueType, _ number: Int64) -> Value {
        var value = Value(type)
        value.as.integer = number
        return value
    }

    /// An INT64 value.
    @inlinable
    public static func int64(_ number: Int64) -> Value { integer(.int64, number) }

    /// A FLOAT32 value.
    @inlinable
    public static func float32(_ number: Float) -> Value {
        var value = Value(.float32)
        value.as.float32 = number
        return value
    }

    /// A FLOAT64 value.
    @inlinable
    public static func float64(_ number: Double) -> Value {
        var value = Value(.float64)
        value.as.float64 = number
        return value
    }

    /// A BOOLEAN value.
    @inlinable
    public static func boolean(_ truth: Bool) -> Value {
        var value = Value(.boolean)
        value.as.boolean = truth ? 1 : 0
        return value
    }

    /// A STRING value over UTF-8 that the same memory's owner holds.
    @inlinable
    public static func string(_ utf8: UnsafeRawBufferPointer) -> Value {
        var value = Value(.string, length: UInt32(utf8.count))
        value.as.string = utf8.baseAddress?.assumingMemoryBound(to: CChar.self)
        return value
    }

    /// A BYTES value over memory that the same owner holds.
    @inlinable
    public static func bytes(_ bytes: UnsafeRawBufferPointer) -> Value {
        var value = Value(.bytes, length: UInt32(bytes.count))
        value.as.bytes = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
        return value
    }

    /// An ARRAY value over elements that the same owner holds.
    @inlinable
    public static func array(_ elements: UnsafeBufferPointer<Value>) -> Value {
        var value = Value(.array, length: UInt32(elements.count))
        value.as.elements = elements.baseAddress
        return value
    }

    /// A MAP value over entries that the same owner holds.
    @inlinable
    public static func map(_ entries: UnsafeBufferPointer<Entry>) -> Value {
        var value = Value(.map, length: UInt32(entries.count))
        value.as.entries = entries.baseAddress
        return value
    }

    /// A STRUCT value of `fieldCount` fields.
    @inlinable
    public static func structure(_ structure: UnsafePointer<millrace_struct>, fieldCount: Int) -> Value {
        var value = Value(.structure, length: UInt32(fieldCount))
        value.as.structure = structure
        return value
    }

    /// A DECIMAL value, for data without a schema.
    @inlinable
    public static func decimal(_ decimal: UnsafePointer<millrace_decimal>) -> Value {
        var value = Value(.decimal)
        value.as.decimal = decimal
        return value
    }

    /// The bytes of a STRING or BYTES value. The caller has looked at the type.
    @inlinable
    public var rawBytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: self.as.bytes, count: Int(length))
    }

    /// The elements of an ARRAY value. The caller has looked at the type.
    @inlinable
    public var elements: UnsafeBufferPointer<Value> {
        UnsafeBufferPointer(start: self.as.elements, count: Int(length))
    }

    /// The entries of a MAP value, in insertion order. The caller has looked at the type.
    @inlinable
    public var entries: UnsafeBufferPointer<Entry> {
        UnsafeBufferPointer(start: self.as.entries, count: Int(length))
    }

    /// The field values of a STRUCT value, in the order of its schema. The caller has looked at the type.
    @inlinable
    public var fields: UnsafeBufferPointer<Value> {
        UnsafeBufferPointer(start: self.as.structure?.pointee.fields, count: Int(length))
    }

    /// The schema of a STRUCT value. The caller has looked at the type.
    @inlinable
    public var structSchema: Schema? { self.as.structure?.pointee.schema.map(Schema.init) }
}
