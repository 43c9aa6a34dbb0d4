package import NIOCore

/// Joins a group, or joins again for a rebalance.
package struct JoinGroupRequest: WireRequest {
    /// An assignor that the member knows, and what it has to say to it.
    package struct JoinGroupRequestProtocol: WireStructure {
        package var name = ""
        package var metadata = ByteBuffer()

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&name)
            try coder.bytes(&metadata)
            try coder.taggedFields()
        }
    }

    package typealias Response = JoinGroupResponse
    package static let key = APIKey.joinGroup
    package static let versions: ClosedRange<Int16> = 0...9
    package static let firstFlexibleVersion: Int16 = 6

    package var groupId = ""
    package var sessionTimeoutMs: Int32 = 0
    package var rebalanceTimeoutMs: Int32 = -1
    package var memberId = ""
    package var groupInstanceId: String?
    package var protocolType = ""
    package var protocols: [JoinGroupRequestProtocol] = []
    package var reason: String?

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.string(&groupId)
        try coder.integer(&sessionTimeoutMs)
        if coder.version >= 1 { try coder.integer(&rebalanceTimeoutMs) }
        try coder.string(&memberId)
        if coder.version >= 5 { try coder.nullableString(&groupInstanceId) }
        try coder.string(&protocolType)
        try coder.array(&protocols)
        if coder.version >= 8 { try coder.nullableString(&reason) }
        try coder.taggedFields()
    }
}

/// A member's place in the group's new generation.
package struct JoinGroupResponse: WireStructure {
    /// A member, for the leader.
    package struct JoinGroupResponseMember: WireStructure {
        package var memberId = ""
        package var groupInstanceId: String?
        package var metadata = ByteBuffer()

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&memberId)
            if coder.version >= 5 { try coder.nullableString(&groupInstanceId) }
            try coder.bytes(&metadata)
            try coder.taggedFields()
        }
    }

    package var throttleTimeMs: Int32 = 0
    package var errorCode: ErrorCode = .none
    package var generationId: Int32 = -1
    package var protocolType: String?
    package var protocolName: String? = ""
    package var leader = ""
    package var skipAssignment = false
    package var memberId = ""
    package var members: [JoinGroupResponseMember] = []

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        if coder.version >= 2 { try coder.integer(&throttleTimeMs) }
        try coder.error(&errorCode)
        try coder.integer(&generationId)
        if coder.version >= 7 { try coder.nullableString(&protocolType) }
        try coder.nullableString(&protocolName, since: 7)
        try coder.string(&leader)
        if coder.version >= 9 { try coder.boolean(&skipAssignment) }
        try coder.string(&memberId)
        try coder.array(&members)
        try coder.taggedFields()
    }
}
