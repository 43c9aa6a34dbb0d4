import Glibc
import MillracePlugin

/// The file, or the stream, that a sink appends to.
///
/// What ``append(_:)`` was given is with the operating system when it returns: a process that is killed afterwards loses
/// nothing. It is not synced to the disk, as Connect's own sink does not.
struct OutputFile: ~Copyable {
    private let path: String?
    private let descriptor: Int32
    /// Whether what was written ends within a line, so that the next write has to end it.
    private var isTorn: Bool

    /// The standard output.
    init() {
        path = nil
        descriptor = STDOUT_FILENO
        isTorn = false
    }

    /// Opens a file, and makes it if there is none. A last line without an end, which a killed process leaves behind, is
    /// ended before anything is appended.
    init(path: String) throws(ConnectError) {
        let mode: mode_t = S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH
        let flags = O_APPEND | O_CREAT | O_CLOEXEC
        let readable = open(path, O_RDWR | flags, mode)
        descriptor = readable >= 0 ? readable : open(path, O_WRONLY | flags, mode)
        guard descriptor >= 0 else {
            throw ConnectError(
                .fatal, "Couldn't find or create file '\(path)' for FileStreamSinkTask: \(lastSystemError())")
        }
        self.path = path
        isTorn = endsWithinLine(descriptor)
        if isTorn {
            Log.warning(
                "\(path) ends within a line, as a process that was killed while it wrote leaves it: the line is ended")
        }
    }

    deinit {
        if path != nil { close(descriptor) }
    }

    /// Appends whole lines, with one call of the system if it can take them at once.
    ///
    /// If it cannot take them all, such as on a full disk, the file is cut back to what it was before, if nobody else has
    /// written to it since; else the next call ends the line that was torn. The same lines can be appended again.
    mutating func append(_ lines: UnsafeRawBufferPointer) throws(ConnectError) {
        if isTorn {
            try write(newline)
            isTorn = false
        }
        try write(lines)
    }

    private mutating func write(_ bytes: UnsafeRawBufferPointer) throws(ConnectError) {
        var written = 0
        var start: off_t?
        while written < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
            let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if count >= 0 {
                written += count
                if start == nil { start = lseek(descriptor, 0, SEEK_CUR) - off_t(count) }
            } else if errno != EINTR {
                let error = failure(errno)
                takeBack(bytes, written: written, from: start)
                throw error
            }
        }
    }

    /// Cuts off what a failed write has left, or notes that it ends within a line.
    private mutating func takeBack(_ bytes: UnsafeRawBufferPointer, written: Int, from start: off_t?) {
        guard let start, written > 0 else { return }
        var status = stat()
        let end = start + off_t(written)
        let isOurs =
            fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && status.st_size == end
            && lseek(descriptor, 0, SEEK_CUR) == end
        if isOurs, ftruncate(descriptor, start) == 0 { return }
        isTorn = bytes[written - 1] != UInt8(ascii: "\n")
    }

    private func failure(_ code: Int32) -> ConnectError {
        // A full disk has room again once someone makes some.
        let mayPass = code == ENOSPC || code == EDQUOT || code == EAGAIN
        return ConnectError(
            mayPass ? .retriable : .fatal,
            "FileStreamSinkTask cannot write to \(path ?? "the standard output"): \(String(cString: strerror(code)))"
                + (mayPass ? "; it is tried again" : ""))
    }
}

private var newline: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: ("\n" as StaticString).utf8Start, count: 1)
}

/// Whether a regular file has a last line without an end. A file that cannot be read counts as whole.
private func endsWithinLine(_ descriptor: Int32) -> Bool {
    var status = stat()
    var last: UInt8 = 0
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0,
        pread(descriptor, &last, 1, status.st_size - 1) == 1
    else { return false }
    return last != UInt8(ascii: "\n")
}
