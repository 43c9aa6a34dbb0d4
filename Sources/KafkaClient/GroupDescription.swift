internal import CRdkafka

/// A consumer group as its coordinator knows it.
public struct GroupDescription: Sendable {
    /// A member of a group.
    public struct Member: Sendable {
        /// The id that the coordinator gave out.
        public let memberId: String
        /// The id of a static member.
        public let groupInstanceId: String?
        /// The client's name for itself.
        public let clientId: String
        /// Where the client is.
        public let host: String
        /// What it has.
        public let assignment: [TopicPartition]
    }

    /// The state's name, such as `Stable`; `Dead` where there is no such group.
    public let state: String
    /// The members.
    public let members: [Member]
}

extension GroupDescription.Member {
    init(_ member: OpaquePointer) {
        let text = { (pointer: UnsafePointer<CChar>?) in pointer.map { String(cString: $0) } }
        memberId = text(rd_kafka_MemberDescription_consumer_id(member)) ?? ""
        groupInstanceId = text(rd_kafka_MemberDescription_group_instance_id(member))
        clientId = text(rd_kafka_MemberDescription_client_id(member)) ?? ""
        host = text(rd_kafka_MemberDescription_host(member)) ?? ""
        let partitions = rd_kafka_MemberDescription_assignment(member)
            .flatMap { rd_kafka_MemberAssignment_partitions($0) }
        assignment = PartitionList.partitions(in: partitions.map { UnsafeMutablePointer(mutating: $0) })
    }
}
