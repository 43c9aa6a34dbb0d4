internal import KafkaProtocol
internal import NIOCore

/// A way of dividing the work that a member knows, and what it tells the leader for it. Opaque to the broker.
struct GroupProtocol: Equatable {
    let name: String
    let metadata: ByteBuffer
}

/// A member of a group. Confined to the storage thread.
final class GroupMember {
    let id: String
    /// `group.instance.id`: set for static members (KIP-345).
    let instanceId: String?
    let clientId: String
    let clientHost: String
    var rebalanceTimeoutMs: Int32
    var sessionTimeoutMs: Int32
    /// Those that the member prefers come first.
    var protocols: [GroupProtocol]
    /// What the leader assigned to it in this generation.
    var assignment: ByteBuffer

    /// Answers the JoinGroup that it waits in.
    var joinReply: ((JoinGroupResponse) -> Void)?
    /// Answers the SyncGroup that it waits in.
    var syncReply: ((SyncGroupResponse) -> Void)?
    /// Whether the first join is unanswered: it does not know its id yet, so it cannot send heartbeats.
    var isNew = false
    /// Whether it has not asked for this generation's assignment yet.
    var owesSync = false
    /// When its session ends.
    var deadline = NIODeadline.distantFuture

    init(
        id: String, instanceId: String?, clientId: String, clientHost: String, rebalanceTimeoutMs: Int32,
        sessionTimeoutMs: Int32, protocols: [GroupProtocol], assignment: ByteBuffer = ByteBuffer()
    ) {
        self.id = id
        self.instanceId = instanceId
        self.clientId = clientId
        self.clientHost = clientHost
        self.rebalanceTimeoutMs = rebalanceTimeoutMs
        self.sessionTimeoutMs = sessionTimeoutMs
        self.protocols = protocols
        self.assignment = assignment
    }

    var isStatic: Bool { instanceId != nil }

    /// A member that the coordinator keeps waiting need not send heartbeats. New ones are told nothing for so long that
    /// they may be gone.
    var isExcusedFromHeartbeats: Bool { !isNew && (joinReply != nil || syncReply != nil) }

    /// What it says for a protocol; nil if it does not know it.
    func metadata(for name: String) -> ByteBuffer? {
        protocols.first { $0.name == name }?.metadata
    }

    /// The session starts anew.
    func extendSession(_ now: NIODeadline) {
        deadline = now + .milliseconds(Int64(sessionTimeoutMs))
    }

    /// Answers the join, if there is one.
    func answerJoin(_ response: JoinGroupResponse) {
        guard let reply = joinReply else { return }
        joinReply = nil
        reply(response)
    }

    /// Answers the sync, if there is one, and says whether there was one.
    @discardableResult
    func answerSync(_ response: SyncGroupResponse) -> Bool {
        guard let reply = syncReply else { return false }
        syncReply = nil
        reply(response)
        return true
    }

    /// Answers whatever it waits in: it is no longer what it was.
    func dismiss(_ error: ErrorCode, memberId: String = "") {
        answerJoin(JoinGroupResponse(error, memberId: memberId))
        answerSync(SyncGroupResponse(error))
    }
}

extension JoinGroupResponse {
    init(_ error: ErrorCode, memberId: String) {
        self.init()
        errorCode = error
        self.memberId = memberId
    }
}

extension SyncGroupResponse {
    init(_ error: ErrorCode) {
        self.init()
        errorCode = error
    }
}
