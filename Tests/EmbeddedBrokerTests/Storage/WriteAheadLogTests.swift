import Foundation
import Synchronization
import Testing

@testable import EmbeddedBroker

/// The write-ahead log stays bounded, whoever reads meanwhile.
@Suite struct WriteAheadLogTests {
    private static let batch = 500_000

    private func logSize(_ store: BrokerStore) throws -> Int {
        try #require(
            FileManager.default.attributesOfItem(atPath: store.connection.file + "-wal")[.size] as? Int)
    }

    /// Writes so many MB, a commit for each batch. Returns the largest size that the log had.
    private func write(_ megabytes: Int, to store: BrokerStore, _ partition: Int64) throws -> Int {
        var largest = 0
        for offset in 0..<Int64(megabytes * 2) {
            try store.append(Self.batch, to: partition, offsets: offset...offset)
            try store.commit()
            largest = max(largest, try logSize(store))
        }
        return largest
    }

    @Test func withoutReaders() throws {
        try withStore { store in
            let partition = try store.makePartition()
            #expect(try write(100, to: store, partition) < 64 << 20)
            #expect(try store.batches.read(partition, from: 199) == testBatch(Self.batch, 199))
        }
    }

    /// Two readers whose transactions overlap, so that there is never a moment without any.
    @Test func readersThatOverlap() throws {
        try withStore { store in
            let partition = try store.makePartition()
            let first = try BrokerDatabase.openForReading(store.connection.file)
            _ = try first.integer("SELECT count(*) FROM topics")
            let end = Atomic(false)
            let handovers = Atomic(0)
            let file = store.connection.file
            let reader = Thread {
                var readers = (0..<2).compactMap { _ in try? BrokerDatabase.openForReading(file) }
                while !end.load(ordering: .acquiring), readers.count == 2 {
                    try? readers[0].execute("BEGIN; SELECT count(*) FROM topics")
                    try? readers[1].execute("COMMIT")
                    readers.swapAt(0, 1)
                    handovers.add(1, ordering: .relaxed)
                    usleep(1000)
                }
                end.store(false, ordering: .releasing)
            }
            reader.start()
            let largest = try write(150, to: store, partition)
            end.store(true, ordering: .releasing)
            while end.load(ordering: .acquiring) { usleep(1000) }
            #expect(largest < 72 << 20)
            #expect(handovers.load(ordering: .relaxed) > 20)
        }
    }

    /// A reader that holds a snapshot for long keeps the log from being cut, and nothing else: commits go on, and the
    /// log is cut when it ends.
    @Test func aReaderThatStays() throws {
        try withStore { store in
            let partition = try store.makePartition()
            do {
                let reader = try BrokerDatabase.openForReading(store.connection.file)
                try reader.execute("BEGIN; SELECT count(*) FROM topics")
                _ = try write(68, to: store, partition)
                #expect(try logSize(store) > 64 << 20)
                #expect(try reader.integer("SELECT count(*) FROM batches") == 0)
            }
            _ = try write(6, to: store, partition)
            #expect(try logSize(store) < 16 << 20)
        }
    }

    /// Sizes of the log in MiB after the commits, and what is done then.
    @Test func policy() {
        var policy = CheckpointPolicy()
        func action(_ mebibytes: Int, isCopying: Bool = false) -> CheckpointPolicy.Action? {
            policy.action(logPages: mebibytes * 128, isCopying: isCopying)
        }
        #expect(action(15) == nil)
        #expect(action(16) == .copy)
        #expect(action(18, isCopying: true) == nil)
        #expect(action(19) == .finish)
        // A reader was in it: the log goes on, and so do the attempts.
        #expect(action(20) == nil)
        #expect(action(23) == .copy)
        #expect(action(24) == .finish)
        #expect(action(64, isCopying: true) == .wait)
        #expect(action(65) == nil)
        #expect(action(68) == .wait)
        // It began anew.
        #expect(action(1) == nil)
        #expect(action(16) == .copy)
    }
}
