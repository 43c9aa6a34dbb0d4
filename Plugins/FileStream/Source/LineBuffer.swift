import Glibc

/// What was read of a file and not yet given away, and where its lines end.
///
/// Lines end with `\n`, `\r` or `\r\n`, as Java's readers have it. A `\r` that is the last byte so far ends nothing yet,
/// because a `\n` may follow; so does no end at all: both are held until more comes.
struct LineBuffer: ~Copyable {
    /// A block of bytes that batches may point into: whoever holds a reference keeps it as it is.
    final class Block {
        let base: UnsafeMutableRawPointer
        let capacity: Int

        init(capacity: Int) {
            base = .allocate(byteCount: capacity, alignment: 16)
            self.capacity = capacity
        }

        deinit { base.deallocate() }
    }

    /// A line within the block, without its end.
    struct Line {
        let text: UnsafeRawBufferPointer
        /// The bytes of the line and of its end.
        let size: Int
    }

    /// Holds a poll of ordinary lines and stays in the processor's cache.
    static let blockSize = 256 * 1024

    private(set) var block = Block(capacity: blockSize)
    /// A block that batches held when it was left; used again once they are gone.
    private var spare: Block?
    private var start = 0
    private var end = 0
    private var lineFeed = Finder(UInt8(ascii: "\n"))
    private var carriageReturn = Finder(UInt8(ascii: "\r"))

    /// The bytes that were read and are not part of a line given away.
    var held: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: block.base + start, count: end - start)
    }

    /// The next complete line. The text stays as it is for whoever holds ``block``.
    @inline(__always)
    mutating func nextLine() -> Line? {
        let feed = lineFeed.next(in: block.base, from: start, to: end)
        let returned = carriageReturn.next(in: block.base, from: start, to: end)
        let lineEnd = min(feed, returned)
        var next = lineEnd + 1
        if returned < feed {
            guard next < end else { return nil }
            if next == feed { next += 1 }
        } else if lineEnd == end {
            return nil
        }
        let line = Line(
            text: UnsafeRawBufferPointer(start: block.base + start, count: lineEnd - start), size: next - start)
        start = next
        return line
    }

    /// Where to read the next bytes to, with room for a good part of a block. ``filled(_:)`` says how many there are.
    ///
    /// What was given away stays where it is as long as anyone holds its block; a line longer than a block gets a
    /// larger one.
    mutating func room() -> UnsafeMutableRawBufferPointer {
        if start == end, isKnownUniquelyReferenced(&block) {
            move(to: block)
        } else if block.capacity - end < Self.blockSize / 4 {
            makeRoom()
        }
        return UnsafeMutableRawBufferPointer(start: block.base + end, count: block.capacity - end)
    }

    /// Says that so many bytes were read to ``room()``.
    mutating func filled(_ count: Int) {
        end += count
    }

    /// Forgets what is held.
    mutating func discard() {
        start = end
    }

    /// Gives back the memory that an idle task does not need.
    mutating func shrink() {
        spare = nil
    }

    private mutating func makeRoom() {
        let held = end - start
        if held > Self.blockSize / 2 {
            move(to: Block(capacity: max(block.capacity, held * 2)))
        } else if block.capacity == Self.blockSize, isKnownUniquelyReferenced(&block) {
            move(to: block)
        } else {
            let left = block
            if spare == nil || !isKnownUniquelyReferenced(&spare) { spare = Block(capacity: Self.blockSize) }
            if let spare { move(to: spare) }
            spare = left.capacity == Self.blockSize ? left : nil
        }
    }

    private mutating func move(to target: Block) {
        memmove(target.base, block.base + start, end - start)
        lineFeed.moved(by: start)
        carriageReturn.moved(by: start)
        end -= start
        start = 0
        block = target
    }
}

/// Finds the next place of one byte, and looks at each place once.
private struct Finder {
    private let byte: Int32
    /// Where the byte is, or up to where it is not.
    private var position = 0
    private var isFound = false

    init(_ byte: UInt8) {
        self.byte = Int32(byte)
    }

    /// The first place from `start` on, or `end`, which never goes back.
    @inline(__always)
    mutating func next(in base: UnsafeMutableRawPointer, from start: Int, to end: Int) -> Int {
        if isFound ? position >= start : position == end { return position }
        let from = max(start, position)
        if let place = memchr(base + from, byte, end - from) {
            position = UnsafeRawPointer(place) - UnsafeRawPointer(base)
            isFound = true
        } else {
            position = end
            isFound = false
        }
        return position
    }

    mutating func moved(by distance: Int) {
        if position < distance { isFound = false }
        position = max(0, position - distance)
    }
}
