import CMillrace
import ConnectData
import Dispatch
import Foundation
import Glibc
import Testing

@testable import FileStream
@testable import MillracePlugin

@Suite struct FollowTests {
    @Test func aPollThatWaitsGetsWhatIsAppended() throws {
        let file = try TestFile([])
        let source = try TestSource(file.path, idleWait: 60_000)
        let writer = Thread { try? file.append("a\n") }
        writer.start()
        #expect(try source.read(1) == [ReadLine("a", 2)])
    }

    @Test func stopEndsThePollThatWaits() throws {
        let file = try TestFile([])
        let source = try TestSource(file.path, idleWait: 60_000)
        let task = source.task
        nonisolated(unsafe) let stopped = task  // Only `stop` is called, which may come from any thread.
        DispatchQueue.global().asyncAfter(deadline: .now() + 0.02) { try? stopped.stop() }
        let start = Clock.monotonic
        #expect(try source.poll() == [])
        #expect(Clock.monotonic - start < 30_000)
    }

    @Test func stopEndsThePollThatWaitsForAFile() throws {
        let file = try TestFile()
        let source = try TestSource(file.path)
        try source.task.stop()
        #expect(try source.poll() == [])
    }

    @Test func aFileMayComeLater() throws {
        let file = try TestFile()
        let source = try TestSource(file.path)
        Thread.detachNewThread { try? file.append("a\n") }
        #expect(try source.read(1) == [ReadLine("a", 2)])
    }

    @Test func readingBeginsAtTheCommittedPosition() throws {
        let file = try TestFile(Array("a\nb\nc\n".utf8))
        let source = try TestSource(file.path, fromPosition: 2)
        #expect(try source.readAll() == [ReadLine("b", 4), ReadLine("c", 6)])
        #expect(source.committed.asked == [["filename": .string(file.path)]])
    }

    @Test func anOffsetWithoutPositionIsTheStart() throws {
        let file = try TestFile(Array("a\n".utf8))
        #expect(try TestSource(file.path, from: ["other": 1]).readAll() == [ReadLine("a", 2)])
        #expect(try TestSource(file.path, from: ["position": nil]).readAll() == [ReadLine("a", 2)])
    }

    @Test func anOffsetThatIsNoPositionFailsTheTask() throws {
        let file = try TestFile(Array("a\n".utf8))
        let source = try TestSource(file.path, from: ["position": "2"])
        let error = #expect(throws: ConnectError.self) { try source.poll() }
        #expect(error?.code == .fatal)
        #expect(error?.message.hasPrefix("Offset position is the incorrect type") == true)
    }

    @Test func aFileThatIsShorterThanTheCommittedPositionIsReadFromItsStart() throws {
        let file = try TestFile(Array("new\n".utf8))
        #expect(try TestSource(file.path, fromPosition: 100).readAll() == [ReadLine("new", 4)])
    }

    @Test func aTruncatedFileIsReadFromItsStart() throws {
        let file = try TestFile(Array("old line\nheld".utf8))
        let source = try TestSource(file.path)
        #expect(try source.readAll() == [ReadLine("old line", 9)])
        try file.truncate()
        try file.append("new\n")
        #expect(try source.read(2) == [ReadLine("held", 0), ReadLine("new", 4)])
    }

    @Test func aFileThatReplacesAnotherIsReadAfterIt() throws {
        let file = try TestFile(Array("old\n".utf8))
        let source = try TestSource(file.path)
        #expect(try source.readAll() == [ReadLine("old", 4)])
        try file.append("late\nheld\r")
        try file.moveAway()
        try file.append("new\n")
        let lines = try source.read(3)
        #expect(lines == [ReadLine("late", 9), ReadLine("held", 0), ReadLine("new", 4)])
    }

    @Test func aPipeIsReadUntilItsOtherSideCloses() throws {
        let file = try TestFile()
        #expect(mkfifo(file.path, 0o600) == 0)
        let source = try TestSource(file.path, fromPosition: 7)
        #expect(try source.poll() == [])
        try file.append("a\nb")
        #expect(try source.read(1) == [ReadLine("a", 9)])
        try file.append("c\n")
        #expect(try source.read(1) == [ReadLine("bc", 12)])
    }

    @Test func aDirectoryFailsTheTask() throws {
        let source = try TestSource("/tmp")
        let error = #expect(throws: ConnectError.self) { try source.poll() }
        #expect(error?.code == .fatal)
        #expect(error?.message.contains("/tmp: it is a directory") == true)
    }

    @Test func recordsAreAsConnectMakesThem() throws {
        let file = try TestFile(Array("a\n".utf8))
        let source = try TestSource(file.path)
        let before = Clock.realTime
        _ = try source.poll()
        let record = try #require(source.batch?.records.first)
        #expect(record.topic.string == "lines")
        #expect(record.key.isNull && record.keySchema == nil)
        #expect(record.valueSchema?.type == .string && record.valueSchema?.isOptional == false)
        #expect(record.partitionIfSet == nil)
        #expect(try #require(record.timestampIfSet) >= before)
        let partition = try #require(record.source_partition)
        #expect(try OffsetMap(map: partition.pointee) == ["filename": .string(file.path)])
    }
}
