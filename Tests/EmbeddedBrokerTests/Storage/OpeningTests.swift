import Foundation
import Testing

@testable import EmbeddedBroker

/// What happens to the files of a directory when a broker is started on it.
@Suite struct OpeningTests {
    /// A directory whose log has a few batches, closed in order.
    private func withFile(_ body: (_ directory: String, _ file: String) throws -> Void) throws {
        try withDirectory { path in
            try fill(path)
            try body(path, path + "/broker.db")
        }
    }

    private func fill(_ path: String) throws {
        let directory = try BrokerDirectory(path)
        let store = try BrokerStore(in: directory)
        let partition = try store.makePartition()
        for offset in 0..<20 { try store.append(30_000, to: partition, offsets: Int64(offset)...Int64(offset)) }
        try store.commit()
        try store.close()
    }

    private func files(_ path: String) throws -> [String: Data] {
        let names = try FileManager.default.contentsOfDirectory(atPath: path).filter { $0 != "lock" }
        let contents = try names.map { try Data(contentsOf: URL(fileURLWithPath: path + "/" + $0)) }
        return Dictionary(uniqueKeysWithValues: zip(names, contents))
    }

    /// The start is refused for this reason, names this file, and leaves everything as it was.
    private func expectRefused(_ path: String, _ reason: StorageError.Reason, naming file: String) throws {
        let before = try files(path)
        let error = #expect(throws: StorageError.self) { try BrokerStore(in: BrokerDirectory(path)) }
        #expect(error?.reason == reason)
        #expect(error?.description.hasPrefix(file + ": ") == true, "\(error.debugDescription)")
        #expect(try files(path) == before)
    }

    @Test func whatWasCommittedIsThereAfterReopening() throws {
        try withFile { path, file in
            #expect(try files(path).keys.sorted() == ["broker.db"])
            let store = try BrokerStore(in: BrokerDirectory(path))
            let partition = try #require(store.topics().first?.partitions.first)
            #expect(partition.nextOffset == 20)
            #expect(try store.batches.read(partition.id, from: 19) == testBatch(30_000, 19))
        }
    }

    @Test func aStartThatWasKilledWhileTheFileWasMade() throws {
        try withDirectory { path in
            _ = try BrokerDirectory(path)
            try Data("half".utf8).write(to: URL(fileURLWithPath: path + "/broker.db.new"))
            _ = try BrokerStore(in: BrokerDirectory(path))
            #expect(try files(path)["broker.db.new"] == nil)
        }
    }

    @Test(arguments: ["", "not a database, but long enough to hold a header: " + String(repeating: "x", count: 100)])
    func aForeignFile(_ content: String) throws {
        try withDirectory { path in
            _ = try BrokerDirectory(path)
            try Data(content.utf8).write(to: URL(fileURLWithPath: path + "/broker.db"))
            try expectRefused(path, .foreign, naming: path + "/broker.db")
        }
    }

    @Test func anotherProgramsDatabase() throws {
        try withDirectory { path in
            _ = try BrokerDirectory(path)
            try SQLiteConnection(path + "/broker.db", .create).execute("CREATE TABLE bookmarks (url)")
            try expectRefused(path, .foreign, naming: path + "/broker.db")
        }
    }

    @Test func aNewerBuildsFile() throws {
        try withFile { path, file in
            try SQLiteConnection(file, .readWrite).execute("PRAGMA user_version = 2")
            try expectRefused(path, .newer, naming: file)
        }
    }

    @Test(arguments: ["DROP TABLE offsets", "ALTER TABLE topics ADD COLUMN colour", "DROP INDEX batches_by_offset"])
    func aSchemaThatIsNotOurs(_ change: String) throws {
        try withFile { path, file in
            try SQLiteConnection(file, .readWrite).execute(change)
            try expectRefused(path, .foreign, naming: file)
        }
    }

    @Test(arguments: [1, 8192, 100_000]) func aTornFile(_ missing: Int) throws {
        try withFile { path, file in
            let size = try #require(try files(path)["broker.db"]?.count)
            #expect(truncate(file, size - missing) == 0)
            try expectRefused(path, .damaged, naming: file)
        }
    }

    @Test func aLogWithoutItsDatabase() throws {
        try withDirectory { path in
            _ = try BrokerDirectory(path)
            try Data(repeating: 1, count: 5000).write(to: URL(fileURLWithPath: path + "/broker.db-wal"))
            try expectRefused(path, .damaged, naming: path + "/broker.db")
        }
    }

    @Test func aLogThatIsNone() throws {
        try withFile { path, file in
            try Data(repeating: 1, count: 5000).write(to: URL(fileURLWithPath: file + "-wal"))
            try expectRefused(path, .foreign, naming: file + "-wal")
        }
    }

    /// As after kill -9: the files of a store that was not closed.
    @Test func aStoreThatWasKilled() throws {
        try withFile { path, file in
            let store = try BrokerStore(in: BrokerDirectory(path))
            let partition = try #require(store.topics().first?.partitions.first?.id)
            for offset in 20..<60 { try store.append(30_000, to: partition, offsets: Int64(offset)...Int64(offset)) }
            try store.commit()
            try store.append(30_000, to: partition, offsets: 60...60)
            try withDirectory { copy in
                try FileManager.default.copyItem(atPath: path, toPath: copy)
                // A checkpoint that was killed half way: the pages are in the log still.
                let reopened = try BrokerStore(in: BrokerDirectory(copy))
                #expect(try reopened.partition(partition)?.nextOffset == 60)
                #expect(try reopened.batches.read(partition, from: 59) == testBatch(30_000, 59))
            }
        }
    }

    /// Pages that a checkpoint had not come to are in the log; pages that are in neither are missing.
    @Test func aKilledCheckpointIsNoTornFile() throws {
        try withFile { path, file in
            let store = try BrokerStore(in: BrokerDirectory(path))
            let partition = try #require(store.topics().first?.partitions.first?.id)
            let size = try #require(try files(path)["broker.db"]?.count)
            for offset in 20..<60 { try store.append(30_000, to: partition, offsets: Int64(offset)...Int64(offset)) }
            try store.commit()
            try withDirectory { copy in
                try FileManager.default.copyItem(atPath: path, toPath: copy)
                _ = try store.connection.checkpoint(0)
                let whole = try Data(contentsOf: URL(fileURLWithPath: file))
                try whole.prefix(size + 100_000).write(to: URL(fileURLWithPath: copy + "/broker.db"))
                #expect(try BrokerStore(in: BrokerDirectory(copy)).batches.read(partition, from: 59).count == 30_000)
            }
            try withDirectory { copy in
                try FileManager.default.copyItem(atPath: path, toPath: copy)
                #expect(truncate(copy + "/broker.db", size - 8192) == 0)
                try expectRefused(copy, .damaged, naming: copy + "/broker.db")
            }
        }
    }
}
