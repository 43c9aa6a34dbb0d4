import Foundation
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
}
