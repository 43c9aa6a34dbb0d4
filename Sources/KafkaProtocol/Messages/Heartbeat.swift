/// Says that a member is alive.
package struct HeartbeatRequest: WireRequest {
    package typealias Response = HeartbeatResponse
    package static let key = APIKey.heartbeat
    package static let versions: ClosedRange<Int16> = 0...4
    package static let firstFlexibleVersion: Int16 = 4

    package var groupId = ""
    package var generationId: Int32 = 0
    package var memberId = ""
    package var groupInstanceId: String?

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.string(&groupId)
        try coder.integer(&generationId)
        try coder.string(&memberId)
        if coder.version >= 3 { try coder.nullableString(&groupInstanceId) }
        try coder.taggedFields()
    }
}

/// Whether the member is still in its group.
package struct HeartbeatResponse: WireStructure {
    package var throttleTimeMs: Int32 = 0
    package var errorCode: ErrorCode = .none

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        if coder.version >= 1 { try coder.integer(&throttleTimeMs) }
        try coder.error(&errorCode)
        try coder.taggedFields()
    }
}
