import Glibc
import MillracePlugin

/// The file, or the stream, that a source reads.
///
/// At the end of a file it waits for a change by inotify, and for at most a second, since no event comes of a change
/// that another machine makes on a network file system. Without inotify it looks every 10 milliseconds.
struct InputFile: ~Copyable {
    /// What may have become of a file whose end was reached.
    enum Fate {
        /// It is as it was, and may grow.
        case same
        /// It is shorter than what was read of it.
        case truncated
        /// Another file has its name.
        case replaced
    }

    private let path: String?
    private let descriptor: Int32
    private let watch: Int32
    /// Whether it has positions: neither pipes nor terminals do.
    let isRegular: Bool

    /// The standard input.
    init() {
        path = nil
        descriptor = STDIN_FILENO
        watch = -1
        isRegular = false
    }

    /// Opens a file; nil if there is none of that name.
    init?(path: String) throws(ConnectError) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw ConnectError(.fatal, "FileStreamSourceTask cannot open the file \(path): \(lastSystemError())")
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
            Glibc.close(descriptor)
            throw ConnectError(
                .fatal, "FileStreamSourceTask cannot read \(path): it is a directory; `file` names a file")
        }
        self.path = path
        isRegular = status.st_mode & S_IFMT == S_IFREG
        watch = isRegular ? watchChanges(of: descriptor) : -1
    }

    deinit {
        if watch >= 0 { close(watch) }
        if path != nil { close(descriptor) }
    }

    /// Goes to a position of a file. Returns false, and stays at the start, if the file is shorter.
    func seek(to position: Int64) throws(ConnectError) -> Bool {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure() }
        guard status.st_size >= position else { return false }
        guard lseek(descriptor, off_t(position), SEEK_SET) == position else { throw failure() }
        return true
    }

    /// Whether the byte before a position ends a line, which it does wherever a task has stopped reading.
    func isAfterLine(_ position: Int64) -> Bool {
        var byte: UInt8 = 0
        guard position > 0, pread(descriptor, &byte, 1, off_t(position - 1)) == 1 else { return true }
        return byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }

    /// Reads what there is now; 0 if there is nothing.
    func read(into room: UnsafeMutableRawBufferPointer) throws(ConnectError) -> Int {
        while true {
            let count = Glibc.read(descriptor, room.baseAddress, room.count)
            if count >= 0 { return count }
            switch errno {
            case EINTR: continue
            case EAGAIN: return 0
            default: throw failure()
            }
        }
    }

    /// Waits until the file may have grown, or until the task is asked to stop.
    func waitForChange(atMost milliseconds: Int32, or stop: StopSignal) {
        if watch >= 0 {
            if stop.wait(forReading: watch, milliseconds: milliseconds) == .readable { drainEvents() }
        } else {
            stop.wait(milliseconds: min(10, milliseconds))
        }
    }

    /// Waits until the stream has something to read; false if it has nothing.
    func waitForInput(atMost milliseconds: Int32, or stop: StopSignal) -> Bool {
        stop.wait(forReading: descriptor, milliseconds: milliseconds) == .readable
    }

    /// What has become of a file that was read up to `position`, its end.
    func fate(at position: Int64) -> Fate {
        guard let path else { return .same }
        var own = stat()
        var named = stat()
        guard fstat(descriptor, &own) == 0 else { return .same }
        if own.st_size < position { return .truncated }
        guard stat(path, &named) == 0 else { return .same }
        return named.st_ino == own.st_ino && named.st_dev == own.st_dev ? .same : .replaced
    }

    private func drainEvents() {
        withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 8) { events in
            while Glibc.read(watch, events.baseAddress, events.count) > 0 {}
        }
    }

    private func failure() -> ConnectError {
        let reason = lastSystemError()
        return ConnectError(.fatal, "FileStreamSourceTask cannot read \(path ?? "the standard input"): \(reason)")
    }
}

/// A descriptor that can be read when the file changes; -1 if the system has none to give.
private func watchChanges(of file: Int32) -> Int32 {
    let watch = inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
    guard watch >= 0 else { return -1 }
    // Through the descriptor, so that it is this file that is watched, whatever has its name by now.
    let events = UInt32(IN_MODIFY | IN_ATTRIB | IN_MOVE_SELF | IN_DELETE_SELF)
    guard inotify_add_watch(watch, "/proc/self/fd/\(file)", events) >= 0 else {
        close(watch)
        return -1
    }
    return watch
}

/// The system's words for the error that just happened.
func lastSystemError() -> String {
    String(cString: strerror(errno))
}
