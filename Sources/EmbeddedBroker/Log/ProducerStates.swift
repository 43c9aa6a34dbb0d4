internal import KafkaProtocol

/// What the idempotent producers of one partition have sent: repeated batches are known, missing ones noticed, and
/// producers of an older epoch kept out (KIP-98). Confined to the storage thread.
struct ProducerStates {
    /// What one producer has sent.
    struct State: Equatable {
        /// A batch that was stored.
        struct Batch: Equatable {
            var firstSequence: Int32
            var lastSequence: Int32
            var baseOffset: Int64
        }

        var epoch: Int16
        var lastTimestamp: Int64
        /// The newest ones of this epoch, the oldest first. A client has five in flight at most.
        var recent: [Batch]
    }

    /// What a batch is to this partition.
    enum Verdict: Equatable {
        /// The next one.
        case append
        /// It came before, and is stored at this offset.
        case duplicate(baseOffset: Int64)
        /// It must not be stored.
        case refuse(ErrorCode)
    }

    static let remembered = 5

    private(set) var byProducer: [Int64: State]
    /// Producers whose state is not in the store yet.
    private(set) var changed: Set<Int64> = []

    init(_ byProducer: [Int64: State] = [:]) {
        self.byProducer = byProducer
    }

    /// Judges a batch of a client.
    func judge(producer: Int64, epoch: Int16, firstSequence: Int32, lastSequence: Int32) -> Verdict {
        // Whose records are all deleted is unknown, and goes on where it is.
        guard let state = byProducer[producer] else { return .append }
        guard epoch >= state.epoch else { return .refuse(.invalidProducerEpoch) }
        guard epoch == state.epoch else { return firstSequence == 0 ? .append : .refuse(.outOfOrderSequenceNumber) }
        let repeated = state.recent.first { $0.firstSequence == firstSequence && $0.lastSequence == lastSequence }
        if let repeated { return .duplicate(baseOffset: repeated.baseOffset) }
        let last = state.recent.last?.lastSequence ?? -1
        let expected = last == .max ? 0 : last + 1
        return firstSequence == expected ? .append : .refuse(.outOfOrderSequenceNumber)
    }

    /// A batch was appended.
    mutating func add(
        producer: Int64, epoch: Int16, firstSequence: Int32, lastSequence: Int32, baseOffset: Int64, now: Int64
    ) {
        var state = byProducer[producer] ?? State(epoch: epoch, lastTimestamp: now, recent: [])
        if state.epoch != epoch { state = State(epoch: epoch, lastTimestamp: now, recent: []) }
        state.lastTimestamp = now
        state.recent.append(
            State.Batch(firstSequence: firstSequence, lastSequence: lastSequence, baseOffset: baseOffset))
        if state.recent.count > Self.remembered { state.recent.removeFirst() }
        byProducer[producer] = state
        changed.insert(producer)
    }

    /// A transaction's marker was appended: the producer is at least in this epoch.
    mutating func mark(producer: Int64, epoch: Int16, now: Int64) {
        let recent = byProducer[producer].flatMap { $0.epoch == epoch ? $0.recent : nil } ?? []
        byProducer[producer] = State(epoch: epoch, lastTimestamp: now, recent: recent)
        changed.insert(producer)
    }

    /// Forgets who has sent nothing since then, in milliseconds since 1970. The store forgets them, too.
    mutating func forget(heardBefore time: Int64) {
        byProducer = byProducer.filter { changed.contains($0.key) || $0.value.lastTimestamp >= time }
    }

    /// What has to be stored now.
    mutating func takeChanged() -> Set<Int64> {
        defer { changed = [] }
        return changed
    }
}

extension ProducerStates.State {
    /// The batches as the store keeps them: `first-last@offset` each, with spaces between.
    var recentText: String {
        recent.map { "\($0.firstSequence)-\($0.lastSequence)@\($0.baseOffset)" }.joined(separator: " ")
    }

    /// Reads `recentText`.
    static func recent(from text: String) -> [Batch] {
        text.split(separator: " ").compactMap { word in
            let parts = word.split { $0 == "-" || $0 == "@" }
            guard parts.count == 3, let first = Int32(parts[0]), let last = Int32(parts[1]), let base = Int64(parts[2])
            else { return nil }
            return Batch(firstSequence: first, lastSequence: last, baseOffset: base)
        }
    }
}
