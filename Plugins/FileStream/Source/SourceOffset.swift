import MillracePlugin

/// The source partition and offsets of a file, in one batch: `{"filename": …}` and `{"position": …}`.
///
/// The standard input has no position, and both are null, as in Connect.
struct SourceOffset {
    static let filenameField = "filename"
    static let positionField = "position"

    /// The partition that all records of the batch share.
    let partition: UnsafePointer<Value>

    private let memory: RecordMemory
    private let positionKey: Value
    private let isTracked: Bool

    init(path: String?, in memory: RecordMemory) {
        self.memory = memory
        isTracked = path != nil
        positionKey = memory.string(Self.positionField)
        partition = memory.place(memory.map(memory.string(Self.filenameField), path.map(memory.string) ?? .null))
    }

    /// The offset of a record behind which the next one begins at `position`.
    @inline(__always)
    func offset(_ position: Int64) -> UnsafePointer<Value> {
        memory.place(memory.map(positionKey, isTracked ? .int64(position) : .null))
    }
}
