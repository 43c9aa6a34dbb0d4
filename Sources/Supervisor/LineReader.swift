internal import Glibc

/// Cuts what a plugin writes to a standard stream into lines, at a rate that a log can bear: everything is read, at
/// once, and what is above the rate is counted and forgotten.
final class LineReader {
    private static let longestLine = 8 << 10
    private static let burst = 1000.0
    private static let linesPerSecond = 200.0
    private static let tailBytes = 4 << 10

    let stream: OutputStream
    /// Lines not delivered since the last report.
    var dropped = 0
    private var line: [UInt8] = []
    private var tail: [UInt8] = []
    private var tokens = LineReader.burst
    private var lastRefill: UInt64

    init(stream: OutputStream, now: UInt64) {
        self.stream = stream
        lastRefill = now
    }

    /// Takes bytes that arrived at `now` (ns) and hands each line that the rate allows to `deliver`, which returns
    /// whether it found room.
    func take(_ bytes: UnsafeRawBufferPointer, now: UInt64, deliver: (String) -> Bool) {
        tail += bytes.suffix(Self.tailBytes)
        if tail.count > 2 * Self.tailBytes { tail.removeFirst(tail.count - Self.tailBytes) }
        refill(now)
        var rest = bytes
        while let base = rest.baseAddress, let end = memchr(base, 10, rest.count) {
            let count = UnsafeRawPointer(end) - base
            finishLine(UnsafeRawBufferPointer(rebasing: rest[..<count]), deliver: deliver)
            rest = UnsafeRawBufferPointer(rebasing: rest[(count + 1)...])
        }
        line += rest.prefix(Self.longestLine - line.count)
    }

    /// The stream ended: what is left is a line too.
    func finish(deliver: (String) -> Bool) {
        if !line.isEmpty { finishLine(UnsafeRawBufferPointer(start: nil, count: 0), deliver: deliver) }
    }

    /// The last lines, oldest first, whether delivered or not.
    func lastLines(atMost count: Int) -> [String] {
        let whole = tail.suffix(Self.tailBytes)
        return whole.split(separator: 10).suffix(count).map { String(decoding: $0, as: UTF8.self) }
    }

    private func finishLine(_ end: UnsafeRawBufferPointer, deliver: (String) -> Bool) {
        defer { line.removeAll(keepingCapacity: true) }
        guard tokens >= 1 else {
            dropped += 1
            return
        }
        tokens -= 1
        line += end.prefix(Self.longestLine - line.count)
        if !deliver(String(decoding: line, as: UTF8.self)) { dropped += 1 }
    }

    private func refill(_ now: UInt64) {
        let seconds = Double(now &- lastRefill) / 1e9
        lastRefill = now
        tokens = min(Self.burst, tokens + seconds * Self.linesPerSecond)
    }
}
