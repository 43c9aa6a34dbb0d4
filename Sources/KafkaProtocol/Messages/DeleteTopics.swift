/// Deletes topics.
package struct DeleteTopicsRequest: WireRequest {
    /// A topic, by name or id.
    package struct DeleteTopicState: WireStructure {
        package var name: String?
        package var topicId: WireUUID = .none

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.nullableString(&name)
            try coder.uuid(&topicId)
            try coder.taggedFields()
        }
    }

    package typealias Response = DeleteTopicsResponse
    package static let key = APIKey.deleteTopics
    package static let versions: ClosedRange<Int16> = 1...6
    package static let firstFlexibleVersion: Int16 = 4

    package var topics: [DeleteTopicState] = []
    package var topicNames: [String] = []
    package var timeoutMs: Int32 = 0

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        if coder.version >= 6 { try coder.array(&topics) }
        if coder.version <= 5 { try coder.array(&topicNames) }
        try coder.integer(&timeoutMs)
        try coder.taggedFields()
    }
}

/// What became of each topic.
package struct DeleteTopicsResponse: WireStructure {
    /// What became of a topic.
    package struct DeletableTopicResult: WireStructure {
        package var name: String? = ""
        package var topicId: WireUUID = .none
        package var errorCode: ErrorCode = .none
        package var errorMessage: String?

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.nullableString(&name, since: 6)
            if coder.version >= 6 { try coder.uuid(&topicId) }
            try coder.error(&errorCode)
            if coder.version >= 5 { try coder.nullableString(&errorMessage) }
            try coder.taggedFields()
        }
    }

    package var throttleTimeMs: Int32 = 0
    package var responses: [DeletableTopicResult] = []

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.integer(&throttleTimeMs)
        try coder.array(&responses)
        try coder.taggedFields()
    }
}
