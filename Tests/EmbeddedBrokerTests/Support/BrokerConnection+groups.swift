import KafkaProtocol
import NIOCore

@testable import EmbeddedBroker
@testable import KafkaProtocol

/// What tests ask of a broker's groups, in few words.
extension BrokerConnection {
    /// Has the broker make the topic by asking for it, as consumers may.
    mutating func touchTopic(_ name: String) async throws {
        var topic = MetadataRequest.MetadataRequestTopic()
        topic.name = name
        var request = MetadataRequest()
        request.topics = [topic]
        request.allowAutoTopicCreation = true
        let response = try await send(request)
        if let code = response.topics.first?.errorCode, code != .none { throw code }
    }

    mutating func join(
        _ group: String, as memberId: String = "", instance: String? = nil, topics: [String] = [],
        sessionTimeoutMs: Int32 = 30_000, protocolType: String = "consumer"
    ) async throws -> JoinGroupResponse {
        var metadata = ByteBuffer()
        metadata.writeInteger(Int16(0))
        metadata.writeInteger(Int32(topics.count))
        for topic in topics {
            metadata.writeInteger(Int16(topic.utf8.count))
            metadata.writeString(topic)
        }
        metadata.writeInteger(Int32(-1))
        var entry = JoinGroupRequest.JoinGroupRequestProtocol()
        entry.name = "range"
        entry.metadata = metadata
        var request = JoinGroupRequest()
        request.groupId = group
        request.memberId = memberId
        request.groupInstanceId = instance
        request.sessionTimeoutMs = sessionTimeoutMs
        request.rebalanceTimeoutMs = 60_000
        request.protocolType = protocolType
        request.protocols = [entry]
        return try await send(request)
    }

    mutating func sync(
        _ group: String, _ memberId: String, _ generation: Int32, instance: String? = nil,
        assigning assignments: [String: String] = [:]
    ) async throws -> SyncGroupResponse {
        var request = SyncGroupRequest()
        request.groupId = group
        request.memberId = memberId
        request.groupInstanceId = instance
        request.generationId = generation
        request.assignments = assignments.map { id, text in
            var assignment = SyncGroupRequest.SyncGroupRequestAssignment()
            assignment.memberId = id
            assignment.assignment = ByteBuffer(string: text)
            return assignment
        }
        return try await send(request)
    }

    /// Joins and syncs as the only member of a group.
    mutating func lead(
        _ group: String, instance: String? = nil, topics: [String] = [], sessionTimeoutMs: Int32 = 30_000,
        protocolType: String = "consumer"
    ) async throws -> JoinGroupResponse {
        var member = try await join(
            group, instance: instance, topics: topics, sessionTimeoutMs: sessionTimeoutMs, protocolType: protocolType)
        if member.errorCode == .memberIdRequired {
            member = try await join(
                group, as: member.memberId, topics: topics, sessionTimeoutMs: sessionTimeoutMs,
                protocolType: protocolType)
        }
        guard member.errorCode == .none else { throw member.errorCode }
        let sync = try await sync(
            group, member.memberId, member.generationId, instance: instance, assigning: [member.memberId: "all"])
        guard sync.errorCode == .none else { throw sync.errorCode }
        return member
    }

    mutating func heartbeat(
        _ group: String, _ memberId: String, _ generation: Int32, instance: String? = nil
    ) async throws -> ErrorCode {
        var request = HeartbeatRequest()
        request.groupId = group
        request.memberId = memberId
        request.groupInstanceId = instance
        request.generationId = generation
        return try await send(request).errorCode
    }

    mutating func leave(_ group: String, _ memberId: String) async throws -> ErrorCode {
        var member = LeaveGroupRequest.MemberIdentity()
        member.memberId = memberId
        var request = LeaveGroupRequest()
        request.groupId = group
        request.members = [member]
        let response = try await send(request)
        return response.errorCode == .none ? response.members[0].errorCode : response.errorCode
    }

    /// Commits one partition's offset.
    mutating func commitOffset(
        _ group: String, _ offset: Int64, of topic: String, partition: Int32 = 0, by memberId: String = "",
        _ generation: Int32 = -1, metadata: String? = ""
    ) async throws -> ErrorCode {
        var entry = OffsetCommitRequest.OffsetCommitRequestPartition()
        entry.partitionIndex = partition
        entry.committedOffset = offset
        entry.committedMetadata = metadata
        var entries = OffsetCommitRequest.OffsetCommitRequestTopic()
        entries.name = topic
        entries.partitions = [entry]
        var request = OffsetCommitRequest()
        request.groupId = group
        request.memberId = memberId
        request.generationIdOrMemberEpoch = generation
        request.topics = [entries]
        return try await send(request).topics[0].partitions[0].errorCode
    }

    /// A group's committed offsets: `topic/partition` and the offset or the error; all there are, or those of partition 0
    /// of these topics.
    mutating func committed(
        _ group: String, of topics: [String]? = nil, isStable: Bool = false
    ) async throws -> [String] {
        var wanted = OffsetFetchRequest.OffsetFetchRequestGroup()
        wanted.groupId = group
        wanted.topics = topics?.map { name in
            var topic = OffsetFetchRequest.OffsetFetchRequestTopics()
            topic.name = name
            topic.partitionIndexes = [0]
            return topic
        }
        var request = OffsetFetchRequest()
        request.groups = [wanted]
        request.requireStable = isStable
        let answer = try await send(request).groups[0]
        if answer.errorCode != .none { throw answer.errorCode }
        return answer.topics.flatMap { topic in
            topic.partitions.map { partition in
                let what = partition.errorCode == .none ? "\(partition.committedOffset)" : "\(partition.errorCode)"
                return "\(topic.name)/\(partition.partitionIndex) \(what)"
            }
        }
    }

    mutating func describe(_ group: String) async throws -> DescribeGroupsResponse.DescribedGroup {
        var request = DescribeGroupsRequest()
        request.groups = [group]
        return try await send(request).groups[0]
    }

    mutating func listGroups() async throws -> [String] {
        try await send(ListGroupsRequest()).groups.map { "\($0.groupId) \($0.groupState)" }
    }

    mutating func deleteGroup(_ group: String) async throws -> ErrorCode {
        var request = DeleteGroupsRequest()
        request.groupsNames = [group]
        return try await send(request).results[0].errorCode
    }

    /// Deletes partition 0's offset.
    mutating func deleteOffset(_ group: String, of topic: String) async throws -> ErrorCode {
        var entries = OffsetDeleteRequest.OffsetDeleteRequestTopic()
        entries.name = topic
        entries.partitions = [OffsetDeleteRequest.OffsetDeleteRequestPartition()]
        var request = OffsetDeleteRequest()
        request.groupId = group
        request.topics = [entries]
        let response = try await send(request)
        return response.errorCode == .none ? response.topics[0].partitions[0].errorCode : response.errorCode
    }

    /// Opens a transaction that is to commit offsets of a group.
    mutating func beginTransaction(with group: String) async throws -> Producer {
        var start = InitProducerIdRequest()
        start.transactionalId = "of \(group)"
        start.transactionTimeoutMs = 60_000
        let producer = try await send(start)
        var request = AddOffsetsToTxnRequest()
        request.transactionalId = "of \(group)"
        request.producerId = producer.producerId
        request.producerEpoch = producer.producerEpoch
        request.groupId = group
        let response = try await send(request)
        if response.errorCode != .none { throw response.errorCode }
        return Producer(
            id: producer.producerId, epoch: producer.producerEpoch, transactionalId: request.transactionalId)
    }

    mutating func endTransaction(_ producer: Producer, commit: Bool) async throws {
        var request = EndTxnRequest()
        request.transactionalId = producer.transactionalId ?? ""
        request.producerId = producer.id
        request.producerEpoch = producer.epoch
        request.committed = commit
        let response = try await send(request)
        if response.errorCode != .none { throw response.errorCode }
    }

    /// Has an offset of partition 0 committed with a transaction.
    mutating func commitOffset(
        _ group: String, _ offset: Int64, of topic: String, in producer: Producer, by memberId: String = "",
        _ generation: Int32 = -1
    ) async throws -> ErrorCode {
        var entry = TxnOffsetCommitRequest.TxnOffsetCommitRequestPartition()
        entry.committedOffset = offset
        var entries = TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic()
        entries.name = topic
        entries.partitions = [entry]
        var request = TxnOffsetCommitRequest()
        request.transactionalId = producer.transactionalId ?? ""
        request.producerId = producer.id
        request.producerEpoch = producer.epoch
        request.groupId = group
        request.memberId = memberId
        request.generationId = generation
        request.topics = [entries]
        return try await send(request).topics[0].partitions[0].errorCode
    }
}
