internal import CMillrace
internal import ConnectData

/// Which source offsets may be committed: for each source partition, that of the last record before the first one that
/// Kafka has not acknowledged (Connect's SubmittedRecords).
///
/// The unit is a segment, the records of one partition in one batch, or in the part of a batch before a record that
/// failed: a record in flight needs no memory but the partition and segment in its opaque, and an offset is copied once
/// a segment. A crash in the middle of a segment repeats its records; an orderly end never does, since it cuts the
/// segment where processing stopped and waits for what was sent.
struct OffsetTracker {
    /// A record in flight, as the producer's opaque carries it: never 0.
    struct Ticket {
        let opaque: UInt

        init(partition: Int, segment: Int) {
            opaque = UInt(segment) << 20 | UInt(partition + 1)
        }

        init(opaque: UInt) {
            self.opaque = opaque
        }

        var partition: Int { Int(opaque & 0xF_FFFF) - 1 }
        var segment: Int { Int(opaque >> 20) }
    }

    /// More source partitions than this in one task do not fit a ticket.
    static let mostPartitions = 1 << 20 - 1

    private var partitions: [SourcePartitionProgress] = []
    private var known: [Int: [Int]] = [:]
    private var openPartitions: [Int] = []
    private var dirty: Set<Int> = []
    /// Records sent and neither acknowledged nor given up.
    private(set) var inFlight = 0

    /// Whether there is anything to commit.
    var hasCommittable: Bool { !dirty.isEmpty }

    /// The number of the partition that equals a map, deeply; a new one gets the next number.
    mutating func partition(of map: Value) throws(ConnectError) -> Int {
        var hasher = Hasher()
        map.hashDeeply(into: &hasher)
        let hash = hasher.finalize()
        if let found = known[hash]?.first(where: { partitions[$0].key.value.equals(map) }) { return found }
        guard partitions.count < Self.mostPartitions else {
            throw ConnectError(.fatal, "The task gave records of more than \(Self.mostPartitions) source partitions")
        }
        partitions.append(SourcePartitionProgress(key: OwnedValue(copying: map)))
        known[hash, default: []].append(partitions.count - 1)
        return partitions.count - 1
    }

    /// The ticket of the next record of a partition: it travels as the producer's opaque.
    mutating func ticket(partition: Int) -> Ticket {
        open(partition)
        return Ticket(partition: partition, segment: partitions[partition].openSegment)
    }

    /// Counts a record that the producer has taken. `offset` lies in batch memory; it is read when the segment is cut.
    mutating func sent(partition: Int?, offset: UnsafePointer<Value>?) {
        inFlight += 1
        if let partition { partitions[partition].send(offset) }
    }

    /// Notes a record that was dropped: nothing is in flight, but its offset counts.
    mutating func dropped(partition: Int, offset: UnsafePointer<Value>?) {
        open(partition)
        partitions[partition].note(offset)
    }

    /// Counts a record that was acknowledged or given up, by its ticket; 0 stands for one without a partition.
    mutating func settle(_ opaque: UInt) {
        inFlight -= 1
        guard opaque != 0 else { return }
        let ticket = Ticket(opaque: opaque)
        if partitions[ticket.partition].settle(segment: ticket.segment) { dirty.insert(ticket.partition) }
    }

    /// Ends the open segments: their last offsets are copied out of the batch, which may go away afterwards.
    mutating func cut() {
        for partition in openPartitions where partitions[partition].cut() { dirty.insert(partition) }
        openPartitions.removeAll(keepingCapacity: true)
    }

    /// What has become committable since the last call.
    mutating func takeCommittable() -> [(partition: Value, offset: Value)] {
        defer { dirty.removeAll(keepingCapacity: true) }
        return dirty.sorted().compactMap { number in
            partitions[number].committable.map { (partitions[number].key.value, $0.value) }
        }
    }

    /// Makes everything committable again, after a commit that failed.
    mutating func commitFailed() {
        for number in partitions.indices where partitions[number].committable != nil { dirty.insert(number) }
    }

    private mutating func open(_ partition: Int) {
        if partitions[partition].open() { openPartitions.append(partition) }
    }
}

/// One source partition: its open segment, those that wait for acknowledgements, and the offset to commit.
private struct SourcePartitionProgress {
    private struct Segment {
        var outstanding = 0
        var offset: OwnedValue?
        var isCut = false
    }

    let key: OwnedValue
    private(set) var committable: OwnedValue?
    private var segments: [Segment] = []
    /// The number of `segments[0]`.
    private var first = 0
    /// How many of `segments` are done: they are taken out together, since each removal moves all that wait.
    private var done = 0
    private var isOpen = false
    private var lastOffset: UnsafePointer<Value>?

    init(key: OwnedValue) {
        self.key = key
    }

    /// The number of the open segment.
    var openSegment: Int { first + segments.count - 1 }

    /// Opens a segment unless one is open; true if it did.
    mutating func open() -> Bool {
        guard !isOpen else { return false }
        segments.append(Segment())
        isOpen = true
        return true
    }

    mutating func note(_ offset: UnsafePointer<Value>?) {
        if let offset { lastOffset = offset }
    }

    mutating func send(_ offset: UnsafePointer<Value>?) {
        note(offset)
        segments[segments.count - 1].outstanding += 1
    }

    /// True if something became committable.
    mutating func settle(segment: Int) -> Bool {
        segments[segment - first].outstanding -= 1
        return segment == first + done && advance()
    }

    /// True if something became committable.
    mutating func cut() -> Bool {
        segments[segments.count - 1].offset = lastOffset.map { OwnedValue(copying: $0.pointee) }
        segments[segments.count - 1].isCut = true
        lastOffset = nil
        isOpen = false
        return advance()
    }

    private mutating func advance() -> Bool {
        var advanced = false
        while done < segments.count, segments[done].isCut, segments[done].outstanding == 0 {
            if let offset = segments[done].offset {
                committable = offset
                segments[done].offset = nil
                advanced = true
            }
            done += 1
        }
        if done * 2 >= segments.count {
            segments.removeFirst(done)
            first += done
            done = 0
        }
        return advanced
    }
}
