import Foundation
import Testing

@testable import EmbeddedBroker

/// People look into the file with the `sqlite3` command while the broker runs.
@Suite struct CommandLineTests {
    private func sqlite3(_ store: BrokerStore, _ query: String) throws -> String {
        try output(of: "sqlite3", ["file:\(store.connection.file)?mode=ro", query])
    }

    @Test func itSeesWhatIsCommitted() throws {
        try withStore { store in
            let partition = try store.makePartition()
            try store.append(100, to: partition, offsets: 0...9)
            try store.commit()
            try store.append(100, to: partition, offsets: 10...10)
            let query = "SELECT name, next_offset FROM topics JOIN partitions ON topic = topics.id"
            #expect(try sqlite3(store, query) == "orders|10\n")
            try store.commit()
            #expect(try sqlite3(store, query) == "orders|11\n")
        }
    }

    /// Every query in the documentation does what it says, and every column in the file is described.
    @Test func theDocumentation() throws {
        let path = #filePath.components(separatedBy: "/Tests/")[0] + "/docs/embedded-broker.md"
        let page = try String(contentsOfFile: path, encoding: .utf8)
        try withStore { store in
            let partition = try store.makePartition()
            try store.append(100, to: partition, offsets: 0...9, timestamp: 1_700_000_000_000)
            try store.saveOffset(
                OffsetRow(topic: "orders", partition: 0, offset: 4, committedMs: 1), groupID: "readers")
            try store.saveTransaction(
                TransactionRow(
                    transactionalID: "copy", producerID: 1, epoch: 0, timeoutMs: 60_000, state: "Ongoing",
                    startedMs: 1_700_000_000_000, updatedMs: 1))
            try store.commit()
            let queries = page.components(separatedBy: "```sql\n").dropFirst()
                .map { $0.components(separatedBy: "```")[0] }
            let answers = try queries.map { try sqlite3(store, $0) }
            let expected = [
                "orders|0|0|10|100\n", "readers|orders|0|6\n", "orders|2023-11-14 22:13:20\n",
                "copy|2023-11-14 22:13:20|60000\n",
            ]
            #expect(answers == expected)
            let columns = try sqlite3(
                store,
                """
                SELECT DISTINCT c.name FROM sqlite_schema t, pragma_table_info(t.name) c
                WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'
                """)
            for column in columns.split(separator: "\n") {
                #expect(page.contains("`\(column)`"), "\(column) is not described")
            }
        }
    }
}
