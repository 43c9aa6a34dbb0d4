import Foundation
import TaskProtocol
import TestSupport
import Testing

@testable import Worker

@Suite("The offset file of standalone mode")
struct FileOffsetStoreTests {
    private func recorded(_ name: String) throws -> String {
        let bundle = try #require(Bundle.module.url(forResource: "JavaOffsets", withExtension: nil))
        return bundle.appending(path: "\(name).offsets").path()
    }

    private func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: path)))
    }

    private func copy(_ name: String) throws -> String {
        let path = try TemporaryDirectories.make("offsets").appending(path: "connect.offsets").path()
        try FileManager.default.copyItem(atPath: try recorded(name), toPath: path)
        return path
    }

    private func offset(_ partition: String, _ offset: String?) -> SourceOffset {
        SourceOffset(partition: Array(partition.utf8), offset: offset.map { Array($0.utf8) })
    }

    private func read(_ store: FileOffsetStore, _ connector: String, _ partition: String) async throws -> String? {
        let found = try await store.offsets(of: [Array(partition.utf8)], connector: connector)
        return found[0].map { String(decoding: $0, as: UTF8.self) }
    }

    @Test("A file that Connect 4.3.0 wrote is read: the worker takes over from a JVM")
    func takesOver() async throws {
        let store = try FileOffsetStore(path: try copy("connect-4.3.0"))
        #expect(try await read(store, "src", #"{"filename":"/tmp/wk/jin.txt"}"#) == #"{"position":292}"#)
        #expect(try await read(store, "sÃ© \"2", #"{"filename":"/tmp/wk/jin.txt"}"#) == #"{"position":292}"#)
        #expect(try await read(store, "other", #"{"filename":"/tmp/wk/jin.txt"}"#) == nil)
    }

    @Test("What Java wrote is written back byte for byte", arguments: ["empty", "connect-4.3.0", "two-hundred"])
    func writesAsJava(name: String) throws {
        let java = try bytes(try recorded(name))
        #expect(JavaOffsetMap.encode(try JavaOffsetMap.decode(java)) == java)
    }

    @Test("Resets that Java wrote as nulls are no offsets")
    func nulls() async throws {
        let store = try FileOffsetStore(path: try copy("two-hundred"))
        #expect(try await read(store, "c4", #"{"filename":"/data/4"}"#) == #"{"position":4}"#)
        #expect(try await read(store, "c5", #"{"filename":"/data/5"}"#) == nil)
    }

    @Test("Partitions are matched by what they mean, and a rewritten offset keeps the bytes of its key")
    func matchesMeaning() async throws {
        let path = try TemporaryDirectories.make("offsets").appending(path: "connect.offsets").path()
        let key = #"[ "c", {"b": 1, "a":"x"} ]"#
        try Data(JavaOffsetMap.encode([.init(key: Array(key.utf8), value: Array("{}".utf8))]))
            .write(to: URL(filePath: path))
        let store = try FileOffsetStore(path: path)
        #expect(try await read(store, "c", #"{"a":"\u0078","b":1}"#) == "{}")
        #expect(try await read(store, "c", #"{"a":"x","b":1.0}"#) == nil)
        try await store.commit([offset(#"{"a":"x","b":1}"#, #"{"n":7}"#)], connector: "c")
        #expect(
            try JavaOffsetMap.decode(try bytes(path)) == [.init(key: Array(key.utf8), value: Array(#"{"n":7}"#.utf8))])
    }

    @Test("Commits are in the file when they return, and a new store finds them")
    func commits() async throws {
        let path = try TemporaryDirectories.make("offsets").appending(path: "connect.offsets").path()
        let store = try FileOffsetStore(path: path)
        try await withThrowingTaskGroup { group in
            for number in 0..<100 {
                group.addTask {
                    try await store.commit([offset(#"{"p":\#(number)}"#, #"{"n":\#(number)}"#)], connector: "c")
                    let stored = try FileOffsetStore(path: path)
                    #expect(try await read(stored, "c", #"{"p":\#(number)}"#) == #"{"n":\#(number)}"#)
                }
            }
            try await group.waitForAll()
        }
        try await store.commit([offset(#"{"p":1}"#, nil)], connector: "c")
        #expect(try await read(try FileOffsetStore(path: path), "c", #"{"p":1}"#) == nil)
    }

    @Test("Entries of somebody else's are kept")
    func keepsForeignEntries() async throws {
        let path = try TemporaryDirectories.make("offsets").appending(path: "connect.offsets").path()
        let foreign = JavaOffsetMap.Entry(key: [0xff, 0x00], value: [1])
        try Data(JavaOffsetMap.encode([foreign])).write(to: URL(filePath: path))
        let store = try FileOffsetStore(path: path)
        try await store.commit([offset("{}", "{}")], connector: "c")
        #expect(try JavaOffsetMap.decode(try bytes(path)).contains(foreign))
    }

    @Test("A file that is no offset file is refused and left as it is", arguments: [0, 1, 40, 100, 240])
    func refusesGarbage(count: Int) throws {
        let path = try copy("connect-4.3.0")
        let garbage = count == 0 ? Data("text".utf8) : try Data(contentsOf: URL(filePath: path)).prefix(count)
        try garbage.write(to: URL(filePath: path))
        let error = #expect(throws: OffsetStoreError.self) { try FileOffsetStore(path: path) }
        #expect(error?.description.contains("offset.storage.file.filename=\(path) is not an offset file") == true)
        #expect(try Data(contentsOf: URL(filePath: path)) == garbage)
    }

    @Test("An offset that cannot be written fails its commit, and the next one may succeed")
    func failedWrites() async throws {
        let directory = try TemporaryDirectories.make("offsets").appending(path: "gone")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let path = directory.appending(path: "connect.offsets").path()
        let store = try FileOffsetStore(path: path)
        try FileManager.default.removeItem(at: directory)
        let error = await #expect(throws: OffsetStoreError.self) {
            try await store.commit([offset("{}", #"{"n":1}"#)], connector: "c")
        }
        #expect(error?.description.contains("\(path).new: No such file or directory") == true)
        #expect(try await read(store, "c", "{}") == nil)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        try await store.commit([offset("{}", #"{"n":2}"#)], connector: "c")
        #expect(try await read(try FileOffsetStore(path: path), "c", "{}") == #"{"n":2}"#)
    }

    @Test("A symbolic link to the file stays one")
    func followsLinks() async throws {
        let directory = try TemporaryDirectories.make("offsets")
        let link = directory.appending(path: "link").path()
        try Data().write(to: directory.appending(path: "target"))
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "target")
        try await FileOffsetStore(path: link).commit([offset("{}", "{}")], connector: "c")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "target")
        #expect(try JavaOffsetMap.decode(try bytes(directory.appending(path: "target").path())).count == 1)
    }
}
