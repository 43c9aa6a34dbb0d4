import CMillrace
import ConnectData
import Testing

@testable import FileStream

@Suite struct LineTests {
    /// Where Connect breaks a character in two, because it reads the file's end in the middle of it, ours stays whole.
    static let brokenByConnect: Set<[String]> = [["c3", "a40a"], ["e2", "82", "ac0a"], ["f09f", "98800a"]]

    @Test(arguments: try Recorded.lines())
    func linesAreThoseOfConnect(recorded: Recorded.Lines) throws {
        guard !Self.brokenByConnect.contains(recorded.chunks) else { return }
        let file = try TestFile([])
        let source = try TestSource(file.path)
        for (chunk, values) in zip(recorded.bytes, recorded.polls) {
            try file.append(chunk)
            #expect(try source.readAll().map(\.text) == values)
        }
    }

    @Test(arguments: try Recorded.lines())
    func linesDoNotDependOnHowTheFileGrew(recorded: Recorded.Lines) throws {
        let bytes = recorded.bytes.flatMap { $0 }
        let whole = try linesOf(bytes)
        let growing = try TestFile([])
        let source = try TestSource(growing.path)
        var lines: [ReadLine] = []
        for byte in bytes {
            try growing.append([byte])
            lines += try source.readAll()
        }
        #expect(lines == whole)
        if !Self.brokenByConnect.contains(recorded.chunks) {
            #expect(whole.map(\.text) == recorded.polls.flatMap { $0 })
        }
    }

    @Test func aCharacterThatTwoReadsShareStaysWhole() throws {
        for recorded in try Recorded.lines() where Self.brokenByConnect.contains(recorded.chunks) {
            let file = try TestFile([])
            let source = try TestSource(file.path)
            var lines: [ReadLine] = []
            for chunk in recorded.bytes {
                try file.append(chunk)
                lines += try source.readAll()
            }
            #expect(lines.map(\.text) == [Array(recorded.bytes.flatMap { $0 }.dropLast())])
        }
    }

    @Test func aPositionIsBehindTheEndOfItsLineInBytes() throws {
        let file = try TestFile(Array("ä\nb\r\n\rc\n".utf8))
        #expect(
            try TestSource(file.path).readAll() == [
                ReadLine("ä", 3), ReadLine("b", 6), ReadLine("", 7), ReadLine("c", 9),
            ])
    }

    @Test func readingGoesOnAtAnyPositionAsIfItHadNotStopped() throws {
        for recorded in try Recorded.lines() {
            let file = try TestFile(recorded.bytes.flatMap { $0 })
            let lines = try TestSource(file.path).readAll()
            for (index, line) in lines.enumerated() {
                let again = try TestSource(file.path, fromPosition: try #require(line.position)).readAll()
                #expect(again == Array(lines[(index + 1)...]), "\(recorded.chunks) from \(line)")
            }
        }
    }

    /// Lines of every length around those of blocks, with every kind of end and malformed bytes among them.
    @Test func longFilesGiveTheLinesOfASimpleSplitter() throws {
        var random = SplitMix(seed: 42)
        var bytes: [UInt8] = []
        for _ in 0..<2000 {
            let length = Int.random(in: 0..<10, using: &random) == 0 ? 5000 : 150
            for _ in 0..<Int.random(in: 0...length, using: &random) {
                bytes.append(UInt8.random(in: 0x20...0x7E, using: &random))
            }
            bytes += [[0x0A], [0x0A], [0x0D], [0x0D, 0x0A]][Int.random(in: 0..<4, using: &random)]
        }
        bytes += [0x61, 0x0A]
        let lines = try linesOf(bytes)
        #expect(lines == split(bytes))
    }

    @Test(arguments: [LineBuffer.blockSize - 1, LineBuffer.blockSize, LineBuffer.blockSize + 1, 3_000_000])
    func aLineMayBeLongerThanABlock(length: Int) throws {
        let long = [UInt8](repeating: UInt8(ascii: "x"), count: length)
        let file = try TestFile(Array("a\n".utf8) + long + Array("\nb\n".utf8))
        let expected = [
            ReadLine("a", 2), ReadLine(long, Int64(length) + 3), ReadLine("b", Int64(length) + 5),
        ]
        #expect(try TestSource(file.path).readAll() == expected)
    }

    @Test func aPollGivesAtMostABatchAndTheNextOneGoesOnWithoutNewData() throws {
        let file = try TestFile(Array("a\nb\nc\nd\ne\n".utf8))
        let source = try TestSource(file.path, batchSize: 2)
        #expect(try source.poll() == [ReadLine("a", 2), ReadLine("b", 4)])
        #expect(try source.poll() == [ReadLine("c", 6), ReadLine("d", 8)])
        #expect(try source.poll() == [ReadLine("e", 10)])
        #expect(try source.poll() == [])
    }

    @Test func linesThatAreStillHeldByTheHostDoNotChange() throws {
        let file = try TestFile([])
        let source = try TestSource(file.path)
        var kept: [Batch] = []
        for index in 0..<20_000 { try file.append("line \(index) \(String(repeating: "x", count: index % 90))\n") }
        while !(try source.poll().isEmpty) { if let batch = source.batch { kept.append(batch) } }
        let texts = kept.flatMap { $0.records.map { Text($0.value.rawBytes).string } }
        #expect(texts == (0..<20_000).map { "line \($0) \(String(repeating: "x", count: $0 % 90))" })
    }
}

/// The rules, as plainly as they can be said.
private func split(_ bytes: [UInt8]) -> [ReadLine] {
    var lines: [ReadLine] = []
    var line: [UInt8] = []
    var index = 0
    while index < bytes.count {
        let byte = bytes[index]
        index += 1
        if byte == 0x0D, index < bytes.count, bytes[index] == 0x0A { index += 1 }
        if byte == 0x0A || byte == 0x0D {
            lines.append(ReadLine(line, Int64(index)))
            line = []
        } else {
            line.append(byte)
        }
    }
    return lines
}

private struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}

/// What a source reads of a file with this content.
private func linesOf(_ bytes: [UInt8]) throws -> [ReadLine] {
    let file = try TestFile(bytes)
    return try withExtendedLifetime(file) { try TestSource(file.path).readAll() }
}
