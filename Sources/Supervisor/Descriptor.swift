internal import CProcess
internal import Glibc
internal import TaskProtocol

/// A file descriptor, closed with the last reference to it.
final class Descriptor: Sendable {
    let raw: Int32

    init(_ raw: Int32) {
        self.raw = raw
    }

    deinit {
        close(raw)
    }

    /// Takes what a system call returned.
    convenience init(_ raw: Int32, attempt: String) throws {
        guard raw >= 0 else { throw SystemError(attempt) }
        self.init(raw)
    }

    func makeNonBlocking() {
        _ = fcntl(raw, F_SETFL, fcntl(raw, F_GETFL) | O_NONBLOCK)
    }

    /// What the child gets of a pair lies above the numbers that it will have there, so that no duplicate lands on
    /// another's source.
    func moved() throws -> Descriptor {
        try Descriptor(cprocess_duplicate_above(raw, 10), attempt: "duplicate a descriptor")
    }

    /// Reads as empty.
    static func nothing() throws -> Descriptor {
        try Descriptor(open("/dev/null", O_RDONLY | O_CLOEXEC), attempt: "open /dev/null").moved()
    }

    /// The reading and the writing end of a pipe; the reading end does not block.
    static func pipe() throws -> (read: Descriptor, write: Descriptor) {
        var ends: [Int32] = [-1, -1]
        guard cprocess_pipe(&ends) == 0 else { throw SystemError("make a pipe") }
        let read = Descriptor(ends[0])
        read.makeNonBlocking()
        return (read, try Descriptor(ends[1]).moved())
    }

    /// Two connected sockets; the daemon's does not block.
    static func socketPair(_ type: __socket_type) throws -> (daemon: Descriptor, child: Descriptor) {
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(type.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw SystemError("make a pair of sockets")
        }
        let daemon = Descriptor(ends[0])
        daemon.makeNonBlocking()
        return (daemon, try Descriptor(ends[1]).moved())
    }
}
