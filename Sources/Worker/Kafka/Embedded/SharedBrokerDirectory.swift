internal import ConnectConfig
internal import Glibc
internal import KafkaProtocol
internal import TaskProtocol

/// The files by which an embedded broker and the workers that use it find each other.
struct SharedBrokerDirectory: Sendable {
    let path: String

    /// Where the broker writes what it has to say. It outlives the worker that started it, so that it cannot write into
    /// that worker's log.
    var log: String { path + "/broker.log" }

    /// Makes the directory, for its owner alone, unless it is there.
    init(path: String) throws(SystemError) {
        self.path = path
        var parent = path.startIndex
        while parent != path.endIndex {
            parent = path[path.index(after: parent)...].firstIndex(of: "/") ?? path.endIndex
            let directory = String(path[..<parent])
            if mkdir(directory, 0o700) != 0, access(directory, F_OK) != 0 {
                throw SystemError("make the directory \(directory)")
            }
        }
    }

    /// Counts as a worker that uses the broker. Nil while a broker is ending because nobody did.
    func use() throws(SystemError) -> FileLock? { try FileLock(path + "/users", .shared) }

    /// The turn of one worker to look for the broker and to start it. Nil while it is another's.
    func turn() throws(SystemError) -> FileLock? { try FileLock(path + "/starting", .exclusive) }

    /// Whether a broker's process owns the directory, also one that is just starting or ending. Only for whose turn it is.
    func isOwned() throws(SystemError) -> Bool { try FileLock(path + "/lock", .shared) == nil }

    /// The process id that the owner wrote down.
    var owner: String { firstLine("lock") ?? "unknown" }

    /// Where the broker can be reached, if it says so.
    var address: BrokerAddress? { firstLine("address").flatMap { try? BrokerAddress(parsing: $0) } }

    private func firstLine(_ name: String) -> String? {
        guard let bytes = try? FileContents.read("\(path)/\(name)") else { return nil }
        return bytes.split(separator: UInt8(ascii: "\n")).first.map { String(decoding: $0, as: UTF8.self) }
    }
}
