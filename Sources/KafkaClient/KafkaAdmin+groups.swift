internal import CRdkafka
internal import Glibc

extension KafkaAdmin {
    /// A group's state and members.
    public func describeGroup(
        _ group: String, timeoutMilliseconds: Int32? = nil
    ) throws(KafkaError) -> GroupDescription {
        let name = "describe group \(group)"
        let text = strdup(group)
        defer { free(text) }
        var groups: [UnsafePointer<CChar>?] = [UnsafePointer(text)]
        let request = try AdminRequest(
            client.pointer, RD_KAFKA_ADMIN_OP_DESCRIBECONSUMERGROUPS, name,
            timeoutMilliseconds: time(timeoutMilliseconds)
        ) { options, queue in
            rd_kafka_DescribeConsumerGroups(client.pointer, &groups, groups.count, options, queue)
        }
        var count = 0
        let result = rd_kafka_event_DescribeConsumerGroups_result(request.event)
        guard let found = rd_kafka_DescribeConsumerGroups_result_groups(result, &count)?[0], count == 1 else {
            throw KafkaError(RD_KAFKA_RESP_ERR__BAD_MSG, name)
        }
        if let error = rd_kafka_ConsumerGroupDescription_error(found) {
            throw KafkaError(rd_kafka_error_code(error), "\(name): \(String(cString: rd_kafka_error_string(error)))")
        }
        let state = rd_kafka_consumer_group_state_name(rd_kafka_ConsumerGroupDescription_state(found))
        return GroupDescription(
            state: state.map { String(cString: $0) } ?? "Unknown",
            members: (0..<rd_kafka_ConsumerGroupDescription_member_count(found)).compactMap { index in
                rd_kafka_ConsumerGroupDescription_member(found, index).map { GroupDescription.Member($0) }
            })
    }

    /// Deletes a group with its offsets. It must not have members.
    public func deleteGroup(_ group: String, timeoutMilliseconds: Int32? = nil) throws(KafkaError) {
        var groups: [OpaquePointer?] = [rd_kafka_DeleteGroup_new(group)]
        defer { for entry in groups { rd_kafka_DeleteGroup_destroy(entry) } }
        let request = try AdminRequest(
            client.pointer, RD_KAFKA_ADMIN_OP_DELETEGROUPS, "delete group \(group)",
            timeoutMilliseconds: time(timeoutMilliseconds)
        ) { options, queue in
            rd_kafka_DeleteGroups(client.pointer, &groups, groups.count, options, queue)
        }
        var count = 0
        let result = rd_kafka_event_DeleteGroups_result(request.event)
        _ = try Self.single(rd_kafka_DeleteGroups_result_groups(result, &count), count, "delete group \(group)")
    }

    /// The committed offsets of a group.
    ///
    /// - Parameter partitions: nil asks for all partitions that have one.
    public func listGroupOffsets(
        _ group: String, partitions: [TopicPartition]? = nil, timeoutMilliseconds: Int32? = nil
    ) throws(KafkaError) -> [PartitionOffset] {
        let list = PartitionList(partitions ?? [])
        var requests: [OpaquePointer?] = [
            rd_kafka_ListConsumerGroupOffsets_new(group, partitions == nil ? nil : list.pointer)
        ]
        defer { for entry in requests { rd_kafka_ListConsumerGroupOffsets_destroy(entry) } }
        let name = "list offsets of group \(group)"
        let request = try AdminRequest(
            client.pointer, RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPOFFSETS, name,
            timeoutMilliseconds: time(timeoutMilliseconds)
        ) { options, queue in
            rd_kafka_ListConsumerGroupOffsets(client.pointer, &requests, requests.count, options, queue)
        }
        var count = 0
        let result = rd_kafka_event_ListConsumerGroupOffsets_result(request.event)
        let groups = rd_kafka_ListConsumerGroupOffsets_result_groups(result, &count)
        return PartitionList.offsets(in: rd_kafka_group_result_partitions(try Self.single(groups, count, name)))
    }

    /// Sets committed offsets. The group must not have members that hold these partitions.
    ///
    /// - Returns: each partition with its own error, if it has one.
    public func alterGroupOffsets(
        _ group: String, _ offsets: [PartitionOffset], timeoutMilliseconds: Int32? = nil
    ) throws(KafkaError) -> [PartitionOffset] {
        let list = PartitionList(offsets)
        var requests: [OpaquePointer?] = [rd_kafka_AlterConsumerGroupOffsets_new(group, list.pointer)]
        defer { for entry in requests { rd_kafka_AlterConsumerGroupOffsets_destroy(entry) } }
        let name = "alter offsets of group \(group)"
        let request = try AdminRequest(
            client.pointer, RD_KAFKA_ADMIN_OP_ALTERCONSUMERGROUPOFFSETS, name,
            timeoutMilliseconds: time(timeoutMilliseconds)
        ) { options, queue in
            rd_kafka_AlterConsumerGroupOffsets(client.pointer, &requests, requests.count, options, queue)
        }
        var count = 0
        let result = rd_kafka_event_AlterConsumerGroupOffsets_result(request.event)
        let groups = rd_kafka_AlterConsumerGroupOffsets_result_groups(result, &count)
        return PartitionList.offsets(in: rd_kafka_group_result_partitions(try Self.single(groups, count, name)))
    }

    /// Forgets committed offsets.
    ///
    /// - Returns: each partition with its own error, if it has one.
    public func deleteGroupOffsets(
        _ group: String, _ partitions: [TopicPartition], timeoutMilliseconds: Int32? = nil
    ) throws(KafkaError) -> [PartitionOffset] {
        let list = PartitionList(partitions)
        var requests: [OpaquePointer?] = [rd_kafka_DeleteConsumerGroupOffsets_new(group, list.pointer)]
        defer { for entry in requests { rd_kafka_DeleteConsumerGroupOffsets_destroy(entry) } }
        let name = "delete offsets of group \(group)"
        let request = try AdminRequest(
            client.pointer, RD_KAFKA_ADMIN_OP_DELETECONSUMERGROUPOFFSETS, name,
            timeoutMilliseconds: time(timeoutMilliseconds)
        ) { options, queue in
            rd_kafka_DeleteConsumerGroupOffsets(client.pointer, &requests, requests.count, options, queue)
        }
        var count = 0
        let result = rd_kafka_event_DeleteConsumerGroupOffsets_result(request.event)
        let groups = rd_kafka_DeleteConsumerGroupOffsets_result_groups(result, &count)
        return PartitionList.offsets(in: rd_kafka_group_result_partitions(try Self.single(groups, count, name)))
    }

    /// The one group of an answer.
    private static func single(
        _ groups: UnsafeMutablePointer<OpaquePointer?>?, _ count: Int, _ name: String
    ) throws(KafkaError) -> OpaquePointer {
        guard count == 1, let group = groups?[0] else { throw KafkaError(RD_KAFKA_RESP_ERR__BAD_MSG, name) }
        guard let error = rd_kafka_group_result_error(group) else { return group }
        throw KafkaError(rd_kafka_error_code(error), "\(name): \(String(cString: rd_kafka_error_string(error)))")
    }
}

// MARK: - Records

extension KafkaAdmin {
    /// The first offset of a partition, and the one after its last record.
    public func watermarks(
        _ partition: TopicPartition, timeoutMilliseconds: Int32? = nil
    ) throws(KafkaError) -> (low: Int64, high: Int64) {
        var low: Int64 = 0
        var high: Int64 = 0
        let code = rd_kafka_query_watermark_offsets(
            client.pointer, partition.topic, partition.partition, &low, &high, time(timeoutMilliseconds))
        if let error = KafkaError(optional: code, "offsets of \(partition)") { throw error }
        return (low, high)
    }

    /// Deletes the records before an offset.
    ///
    /// - Returns: each partition with the first offset that is left, or its error.
    public func deleteRecords(
        before offsets: [PartitionOffset], timeoutMilliseconds: Int32? = nil
    ) throws(KafkaError) -> [PartitionOffset] {
        let list = PartitionList(offsets)
        var requests: [OpaquePointer?] = [rd_kafka_DeleteRecords_new(list.pointer)]
        defer { for entry in requests { rd_kafka_DeleteRecords_destroy(entry) } }
        let request = try AdminRequest(
            client.pointer, RD_KAFKA_ADMIN_OP_DELETERECORDS, "delete records",
            timeoutMilliseconds: time(timeoutMilliseconds)
        ) { options, queue in
            rd_kafka_DeleteRecords(client.pointer, &requests, requests.count, options, queue)
        }
        let result = rd_kafka_event_DeleteRecords_result(request.event)
        return PartitionList.offsets(in: rd_kafka_DeleteRecords_result_offsets(result))
    }
}
