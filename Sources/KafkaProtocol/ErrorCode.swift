/// An error code of the protocol.
public struct ErrorCode: RawRepresentable, Sendable, Hashable, Error {
    /// The number on the wire.
    public let rawValue: Int16

    /// Any number: brokers may be newer than this code.
    public init(rawValue: Int16) {
        self.rawValue = rawValue
    }

    /// No error.
    public static let none = ErrorCode(rawValue: 0)
    /// The coordinator is still reading its state.
    public static let coordinatorLoadInProgress = ErrorCode(rawValue: 14)
    /// There is no coordinator yet.
    public static let coordinatorNotAvailable = ErrorCode(rawValue: 15)
    /// Another broker coordinates this group.
    public static let notCoordinator = ErrorCode(rawValue: 16)
    /// The group has no such member.
    public static let unknownMemberId = ErrorCode(rawValue: 25)
    /// The client may not use this group.
    public static let groupAuthorizationFailed = ErrorCode(rawValue: 30)
    /// The broker does not have this SASL mechanism.
    public static let unsupportedSASLMechanism = ErrorCode(rawValue: 33)
    /// The broker does not know this version of the request.
    public static let unsupportedVersion = ErrorCode(rawValue: 35)
    /// The credentials are wrong.
    public static let saslAuthenticationFailed = ErrorCode(rawValue: 58)

    private static let names: [Int16: String] = [
        0: "NONE", 14: "COORDINATOR_LOAD_IN_PROGRESS", 15: "COORDINATOR_NOT_AVAILABLE", 16: "NOT_COORDINATOR",
        25: "UNKNOWN_MEMBER_ID", 30: "GROUP_AUTHORIZATION_FAILED", 33: "UNSUPPORTED_SASL_MECHANISM",
        35: "UNSUPPORTED_VERSION", 58: "SASL_AUTHENTICATION_FAILED",
    ]
}

extension ErrorCode: CustomStringConvertible {
    /// The name that Kafka's documentation uses.
    public var description: String { Self.names[rawValue] ?? "error \(rawValue)" }
}
