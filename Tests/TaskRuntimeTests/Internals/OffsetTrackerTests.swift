import CMillrace
import ConnectData
import Testing

@testable import TaskRuntime

/// An offset may be committed when every record up to it is acknowledged or dropped, and never before.
@Suite struct OffsetTrackerTests {
    @Test func aSegmentIsCommittableWhenAllItsRecordsAreSettled() throws {
        var source = TrackedSource()
        let batch = try source.send("a", offsets: 1...3)
        #expect(source.committable() == [:])
        source.settle(batch[0])
        source.settle(batch[2])
        #expect(source.committable() == [:])
        source.settle(batch[1])
        #expect(source.committable() == ["a": 3])
        #expect(source.committable() == [:], "what was taken is not given twice")
        #expect(source.tracker.inFlight == 0)
    }

    @Test func laterSegmentsWaitForEarlierOnes() throws {
        var source = TrackedSource()
        let batches = try (0..<5).map { try source.send("a", offsets: $0 * 10 + 1...$0 * 10 + 2) }
        for ticket in batches[1] + batches[2] + batches[4] { source.settle(ticket) }
        #expect(source.committable() == [:])
        for ticket in batches[0] { source.settle(ticket) }
        #expect(source.committable() == ["a": 22])
        for ticket in batches[3] { source.settle(ticket) }
        #expect(source.committable() == ["a": 42])
    }

    /// Whatever the order of acknowledgements, at each moment: what is committable has no unsettled record before it.
    @Test(arguments: 1...20)
    func anyOrderOfAcknowledgementsIsSafe(_ seed: UInt64) throws {
        var random = Shuffle(state: seed)
        var source = TrackedSource()
        var inFlight: [(partition: String, offset: Int64, ticket: UInt)] = []
        var sent: [String: Int64] = ["a": 0, "b": 0, "c": 0]
        var committed: [String: Int64] = [:]
        for _ in 0..<300 {
            if random.next(3) > 0, let partition = sent.keys.sorted().randomElement(using: &random) {
                let first = sent[partition, default: 0] + 1
                let last = first + Int64(random.next(4))
                let tickets = try source.send(partition, offsets: first...last)
                inFlight += zip(first...last, tickets).map { (partition, $0, $1) }
                sent[partition] = last
            }
            for _ in 0..<random.next(6) where !inFlight.isEmpty {
                source.settle(inFlight.remove(at: random.next(inFlight.count)).ticket)
            }
            for (partition, offset) in source.committable() {
                #expect(offset > committed[partition, default: 0])
                committed[partition] = offset
            }
            for record in inFlight { #expect(record.offset > committed[record.partition, default: 0]) }
        }
        for record in inFlight { source.settle(record.ticket) }
        committed.merge(source.committable()) { $1 }
        #expect(committed == sent.filter { $0.value > 0 })
    }

    @Test func droppedRecordsCountWithoutAnAcknowledgement() throws {
        var source = TrackedSource()
        try source.drop("a", offsets: 1...2)
        #expect(source.committable() == ["a": 2])
        let ticket = try source.send("a", offsets: 3...3)
        try source.drop("a", offsets: 4...4)
        #expect(source.committable() == [:], "record 3 is under way")
        source.settle(ticket[0])
        #expect(source.committable() == ["a": 4])
    }

    /// A batch whose processing stopped in the middle: what was sent counts, what was not does not.
    @Test func aCutInTheMiddleOfABatchEndsAtTheLastRecordSent() throws {
        var source = TrackedSource()
        let sent = try source.send("a", offsets: 1...2, cut: false)
        _ = source.tracker.ticket(partition: try source.partition("a"))
        source.tracker.cut()
        for ticket in sent { source.settle(ticket) }
        #expect(source.committable() == ["a": 2])
    }

    @Test func aCommitThatFailedIsMadeAgain() throws {
        var source = TrackedSource()
        for ticket in try source.send("a", offsets: 1...1) + source.send("b", offsets: 5...5) { source.settle(ticket) }
        #expect(source.committable() == ["a": 1, "b": 5])
        source.tracker.commitFailed()
        #expect(source.tracker.hasCommittable)
        for ticket in try source.send("a", offsets: 2...2) { source.settle(ticket) }
        #expect(source.committable() == ["a": 2, "b": 5])
    }

    @Test func recordsWithoutAPartitionOrAnOffsetAreOnlyCounted() throws {
        var source = TrackedSource()
        source.tracker.sent(partition: nil, offset: nil)
        let partition = try source.partition("a")
        let ticket = source.tracker.ticket(partition: partition)
        source.tracker.sent(partition: partition, offset: nil)
        source.tracker.cut()
        #expect(source.tracker.inFlight == 2)
        source.settle(0)
        source.settle(ticket.opaque)
        #expect(source.tracker.inFlight == 0)
        #expect(source.committable() == [:])
    }

    /// Java's maps have no order: a source that builds its partition in another one still means the same.
    @Test func partitionsAreMatchedAsMaps() throws {
        var source = TrackedSource()
        let make = source.memory
        let forth = make.map([("file", make.string("x")), ("line", .int64(1))])
        let back = make.map([("line", .int64(1)), ("file", make.string("x"))])
        let other = make.map([("file", make.string("x")), ("line", .int64(2))])
        let number = try source.tracker.partition(of: forth)
        let same = try source.tracker.partition(of: back)
        let another = try source.tracker.partition(of: other)
        #expect(same == number && another != number)
    }

    /// A source that gives one record per poll has as many segments in flight as records.
    @Test func manySegmentsInFlightSettleQuickly() throws {
        var source = TrackedSource()
        let tickets = try (1...50_000).map { try source.send("a", offsets: $0...$0)[0] }
        let time = ContinuousClock().measure { for ticket in tickets { source.settle(ticket) } }
        #expect(source.committable() == ["a": 50_000])
        #expect(time < .seconds(5), "settling is linear")
    }
}

/// Sends records through a tracker, as the deliveries do.
private struct TrackedSource {
    var tracker = OffsetTracker()
    let memory = Memory()

    func map(_ name: String) -> Value { memory.map([("name", memory.string(name))]) }

    mutating func partition(_ name: String) throws -> Int { try tracker.partition(of: map(name)) }

    mutating func send(_ name: String, offsets: ClosedRange<Int64>, cut: Bool = true) throws -> [UInt] {
        let partition = try partition(name)
        let tickets = offsets.map { offset in
            let ticket = tracker.ticket(partition: partition).opaque
            tracker.sent(partition: partition, offset: memory.offset(offset))
            return ticket
        }
        if cut { tracker.cut() }
        return tickets
    }

    mutating func drop(_ name: String, offsets: ClosedRange<Int64>) throws {
        let partition = try partition(name)
        for offset in offsets { tracker.dropped(partition: partition, offset: memory.offset(offset)) }
        tracker.cut()
    }

    mutating func settle(_ ticket: UInt) { tracker.settle(ticket) }

    mutating func committable() -> [String: Int64] {
        Dictionary(
            uniqueKeysWithValues: tracker.takeCommittable().map {
                ($0.partition.entries[0].value.text, $0.offset.entries[0].value.as.integer)
            })
    }
}

/// A generator whose runs can be repeated.
private struct Shuffle: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ state >> 29
    }

    mutating func next(_ limit: Int) -> Int { Int(next() >> 16) % limit }
}
