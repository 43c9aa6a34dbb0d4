import Testing

@testable import EmbeddedBroker

@Suite struct RetentionTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let retention: Retention
        var limit: Int64 = 100
        let start: Int64
    }

    /// Ten batches of ten records and 100 bytes each, of the times 0, 1000, ... 9000. Now is 10,000.
    @Test(arguments: [
        Case(testDescription: "no limits", retention: Retention(), start: 0),
        Case(testDescription: "everything is young", retention: Retention(milliseconds: 10_000), start: 0),
        Case(testDescription: "the oldest is too old", retention: Retention(milliseconds: 9_999), start: 10),
        Case(testDescription: "half is too old", retention: Retention(milliseconds: 5_000), start: 50),
        Case(testDescription: "all are too old", retention: Retention(milliseconds: 0), start: 100),
        Case(testDescription: "some are not stable", retention: Retention(milliseconds: 0), limit: 30, start: 30),
        Case(testDescription: "as much as may be", retention: Retention(bytes: 1_000), start: 0),
        Case(testDescription: "what would be less stays", retention: Retention(bytes: 901), start: 0),
        Case(testDescription: "one is too much", retention: Retention(bytes: 900), start: 10),
        Case(testDescription: "nothing may be kept", retention: Retention(bytes: 0), start: 100),
        Case(testDescription: "whatever comes first", retention: Retention(milliseconds: 8_000, bytes: 500), start: 50),
        Case(testDescription: "or last", retention: Retention(milliseconds: 2_000, bytes: 500), start: 80),
    ])
    func movesTheStartOfTheLog(_ one: Case) throws {
        try withStore { store in
            let id = try store.makePartition()
            for index in 0..<10 as Range<Int64> {
                try store.append(100, to: id, offsets: index * 10...index * 10 + 9, timestamp: index * 1_000)
            }
            let partition = try #require(try store.partition(id))
            let (start, isUnfinished) = try one.retention.logStart(
                of: partition, limit: one.limit, now: 10_000, in: store.batches)
            #expect(start == one.start && !isUnfinished)
        }
    }

    /// The store deletes in small steps, and the size counts what it has not come to.
    @Test func doesNotCountBytesTwice() throws {
        try withStore { store in
            let id = try store.makePartition()
            for index in 0..<10 as Range<Int64> { try store.append(100, to: id, offsets: index...index) }
            func start() throws -> Int64 {
                let partition = try #require(try store.partition(id))
                let start = try Retention(bytes: 700).logStart(
                    of: partition, limit: 10, now: 10_000, in: store.batches
                ).offset
                try store.moveLogStart(partition: id, to: start)
                return start
            }
            #expect(try start() == 3)
            #expect(try start() == 3)
            while try store.deleteStep(maxBytes: 100) {}
            #expect(try start() == 3)
        }
    }

    @Test func comesBackForTheRest() throws {
        try withStore { store in
            let id = try store.makePartition()
            for index in 0..<600 as Range<Int64> { try store.append(10, to: id, offsets: index...index, timestamp: 1) }
            var answers: [Int64] = []
            var isUnfinished = true
            while isUnfinished {
                let partition = try #require(try store.partition(id))
                let found = try Retention(milliseconds: 5).logStart(
                    of: partition, limit: 600, now: 10_000, in: store.batches)
                try store.moveLogStart(partition: id, to: found.offset)
                isUnfinished = found.isUnfinished
                answers.append(found.offset)
            }
            #expect(answers == [256, 512, 600])
            #expect(try store.partition(id)?.nextOffset == 600)
        }
    }

    @Test func countsABatchWithoutTimestampsAsOldAsTheNext() throws {
        try withStore { store in
            let id = try store.makePartition()
            for (index, timestamp) in [-1, 1_000, -1, -1, 9_000].enumerated() {
                try store.append(10, to: id, offsets: Int64(index)...Int64(index), timestamp: Int64(timestamp))
            }
            let partition = try #require(try store.partition(id))
            let found = try Retention(milliseconds: 5_000).logStart(
                of: partition, limit: 5, now: 10_000, in: store.batches)
            #expect(found.offset == 2)
        }
    }

    /// There may be more of them than are looked at at once.
    @Test func comesPastManyBatchesWithoutTimestamps() throws {
        try withStore { store in
            let id = try store.makePartition()
            for index in 0..<300 as Range<Int64> { try store.append(10, to: id, offsets: index...index, timestamp: -1) }
            try store.append(10, to: id, offsets: 300...300, timestamp: 1)
            for start in [256, 301] as [Int64] {
                let partition = try #require(try store.partition(id))
                let found = try Retention(milliseconds: 5).logStart(
                    of: partition, limit: 301, now: 10_000, in: store.batches)
                #expect(found == (start, start == 256))
                try store.moveLogStart(partition: id, to: found.offset)
            }
        }
    }
}
