import Glibc
import Synchronization

/// The segments that batches allocate from. A released segment is kept for the next batch, so that a task in its steady
/// state asks the system for no memory; what is kept is bounded.
final class BatchMemory: Sendable {
    static let shared = BatchMemory()

    /// One block of memory, of ``segmentSize`` or, for a large allocation, of more.
    struct Segment {
        let base: UnsafeMutableRawPointer
        let size: Int

        var end: UnsafeMutableRawPointer { base + size }
    }

    /// Holds a whole poll of ordinary records, and is far below what would hurt as one idle task's memory.
    static let segmentSize = 256 * 1024
    private static let keptSegments = 16

    private let kept = Mutex<[UInt]>([])

    /// A segment of at least `bytes` bytes, aligned to 16; nil if the process has no more memory.
    func take(atLeast bytes: Int) -> Segment? {
        if bytes <= Self.segmentSize,
            let base = kept.withLock({ $0.popLast() }).flatMap(UnsafeMutableRawPointer.init(bitPattern:))
        {
            return Segment(base: base, size: Self.segmentSize)
        }
        let size = max(bytes, Self.segmentSize)
        return malloc(size).map { Segment(base: $0, size: size) }
    }

    func give(_ segment: Segment) {
        let keep =
            segment.size == Self.segmentSize
            && kept.withLock { kept in
                guard kept.count < Self.keptSegments else { return false }
                kept.append(UInt(bitPattern: segment.base))
                return true
            }
        if !keep { free(segment.base) }
    }
}
