package import NIOCore

/// Gives the leader's assignment to the group, and asks for the member's own.
package struct SyncGroupRequest: WireRequest {
    /// What the leader assigned to a member.
    package struct SyncGroupRequestAssignment: WireStructure {
        package var memberId = ""
        package var assignment = ByteBuffer()

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&memberId)
            try coder.bytes(&assignment)
            try coder.taggedFields()
        }
    }

    package typealias Response = SyncGroupResponse
    package static let key = APIKey.syncGroup
    package static let versions: ClosedRange<Int16> = 0...5
    package static let firstFlexibleVersion: Int16 = 4

    package var groupId = ""
    package var generationId: Int32 = 0
    package var memberId = ""
    package var groupInstanceId: String?
    package var protocolType: String?
    package var protocolName: String?
    package var assignments: [SyncGroupRequestAssignment] = []

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.string(&groupId)
        try coder.integer(&generationId)
        try coder.string(&memberId)
        if coder.version >= 3 { try coder.nullableString(&groupInstanceId) }
        if coder.version >= 5 {
            try coder.nullableString(&protocolType)
            try coder.nullableString(&protocolName)
        }
        try coder.array(&assignments)
        try coder.taggedFields()
    }
}

/// What is assigned to the member.
package struct SyncGroupResponse: WireStructure {
    package var throttleTimeMs: Int32 = 0
    package var errorCode: ErrorCode = .none
    package var protocolType: String?
    package var protocolName: String?
    package var assignment = ByteBuffer()

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        if coder.version >= 1 { try coder.integer(&throttleTimeMs) }
        try coder.error(&errorCode)
        if coder.version >= 5 {
            try coder.nullableString(&protocolType)
            try coder.nullableString(&protocolName)
        }
        try coder.bytes(&assignment)
        try coder.taggedFields()
    }
}
