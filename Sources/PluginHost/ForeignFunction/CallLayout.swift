import CFFI

/// How the parameters of a signature become those of C: bytes are a pointer and a length.
struct CallLayout {
    private(set) var types: [UnsafeMutablePointer<ffi_type>?] = []
    private(set) var firstCells: [Int] = []

    mutating func add(_ parameter: Signature.Parameter) {
        firstCells.append(types.count)
        switch parameter {
        case .number(let number): types.append(number.ffiType)
        case .string: types.append(millrace_ffi_pointer())
        case .bytes(let count), .buffer(_, _, let count):
            types.append(millrace_ffi_pointer())
            switch count {
            case .none: break
            case .value(let type): types.append(type.ffiType)
            case .reference: types.append(millrace_ffi_pointer())
            }
        }
    }
}

extension Signature.Result {
    /// libffi's description of what the function returns.
    var ffiType: UnsafeMutablePointer<ffi_type>? {
        switch self {
        case .number(let type), .length(let type): type.ffiType
        case .string: millrace_ffi_pointer()
        case .status: millrace_ffi_sint32()
        case .void: millrace_ffi_void()
        }
    }
}
