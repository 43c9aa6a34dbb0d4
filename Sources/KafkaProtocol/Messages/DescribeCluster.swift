/// Asks for the cluster's brokers (KIP-700).
package struct DescribeClusterRequest: WireRequest {
    package typealias Response = DescribeClusterResponse
    package static let key = APIKey.describeCluster
    package static let versions: ClosedRange<Int16> = 0...1
    package static let firstFlexibleVersion: Int16 = 0

    package var includeClusterAuthorizedOperations = false
    package var endpointType: Int8 = 1

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.boolean(&includeClusterAuthorizedOperations)
        if coder.version >= 1 { try coder.integer(&endpointType) }
        try coder.taggedFields()
    }
}

/// The cluster's brokers.
package struct DescribeClusterResponse: WireStructure {
    /// A broker.
    package struct DescribeClusterBroker: WireStructure {
        package var brokerId: Int32 = 0
        package var host = ""
        package var port: Int32 = 0
        package var rack: String?

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.integer(&brokerId)
            try coder.string(&host)
            try coder.integer(&port)
            try coder.nullableString(&rack)
            try coder.taggedFields()
        }
    }

    package var throttleTimeMs: Int32 = 0
    package var errorCode: ErrorCode = .none
    package var errorMessage: String?
    package var endpointType: Int8 = 1
    package var clusterId = ""
    package var controllerId: Int32 = -1
    package var brokers: [DescribeClusterBroker] = []
    package var clusterAuthorizedOperations: Int32 = .min

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.integer(&throttleTimeMs)
        try coder.error(&errorCode)
        try coder.nullableString(&errorMessage)
        if coder.version >= 1 { try coder.integer(&endpointType) }
        try coder.string(&clusterId)
        try coder.integer(&controllerId)
        try coder.array(&brokers)
        try coder.integer(&clusterAuthorizedOperations)
        try coder.taggedFields()
    }
}
