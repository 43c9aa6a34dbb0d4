internal import KafkaProtocol
internal import NIOCore

/// What one fetch wants of a partition.
struct LogSlice: Sendable {
    /// The store's number.
    let partition: Int64
    /// The first offset that is wanted.
    let from: Int64
    /// Where the records that may be read end.
    let end: Int64
    let maximumBytes: Int
    /// Whether the client has to be told which transactions were aborted.
    let isReadCommitted: Bool
}

/// Reads batches from disk on a thread of its own, so that readers do not wait for writers' syncs.
actor LogReader {
    /// What there was of a slice.
    struct Found: Sendable {
        var records = ByteBuffer()
        var aborted: [FetchResponse.AbortedTransaction] = []
        var error = ErrorCode.none
    }

    nonisolated let loop: any EventLoop
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.executor.asUnownedSerialExecutor() }

    private let database: String
    private var opened: BatchReader?

    init(_ database: String, loop: any EventLoop) {
        self.database = database
        self.loop = loop
    }

    /// Opened on the thread that uses it.
    private var batches: BatchReader {
        get throws(StorageError) {
            if let opened { return opened }
            let batches = try BatchReader(database: database)
            opened = batches
            return batches
        }
    }

    /// Closes the file.
    func close() {
        opened = nil
    }

    /// Reads whole batches of each slice in turn, up to `limit` bytes in all. The first batch of all is given even if it
    /// is larger than any limit, so that a reader never stands still (KIP-74).
    func read(_ slices: [LogSlice], _ limit: Int) -> [Int64: Found] {
        var all: [Int64: Found] = [:]
        var rest = limit
        var isEmpty = true
        for slice in slices where slice.end > slice.from && (rest > 0 || isEmpty) {
            var found = Found()
            do {
                let count = try batches.read(
                    partition: slice.partition, from: slice.from, before: slice.end,
                    maxBytes: min(rest, slice.maximumBytes), atLeastOne: isEmpty, into: &found.records)
                if slice.isReadCommitted, count > 0 {
                    found.aborted = try aborted(slice, before: found.records.endOffset)
                }
                rest -= count
                isEmpty = isEmpty && count == 0
            } catch {
                found = Found(error: .kafkaStorageError)
            }
            all[slice.partition] = found
        }
        return all
    }

    private func aborted(_ slice: LogSlice, before end: Int64) throws -> [FetchResponse.AbortedTransaction] {
        try batches.abortedTransactions(partition: slice.partition, from: slice.from, before: end).map {
            var transaction = FetchResponse.AbortedTransaction()
            transaction.producerId = $0.producerID
            transaction.firstOffset = $0.firstOffset
            return transaction
        }
    }
}

extension ByteBuffer {
    /// The offset behind the last of these whole batches.
    fileprivate var endOffset: Int64 {
        var place = readerIndex
        var end: Int64 = 0
        while let base = getInteger(at: place, as: Int64.self),
            let length = getInteger(at: place + RecordBatch.Field.length, as: Int32.self),
            let last = getInteger(at: place + RecordBatch.Field.lastOffsetDelta, as: Int32.self)
        {
            end = base + Int64(last) + 1
            place += RecordBatch.logOverhead + Int(length)
        }
        return end
    }
}
