import CMillrace
import ConnectData

@testable import FileStream
@testable import MillracePlugin
@testable import PluginHost

/// A record as a test looks at it.
struct ReadLine: Equatable {
    var text: [UInt8]
    /// The position of the source offset; nil if it is null.
    var position: Int64?

    init(_ text: [UInt8], _ position: Int64?) {
        self.text = text
        self.position = position
    }

    init(_ text: String, _ position: Int64?) {
        self.init(Array(text.utf8), position)
    }
}

/// Committed offsets: one position for whatever partition is asked for.
final class CommittedOffset: SourceOffsetReader {
    var offset: OffsetMap?
    private(set) var asked: [OffsetMap] = []

    init(_ offset: OffsetMap? = nil) { self.offset = offset }

    func readOffsets(
        of partitions: UnsafeBufferPointer<Value>, into offsets: UnsafeMutableBufferPointer<Value>, memory: Batch
    ) throws(ConnectError) {
        for index in partitions.indices {
            if let partition = try OffsetMap(map: partitions[index]) { asked.append(partition) }
            offsets[index] = offset?.value(in: RecordMemory(memory.pointer)) ?? .null
        }
    }
}

/// A source task that a test polls as the runtime does: every batch passes the host's check.
final class TestSource {
    let task = FileStreamSourceTask()
    let committed: CommittedOffset
    /// What the last poll gave, still held by the host.
    private(set) var batch: Batch?
    private let offsets: OffsetContext
    private let context: UnsafeMutablePointer<millrace_source_task_context>

    init(_ path: String?, from offset: OffsetMap? = nil, batchSize: Int? = nil, idleWait: Int32 = 0) throws {
        Host.install(HostTable.pointer)
        committed = CommittedOffset(offset)
        offsets = OffsetContext(committed)
        context = .allocate(capacity: 1)
        context.initialize(
            to: millrace_source_task_context(
                size: UInt32(MemoryLayout<millrace_source_task_context>.size), reserved: 0, context: offsets.pointer,
                host: HostTable.pointer, read_offsets: readOffsets))
        task.idleWait = idleWait
        var properties = ["topic": "lines"]
        properties["file"] = path
        properties["batch.size"] = batchSize.map(String.init)
        try task.start(properties, SourceTaskContext(context))
    }

    convenience init(_ path: String?, fromPosition position: Int64, batchSize: Int? = nil) throws {
        try self.init(path, from: ["position": .integer(position)], batchSize: batchSize)
    }

    deinit { context.deallocate() }

    /// One poll.
    func poll() throws -> [ReadLine] {
        batch = nil
        guard let filled = try task.poll() else { return [] }
        let batch = Batch.takeBack(filled.handOver())
        try BatchCheck.check(batch)
        self.batch = batch
        return try batch.records.map { record in
            let offset = try record.source_offset.flatMap { try OffsetMap(map: $0.pointee) }
            return ReadLine(Array(record.value.rawBytes), offset?["position"]?.integer)
        }
    }

    /// Polls until there is nothing more.
    func readAll() throws -> [ReadLine] {
        var lines: [ReadLine] = []
        while true {
            let more = try poll()
            if more.isEmpty { return lines }
            lines += more
        }
    }

    /// Polls until there are so many lines.
    func read(_ count: Int) throws -> [ReadLine] {
        var lines: [ReadLine] = []
        while lines.count < count { lines += try poll() }
        return lines
    }
}
