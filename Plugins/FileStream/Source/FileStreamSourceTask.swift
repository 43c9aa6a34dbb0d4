import Glibc
public import MillracePlugin

/// Reads one file, or the standard input, as it grows.
///
/// An offset is the position, in bytes, behind a line and its end.
public final class FileStreamSourceTask: SourceTask {
    /// Connect's name for it.
    public static let className = "org.apache.kafka.connect.file.FileStreamSourceTask"

    /// How long a poll waits for lines, and a file must be quiet before one that replaced it is read; milliseconds.
    var idleWait: Int32 = 1000

    private let stopping = StopSignal()
    private var context: SourceTaskContext?
    private var path: String?
    private var topic = ""
    private var batchSize = 0
    private var schema: HeldSchema?

    private var input: InputFile?
    private var lines = LineBuffer()
    /// The position behind the last line that was given away.
    private var position: Int64 = 0
    private var lastBatchCount = 0
    /// When bytes were read last, by the monotonic clock.
    private var lastRead: Int64 = 0
    /// Since when another file has the name of the one that is read.
    private var replacedSince: Int64?
    private var missingFile = MissingFile()

    /// Makes an instance that is not started.
    public init() {}

    /// Reads the configuration. The file is opened by the first poll that finds it.
    public func start(_ properties: [String: String], _ context: SourceTaskContext) throws {
        let config = try FileStreamSourceConnector.config.parse(properties)
        self.context = context
        path = FileConfig.path(config)
        topic = try config.string(FileStreamSourceConnector.topicKey)
        batchSize = max(1, try config.integer(FileStreamSourceConnector.batchSizeKey))
        schema = try HeldSchema(.string)
        if path == nil { input = InputFile() }
    }

    /// Ends the wait of a poll.
    public func stop() throws {
        stopping.signal()
    }

    /// The next lines, at most `batch.size`. Waits for about a second if there are none.
    public func poll() throws -> RecordBatch? {
        guard try openInput() else { return nil }
        if let batch = try takeLines() { return batch }
        while !stopping.isSignalled {
            guard try readMore() else { break }
            if let batch = try takeLines() { return batch }
        }
        return try takeLines()
    }

    // MARK: - Reading

    /// True if bytes were read; false if none came in time, and the poll is over.
    private func readMore() throws(ConnectError) -> Bool {
        guard let isRegular = input?.isRegular else { return false }
        if isRegular {
            if try readOnce() { return true }
            lines.shrink()
            input?.waitForChange(atMost: idleWait, or: stopping)
            if try readOnce() { return true }
            return try followChangedFile()
        }
        guard input?.waitForInput(atMost: idleWait, or: stopping) == true else { return false }
        if try readOnce() { return true }
        // The other side of the stream is closed: it can be read at once, and gives nothing.
        stopping.wait(milliseconds: min(100, idleWait))
        return false
    }

    private func readOnce() throws(ConnectError) -> Bool {
        guard lines.held.count <= Int(Int32.max) else {
            throw ConnectError(
                .fatal,
                "FileStreamSourceTask cannot read \(path ?? "the standard input"): the line at position \(position) is "
                    + "longer than 2147483647 bytes, the most that a value can have")
        }
        let count = try input?.read(into: lines.room()) ?? 0
        guard count > 0 else { return false }
        lines.filled(count)
        lastRead = Clock.monotonic
        return true
    }

    /// Opens the file where reading goes on; false if it is not there yet.
    private func openInput() throws(ConnectError) -> Bool {
        if input != nil { return true }
        guard let path else { return false }
        guard let opened = try InputFile(path: path) else {
            missingFile.wait(for: path, or: stopping)
            return false
        }
        position = try committedPosition(of: path)
        if opened.isRegular, position > 0 { try resume(opened, path) }
        input = consume opened
        return true
    }

    /// Goes on where the last committed record ended.
    private func resume(_ input: borrowing InputFile, _ path: String) throws(ConnectError) {
        guard try input.seek(to: position) else {
            Log.warning(
                "\(path) is shorter than position \(position), up to which it was read before: it was truncated or "
                    + "replaced, and is read from its start")
            position = 0
            return
        }
        if !input.isAfterLine(position) {
            Log.warning("Position \(position) of \(path) is within a line: reading goes on there, as its offset says")
        }
        Log.debug("Skipped to offset \(position)")
    }

    private func committedPosition(of path: String) throws(ConnectError) -> Int64 {
        guard let offset = try context?.offset(of: [SourceOffset.filenameField: .string(path)]),
            let value = offset[SourceOffset.positionField], value != .null
        else { return 0 }
        guard let position = value.integer, position >= 0 else {
            throw ConnectError(
                .fatal, "Offset position is the incorrect type: the offset of \(path) must be a whole number, 0 or more"
            )
        }
        return position
    }

    /// Starts over in a file that was truncated, and in a new file of the same name once the old one is quiet: else
    /// what is in it would be lost without a word. Always false: the next poll reads on.
    private func followChangedFile() throws(ConnectError) -> Bool {
        guard let path, let fate = input?.fate(at: position + Int64(lines.held.count)) else { return false }
        switch fate {
        case .same:
            return false
        case .truncated:
            guard try input?.seek(to: 0) == true else { return false }
            Log.warning("\(path) was truncated at or before position \(position): it is read from its start")
        case .replaced:
            // Whoever writes may do so to the old file for a while.
            let since = replacedSince ?? Clock.monotonic
            replacedSince = since
            guard Clock.monotonic - max(since, lastRead) >= Int64(idleWait), let opened = try InputFile(path: path)
            else { return false }
            replacedSince = nil
            input = consume opened
            Log.warning("\(path) is another file than the one that was read up to position \(position): it is read now")
        }
        endHeldLine()
        return false
    }

    /// The rest of a file that is gone becomes a line, behind which the new file begins.
    private func endHeldLine() {
        position = 0
        guard !lines.held.isEmpty else { return }
        position = -Int64(lines.held.count + 1)
        lines.room()[0] = UInt8(ascii: "\n")
        lines.filled(1)
    }

    // MARK: - Records

    /// A batch of the complete lines that were read, or nil if there is none.
    private func takeLines() throws(ConnectError) -> RecordBatch? {
        guard let schema = schema?.schema, var line = lines.nextLine() else { return nil }
        let batch = RecordBatch(capacity: min(batchSize, max(16, lastBatchCount)))
        let memory = batch.memory
        try memory.hold(schema)
        let source = SourceOffset(path: path, in: memory)
        let topic = memory.text(topic)
        let now = Clock.realTime
        let block = lines.block
        let start = line.text.baseAddress
        var size = 0
        while true {
            size += line.size
            position += Int64(line.size)
            let record = batch.append()
            record.pointee.topic = topic
            record.pointee.setTimestamp(now)
            record.pointee.setValue(.string(line.text), schema: schema)
            record.pointee.setSource(partition: source.partition, offset: source.offset(position))
            guard batch.count < batchSize, let next = lines.nextLine() else { break }
            line = next
        }
        lastBatchCount = batch.count
        let text = UnsafeRawBufferPointer(start: start, count: size)
        try batch.attach(text, of: block)
        if !isValidUTF8(text) { repair(batch) }
        return batch
    }

    /// Replaces what is not UTF-8 in the lines of a batch, as Java's decoder does.
    private func repair(_ batch: borrowing RecordBatch) {
        for index in 0..<UInt32(batch.count) {
            guard let record = millrace_batch_record(batch.pointer, index) else { continue }
            let text = record.pointee.value.rawBytes
            guard !isValidUTF8(text) else { continue }
            let room = UnsafeMutableRawBufferPointer(
                start: batch.memory.allocate(3 * text.count), count: 3 * text.count)
            let count = replaceInvalidUTF8(text, into: room)
            record.pointee.value = .string(UnsafeRawBufferPointer(start: room.baseAddress, count: count))
        }
    }
}
