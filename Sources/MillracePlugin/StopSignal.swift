import Glibc

/// How `stop`, which comes from another thread, ends the wait of a `poll`: one side signals, the other waits no longer.
///
/// A task makes one, waits with it wherever it would sleep, and signals it in `stop`. Once given, the signal stays. Any
/// thread may call anything.
public final class StopSignal: Sendable {
    /// The two ends of a stream that has something to read once the signal was given.
    private let reading: Int32
    private let writing: Int32

    /// A signal that is not given yet.
    public init() {
        var ends: [Int32] = [-1, -1]
        let type = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
        let result = socketpair(AF_UNIX, Int32(type), 0, &ends)
        precondition(result == 0, "no file descriptor is left for a stop signal: raise the limit of open files")
        reading = ends[0]
        writing = ends[1]
    }

    deinit {
        close(reading)
        close(writing)
    }

    /// Gives the signal.
    public func signal() {
        var one: UInt8 = 1
        _ = write(writing, &one, 1)
    }

    /// Whether the signal was given.
    public var isSignalled: Bool { wait(milliseconds: 0) }

    /// Waits until the signal is given, or for `milliseconds`; true if it was given.
    @discardableResult
    public func wait(milliseconds: Int32) -> Bool {
        wait(forReading: -1, milliseconds: milliseconds) == .stopped
    }

    /// What ended a wait.
    public enum WaitResult: Sendable {
        /// The signal was given.
        case stopped
        /// The descriptor has something to read, or will never have.
        case readable
        /// The time is over.
        case timedOut
    }

    /// Waits until `file` can be read without blocking, the signal is given, or `milliseconds` are over.
    public func wait(forReading file: Int32, milliseconds: Int32) -> WaitResult {
        var descriptors = (
            pollfd(fd: reading, events: Int16(POLLIN), revents: 0),
            pollfd(fd: file, events: Int16(POLLIN), revents: 0)
        )
        let ready = withUnsafeMutableBytes(of: &descriptors) {
            poll($0.baseAddress?.assumingMemoryBound(to: pollfd.self), file < 0 ? 1 : 2, milliseconds)
        }
        // A wait that a system signal ends is over early; whoever waits looks again anyway.
        if ready <= 0 { return .timedOut }
        return descriptors.0.revents != 0 ? .stopped : .readable
    }
}
