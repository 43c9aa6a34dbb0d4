/// Why a group's coordinator could not be asked, or refused.
package enum GroupClientError: Error, Sendable, Equatable {
    /// This client has no TLS and of SASL only PLAIN; the setting that asks for more.
    case unsupportedSecurity(String)
    /// An address is not host:port.
    case address(String)
    /// The time is over; what the last attempt met.
    case timeout(String)
    /// A broker refused, with a code that another attempt does not change.
    case refused(String, ErrorCode)
    /// A broker does not serve this request in a version that this client knows.
    case noCommonVersion(String)
}

extension GroupClientError: CustomStringConvertible {
    /// A sentence for the operator.
    package var description: String {
        switch self {
        case .unsupportedSecurity(let setting):
            "unsupported \(setting): the group client speaks PLAINTEXT, and SASL_PLAINTEXT with the mechanism PLAIN"
        case .address(let address): "\"\(address)\" is not host:port"
        case .timeout(let reason): "the time is over: \(reason)"
        case .refused(let request, let code): "\(request) was refused: \(code)"
        case .noCommonVersion(let request): "the broker does not serve \(request) in a version that is known here"
        }
    }
}
