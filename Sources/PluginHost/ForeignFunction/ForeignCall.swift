import CFFI
import CMillrace
import ConnectData
import Glibc

/// A call of a C function that is made again and again: its storage is laid out once and written over each time.
final class ForeignCall {
    /// Why a value cannot be passed for a parameter.
    enum Misfit {
        case type, range, embeddedNUL
    }

    /// Text that is passed ends with NUL, which values in a batch do not.
    private struct TextBuffer {
        var bytes: UnsafeMutablePointer<CChar>
        var capacity: Int
    }

    let signature: Signature
    private let function: @convention(c) () -> Void
    private let cif = UnsafeMutablePointer<ffi_cif>.allocate(capacity: 1)
    private let types: UnsafeMutablePointer<UnsafeMutablePointer<ffi_type>?>
    /// One cell for each parameter in C, 8 bytes; libffi reads them through `pointers`.
    private let cells: UnsafeMutablePointer<UInt64>
    private let pointers: UnsafeMutablePointer<UnsafeMutableRawPointer?>
    private let resultCell = UnsafeMutableRawPointer.allocate(byteCount: 16, alignment: 16)
    /// The first cell of each parameter.
    private let firstCells: [Int]
    /// For each parameter that is text.
    private var texts: [TextBuffer?]
    private let buffer: ForeignBuffer?

    /// Prepares the calls. Throws `.badConfig` if libffi does not know how.
    init(_ function: @escaping @convention(c) () -> Void, _ signature: Signature) throws(ConnectError) {
        self.function = function
        self.signature = signature
        var layout = CallLayout()
        for parameter in signature.parameters { layout.add(parameter) }
        firstCells = layout.firstCells
        let count = layout.types.count
        types = .allocate(capacity: max(count, 1))
        cells = .allocate(capacity: max(count, 1))
        cells.initialize(repeating: 0, count: max(count, 1))
        pointers = .allocate(capacity: max(count, 1))
        for place in 0..<count {
            (types + place).initialize(to: layout.types[place])
            (pointers + place).initialize(to: UnsafeMutableRawPointer(cells + place))
        }
        texts = signature.parameters.map { parameter in
            parameter == .string ? TextBuffer(bytes: .allocate(capacity: 64), capacity: 64) : nil
        }
        buffer = ForeignBuffer.of(signature)
        let status = ffi_prep_cif(cif, FFI_DEFAULT_ABI, UInt32(count), signature.result.ffiType, types)
        guard status == FFI_OK else {
            throw ConnectError(.badConfig, "libffi cannot call a function of the type \(signature.text)")
        }
    }

    deinit {
        for text in texts { text?.bytes.deallocate() }
        cif.deallocate()
        types.deallocate()
        cells.deallocate()
        pointers.deallocate()
        resultCell.deallocate()
    }

    // MARK: - Arguments

    /// Passes a value for a parameter from now on. Bytes are passed where they lie, text is copied; null is the null
    /// pointer, which numbers do not have.
    @inline(__always)
    func pass(_ value: Value, for parameter: Int) -> Misfit? {
        let cell = cells + firstCells[parameter]
        switch signature.parameters[parameter] {
        case .number(let number): return pass(value, as: number, UnsafeMutableRawPointer(cell))
        case .string:
            if value.valueType == .string { return pass(text: value.rawBytes, for: parameter) }
            cell.pointee = 0
            return value.isNull ? nil : .type
        case .bytes(let count):
            guard value.valueType == .bytes || value.valueType == .string || value.isNull else { return .type }
            return pass(value.isNull ? nil : value.rawBytes, cell, count)
        case .buffer: return .type
        }
    }

    private func pass(_ value: Value, as number: Signature.Number, _ cell: UnsafeMutableRawPointer) -> Misfit? {
        guard let type = value.valueType, number.takes(type) else { return .type }
        switch (number, type) {
        case (_, .boolean): cell.storeBytes(of: value.as.boolean, as: UInt8.self)
        case (.float, .float32): cell.storeBytes(of: value.as.float32, as: Float.self)
        case (.double, .float32): cell.storeBytes(of: Double(value.as.float32), as: Double.self)
        case (.double, .float64): cell.storeBytes(of: value.as.float64, as: Double.self)
        default: return number.store(value.as.integer, at: cell) ? nil : .range
        }
        return nil
    }

    private func pass(text: UnsafeRawBufferPointer, for parameter: Int) -> Misfit? {
        guard var target = texts[parameter] else { return .type }
        if target.capacity <= text.count {
            target.bytes.deallocate()
            target.capacity = max(text.count + 1, 2 * target.capacity)
            target.bytes = .allocate(capacity: target.capacity)
            texts[parameter] = target
        }
        if let source = text.baseAddress, !text.isEmpty {
            if memchr(source, 0, text.count) != nil { return .embeddedNUL }
            memcpy(target.bytes, source, text.count)
        }
        target.bytes[text.count] = 0
        cells[firstCells[parameter]] = UInt64(UInt(bitPattern: target.bytes))
        return nil
    }

    private func pass(
        _ bytes: UnsafeRawBufferPointer?, _ cell: UnsafeMutablePointer<UInt64>, _ count: Signature.Count
    ) -> Misfit? {
        // What is empty is still there: functions tell it from the null pointer.
        cell.pointee =
            bytes.map { UInt64(UInt(bitPattern: $0.baseAddress ?? UnsafeRawPointer(resultCell))) } ?? 0
        // A count by reference is a buffer's; the parser knows no other use of it.
        if case .value(let type) = count, !type.store(Int64(bytes?.count ?? 0), at: cell + 1) { return .range }
        return nil
    }

    // MARK: - The call and its result

    /// Calls the function with what was passed last.
    @inline(__always)
    func invoke() {
        buffer?.prepare(cells, firstCells)
        ffi_call(cif, function, resultCell, pointers)
    }

    /// Whether C takes the result for true. Only for signatures without a buffer.
    var isTrue: Bool {
        switch signature.result {
        case .number(let number): number.isTrue(at: resultCell)
        case .string: takeText { $0 != nil }
        case .length, .status, .void: false
        }
    }

    /// The result of the last call, in the batch's memory; null for a null pointer.
    func result(in batch: Batch) throws(ConnectError) -> Value {
        switch signature.result {
        case .number(let number): return number.value(at: resultCell)
        case .string:
            let copy = takeText { text in
                text.map { batch.copy(UnsafeRawBufferPointer(start: $0, count: strlen($0))) }
            }
            return try copy.map { bytes throws(ConnectError) in try ForeignBuffer.text(bytes) } ?? .null
        case .length(let type): return try buffer?.value(length: type.integer(at: resultCell), in: batch) ?? .null
        case .void: return try buffer?.value(length: nil, in: batch) ?? .null
        case .status:
            let status = Signature.Number.int32.integer(at: resultCell)
            if status != 0 { throw ConnectError(.badData, "returned the status \(status)") }
            return try buffer?.value(length: nil, in: batch) ?? .null
        }
    }

    /// Looks at the text that the function returned, and frees it if it is ours.
    private func takeText<T>(_ look: (UnsafeMutablePointer<CChar>?) -> T) -> T {
        let text = resultCell.load(as: UnsafeMutablePointer<CChar>?.self)
        defer { if signature.result == .string(isOwned: true) { free(text) } }
        return look(text)
    }
}
