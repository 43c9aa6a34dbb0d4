import NIOCore

/// A group as of its last completed SyncGroup.
struct GroupRow: Equatable {
    var groupID: String
    var protocolType: String
    var generation: Int32
    /// The protocol that was chosen; nil for a group without members.
    var protocolName: String?
    /// The leader's member id.
    var leader: String?
    /// In milliseconds since 1970.
    var stateChangedMs: Int64
    var members: [Member] = []

    struct Member: Equatable {
        var memberID: String
        /// `group.instance.id` of a static member.
        var instanceID: String?
        var clientID: String
        var clientHost: String
        var rebalanceTimeoutMs: Int32
        var sessionTimeoutMs: Int32
        var protocols: [GroupProtocol]
        var assignment: [UInt8]
    }

    /// A protocol that a member supports, with what it said of itself.
    struct GroupProtocol: Equatable {
        var name: String
        var metadata: [UInt8]
    }
}

/// In the file a member's protocols are one blob: for each the name and the metadata, each with its length before it in
/// four bytes, the highest first.
extension [GroupRow.GroupProtocol] {
    var encoded: [UInt8] {
        var buffer = ByteBuffer()
        for item in self {
            buffer.writeInteger(UInt32(item.name.utf8.count))
            buffer.writeString(item.name)
            buffer.writeInteger(UInt32(item.metadata.count))
            buffer.writeBytes(item.metadata)
        }
        return [UInt8](buffer.readableBytesView)
    }

    /// nil if the bytes are no such list.
    init?(encoded: UnsafeRawBufferPointer) {
        var buffer = ByteBuffer(bytes: encoded)
        var items: [GroupRow.GroupProtocol] = []
        while buffer.readableBytes > 0 {
            guard let name = buffer.readLengthPrefixedSlice(as: UInt32.self),
                let metadata = buffer.readLengthPrefixedSlice(as: UInt32.self)
            else { return nil }
            items.append(.init(name: String(buffer: name), metadata: [UInt8](metadata.readableBytesView)))
        }
        self = items
    }
}
