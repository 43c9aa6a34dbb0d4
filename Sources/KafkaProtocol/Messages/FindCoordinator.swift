/// Finds the brokers that coordinate a group or a transaction, from version 4 on several (KIP-699).
package struct FindCoordinatorRequest: WireRequest {
    package typealias Response = FindCoordinatorResponse
    package static let key = APIKey.findCoordinator
    package static let versions: ClosedRange<Int16> = 0...6
    package static let firstFlexibleVersion: Int16 = 3

    package var key = ""
    package var keyType: Int8 = 0
    package var coordinatorKeys: [String] = []

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        if coder.version <= 3 { try coder.string(&key) }
        if coder.version >= 1 { try coder.integer(&keyType) }
        if coder.version >= 4 { try coder.array(&coordinatorKeys) }
        try coder.taggedFields()
    }
}

/// The coordinators that were found.
package struct FindCoordinatorResponse: WireStructure {
    /// A coordinator, or why there is none.
    package struct Coordinator: WireStructure {
        package var key = ""
        package var nodeId: Int32 = 0
        package var host = ""
        package var port: Int32 = 0
        package var errorCode: ErrorCode = .none
        package var errorMessage: String? = ""

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&key)
            try coder.integer(&nodeId)
            try coder.string(&host)
            try coder.integer(&port)
            try coder.error(&errorCode)
            try coder.nullableString(&errorMessage)
            try coder.taggedFields()
        }
    }

    package var throttleTimeMs: Int32 = 0
    package var errorCode: ErrorCode = .none
    package var errorMessage: String? = ""
    package var nodeId: Int32 = 0
    package var host = ""
    package var port: Int32 = 0
    package var coordinators: [Coordinator] = []

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        if coder.version >= 1 { try coder.integer(&throttleTimeMs) }
        if coder.version <= 3 { try coder.error(&errorCode) }
        if 1...3 ~= coder.version { try coder.nullableString(&errorMessage) }
        if coder.version <= 3 {
            try coder.integer(&nodeId)
            try coder.string(&host)
            try coder.integer(&port)
        }
        if coder.version >= 4 { try coder.array(&coordinators) }
        try coder.taggedFields()
    }
}
