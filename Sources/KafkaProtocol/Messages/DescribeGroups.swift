package import NIOCore

/// Asks for groups' states and members.
package struct DescribeGroupsRequest: WireRequest {
    package typealias Response = DescribeGroupsResponse
    package static let key = APIKey.describeGroups
    package static let versions: ClosedRange<Int16> = 0...5
    package static let firstFlexibleVersion: Int16 = 5

    package var groups: [String] = []
    package var includeAuthorizedOperations = false

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.array(&groups)
        if coder.version >= 3 { try coder.boolean(&includeAuthorizedOperations) }
        try coder.taggedFields()
    }
}

/// The groups' states and members.
package struct DescribeGroupsResponse: WireStructure {
    /// A group.
    package struct DescribedGroup: WireStructure {
        package var errorCode: ErrorCode = .none
        package var groupId = ""
        package var groupState = ""
        package var protocolType = ""
        package var protocolData = ""
        package var members: [DescribedGroupMember] = []
        package var authorizedOperations: Int32 = .min

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.error(&errorCode)
            try coder.string(&groupId)
            try coder.string(&groupState)
            try coder.string(&protocolType)
            try coder.string(&protocolData)
            try coder.array(&members)
            if coder.version >= 3 { try coder.integer(&authorizedOperations) }
            try coder.taggedFields()
        }
    }

    /// A member.
    package struct DescribedGroupMember: WireStructure {
        package var memberId = ""
        package var groupInstanceId: String?
        package var clientId = ""
        package var clientHost = ""
        package var memberMetadata = ByteBuffer()
        package var memberAssignment = ByteBuffer()

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&memberId)
            if coder.version >= 4 { try coder.nullableString(&groupInstanceId) }
            try coder.string(&clientId)
            try coder.string(&clientHost)
            try coder.bytes(&memberMetadata)
            try coder.bytes(&memberAssignment)
            try coder.taggedFields()
        }
    }

    package var throttleTimeMs: Int32 = 0
    package var groups: [DescribedGroup] = []

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        if coder.version >= 1 { try coder.integer(&throttleTimeMs) }
        try coder.array(&groups)
        try coder.taggedFields()
    }
}
