import Foundation
import Testing

@testable import EmbeddedBroker

/// What is deleted goes in small steps, while the rest is in use.
@Suite struct DeletionTests {
    private static let batch = 100_000

    private func fill(_ store: BrokerStore, _ partition: Int64, batches: Int) throws {
        for offset in 0..<Int64(batches) { try store.append(Self.batch, to: partition, offsets: offset...offset) }
        try store.commit()
    }

    private func size(of path: String) throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
    }

    @Test func batchesBelowTheLogStartGoInSteps() throws {
        try withStore { store in
            let partition = try store.makePartition()
            try fill(store, partition, batches: 10)
            let aborted = [
                AbortedTransaction(producerID: 1, firstOffset: 0, lastOffset: 3),
                AbortedTransaction(producerID: 2, firstOffset: 5, lastOffset: 7),
            ]
            for transaction in aborted { try store.addAbortedTransaction(transaction, partition: partition) }
            try store.moveLogStart(partition: partition, to: 7)
            var left: [Int] = []
            while try store.deleteStep(maxBytes: 3 * Self.batch) {
                try store.commit()
                left.append(try store.batches.batches(partition: partition, from: 0, before: .max, limit: 99).count)
            }
            #expect(left == [7, 4, 3])
            #expect(try store.batches.abortedTransactions(partition: partition, from: 0, before: .max) == [aborted[1]])
            let row = PartitionRow(id: partition, number: 0, logStart: 7, nextOffset: 10, size: Int64(3 * Self.batch))
            #expect(try store.partition(partition) == row)
        }
    }

    @Test func aBatchThatReachesOverTheLogStartStays() throws {
        try withStore { store in
            let partition = try store.makePartition()
            try store.append(100, to: partition, offsets: 0...9)
            try store.moveLogStart(partition: partition, to: 9)
            #expect(try !store.deleteStep(maxBytes: 1000))
            #expect(try store.batches.read(partition, from: 9).count == 100)
        }
    }

    @Test func theFileShrinksWhileOtherTopicsAreWritten() throws {
        try withStore { store in
            let file = store.connection.file
            let partition = try store.makePartition("deleted")
            let other = try store.makePartition("kept")
            try fill(store, partition, batches: 100)
            try store.checkpoint()
            let full = try size(of: file)
            let deleted = try #require(store.topics().first { $0.name == "deleted" })
            try store.deleteTopic(id: deleted.id, name: deleted.name)
            try store.commit()
            var offset: Int64 = 0
            var sizes: [Int] = []
            while try store.deleteStep(maxBytes: 10 * Self.batch) || store.vacuumStep(maxPages: 200) {
                try store.append(1000, to: other, offsets: offset...offset)
                offset += 1
                try store.commit()
                try store.checkpoint()
                sizes.append(try size(of: file))
            }
            #expect(Set(sizes).count >= 4, "It shrinks in steps: \(sizes)")
            #expect(try size(of: file) < full / 10)
            #expect(try store.partition(partition) == nil)
            #expect(try store.batches.read(other, from: 0).count == Int(offset) * 1000)
            #expect(try store.connection.first("PRAGMA integrity_check") { $0.text(0) } == "ok")
        }
    }

    @Test func compactionReplacesAndDeletesBatches() throws {
        try withStore { store in
            let partition = try store.makePartition()
            try fill(store, partition, batches: 3)
            let batches = try store.batches.batches(partition: partition, from: 0, before: .max, limit: 3)
            let smaller = testBatch(500, 42)
            try smaller.withUnsafeBytes { try store.replace(batches[0], with: $0, maxTimestamp: 12) }
            try store.delete(batches[1])
            try store.commit()
            #expect(try store.batches.read(partition, from: 0) == smaller + testBatch(Self.batch, 2))
            #expect(try store.batches.batch(partition: partition, at: 0)?.maxTimestamp == 12)
            let expected = PartitionRow(id: partition, number: 0, nextOffset: 3, size: Int64(Self.batch + 500))
            #expect(try store.partition(partition) == expected)
        }
    }
}
