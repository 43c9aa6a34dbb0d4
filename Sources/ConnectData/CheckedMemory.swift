/// The memory that the values of a batch may point into, for its check.
struct CheckedMemory {
    private let ranges: [Range<UInt>]
    /// The two ranges that were needed last: a source's text often lies in one, and all else in another.
    private var last: (start: UInt, end: UInt) = (0, 0)
    private var lastButOne: (start: UInt, end: UInt) = (0, 0)

    /// - Parameter ranges: in order of address, without overlaps.
    init(_ ranges: [Range<UInt>]) {
        self.ranges = ranges
    }

    /// Throws unless `length` bytes from `pointer` lie in one range.
    @inline(__always)
    mutating func find(_ pointer: UnsafeRawPointer?, _ length: Int) throws(Fault) {
        let start = UInt(bitPattern: pointer)
        let (end, overflow) = start.addingReportingOverflow(UInt(length))
        guard !overflow else { throw .outside }
        if start >= last.start, end <= last.end { return }
        try findElsewhere(start, end)
    }

    @inline(never)
    private mutating func findElsewhere(_ start: UInt, _ end: UInt) throws(Fault) {
        if start < lastButOne.start || end > lastButOne.end { try search(start, end) }
        swap(&last, &lastButOne)
    }

    /// A binary search for the last range that begins at or before the address.
    private mutating func search(_ start: UInt, _ end: UInt) throws(Fault) {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].lowerBound <= start { low = middle + 1 } else { high = middle }
        }
        guard low > 0, end <= ranges[low - 1].upperBound else { throw .outside }
        lastButOne = (ranges[low - 1].lowerBound, ranges[low - 1].upperBound)
    }
}
