import Foundation
import Glibc
import Synchronization
import Testing

/// A file that grows by numbered lines of nine digits at a steady rate until it is told to stop.
final class Growing: Sendable {
    private let file: URL
    private let linesPerSecond: Int
    private let stopped = Atomic(false)
    private let lines: Atomic<Int>

    /// - Parameter first: the number of the first line.
    init(_ file: URL, linesPerSecond: Int, from first: Int = 0) {
        self.file = file
        self.linesPerSecond = linesPerSecond
        lines = Atomic(first)
    }

    func begin() {
        Thread.detachNewThread { [self] in
            guard let handle = try? FileHandle(forWritingTo: file), (try? handle.seekToEnd()) != nil else { return }
            let (begun, first) = (ContinuousClock.now, lines.load(ordering: .relaxed))
            while !stopped.load(ordering: .acquiring) {
                let count = lines.load(ordering: .relaxed)
                let due = Int((ContinuousClock.now - begun) / .microseconds(1)) * linesPerSecond / 1_000_000
                let wanted = max(count, first + due)
                handle.write(numberedLines(count..<wanted))
                lines.store(wanted, ordering: .releasing)
                usleep(10_000)
            }
            stopped.store(false, ordering: .releasing)
        }
    }

    /// The number of lines written in all, those before the first included.
    func end() -> Int {
        stopped.store(true, ordering: .releasing)
        while stopped.load(ordering: .acquiring) { usleep(1000) }
        return lines.load(ordering: .acquiring)
    }
}

/// Lines of nine digits.
func numberedLines(_ numbers: Range<Int>) -> Data {
    var bytes = [UInt8](repeating: UInt8(ascii: "\n"), count: numbers.count * 10)
    for (place, number) in numbers.enumerated() {
        var rest = number
        for digit in stride(from: place * 10 + 8, through: place * 10, by: -1) {
            bytes[digit] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        }
    }
    return Data(bytes)
}

/// Adds numbered lines to a file.
func append(_ numbers: Range<Int>, to file: URL) throws {
    let handle = try FileHandle(forWritingTo: file)
    try handle.seekToEnd()
    try handle.write(contentsOf: numberedLines(numbers))
    try handle.close()
}

func makeFile(_ file: URL) {
    _ = FileManager.default.createFile(atPath: file.path(), contents: nil)
}

func size(of file: URL) -> Int {
    (try? FileManager.default.attributesOfItem(atPath: file.path())[.size] as? Int) ?? 0
}

/// What arrived of numbered lines, of which some number was expected.
struct Arrived: CustomStringConvertible {
    let expected: Int
    private(set) var missing = 0
    private(set) var duplicates = 0
    private(set) var fragments = 0

    init(_ file: URL, expected: Int) throws {
        self.expected = expected
        var seen = [Bool](repeating: false, count: expected)
        try Data(contentsOf: file).withUnsafeBytes { bytes in
            var start = 0
            while start < bytes.count {
                let rest = UnsafeRawBufferPointer(rebasing: bytes[start...])
                let end = rest.baseAddress.flatMap { memchr($0, 10, rest.count) }.map {
                    rest.baseAddress?.distance(to: $0)
                }
                let length = (end ?? nil) ?? rest.count
                take(UnsafeRawBufferPointer(rebasing: rest[..<length]), &seen)
                start += length + 1
            }
        }
        missing = seen.count { !$0 }
    }

    private mutating func take(_ line: UnsafeRawBufferPointer, _ seen: inout [Bool]) {
        var number = 0
        for byte in line where number < expected {
            number = byte >= 48 && byte <= 57 ? number * 10 + Int(byte) - 48 : expected
        }
        guard line.count == 9, number < expected else {
            fragments += 1
            return
        }
        if seen[number] { duplicates += 1 }
        seen[number] = true
    }

    var description: String {
        "\(expected) lines in, \(missing) missing, \(duplicates) duplicates, \(fragments) fragments"
    }
}

/// Waits until every line is in the sink's file, and says what else is there.
func waitForLines(_ expected: Int, in file: URL, of worker: WorkerProcess) async throws -> Arrived {
    var last: Arrived?
    try await eventually("\(last.map { "\($0)" } ?? "nothing") arrived; the log: \(worker.log.suffix(3000))") {
        // Reading is dear; a file that is too short can lack nothing but lines.
        guard size(of: file) >= expected * 10 else { return false }
        last = try Arrived(file, expected: expected)
        return last?.missing == 0
    }
    return try Arrived(file, expected: expected)
}
