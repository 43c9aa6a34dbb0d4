/// An error of a plugin, a converter or a transformation: what went wrong, and what the host is to do about it.
public struct ConnectError: Error, Equatable, CustomStringConvertible {
    /// What the host does about an error; the raw values are the ABI's `MILLRACE_RETRIABLE` and so on.
    public enum Code: Int32, Sendable {
        /// The same call may succeed later (Connect's RetriableException).
        case retriable = 1
        /// One record is at fault: `errors.tolerance` applies (Connect's DataException).
        case badData = 2
        /// The configuration is wrong (Connect's ConfigException).
        case badConfig = 3
        /// The external system is not reachable.
        case notConnected = 4
        /// The task cannot go on (Connect's ConnectException).
        case fatal = 5
    }

    /// What the host is to do.
    public var code: Code
    /// The exception of Java that Connect throws in the same place, if it is not the one that the code stands for.
    public var exception: JavaException?
    /// What went wrong, for the operator.
    public var message: String

    /// Makes an error.
    public init(_ code: Code, _ message: String, as exception: JavaException? = nil) {
        self.code = code
        self.exception = exception
        self.message = message
    }

    /// The class of the exception that Connect throws in the same place, as dead letters name it (KIP-298).
    public var className: String { (exception ?? code.exception).rawValue }

    /// The message.
    public var description: String { message }
}
