import CSQLite
import Foundation
import Synchronization
import Testing

@testable import EmbeddedBroker

/// What the disk refuses is not kept, and the store goes on when there is room again.
@Suite struct FullDiskTests {
    @Test func aFileThatMayNotGrow() throws {
        try withStore { store in
            let partition = try store.makePartition()
            try store.append(50_000, to: partition, offsets: 0...0)
            try store.commit()
            let pages = try store.connection.integer("PRAGMA page_count")
            _ = try store.connection.integer("PRAGMA max_page_count = \(pages + 10)")

            try store.append(50_000, to: partition, offsets: 1...1)
            let error = #expect(throws: StorageError.self) { try store.append(500_000, to: partition, offsets: 2...2) }
            #expect(error?.reason == .full)
            #expect(error?.description.contains(store.connection.file) == true)
            // What came before it in the same transaction is gone too, and the commit says so.
            let second = #expect(throws: StorageError.self) { try store.commit() }
            #expect(second?.reason == .full)
            #expect(try store.partition(partition)?.nextOffset == 1)

            try store.append(50_000, to: partition, offsets: 1...1)
            try store.commit()
            _ = try store.connection.integer("PRAGMA max_page_count = 1000000")
            try store.append(500_000, to: partition, offsets: 2...2)
            try store.commit()
            #expect(try store.batches.read(partition, from: 1) == testBatch(50_000, 1) + testBatch(500_000, 2))
        }
    }

    struct Fault: Sendable {
        /// What the system says.
        var code: Int32
        /// One that does not fit in the cache is written to the log before the commit.
        var size: Int
        var reason: StorageError.Reason
    }

    @Test(arguments: [
        Fault(code: ENOSPC, size: 50_000, reason: .full), Fault(code: ENOSPC, size: 5_000_000, reason: .full),
        Fault(code: EIO, size: 50_000, reason: .failed),
    ]) func aSystemThatRefusesToWrite(_ fault: Fault) throws {
        try withStore { store in
            let partition = try store.makePartition()
            let data = [UInt8](repeating: 9, count: fault.size)
            func append(_ offset: Int64) throws {
                try data.withUnsafeBytes {
                    try store.append(
                        $0, partition: partition, baseOffset: offset, lastOffset: offset, maxTimestamp: 0)
                }
                try store.commit()
            }
            try append(0)
            for _ in 0..<2 {
                let error = try WriteFault.during(fault.code, store.connection.file + "-wal") {
                    #expect(throws: StorageError.self) { try append(1) }
                }
                #expect(error?.reason == fault.reason, "\(error.debugDescription)")
                store.rollback()
                #expect(!store.hasChanges)
                #expect(try store.partition(partition)?.nextOffset == 1)
            }
            try append(1)
            let reader = try BatchReader(database: store.connection.file)
            #expect(try reader.read(partition, from: 0) == data + data)
            #expect(try store.connection.first("PRAGMA integrity_check") { $0.text(0) } == "ok")
        }
    }
}

/// Makes the system's refusal to write to one file.
private enum WriteFault {
    private static let code = Atomic<Int32>(0)
    private static let file = Atomic<UInt64>(0)
    private static let one = Mutex(())

    /// One test at a time; SQLite's other files are not touched.
    static func during<Result>(_ code: Int32, _ path: String, _ body: () throws -> Result) throws -> Result {
        try one.withLock { _ in
            var status = stat()
            #expect(stat(path, &status) == 0)
            file.store(UInt64(status.st_ino), ordering: .relaxed)
            Self.code.store(code, ordering: .releasing)
            let system = try #require(sqlite3_vfs_find(nil))
            let write: @convention(c) (Int32, UnsafeRawPointer?, Int, off_t) -> Int = WriteFault.write
            for name in ["pwrite", "pwrite64"] {
                _ = system.pointee.xSetSystemCall(system, name, unsafeBitCast(write, to: sqlite3_syscall_ptr.self))
            }
            defer {
                for name in ["pwrite", "pwrite64"] { _ = system.pointee.xSetSystemCall(system, name, nil) }
            }
            return try body()
        }
    }

    private static let write: @convention(c) (Int32, UnsafeRawPointer?, Int, off_t) -> Int = {
        descriptor, bytes, count, place in
        var status = stat()
        guard fstat(descriptor, &status) == 0, UInt64(status.st_ino) == file.load(ordering: .relaxed) else {
            return pwrite(descriptor, bytes, count, place)
        }
        errno = code.load(ordering: .acquiring)
        return -1
    }
}
