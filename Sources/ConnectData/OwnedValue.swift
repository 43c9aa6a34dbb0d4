public import CMillrace

/// A deep copy of a value in memory of its own.
public final class OwnedValue: @unchecked Sendable {  // Sound: never written to after its making.
    /// The value. Valid while the object lives.
    public let value: Value
    private let memory: UnsafeMutableRawPointer

    /// Copies a value deeply. Schemas of structs inside are copied as pointers and not held.
    public init(copying value: Value) {
        memory = .allocate(byteCount: max(value.copySize, 8), alignment: 16)
        var cursor = memory
        self.value = value.copied(to: &cursor)
    }

    deinit {
        memory.deallocate()
    }
}
