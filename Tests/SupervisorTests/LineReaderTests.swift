import Testing

@testable import Supervisor

@Suite("Cutting output into lines")
struct LineReaderTests {
    private func lines(_ chunks: [String], at times: [UInt64] = []) -> (lines: [String], dropped: Int, tail: [String]) {
        let reader = LineReader(stream: .standardError, now: 0)
        var lines: [String] = []
        func deliver(_ line: String) -> Bool {
            lines.append(line)
            return true
        }
        for (index, chunk) in chunks.enumerated() {
            Array(chunk.utf8).withUnsafeBytes {
                reader.take($0, now: times.indices.contains(index) ? times[index] : 0, deliver: deliver)
            }
        }
        reader.finish(deliver: deliver)
        return (lines, reader.dropped, reader.lastLines(atMost: 3))
    }

    @Test("lines may arrive in pieces; the last needs no end")
    func pieces() {
        #expect(lines(["on", "e\ntw", "o\n\nthr", "ee"]).lines == ["one", "two", "", "three"])
    }

    @Test("a line without an end is cut at 8 KiB, not kept for ever")
    func longLine() {
        let result = lines([String](repeating: String(repeating: "x", count: 5000), count: 50) + ["\nnext\n"])
        #expect(result.lines.map(\.count) == [8192, 4])
        #expect(result.dropped == 0)
    }

    @Test("a burst of 1000 lines passes, then 200 a second; the tail keeps what was dropped")
    func rate() {
        let burst = (0..<1500).map { "a\($0)\n" }.joined()
        let later = (0..<1500).map { "b\($0)\n" }.joined()
        let result = lines([burst, later], at: [0, 2_000_000_000])
        #expect(result.lines.count == 1400)
        #expect(result.dropped == 1600)
        #expect(result.tail == ["b1497", "b1498", "b1499"])
    }
}
