internal import ConnectConfig

/// Why a herder did not do what it was asked to do. The messages are Connect's where Connect has any.
public enum HerderError: Error, Equatable, CustomStringConvertible {
    /// There is no such connector, task or plugin.
    case notFound(String)
    /// The connector exists already, or another change is under way.
    case conflict(String)
    /// The request or the configuration in it is wrong.
    case badRequest(String)
    /// A plugin or the worker failed.
    case failed(String)

    /// The sentence that an operator reads.
    public var description: String {
        switch self {
        case .notFound(let message), .conflict(let message), .badRequest(let message), .failed(let message): message
        }
    }

    /// The same error with what its sentence says of secrets hidden.
    func hiding(_ secrets: ConfigSecrets) -> Self {
        switch self {
        case .notFound(let message): .notFound(secrets.hide(in: message))
        case .conflict(let message): .conflict(secrets.hide(in: message))
        case .badRequest(let message): .badRequest(secrets.hide(in: message))
        case .failed(let message): .failed(secrets.hide(in: message))
        }
    }
}
