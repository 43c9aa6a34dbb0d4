/// Takes members out of a group, which rebalances at once; from version 3 on several (KIP-345).
package struct LeaveGroupRequest: WireRequest {
    /// A member that leaves.
    package struct MemberIdentity: WireStructure {
        package var memberId = ""
        package var groupInstanceId: String?
        package var reason: String?

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&memberId)
            try coder.nullableString(&groupInstanceId)
            if coder.version >= 5 { try coder.nullableString(&reason) }
            try coder.taggedFields()
        }
    }

    package typealias Response = LeaveGroupResponse
    package static let key = APIKey.leaveGroup
    package static let versions: ClosedRange<Int16> = 0...5
    package static let firstFlexibleVersion: Int16 = 4

    package var groupId = ""
    package var memberId = ""
    package var members: [MemberIdentity] = []

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.string(&groupId)
        if coder.version <= 2 { try coder.string(&memberId) }
        if coder.version >= 3 { try coder.array(&members) }
        try coder.taggedFields()
    }
}

/// Whether the members left.
package struct LeaveGroupResponse: WireStructure {
    /// What became of a member.
    package struct MemberResponse: WireStructure {
        package var memberId = ""
        package var groupInstanceId: String? = ""
        package var errorCode: ErrorCode = .none

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&memberId)
            try coder.nullableString(&groupInstanceId)
            try coder.error(&errorCode)
            try coder.taggedFields()
        }
    }

    package var throttleTimeMs: Int32 = 0
    package var errorCode: ErrorCode = .none
    package var members: [MemberResponse] = []

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        if coder.version >= 1 { try coder.integer(&throttleTimeMs) }
        try coder.error(&errorCode)
        if coder.version >= 3 { try coder.array(&members) }
        try coder.taggedFields()
    }
}
