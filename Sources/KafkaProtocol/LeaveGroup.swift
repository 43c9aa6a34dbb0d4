/// Takes members out of a group, which rebalances at once.
public struct LeaveGroupRequest: WireRequest {
    /// A member that leaves.
    public struct Member: Sendable, Equatable {
        /// The id that the coordinator gave out.
        public var memberId: String
        /// The id of a static member, from version 3 on.
        public var groupInstanceId: String?
        /// A text for the broker's log, from version 5 on (KIP-800).
        public var reason: String?

        /// A member that leaves.
        public init(memberId: String, groupInstanceId: String? = nil, reason: String? = nil) {
            self.memberId = memberId
            self.groupInstanceId = groupInstanceId
            self.reason = reason
        }
    }

    /// What answers it.
    public typealias Response = LeaveGroupResponse
    /// Its kind.
    public static let key = APIKey.leaveGroup
    /// The versions that this code knows.
    public static let versions: ClosedRange<Int16> = 0...5
    /// KIP-482.
    public static let firstFlexibleVersion: Int16 = 4

    /// The group.
    public var group: String
    /// Who leaves: one member before version 3 (KIP-345).
    public var members: [Member]

    /// A request.
    public init(group: String, members: [Member]) {
        self.group = group
        self.members = members
    }

    /// Reads a body.
    public init(from reader: inout WireReader, version: Int16) throws(WireError) {
        group = try reader.string()
        if version >= 3 {
            members = try reader.array { reader throws(WireError) in
                var member = Member(memberId: try reader.string(), groupInstanceId: try reader.nullableString())
                if version >= 5 { member.reason = try reader.nullableString() }
                try reader.taggedFields()
                return member
            }
        } else {
            members = [Member(memberId: try reader.string())]
        }
        try reader.taggedFields()
    }

    /// Writes a body.
    public func write(to writer: inout WireWriter, version: Int16) {
        writer.string(group)
        if version >= 3 {
            writer.array(members) { writer, member in
                writer.string(member.memberId)
                writer.string(member.groupInstanceId)
                if version >= 5 { writer.string(member.reason) }
                writer.taggedFields()
            }
        } else {
            writer.string(members.first?.memberId ?? "")
        }
        writer.taggedFields()
    }
}

/// Whether the members left.
public struct LeaveGroupResponse: WireMessage {
    /// What became of one member.
    public struct Member: Sendable, Equatable {
        /// The member's id.
        public var memberId: String
        /// The id of a static member.
        public var groupInstanceId: String?
        /// Why it did not leave.
        public var error: ErrorCode

        /// What became of one member.
        public init(memberId: String, groupInstanceId: String? = nil, error: ErrorCode) {
            self.memberId = memberId
            self.groupInstanceId = groupInstanceId
            self.error = error
        }
    }

    /// How long the client was made to wait, in milliseconds, from version 1 on.
    public var throttleMilliseconds: Int32
    /// What went wrong with the request as a whole.
    public var error: ErrorCode
    /// From version 3 on.
    public var members: [Member]

    /// An answer.
    public init(throttleMilliseconds: Int32 = 0, error: ErrorCode, members: [Member] = []) {
        self.throttleMilliseconds = throttleMilliseconds
        self.error = error
        self.members = members
    }

    /// Reads a body.
    public init(from reader: inout WireReader, version: Int16) throws(WireError) {
        throttleMilliseconds = version >= 1 ? try reader.integer() : 0
        error = ErrorCode(rawValue: try reader.integer())
        members = []
        if version >= 3 {
            members = try reader.array { reader throws(WireError) in
                let member = Member(
                    memberId: try reader.string(), groupInstanceId: try reader.nullableString(),
                    error: ErrorCode(rawValue: try reader.integer()))
                try reader.taggedFields()
                return member
            }
        }
        try reader.taggedFields()
    }

    /// Writes a body.
    public func write(to writer: inout WireWriter, version: Int16) {
        if version >= 1 { writer.integer(throttleMilliseconds) }
        writer.integer(error.rawValue)
        if version >= 3 {
            writer.array(members) { writer, member in
                writer.string(member.memberId)
                writer.string(member.groupInstanceId)
                writer.integer(member.error.rawValue)
                writer.taggedFields()
            }
        }
        writer.taggedFields()
    }
}
