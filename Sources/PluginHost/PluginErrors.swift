import CMillrace
import ConnectData

/// The buffer that an instance's calls write their messages to, and the one place where a status becomes an error.
final class PluginErrors {
    /// Bytes of a message that a plugin may write; the rest is cut off.
    static let capacity = 8192

    private let className: String
    private let message: UnsafeMutablePointer<CChar>
    private let error: UnsafeMutablePointer<millrace_error>

    init(className: String) {
        self.className = className
        message = .allocate(capacity: Self.capacity)
        error = .allocate(capacity: 1)
        error.initialize(to: millrace_error())
    }

    deinit {
        message.deallocate()
        error.deallocate()
    }

    /// Makes a call into the plugin; any status but MILLRACE_OK is thrown.
    @inline(__always)
    func check(
        _ function: StaticString, _ call: (UnsafeMutablePointer<millrace_error>) -> millrace_status
    ) throws(ConnectError) {
        error.pointee = millrace_error(
            size: UInt32(MemoryLayout<millrace_error>.size), message: message, capacity: Self.capacity, length: 0)
        let status = call(error)
        if status != 0 { throw failure(status, of: function) }
    }

    private func failure(_ status: millrace_status, of function: StaticString) -> ConnectError {
        let length = min(error.pointee.length, Self.capacity)
        let bytes = UnsafeRawBufferPointer(start: message, count: length)
        let text = String(decoding: bytes, as: UTF8.self)
        guard let code = ConnectError.Code(rawValue: status) else {
            let said = text.isEmpty ? "" : ": \(text)"
            return ConnectError(
                .fatal, "\(className): \(function) returned \(status), which is not a status of the ABI\(said)")
        }
        return ConnectError(code, text.isEmpty ? "\(className): \(function) failed and gave no reason" : text)
    }
}

extension ConnectError {
    /// Tells the error to a plugin that called the host.
    func write(to error: UnsafeMutablePointer<millrace_error>?) -> millrace_status {
        guard let error, let target = error.pointee.message else { return code.rawValue }
        var text = message
        error.pointee.length = text.withUTF8 { utf8 in
            var length = min(utf8.count, error.pointee.capacity)
            // A text that is cut off ends before a character, not inside one.
            while length > 0, length < utf8.count, utf8[length] & 0xC0 == 0x80 { length -= 1 }
            UnsafeMutableRawBufferPointer(start: target, count: length).copyBytes(from: utf8.prefix(length))
            return length
        }
        return code.rawValue
    }
}
