public import CMillrace
internal import Glibc

/// A batch on the host's side: the ABI's `millrace_batch`, its memory, and the schemas and buffers that it holds.
///
/// Filled and read by one thread at a time. A plugin sees only ``pointer``; the object lives while the host, or through
/// `millrace.retain/1` a plugin, holds it.
public final class Batch {
    /// What the ABI passes around. The block behind it leads back to this object.
    public let pointer: UnsafeMutablePointer<millrace_batch>

    /// The record storage. What a plugin reads of it in the ABI's struct it may have written over.
    private var storage: UnsafeMutableRawPointer
    private var capacity: Int
    private var segments: [BatchMemory.Segment] = []
    /// Blocks of a size of their own, each for one allocation that no segment could take.
    private var largeBlocks: [BatchMemory.Segment] = []
    private var attachments: [Attachment] = []
    private var heldSchemas: [Schema] = []
    /// What this object has said to the table, so that schemas are held once.
    private var heldSet: Set<Schema> = []

    struct Attachment {
        let bytes: UnsafeRawBufferPointer
        let release: (@convention(c) (UnsafeMutableRawPointer?) -> Void)?
        let context: UnsafeMutableRawPointer?
    }

    private struct Block {
        var batch: millrace_batch
        var owner: Unmanaged<Batch>
    }

    /// A new, empty batch with room for `records` records before it grows.
    public init(records: Int) {
        let block = UnsafeMutableRawPointer.allocate(
            byteCount: MemoryLayout<Block>.stride, alignment: MemoryLayout<Block>.alignment)
        pointer = block.assumingMemoryBound(to: millrace_batch.self)
        capacity = max(1, records)
        guard let storage = malloc(capacity * MemoryLayout<Record>.stride) else {
            fatalError("The process has no memory for a batch of \(records) records")
        }
        self.storage = storage
        var batch = millrace_batch()
        batch.size = UInt32(MemoryLayout<millrace_batch>.size)
        batch.record_size = UInt32(MemoryLayout<Record>.stride)
        batch.records = storage.assumingMemoryBound(to: UInt8.self)
        batch.capacity = UInt32(capacity)
        batch.functions = batchFunctions
        block.bindMemory(to: Block.self, capacity: 1)
            .initialize(to: Block(batch: batch, owner: Unmanaged.passUnretained(self)))
    }

    deinit {
        reset()
        for segment in segments { BatchMemory.shared.give(segment) }
        free(storage)
        UnsafeMutableRawPointer(pointer).deallocate()
    }

    /// The object behind a pointer that ``pointer`` gave, with no reference taken.
    public static func object(of pointer: UnsafePointer<millrace_batch>) -> Batch {
        UnsafeRawPointer(pointer).assumingMemoryBound(to: Block.self).pointee.owner.takeUnretainedValue()
    }

    /// Hands this batch to a plugin: it stays alive until ``takeBack(_:)`` is called with the pointer.
    public func handOut() -> UnsafeMutablePointer<millrace_batch> {
        _ = Unmanaged.passRetained(self)
        return pointer
    }

    /// Takes back a batch that was handed out.
    public static func takeBack(_ pointer: UnsafeMutablePointer<millrace_batch>) -> Batch {
        UnsafeRawPointer(pointer).assumingMemoryBound(to: Block.self).pointee.owner.takeRetainedValue()
    }

    /// The number of records.
    public var count: Int { Int(pointer.pointee.count) }

    /// The records, in place. Valid until a record is appended.
    public var records: UnsafeMutableBufferPointer<Record> {
        UnsafeMutableRawPointer(pointer.pointee.records).withMemoryRebound(to: Record.self, capacity: count) {
            UnsafeMutableBufferPointer(start: $0, count: count)
        }
    }

    /// Empties the batch for another use: buffers and schemas are given back, the first segment is kept.
    public func reset() {
        for attachment in attachments { attachment.release?(attachment.context) }
        attachments.removeAll(keepingCapacity: true)
        for schema in heldSchemas { SchemaTable.shared.release(schema) }
        heldSchemas.removeAll(keepingCapacity: true)
        heldSet.removeAll(keepingCapacity: true)
        for block in largeBlocks { BatchMemory.shared.give(block) }
        largeBlocks.removeAll(keepingCapacity: true)
        while segments.count > 1, let last = segments.popLast() { BatchMemory.shared.give(last) }
        pointer.pointee.records = storage.assumingMemoryBound(to: UInt8.self)
        pointer.pointee.capacity = UInt32(capacity)
        pointer.pointee.count = 0
        pointer.pointee.held = nil
        pointer.pointee.cursor = segments.first?.base.assumingMemoryBound(to: UInt8.self)
        pointer.pointee.limit = segments.first?.end.assumingMemoryBound(to: UInt8.self)
    }

    /// Memory that lives as long as the batch, aligned to 8, not zeroed.
    @inlinable
    public func allocate(_ bytes: Int) -> UnsafeMutableRawPointer {
        let rounded = (bytes + 7) & ~7
        if let cursor = pointer.pointee.cursor, let limit = pointer.pointee.limit, limit - cursor >= rounded {
            pointer.pointee.cursor = cursor + rounded
            return UnsafeMutableRawPointer(cursor)
        }
        return allocateSlowly(bytes)
    }

    @usableFromInline
    func allocateSlowly(_ bytes: Int) -> UnsafeMutableRawPointer {
        guard let memory = allocateIfPossible(bytes) else {
            fatalError("The process has no memory for a batch's \(bytes) bytes")
        }
        return memory
    }

    /// More than this at once is a mistake, and the sanitizers' allocators end the process over it.
    private static let largestAllocation = 1 << 39

    /// Memory from a new segment; nil if the process has none. C's size_t above 2^63 is negative here.
    func allocateIfPossible(_ bytes: Int) -> UnsafeMutableRawPointer? {
        guard 0...Self.largestAllocation ~= bytes else { return nil }
        let needed = rounded(max(bytes, 1))
        guard let segment = BatchMemory.shared.take(atLeast: needed) else { return nil }
        guard segment.size == BatchMemory.segmentSize else {
            largeBlocks.append(segment)
            return segment.base
        }
        segments.append(segment)
        pointer.pointee.cursor = (segment.base + needed).assumingMemoryBound(to: UInt8.self)
        pointer.pointee.limit = segment.end.assumingMemoryBound(to: UInt8.self)
        return segment.base
    }

    /// Memory for `count` elements, not initialised.
    @inlinable
    public func allocate<T>(_ count: Int, of type: T.Type) -> UnsafeMutablePointer<T> {
        allocate(count * MemoryLayout<T>.stride).bindMemory(to: T.self, capacity: count)
    }

    /// Copies bytes into the batch.
    @inlinable
    public func copy(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        let target = allocate(bytes.count)
        if let source = bytes.baseAddress { target.copyMemory(from: source, byteCount: bytes.count) }
        return UnsafeRawBufferPointer(start: target, count: bytes.count)
    }

    /// Copies a value deeply into the batch, and holds the schemas of the structs in it through their parents.
    public func copy(_ value: Value) -> Value {
        var cursor = allocate(value.copySize)
        return value.copied(to: &cursor)
    }

    /// A new record at the end, zeroed. It may move the records before it.
    @inlinable
    public func append() -> UnsafeMutablePointer<Record> {
        if pointer.pointee.count == pointer.pointee.capacity { grow() }
        let record = UnsafeMutableRawPointer(pointer.pointee.records).assumingMemoryBound(to: Record.self) + count
        record.initialize(to: Record())
        pointer.pointee.count += 1
        return record
    }

    /// Cuts the batch behind its first `count` records.
    public func truncate(to count: Int) {
        pointer.pointee.count = min(pointer.pointee.count, UInt32(count))
    }

    /// Takes dropped records out; the others keep their order.
    public func removeDropped() {
        let records = self.records
        guard let firstDropped = records.firstIndex(where: \.isDropped) else { return }
        var kept = firstDropped
        for index in firstDropped..<records.count where !records[index].isDropped {
            records[kept] = records[index]
            kept += 1
        }
        truncate(to: kept)
    }

    @usableFromInline
    func grow() {
        guard makeRoom() else { fatalError("The process has no memory for a batch of \(count) records") }
    }

    /// Makes sure that there is room for one more record; false if the process has no more memory.
    func makeRoom() -> Bool {
        if count < capacity { return true }
        let (larger, size) = (capacity * 2, MemoryLayout<Record>.stride)
        guard larger <= Int(UInt32.max), let moved = realloc(storage, larger * size) else { return false }
        storage = moved
        capacity = larger
        pointer.pointee.records = moved.assumingMemoryBound(to: UInt8.self)
        pointer.pointee.capacity = UInt32(larger)
        return true
    }

    /// Holds a schema, and with it the schemas that it contains, for as long as the batch lives.
    @inlinable
    public func hold(_ schema: Schema) {
        if pointer.pointee.held != schema.pointer { holdSlowly(schema) }
    }

    @usableFromInline
    func holdSlowly(_ schema: Schema) {
        if heldSet.insert(schema).inserted {
            SchemaTable.shared.retain(schema)
            heldSchemas.append(schema)
        }
        pointer.pointee.held = schema.pointer
    }

    /// Whether the batch holds the schema itself.
    public func holds(_ schema: Schema) -> Bool { heldSet.contains(schema) }

    /// Lets records point into memory that `release` gives back, once, when the batch is emptied.
    public func attach(
        _ bytes: UnsafeRawBufferPointer, release: (@convention(c) (UnsafeMutableRawPointer?) -> Void)?,
        context: UnsafeMutableRawPointer?
    ) {
        attachments.append(Attachment(bytes: bytes, release: release, context: context))
    }
}

extension Batch {
    /// All memory that records may point into, in order of address, without overlaps.
    func memoryRanges() -> [Range<UInt>] {
        var ranges = attachments.map { range(UInt(bitPattern: $0.bytes.baseAddress), $0.bytes.count) }
        for segment in segments + largeBlocks { ranges.append(range(UInt(bitPattern: segment.base), segment.size)) }
        ranges.removeAll(where: \.isEmpty)
        ranges.sort { $0.lowerBound < $1.lowerBound }
        var merged: [Range<UInt>] = []
        for range in ranges {
            // A buffer may be attached twice, or in part.
            guard let last = merged.last, range.lowerBound < last.upperBound else {
                merged.append(range)
                continue
            }
            merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
        }
        return merged
    }

    private func range(_ start: UInt, _ count: Int) -> Range<UInt> { start..<start + UInt(count) }

    /// Whether the members of the ABI's struct that a plugin may only read are what the host set.
    var isIntact: Bool {
        let raw = pointer.pointee
        guard raw.records == storage.assumingMemoryBound(to: UInt8.self), Int(raw.capacity) == capacity,
            raw.count <= raw.capacity, raw.record_size == UInt32(MemoryLayout<Record>.stride)
        else { return false }
        guard let segment = segments.last else { return raw.cursor == nil && raw.limit == nil }
        guard let cursor = raw.cursor, let limit = raw.limit else { return false }
        return UnsafeMutableRawPointer(limit) == segment.end && cursor <= limit
            && UnsafeMutableRawPointer(cursor) >= segment.base
    }

    /// The schemas that the batch keeps alive: those that it holds, and those inside them.
    func reachableSchemas() -> Set<Schema> {
        var found: Set<Schema> = []
        var open = heldSchemas
        while let schema = open.popLast() {
            if found.insert(schema).inserted { open += InternedSchema(schema).heldSchemas() }
        }
        return found
    }
}
