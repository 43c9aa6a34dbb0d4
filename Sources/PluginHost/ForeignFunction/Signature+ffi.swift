import CFFI
import ConnectData

extension Signature.Number {
    /// libffi's description of the type.
    var ffiType: UnsafeMutablePointer<ffi_type>? {
        switch self {
        case .bool, .uint8: millrace_ffi_uint8()
        case .int8: millrace_ffi_sint8()
        case .int16: millrace_ffi_sint16()
        case .int32: millrace_ffi_sint32()
        case .int64: millrace_ffi_sint64()
        case .uint16: millrace_ffi_uint16()
        case .uint32: millrace_ffi_uint32()
        case .uint64: millrace_ffi_uint64()
        case .float: millrace_ffi_float()
        case .double: millrace_ffi_double()
        }
    }

    /// The type in Connect that every value of this one fits in; a `uint64` keeps its bits, as Java's unsigned longs do.
    var valueType: ValueType {
        switch self {
        case .bool: .boolean
        case .int8: .int8
        case .int16, .uint8: .int16
        case .int32, .uint16: .int32
        case .int64, .uint32, .uint64: .int64
        case .float: .float32
        case .double: .float64
        }
    }

    /// Whether a value of the other type may be passed, if it is in the range of this one.
    func takes(_ type: ValueType) -> Bool {
        switch (self, type) {
        case (.bool, .boolean): true
        case (.bool, _): false
        case (_, .int8), (_, .int16), (_, .int32), (_, .int64), (_, .dateTime): true
        case (.float, .float32), (.double, .float32), (.double, .float64): true
        default: false
        }
    }

    /// Writes an integer as this type; false if it does not fit.
    func store(_ number: Int64, at cell: UnsafeMutableRawPointer) -> Bool {
        switch self {
        case .bool: false
        case .int8: store(Int8(exactly: number), cell)
        case .int16: store(Int16(exactly: number), cell)
        case .int32: store(Int32(exactly: number), cell)
        case .int64: store(number, cell)
        case .uint8: store(UInt8(exactly: number), cell)
        case .uint16: store(UInt16(exactly: number), cell)
        case .uint32: store(UInt32(exactly: number), cell)
        case .uint64: store(UInt64(exactly: number), cell)
        case .float: store(Float(exactly: number), cell)
        case .double: store(Double(exactly: number), cell)
        }
    }

    @inline(__always)
    private func store<T: BitwiseCopyable>(_ number: T?, _ cell: UnsafeMutableRawPointer) -> Bool {
        guard let number else { return false }
        cell.storeBytes(of: number, as: T.self)
        return true
    }

    /// The integer of this type that lies there.
    func integer(at cell: UnsafeMutableRawPointer) -> Int64 {
        switch self {
        case .bool: cell.load(as: UInt8.self) != 0 ? 1 : 0
        case .int8: Int64(cell.load(as: Int8.self))
        case .int16: Int64(cell.load(as: Int16.self))
        case .int32: Int64(cell.load(as: Int32.self))
        case .int64: cell.load(as: Int64.self)
        case .uint8: Int64(cell.load(as: UInt8.self))
        case .uint16: Int64(cell.load(as: UInt16.self))
        case .uint32: Int64(cell.load(as: UInt32.self))
        case .uint64: Int64(bitPattern: cell.load(as: UInt64.self))
        case .float, .double: 0
        }
    }

    /// What lies there, as a value of ``valueType``. libffi widens what it returns, so little-endian reads are right.
    func value(at cell: UnsafeMutableRawPointer) -> Value {
        switch self {
        case .bool: .boolean(integer(at: cell) != 0)
        case .float: .float32(cell.load(as: Float.self))
        case .double: .float64(cell.load(as: Double.self))
        default: .integer(valueType, integer(at: cell))
        }
    }

    /// Whether C takes what lies there for true.
    func isTrue(at cell: UnsafeMutableRawPointer) -> Bool {
        switch self {
        case .float: cell.load(as: Float.self) != 0
        case .double: cell.load(as: Double.self) != 0
        default: integer(at: cell) != 0
        }
    }
}
