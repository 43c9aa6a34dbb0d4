extension BrokerStore {
    /// All groups with their members.
    func groups() throws(StorageError) -> [GroupRow] {
        try query { connection in
            var groups: [String: GroupRow] = [:]
            _ = try connection.rows(
                "SELECT group_id, protocol_type, generation, protocol, leader, state_changed_ms FROM groups"
            ) {
                groups[$0.text(0)] = GroupRow(
                    groupID: $0.text(0), protocolType: $0.text(1), generation: $0.integer(2, as: Int32.self),
                    protocolName: $0.optionalText(3), leader: $0.optionalText(4), stateChangedMs: $0.integer(5))
            }
            _ = try connection.rows(
                """
                SELECT group_id, member_id, instance_id, client_id, client_host, rebalance_timeout_ms, \
                session_timeout_ms, protocols, assignment FROM group_members
                """
            ) { row in
                guard let member = GroupRow.Member(row) else {
                    throw StorageError(
                        .damaged,
                        "\(connection.file): the row of member '\(row.text(1))' of group '\(row.text(0))' in "
                            + "'group_members' holds no list of protocols. Delete the row: the member joins again.")
                }
                groups[row.text(0)]?.members.append(member)
            }
            return Array(groups.values)
        }
    }

    /// Puts a group with its members in the place of what was kept of it.
    func saveGroup(_ group: GroupRow) throws(StorageError) {
        try change { connection in
            try connection.run(
                """
                INSERT OR REPLACE INTO groups \
                (group_id, protocol_type, generation, protocol, leader, state_changed_ms) \
                VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                """, group.groupID, group.protocolType, group.generation, group.protocolName, group.leader,
                group.stateChangedMs)
            try connection.run("DELETE FROM group_members WHERE group_id = ?1", group.groupID)
            for member in group.members {
                try connection.run(
                    """
                    INSERT INTO group_members \
                    (group_id, member_id, instance_id, client_id, client_host, rebalance_timeout_ms, \
                    session_timeout_ms, protocols, assignment) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
                    """, group.groupID, member.memberID, member.instanceID, member.clientID, member.clientHost,
                    member.rebalanceTimeoutMs, member.sessionTimeoutMs, member.protocols.encoded, member.assignment)
            }
        }
    }

    /// Deletes a group with its members and the offsets that it committed, or would have with an open transaction.
    func deleteGroup(_ groupID: String) throws(StorageError) {
        for table in ["groups", "group_members", "offsets", "transaction_offsets"] {
            try change("DELETE FROM \(table) WHERE group_id = ?1", groupID)
        }
    }
}

extension GroupRow.Member {
    fileprivate init?(_ row: SQLiteStatement) {
        guard let protocols = [GroupRow.GroupProtocol](encoded: row.bytes(7)) else { return nil }
        memberID = row.text(1)
        instanceID = row.optionalText(2)
        clientID = row.text(3)
        clientHost = row.text(4)
        rebalanceTimeoutMs = row.integer(5, as: Int32.self)
        sessionTimeoutMs = row.integer(6, as: Int32.self)
        self.protocols = protocols
        assignment = Array(row.bytes(8))
    }
}
