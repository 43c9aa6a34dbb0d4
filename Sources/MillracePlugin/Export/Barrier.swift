import CMillrace
import ConnectConfig
import ConnectData

extension ConnectError {
    /// What a call that succeeded returns.
    @usableFromInline
    static var ok: millrace_status { 0 }

    /// Any error as the ABI tells it: a `ConfigError` is a wrong configuration, and what is not one of ours has the code
    /// `other`.
    init(describing error: any Error, other: Code = .fatal) {
        switch error {
        case let error as ConnectError: self = error
        case let error as ConfigError: self.init(.badConfig, error.message)
        default: self.init(other, String(describing: error))
        }
    }
}

/// The border: no Swift error crosses it, each becomes a status and a message.
func barrier(
    _ target: UnsafeMutablePointer<millrace_error>?, other: ConnectError.Code = .fatal, _ body: () throws -> Void
) -> millrace_status {
    do {
        try body()
        return ConnectError.ok
    } catch {
        let error = ConnectError(describing: error, other: other)
        target?.pointee.write(error.message)
        return error.code.rawValue
    }
}

extension millrace_error {
    /// Writes the message, cut at a character's border if it is too long for the host.
    fileprivate mutating func write(_ text: String) {
        guard let message else { return }
        var text = text
        text.withUTF8 { utf8 in
            var count = min(utf8.count, capacity)
            while count > 0, count < utf8.count, utf8[count] & 0xC0 == 0x80 { count -= 1 }
            message.withMemoryRebound(to: UInt8.self, capacity: capacity) { target in
                for index in 0..<count { target[index] = utf8[index] }
            }
            length = count
        }
    }
}

/// Calls the host with room for its message, and throws that message if the host gives nothing.
func withHostError<Result>(
    _ code: ConnectError.Code = .fatal, _ body: (UnsafeMutablePointer<millrace_error>) -> Result?
) throws(ConnectError) -> Result {
    let message = UnsafeMutableBufferPointer<CChar>.allocate(capacity: 1024)
    defer { message.deallocate() }
    var error = millrace_error()
    error.size = UInt32(MemoryLayout<millrace_error>.size)
    error.message = message.baseAddress
    error.capacity = message.count
    if let result = body(&error) { return result }
    let text = Text(UnsafeRawBufferPointer(start: message.baseAddress, count: min(error.length, message.count)))
    throw ConnectError(code, error.length == 0 ? "the host gives no reason" : text.string)
}

/// Calls a host function that returns a status, and throws what it says.
func checkedByHost(
    _ body: (UnsafeMutablePointer<millrace_error>) -> millrace_status?
) throws(ConnectError) {
    var status: millrace_status? = nil
    do {
        try withHostError { error -> Void? in
            status = body(error)
            return status == ConnectError.ok ? () : nil
        }
    } catch {
        throw ConnectError(status.flatMap(ConnectError.Code.init(rawValue:)) ?? .fatal, error.message)
    }
}
