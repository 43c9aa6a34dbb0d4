import ConnectData
import Glibc

/// The buffer of an `out` parameter: zeroed before each call, so that no record sees another's.
final class ForeignBuffer {
    private let parameter: Int
    private let isText: Bool
    private let capacity: Int
    private let count: Signature.Count
    private let bytes: UnsafeMutableRawPointer
    /// What a count by reference points to.
    private let length = UnsafeMutableRawPointer.allocate(byteCount: 8, alignment: 8)

    /// The buffer of a signature that has one.
    static func of(_ signature: Signature) -> ForeignBuffer? {
        for (place, parameter) in signature.parameters.enumerated() {
            if case .buffer(let isText, let capacity, let count) = parameter {
                return ForeignBuffer(place, isText: isText, capacity: capacity, count)
            }
        }
        return nil
    }

    private init(_ parameter: Int, isText: Bool, capacity: Int, _ count: Signature.Count) {
        self.parameter = parameter
        self.isText = isText
        self.capacity = capacity
        self.count = count
        bytes = .allocate(byteCount: capacity, alignment: 16)
    }

    deinit {
        bytes.deallocate()
        length.deallocate()
    }

    /// Empties the buffer and passes it.
    func prepare(_ cells: UnsafeMutablePointer<UInt64>, _ firstCells: [Int]) {
        memset(bytes, 0, capacity)
        let cell = cells + firstCells[parameter]
        cell.pointee = UInt64(UInt(bitPattern: bytes))
        switch count {
        case .none: break
        case .value(let type): _ = type.store(Int64(capacity), at: cell + 1)
        case .reference(let type):
            _ = type.store(Int64(capacity), at: length)
            (cell + 1).pointee = UInt64(UInt(bitPattern: length))
        }
    }

    /// What the function wrote: `length` bytes, or as many as it said by reference, or all; text up to the first NUL.
    func value(length stated: Int64?, in batch: Batch) throws(ConnectError) -> Value {
        var used = stated ?? Int64(capacity)
        if stated == nil, case .reference(let type) = count { used = type.integer(at: length) }
        guard 0...Int64(capacity) ~= used else {
            throw ConnectError(.badData, "gave the length \(used) for its buffer of \(capacity) bytes")
        }
        guard isText else { return .bytes(batch.copy(UnsafeRawBufferPointer(start: bytes, count: Int(used)))) }
        let end = strnlen(bytes.assumingMemoryBound(to: CChar.self), Int(used))
        return try Self.text(batch.copy(UnsafeRawBufferPointer(start: bytes, count: end)))
    }

    /// A STRING value, if the bytes can be one.
    static func text(_ bytes: UnsafeRawBufferPointer) throws(ConnectError) -> Value {
        guard bytes.count <= Int(Int32.max) else {
            throw ConnectError(.badData, "returned a text of \(bytes.count) bytes, more than 2147483647")
        }
        guard isValidUTF8(bytes) else { throw ConnectError(.badData, "returned text that is not UTF-8") }
        return .string(bytes)
    }
}
