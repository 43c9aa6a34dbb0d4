public import CMillrace
public import ConnectData

/// A value of a source partition or a source offset, off the record path.
public enum OffsetValue: Hashable, Sendable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByFloatLiteral, ExpressibleByNilLiteral
{
    case null
    case boolean(Bool)
    case integer(Int64)
    case double(Double)
    case string(String)

    /// A text.
    public init(stringLiteral value: String) { self = .string(value) }
    /// An integer, INT64 in the data model.
    public init(integerLiteral value: Int64) { self = .integer(value) }
    /// A truth value.
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
    /// A floating-point number.
    public init(floatLiteral value: Double) { self = .double(value) }
    /// Null.
    public init(nilLiteral: ()) { self = .null }

    /// The integer, if it is one.
    public var integer: Int64? { if case .integer(let number) = self { number } else { nil } }

    /// The text, if it is one.
    public var string: String? { if case .string(let text) = self { text } else { nil } }

    init(_ value: Value) throws(ConnectError) {
        switch value.valueType {
        case .null: self = .null
        case .boolean: self = .boolean(value.as.boolean != 0)
        case .int8, .int16, .int32, .int64: self = .integer(value.as.integer)
        case .float32: self = .double(Double(value.as.float32))
        case .float64: self = .double(value.as.float64)
        case .string: self = .string(Text(value.rawBytes).string)
        default:
            let name = value.valueType?.name ?? "\(value.type)"
            throw ConnectError(.badData, "a source partition or offset holds a value of type \(name)")
        }
    }

    func value(in memory: RecordMemory) -> Value {
        switch self {
        case .null: .null
        case .boolean(let truth): .boolean(truth)
        case .integer(let number): .int64(number)
        case .double(let number): .float64(number)
        case .string(let text): memory.string(text)
        }
    }
}

/// A source partition, or a source offset: values by name.
public typealias OffsetMap = [String: OffsetValue]

extension OffsetMap {
    /// Reads a map; nil for a null value.
    init?(map value: millrace_value) throws(ConnectError) {
        switch value.valueType {
        case .null:
            return nil
        case .map:
            self = [:]
            for entry in value.entries {
                guard entry.key.valueType == .string else {
                    throw ConnectError(.badData, "a key of a source partition or offset is not a text")
                }
                self[Text(entry.key.rawBytes).string] = try OffsetValue(entry.value)
            }
        default:
            throw ConnectError(.badData, "a source partition or offset is not a map")
        }
    }

    /// Writes the map, its keys in order.
    func value(in memory: RecordMemory) -> millrace_value {
        memory.map(sorted { $0.key < $1.key }.map { (memory.string($0.key), $0.value.value(in: memory)) })
    }
}

extension RecordMemory {
    /// Puts a source partition or a source offset into memory, its keys in order. What makes many records a second builds
    /// its maps with ``map(_:_:)`` instead, from keys that it makes once for each batch.
    public func place(_ map: OffsetMap) -> UnsafePointer<Value> {
        place(map.value(in: self))
    }
}
