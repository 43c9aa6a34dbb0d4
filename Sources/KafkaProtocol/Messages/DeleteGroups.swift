/// Deletes empty groups and their offsets.
package struct DeleteGroupsRequest: WireRequest {
    package typealias Response = DeleteGroupsResponse
    package static let key = APIKey.deleteGroups
    package static let versions: ClosedRange<Int16> = 0...2
    package static let firstFlexibleVersion: Int16 = 2

    package var groupsNames: [String] = []

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.array(&groupsNames)
        try coder.taggedFields()
    }
}

/// What became of each group.
package struct DeleteGroupsResponse: WireStructure {
    /// What became of a group.
    package struct DeletableGroupResult: WireStructure {
        package var groupId = ""
        package var errorCode: ErrorCode = .none

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&groupId)
            try coder.error(&errorCode)
            try coder.taggedFields()
        }
    }

    package var throttleTimeMs: Int32 = 0
    package var results: [DeletableGroupResult] = []

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.integer(&throttleTimeMs)
        try coder.array(&results)
        try coder.taggedFields()
    }
}
