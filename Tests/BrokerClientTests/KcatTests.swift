import Foundation
import TestSupport
import Testing

/// kcat, as Debian has it: an old librdkafka.
@Suite(.enabled("scripts/setup installs kcat") { ClientProgram.has(command: "kcat") }) struct KcatTests {
    @Test(arguments: ["none", "gzip", "snappy", "lz4", "zstd"]) func writesAndReads(_ codec: String) async throws {
        try await withBroker { _, address in
            let file = try TemporaryDirectories.make("kcat").appending(path: "records")
            let records = (0..<1000).map { "\($0):value \($0)" }
            try Data(records.map { $0 + "\n" }.joined().utf8).write(to: file)
            let kcat = ["kcat", "-b", address, "-t", "records", "-q"]
            try await ClientProgram.run(
                command: kcat + ["-P", "-K", ":", "-z", codec, "-H", "a=b", "-l", file.path()])

            let all = try await ClientProgram.run(
                command: kcat + ["-C", "-e", "-o", "beginning", "-f", "%k:%s %h\n"])
            #expect(all == records.map { $0 + " a=b" })
            let last = try await ClientProgram.run(command: kcat + ["-C", "-e", "-o", "-1", "-f", "%o\n"])
            #expect(last == ["999"])
            let sinceThen = try await ClientProgram.run(
                command: kcat + ["-C", "-e", "-o", "s@1", "-c", "1", "-f", "%o\n"])
            #expect(sinceThen == ["0"])
        }
    }

    @Test func readsInAGroup() async throws {
        try await withBroker { _, address in
            let file = try TemporaryDirectories.make("kcat").appending(path: "records")
            try Data("one\ntwo\nthree\n".utf8).write(to: file)
            let kcat = ["kcat", "-b", address, "-q"]
            try await ClientProgram.run(command: kcat + ["-P", "-t", "records", "-l", file.path()])
            let member = kcat + ["-X", "auto.offset.reset=earliest", "-c", "2", "-G", "group", "records"]
            #expect(try await ClientProgram.run(command: member) == ["one", "two"])
            try await ClientProgram.run(command: kcat + ["-P", "-t", "records", "-l", file.path()])
            #expect(try await ClientProgram.run(command: member) == ["three", "one"])
        }
    }
}
