/// Finds the broker that coordinates a group or a transaction.
public struct FindCoordinatorRequest: WireRequest {
    /// What answers it.
    public typealias Response = FindCoordinatorResponse
    /// Its kind.
    public static let key = APIKey.findCoordinator
    /// The versions that this code knows. Version 5 adds an error code, 6 the key type of share groups.
    public static let versions: ClosedRange<Int16> = 0...6
    /// KIP-482.
    public static let firstFlexibleVersion: Int16 = 3

    /// Groups by their ids, or transactional ids: one before version 4.
    public var keys: [String]
    /// 0 for groups, 1 for transactions; from version 1 on.
    public var keyType: Int8

    /// A request.
    public init(keys: [String], keyType: Int8 = 0) {
        self.keys = keys
        self.keyType = keyType
    }

    /// Reads a body.
    public init(from reader: inout WireReader, version: Int16) throws(WireError) {
        keys = version < 4 ? [try reader.string()] : []
        keyType = version >= 1 ? try reader.integer() : 0
        if version >= 4 { keys = try reader.array { reader throws(WireError) in try reader.string() } }
        try reader.taggedFields()
    }

    /// Writes a body.
    public func write(to writer: inout WireWriter, version: Int16) {
        if version < 4 { writer.string(keys.first ?? "") }
        if version >= 1 { writer.integer(keyType) }
        if version >= 4 { writer.array(keys) { $0.string($1) } }
        writer.taggedFields()
    }
}

/// The coordinators that were found.
public struct FindCoordinatorResponse: WireMessage {
    /// A coordinator, or why there is none.
    public struct Coordinator: Sendable, Equatable {
        /// What was asked for; empty before version 4, where there is one.
        public var key: String
        /// The broker's id.
        public var node: Int32
        /// The broker's host.
        public var host: String
        /// The broker's port.
        public var port: Int32
        /// Why there is none.
        public var error: ErrorCode
        /// A text for people.
        public var message: String?

        /// A coordinator, or why there is none.
        public init(
            key: String = "", node: Int32, host: String, port: Int32, error: ErrorCode = .none, message: String? = nil
        ) {
            self.key = key
            self.node = node
            self.host = host
            self.port = port
            self.error = error
            self.message = message
        }
    }

    /// How long the client was made to wait, in milliseconds, from version 1 on.
    public var throttleMilliseconds: Int32
    /// One before version 4.
    public var coordinators: [Coordinator]

    /// An answer.
    public init(throttleMilliseconds: Int32 = 0, coordinators: [Coordinator]) {
        self.throttleMilliseconds = throttleMilliseconds
        self.coordinators = coordinators
    }

    /// Reads a body.
    public init(from reader: inout WireReader, version: Int16) throws(WireError) {
        throttleMilliseconds = version >= 1 ? try reader.integer() : 0
        if version >= 4 {
            coordinators = try reader.array { reader throws(WireError) in
                var coordinator = Coordinator(
                    key: try reader.string(), node: try reader.integer(), host: try reader.string(),
                    port: try reader.integer(), error: ErrorCode(rawValue: try reader.integer()))
                coordinator.message = try reader.nullableString()
                try reader.taggedFields()
                return coordinator
            }
        } else {
            let error = ErrorCode(rawValue: try reader.integer())
            let message = version >= 1 ? try reader.nullableString() : nil
            coordinators = [
                Coordinator(
                    node: try reader.integer(), host: try reader.string(), port: try reader.integer(), error: error,
                    message: message)
            ]
        }
        try reader.taggedFields()
    }

    /// Writes a body.
    public func write(to writer: inout WireWriter, version: Int16) {
        if version >= 1 { writer.integer(throttleMilliseconds) }
        if version >= 4 {
            writer.array(coordinators) { writer, coordinator in
                writer.string(coordinator.key)
                Self.write(coordinator, to: &writer)
                writer.integer(coordinator.error.rawValue)
                writer.string(coordinator.message)
                writer.taggedFields()
            }
        } else if let coordinator = coordinators.first {
            writer.integer(coordinator.error.rawValue)
            if version >= 1 { writer.string(coordinator.message) }
            Self.write(coordinator, to: &writer)
        }
        writer.taggedFields()
    }

    private static func write(_ coordinator: Coordinator, to writer: inout WireWriter) {
        writer.integer(coordinator.node)
        writer.string(coordinator.host)
        writer.integer(coordinator.port)
    }
}
