/// Asks what the logs take on the disk.
package struct DescribeLogDirsRequest: WireRequest {
    /// A topic's partitions.
    package struct DescribableLogDirTopic: WireStructure {
        package var topic = ""
        package var partitions: [Int32] = []

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&topic)
            try coder.array(&partitions)
            try coder.taggedFields()
        }
    }

    package typealias Response = DescribeLogDirsResponse
    package static let key = APIKey.describeLogDirs
    package static let versions: ClosedRange<Int16> = 1...4
    package static let firstFlexibleVersion: Int16 = 2

    package var topics: [DescribableLogDirTopic]? = []

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.nullableArray(&topics)
        try coder.taggedFields()
    }
}

/// What the logs take in each directory.
package struct DescribeLogDirsResponse: WireStructure {
    /// A directory.
    package struct DescribeLogDirsResult: WireStructure {
        package var errorCode: ErrorCode = .none
        package var logDir = ""
        package var topics: [DescribeLogDirsTopic] = []
        package var totalBytes: Int64 = -1
        package var usableBytes: Int64 = -1

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.error(&errorCode)
            try coder.string(&logDir)
            try coder.array(&topics)
            if coder.version >= 4 {
                try coder.integer(&totalBytes)
                try coder.integer(&usableBytes)
            }
            try coder.taggedFields()
        }
    }

    /// A topic's logs.
    package struct DescribeLogDirsTopic: WireStructure {
        package var name = ""
        package var partitions: [DescribeLogDirsPartition] = []

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.string(&name)
            try coder.array(&partitions)
            try coder.taggedFields()
        }
    }

    /// A partition's log.
    package struct DescribeLogDirsPartition: WireStructure {
        package var partitionIndex: Int32 = 0
        package var partitionSize: Int64 = 0
        package var offsetLag: Int64 = 0
        package var isFutureKey = false

        package init() {}

        package mutating func code(with coder: inout WireCoder) throws(WireError) {
            try coder.integer(&partitionIndex)
            try coder.integer(&partitionSize)
            try coder.integer(&offsetLag)
            try coder.boolean(&isFutureKey)
            try coder.taggedFields()
        }
    }

    package var throttleTimeMs: Int32 = 0
    package var errorCode: ErrorCode = .none
    package var results: [DescribeLogDirsResult] = []

    package init() {}

    package mutating func code(with coder: inout WireCoder) throws(WireError) {
        try coder.integer(&throttleTimeMs)
        if coder.version >= 3 { try coder.error(&errorCode) }
        try coder.array(&results)
        try coder.taggedFields()
    }
}
