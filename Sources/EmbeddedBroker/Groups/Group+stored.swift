internal import NIOCore

/// A group as the store keeps it: between generations it is as its last one left it.
extension Group {
    convenience init(_ row: GroupRow) {
        self.init(
            id: row.groupID, protocolType: row.protocolType.isEmpty ? nil : row.protocolType,
            protocolName: row.protocolName, generation: row.generation, leader: row.leader,
            members: row.members.map(GroupMember.init))
        storedMs = row.stateChangedMs
    }

    var row: GroupRow {
        GroupRow(
            groupID: id, protocolType: protocolType ?? "", generation: generation, protocolName: protocolName,
            leader: leader, stateChangedMs: storedMs, members: members.map(\.row))
    }
}

extension GroupMember {
    fileprivate convenience init(_ row: GroupRow.Member) {
        self.init(
            id: row.memberID, instanceId: row.instanceID, clientId: row.clientID, clientHost: row.clientHost,
            rebalanceTimeoutMs: row.rebalanceTimeoutMs, sessionTimeoutMs: row.sessionTimeoutMs,
            protocols: row.protocols.map { GroupProtocol(name: $0.name, metadata: ByteBuffer(bytes: $0.metadata)) },
            assignment: ByteBuffer(bytes: row.assignment))
    }

    fileprivate var row: GroupRow.Member {
        GroupRow.Member(
            memberID: id, instanceID: instanceId, clientID: clientId, clientHost: clientHost,
            rebalanceTimeoutMs: rebalanceTimeoutMs, sessionTimeoutMs: sessionTimeoutMs,
            protocols: protocols.map { .init(name: $0.name, metadata: [UInt8]($0.metadata.readableBytesView)) },
            assignment: [UInt8](assignment.readableBytesView))
    }
}
