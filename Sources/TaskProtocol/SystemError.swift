internal import Glibc

/// A system call that failed.
public struct SystemError: Error, CustomStringConvertible {
    /// What was attempted, for a reader: "open the control channel".
    public let attempt: String
    /// The errno value.
    public let code: Int32

    /// The failure of `attempt` with an errno value.
    public init(_ attempt: String, code: Int32) {
        self.attempt = attempt
        self.code = code
    }

    /// The failure of `attempt`, the last system call of this thread: takes `errno`.
    public init(_ attempt: String) {
        self.init(attempt, code: errno)
    }

    /// What was attempted and why it failed.
    public var description: String {
        "cannot \(attempt): \(String(cString: strerror(code))) (errno \(code))"
    }
}
