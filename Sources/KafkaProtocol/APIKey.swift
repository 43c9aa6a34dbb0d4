/// The kind of a request.
public struct APIKey: RawRepresentable, Sendable, Hashable {
    /// The number on the wire.
    public let rawValue: Int16

    /// Any number: a broker may list kinds that this code does not know.
    public init(rawValue: Int16) {
        self.rawValue = rawValue
    }

    /// Finds the broker that coordinates a group or a transaction.
    public static let findCoordinator = APIKey(rawValue: 10)
    /// Takes members out of a group.
    public static let leaveGroup = APIKey(rawValue: 13)
    /// Begins a SASL exchange.
    public static let saslHandshake = APIKey(rawValue: 17)
    /// Asks which kinds and versions a broker serves.
    public static let apiVersions = APIKey(rawValue: 18)
    /// One message of a SASL exchange.
    public static let saslAuthenticate = APIKey(rawValue: 36)
}
