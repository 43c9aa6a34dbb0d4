/// Asks for all groups, or those in some states or of some types.
package struct ListGroupsRequest: WireRequest {
    package typealias Response = ListGroupsResponse
    package static let key = APIKey.listGroups
    package static let versions: ClosedRange<Int16> = 0...5
    package static let firstFlexibleVersion: Int16 = 3

    package var statesFilter: [String] = []
    package var typesFilter: [String] = []

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        if coder.version >= 4 { try coder.array(&statesFilter) }
        if coder.version >= 5 { try coder.array(&typesFilter) }
        try coder.taggedFields()
    }
}

/// The groups that were found.
package struct ListGroupsResponse: WireStructure {
    /// A group.
    package struct ListedGroup: WireStructure {
        package var groupId = ""
        package var protocolType = ""
        package var groupState = ""
        package var groupType = ""

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&groupId)
            try coder.string(&protocolType)
            if coder.version >= 4 { try coder.string(&groupState) }
            if coder.version >= 5 { try coder.string(&groupType) }
            try coder.taggedFields()
        }
    }

    package var throttleTimeMs: Int32 = 0
    package var errorCode: ErrorCode = .none
    package var groups: [ListedGroup] = []

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        if coder.version >= 1 { try coder.integer(&throttleTimeMs) }
        try coder.error(&errorCode)
        try coder.array(&groups)
        try coder.taggedFields()
    }
}
