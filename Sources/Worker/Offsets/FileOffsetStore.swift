internal import Dispatch
internal import Glibc
public import TaskProtocol

/// The offset file of standalone mode (`offset.storage.file.filename`), in the format of the JVM's worker, so that
/// either can take over from the other.
///
/// Commits that arrive while the file is being written share the next write. A file that cannot be read is never
/// overwritten: opening it fails.
public actor FileOffsetStore: OffsetStore {
    private let file: DurableFile
    /// What the file holds.
    private var durable: SourceOffsetTable
    /// Commits that no write has taken up yet.
    private var waiting: [Commit] = []
    private var isWriting = false
    /// Writes block; they must not hold a thread that others wait for.
    private let queue = DispatchQueue(label: "offset-file")

    private struct Commit {
        let connector: String
        let offsets: [(partition: JSONValue, offset: [UInt8]?)]
        let finished: CheckedContinuation<OffsetStoreError?, Never>
    }

    /// Reads the file, if there is one.
    public init(path: String) throws(OffsetStoreError) {
        let file = DurableFile(path: path)
        self.file = file
        durable = try Self.table(in: file)
        guard access(file.directory, W_OK) == 0 else {
            let reason = String(cString: strerror(errno))
            throw OffsetStoreError(
                description: "offset.storage.file.filename=\(path): the directory \(file.directory) cannot be written "
                    + "(\(reason)); the file is replaced as a whole, so its directory must be writable")
        }
    }

    /// See `OffsetStore`.
    public func offsets(of partitions: [[UInt8]], connector: String) throws(OffsetStoreError) -> [[UInt8]?] {
        var found: [[UInt8]?] = []
        for partition in partitions {
            found.append(durable.offset(of: try Self.parse(partition, connector: connector), connector: connector))
        }
        return found
    }

    /// See `OffsetStore`.
    public func commit(_ offsets: [SourceOffset], connector: String) async throws(OffsetStoreError) {
        var parsed: [(partition: JSONValue, offset: [UInt8]?)] = []
        for offset in offsets {
            parsed.append((try Self.parse(offset.partition, connector: connector), offset.offset))
        }
        let failure = await withCheckedContinuation { continuation in
            waiting.append(Commit(connector: connector, offsets: parsed, finished: continuation))
            if !isWriting {
                isWriting = true
                Task { await writeWhileCommitsWait() }
            }
        }
        if let failure { throw failure }
    }

    private func writeWhileCommitsWait() async {
        while !waiting.isEmpty {
            let commits = waiting
            waiting = []
            var next = durable
            for commit in commits {
                for (partition, offset) in commit.offsets {
                    next.set(offset, of: partition, connector: commit.connector)
                }
            }
            let failure = await write(next)
            if failure == nil { durable = next }
            for commit in commits { commit.finished.resume(returning: failure) }
        }
        isWriting = false
    }

    private func write(_ table: SourceOffsetTable) async -> OffsetStoreError? {
        let file = file
        return await withCheckedContinuation { continuation in
            queue.async {
                do {
                    try file.replace(with: JavaOffsetMap.encode(table.entries))
                    continuation.resume(returning: nil)
                } catch {
                    let reason = "offsets could not be written to offset.storage.file.filename: \(error)"
                    continuation.resume(returning: OffsetStoreError(description: reason))
                }
            }
        }
    }

    private static func table(in file: DurableFile) throws(OffsetStoreError) -> SourceOffsetTable {
        let bytes: [UInt8]
        do {
            bytes = try file.read() ?? []
        } catch {
            throw OffsetStoreError(description: "offset.storage.file.filename=\(file.path): \(error)")
        }
        // Connect takes an empty file for a new one as well.
        if bytes.isEmpty { return SourceOffsetTable() }
        do {
            return SourceOffsetTable(entries: try JavaOffsetMap.decode(bytes))
        } catch {
            throw OffsetStoreError(
                description: "offset.storage.file.filename=\(file.path) is not an offset file of Kafka Connect: "
                    + "\(error). It was left as it is; name another file, or move it away to begin without offsets")
        }
    }

    private static func parse(_ partition: [UInt8], connector: String) throws(OffsetStoreError) -> JSONValue {
        do {
            return try JSONValue(parsing: partition)
        } catch {
            throw OffsetStoreError(
                description: "connector \(connector) names a source partition that is not JSON: \(error)")
        }
    }
}
