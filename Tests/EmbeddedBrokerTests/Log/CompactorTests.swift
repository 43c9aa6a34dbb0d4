import NIOCore
import Testing

@testable import EmbeddedBroker

@Suite struct CompactorTests {
    @Test func compactsUpToTheNewestBatch() throws {
        try withLog(["a=1 b=1", "a=2", "a=3"]) { log in
            try log.compact(now: 10_000)
            #expect(try log.content() == ["1:b=1", "2:a=2", "3:a=3"])
            try log.append("c=1")
            try log.compact(now: 20_000)
            #expect(try log.content() == ["1:b=1", "3:a=3", "4:c=1"])
            let partition = try #require(try log.store.partition(log.id))
            #expect(partition.nextOffset == 5)
            #expect(try Int(partition.size) == log.stored().map(\.size).reduce(0, +))
        }
    }

    @Test func neverTouchesWhatIsNotStable() throws {
        try withLog(["a=1", "a=2", "T7 a=3", "b=1", "b=2"]) { log in
            log.state.lastStableOffset = 2
            try log.compact(now: 10_000)
            #expect(try log.content() == ["0:a=1", "1:a=2", "2:a=3", "3:b=1", "4:b=2"])
            try log.append("commit7")
            try log.append("c=1")
            try log.compact(now: 10_000)
            #expect(try log.content() == ["2:a=3", "4:b=2", "5:commit7", "6:c=1"])
        }
    }

    @Test func takesAbortedTransactionsAndThenForgetsThem() throws {
        try withLog(["T7 a=1", "abort7", "b=1", "c=1"]) { log in
            #expect(try log.aborted().count == 1)
            try log.compact(now: 10_000)
            #expect(try log.content() == ["1:abort7", "2:b=1", "3:c=1"])
            #expect(try log.aborted().count == 1)
            try log.append("b=2")
            try log.append("b=3")
            try log.compact(now: 20_000)
            #expect(try log.content() == ["1:abort7 until 25000", "3:c=1", "4:b=2", "5:b=3"])
            #expect(try log.aborted().isEmpty)
        }
    }

    @Test func waitsForEnoughDirt() throws {
        try withLog((0..<20).map { "key-\($0)=1" }) { log in
            log.state.minCleanableDirtyRatio = 0.5
            try log.compact(now: 10_000)
            try log.append("key-0=2")
            try log.append("key-1=2")
            try log.compact(now: 10_000)
            #expect(try log.stored().count == 22, "two of 22 are not half of the log")
            for _ in 0..<30 { try log.append("key-0=3") }
            try log.compact(now: 10_000)
            #expect(try log.stored().count == 21)
        }
    }

    @Test func doesNotWaitLongerThanTheMaximalLag() throws {
        try withLog((0..<20).map { "key-\($0)=1" }) { log in
            (log.state.minCleanableDirtyRatio, log.state.maxCompactionLagMs) = (0.9, 60_000)
            try log.compact(now: 10_000)
            try log.append("key-0=2")
            try log.append("key-0=3")
            try log.compact(now: 61_000)
            #expect(try log.stored().count == 22)
            try log.compact(now: 61_001)
            #expect(try log.stored().count == 21, "the newest batch is not seen yet")
        }
    }

    @Test func leavesWhatIsYoungerThanTheMinimalLag() throws {
        try withLog(["a=1", "a=2"]) { log in
            log.state.minCompactionLagMs = 5_000
            try log.append("a=3", at: 8_000)
            try log.append("a=4", at: 9_000)
            try log.append("a=5", at: 9_000)
            try log.compact(now: 12_000)
            #expect(try log.content() == ["1:a=2", "2:a=3", "3:a=4", "4:a=5"])
            try log.compact(now: 14_000)
            #expect(try log.content() == ["3:a=4", "4:a=5"])
        }
    }

    /// With room for a few keys it takes several rounds, and the outcome is the same.
    @Test func needsNoMoreMemoryThanItMay() throws {
        let batches = (0..<200).map { "key-\($0 * 7 % 40)=\($0) key-\($0 * 11 % 40)=\($0)" }
        var contents: [[String]] = []
        for capacity in [10, 1_000] {
            try withLog(batches) { log in
                log.compactor = Compactor(log.store, capacity: capacity)
                log.state.minCleanableDirtyRatio = 0
                try log.compact(now: 10_000)
                let content = try log.content()
                contents.append(content)
            }
        }
        #expect(contents[0] == contents[1])
        let last = try #require(contents.first)
        #expect(last.joined(separator: " ").split(separator: " ").count <= 42)
    }

    /// The storage thread must get back to its requests.
    @Test func stepsAreBounded() throws {
        let value = String(repeating: "x", count: 400_000)
        try withLog((0..<12).map { "key-\($0 % 5)=\(value)" }) { log in
            var steps = 0
            while try log.compactor.step([log.state], now: 10_000) {
                try log.store.commit()
                steps += 1
            }
            #expect(steps >= 6, "of 4.8 MB, each batch read twice")
            #expect(try log.stored().count == 6)
        }
    }

    @Test func losesNothingWhenTheStoreIsRolledBack() throws {
        try withLog((0..<50).map { "key-\($0 % 5)=\($0)" }) { log in
            while try log.compactor.step([log.state], now: 10_000) { log.store.rollback() }
            #expect(try log.stored().count == 50)
            log.compactor.startOver()
            try log.compact(now: 10_000)
            #expect(try log.stored().count == 6)
        }
    }

    @Test func givesUpARoundOfAPartitionThatIsGone() throws {
        let value = String(repeating: "x", count: 400_000)
        try withLog((0..<8).map { "key-\($0)=\(value)" }) { log in
            let hasBegun = try log.compactor.step([log.state], now: 10_000)
            let goesOn = try log.compactor.step([], now: 10_000)
            #expect(hasBegun && !goesOn)
        }
    }

    private func withLog(_ batches: [String], _ body: (StoredLog) throws -> Void) throws {
        try withStore { store in
            let log = try StoredLog(store)
            for batch in batches { try log.append(batch) }
            try store.commit()
            try body(log)
        }
    }
}
